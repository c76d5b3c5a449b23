// The rating pad: 1280 x 800, for hands and eyes of any age.
import QtQuick
import HallUi
import Hall.RatingPad

Window {
    id: pad

    required property RatingPad vm

    width: 1280
    height: 800
    color: Theme.page

    Binding {
        target: Theme
        property: "lang"
        value: pad.vm.lang
    }

    Stage {
        id: stage

        designWidth: 1280
        designHeight: 800

        Quiet {
            width: stage.canvasWidth
            height: stage.canvasHeight
            visible: pad.vm.screen === "quiet"
            vm: pad.vm
        }
        Ask {
            width: stage.canvasWidth
            height: stage.canvasHeight
            visible: pad.vm.screen === "ask"
            vm: pad.vm
        }
        Tags {
            width: stage.canvasWidth
            height: stage.canvasHeight
            visible: pad.vm.screen === "tags"
            vm: pad.vm
        }
        Thanks {
            width: stage.canvasWidth
            height: stage.canvasHeight
            visible: pad.vm.screen === "thanks"
            vm: pad.vm
        }
        BigButton {
            objectName: "lang"
            x: stage.canvasWidth - width - 24
            y: 20
            width: 190
            height: 76
            radius: 20
            kind: "outline"
            icon: "languages"
            text: pad.vm.lang === "zh" ? "English" : "中文"
            size: 26
            onTapped: pad.vm.speak(pad.vm.lang === "zh" ? "en" : "zh")
        }
    }
}
