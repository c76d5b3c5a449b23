// The call board: 1920 x 1080, 3840 x 1080 (two panels side by side), 1080 x 1920. Nothing to touch, no sound.
pragma ComponentBehavior: Bound

import QtQuick
import HallUi
import Hall.CallBoard

Window {
    id: window

    required property CallBoard vm
    readonly property bool tall: vm.layout === "portrait"
    readonly property bool wide: vm.layout === "bar"

    width: wide ? 3840 : tall ? 1080 : 1920
    height: tall ? 1920 : 1080
    color: Theme.page

    Binding {
        target: Theme
        property: "dark"
        value: true
    }
    Stage {
        id: stage

        designWidth: window.wide ? 3840 : window.tall ? 1080 : 1920
        designHeight: window.tall ? 1920 : 1080

        Header {
            id: header

            width: stage.canvasWidth
            height: window.tall ? 158 : 116
            vm: window.vm
        }
        Item {
            id: main

            anchors.top: header.bottom
            anchors.topMargin: 20
            anchors.bottom: footer.top
            anchors.bottomMargin: 20
            x: 32
            width: stage.canvasWidth - 64

            CallsPanel {
                id: calls

                width: window.tall ? main.width : main.width - waiting.width - 24
                height: window.tall ? main.height * 0.68 : main.height - lists.height - 18
                vm: window.vm
            }
            ListsPanel {
                id: lists

                y: calls.height + 18
                width: calls.width
                height: window.tall ? 152 : 150
                vm: window.vm
            }
            WaitingPanel {
                id: waiting

                x: window.tall ? 0 : calls.width + 24
                y: window.tall ? lists.y + lists.height + 18 : 0
                // Very wide: where the two panels meet lies between two columns of calls.
                width: window.tall ? main.width : window.wide ? 1238 : 640
                height: main.height - y
                vm: window.vm
            }
        }
        Footer {
            id: footer

            anchors.bottom: parent.bottom
            width: stage.canvasWidth
            height: window.tall ? 124 : 96
            vm: window.vm
        }
    }
}
