// The rating pad: 1280 x 800, for hands and eyes of any age.
pragma ComponentBehavior: Bound

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

        // A page lives while it is shown.
        Loader {
            width: stage.canvasWidth
            height: stage.canvasHeight
            active: pad.vm.screen === "quiet"
            sourceComponent: Quiet {
                vm: pad.vm
            }
        }
        Loader {
            width: stage.canvasWidth
            height: stage.canvasHeight
            active: pad.vm.screen === "ask"
            sourceComponent: Ask {
                vm: pad.vm
            }
        }
        Loader {
            width: stage.canvasWidth
            height: stage.canvasHeight
            active: pad.vm.screen === "tags"
            sourceComponent: Tags {
                vm: pad.vm
            }
        }
        Loader {
            width: stage.canvasWidth
            height: stage.canvasHeight
            active: pad.vm.screen === "thanks"
            sourceComponent: Thanks {
                vm: pad.vm
            }
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
