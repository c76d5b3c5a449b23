// The screen above a window: bar 1920 x 360, portrait 1080 x 1920, landscape 1920 x 1080. Nothing to touch, no sound.
pragma ComponentBehavior: Bound

import QtQuick
import HallUi
import Hall.WindowScreen

Window {
    id: screen

    required property WindowScreen vm
    readonly property bool bar: vm.layout === "bar"
    readonly property bool portrait: vm.layout === "portrait"

    width: portrait ? 1080 : 1920
    height: bar ? 360 : portrait ? 1920 : 1080
    color: Theme.page

    Binding {
        target: Theme
        property: "lang"
        value: screen.vm.lang
    }
    Binding {
        target: Theme
        property: "dark"
        value: true
    }

    Stage {
        id: stage

        designWidth: screen.portrait ? 1080 : 1920
        designHeight: screen.bar ? 360 : screen.portrait ? 1920 : 1080

        Loader {
            width: stage.canvasWidth
            height: stage.canvasHeight
            active: screen.vm.live
            sourceComponent: screen.bar ? barLayout : screen.portrait ? portraitLayout : landscapeLayout
        }
        Row {
            anchors.centerIn: parent
            visible: !screen.vm.live
            spacing: 36

            Label {
                objectName: "connectingLabel"
                anchors.verticalCenter: parent.verticalCenter
                visible: text !== ""
                text: screen.vm.label
                size: screen.portrait ? 120 : 150
                strong: true
                wrapMode: Text.NoWrap
            }
            Icon {
                anchors.verticalCenter: parent.verticalCenter
                visible: screen.vm.label === ""
                name: "landmark"
                size: 96
                color: Theme.inkSoft
            }
            Column {
                anchors.verticalCenter: parent.verticalCenter

                Label {
                    objectName: "connecting"
                    text: screen.vm.connecting
                    size: screen.portrait ? 40 : 52
                    strong: true
                    wrapMode: Text.NoWrap
                }
                Label {
                    text: screen.vm.connectingOther
                    size: screen.portrait ? 28 : 34
                    color: Theme.inkSoft
                    wrapMode: Text.NoWrap
                }
            }
        }
    }
    Component {
        id: barLayout

        BarLayout {
            vm: screen.vm
        }
    }
    Component {
        id: portraitLayout

        PortraitLayout {
            vm: screen.vm
        }
    }
    Component {
        id: landscapeLayout

        LandscapeLayout {
            vm: screen.vm
        }
    }
}
