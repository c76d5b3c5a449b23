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
            spacing: 32

            Spinner {
                anchors.verticalCenter: parent.verticalCenter
                size: 72
                color: Theme.ink
            }
            Label {
                objectName: "connecting"
                anchors.verticalCenter: parent.verticalCenter
                text: qsTr("正在连接大厅…")
                size: 48
                color: Theme.inkSoft
                wrapMode: Text.NoWrap
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
