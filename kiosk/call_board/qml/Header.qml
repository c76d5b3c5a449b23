// The hall's name, the date and the clock.
import QtQuick
import HallUi
import Hall.CallBoard

Rectangle {
    id: header

    required property CallBoard vm
    readonly property bool tall: vm.layout === "portrait"

    gradient: Gradient {
        orientation: Gradient.Horizontal

        GradientStop {
            position: 0
            color: "#0A2F7A"
        }
        GradientStop {
            position: 0.6
            color: "#0E3F94"
        }
        GradientStop {
            position: 1
            color: "#10459E"
        }
    }

    IconTile {
        id: emblem

        anchors.left: parent.left
        anchors.leftMargin: 32
        anchors.verticalCenter: parent.verticalCenter
        size: header.tall ? 92 : 76
        color: "#2AFFFFFF"
        icon: "landmark"
    }
    Column {
        anchors.left: emblem.right
        anchors.leftMargin: 24
        anchors.right: date.left
        anchors.rightMargin: 24
        anchors.verticalCenter: parent.verticalCenter
        visible: header.vm.hallZh !== ""

        Row {
            width: parent.width
            spacing: 20

            Label {
                objectName: "hall"
                width: Math.min(implicitWidth, parent.width - (practice.visible ? practice.width + 20 : 0))
                height: header.tall ? 62 : 58
                text: header.vm.hallZh
                size: header.tall ? 42 : 42
                least: 17
                strong: true
                color: Theme.brandInk
            }
            Pill {
                id: practice

                objectName: "practice"
                visible: header.vm.practice
                anchors.verticalCenter: parent.verticalCenter
                text: "演练 Practice"
                size: 20
                strong: true
                color: "#FFE7A3"
                ink: "#4A3200"
            }
        }
        Label {
            width: parent.width
            text: header.vm.hallEn
            size: 24
            least: 11
            color: Theme.brandInkSoft
            wrapMode: Text.NoWrap
        }
    }
    Column {
        id: date

        anchors.right: header.tall ? parent.right : clock.left
        anchors.rightMargin: header.tall ? 32 : 30
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: header.tall ? 36 : 0
        spacing: -2

        Label {
            anchors.right: parent.right
            text: header.vm.dateZh
            size: header.tall ? 25 : 30
            color: Theme.brandInk
            wrapMode: Text.NoWrap
        }
        Label {
            anchors.right: parent.right
            text: header.vm.dateEn
            size: header.tall ? 19 : 21
            color: Theme.brandInkSoft
            wrapMode: Text.NoWrap
        }
    }
    Label {
        id: clock

        objectName: "clock"
        anchors.right: parent.right
        anchors.rightMargin: 32
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: header.tall ? -34 : 0
        text: header.vm.clock
        size: header.tall ? 64 : 76
        strong: true
        color: Theme.brandInk
        wrapMode: Text.NoWrap
    }
}
