// The call pad: 1280 x 800, touch, mouse and keys.
import QtQuick
import HallUi
import Hall.CallPad

Window {
    id: pad

    required property CallPad vm

    width: 1280
    height: 800
    color: Theme.page

    Binding {
        target: Theme
        property: "lang"
        value: pad.vm.lang
    }
    Binding {
        target: Theme
        property: "scale"
        value: 0.8
    }

    Stage {
        id: stage

        designWidth: 1280
        designHeight: 800

        Connecting {
            anchors.centerIn: parent
            visible: pad.vm.screen === "connecting"
            label: pad.vm.label
            linkWords: pad.vm.linkWords
        }
        SignIn {
            width: stage.canvasWidth
            height: stage.canvasHeight
            visible: pad.vm.screen === "sign_in"
            vm: pad.vm
        }
        Work {
            width: stage.canvasWidth
            height: stage.canvasHeight
            visible: pad.vm.screen === "work"
            vm: pad.vm
        }
    }
}
