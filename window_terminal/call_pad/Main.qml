// The call pad: 1280 x 800, touch, mouse and keys.
pragma ComponentBehavior: Bound

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
        // A page lives while it is shown: the first frame is early, and the pad stays small.
        Loader {
            width: stage.canvasWidth
            height: stage.canvasHeight
            active: pad.vm.screen === "sign_in"
            focus: active
            sourceComponent: SignIn {
                vm: pad.vm
            }
        }
        Loader {
            width: stage.canvasWidth
            height: stage.canvasHeight
            active: pad.vm.screen === "work"
            focus: active
            sourceComponent: Work {
                vm: pad.vm
            }
        }
    }
}
