// The hall's name and the time, above every page.
import QtQuick
import HallUi
import Hall.TicketMachine

Rectangle {
    id: header

    required property TicketMachine vm
    readonly property bool tall: vm.portrait

    height: tall ? 176 : 108
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
            color: "#134CA8"
        }
    }

    Item {
        anchors.fill: parent
        clip: true

        Disc {
            x: parent.width - 300
            y: -260
            radius: 260
            color: "#04174A"
            opacity: 0.22
        }
        Disc {
            x: parent.width - 620
            y: -60
            radius: 210
            color: "#04174A"
            opacity: 0.12
        }
    }
    IconTile {
        id: emblem

        anchors.left: parent.left
        anchors.leftMargin: 40
        anchors.verticalCenter: parent.verticalCenter
        size: header.tall ? 96 : 68
        color: "#2AFFFFFF"
        icon: "landmark"
    }
    Column {
        anchors.left: emblem.right
        anchors.leftMargin: 24
        anchors.right: time.left
        anchors.rightMargin: 24
        anchors.verticalCenter: parent.verticalCenter
        spacing: header.tall ? 8 : 2

        Label {
            width: parent.width
            text: header.vm.hallName
            size: header.vm.lang === "en" ? (header.tall ? 34 : 32) : (header.tall ? 46 : 38)
            strong: true
            color: Theme.brandInk
        }
        Row {
            spacing: 16

            Label {
                anchors.verticalCenter: parent.verticalCenter
                text: qsTr("一次取号 · 各部门通办")
                size: header.tall ? 26 : 23
                color: Theme.brandInkSoft
                wrapMode: Text.NoWrap
            }
            Pill {
                visible: header.vm.practice
                anchors.verticalCenter: parent.verticalCenter
                text: qsTr("演练")
                size: 21
                strong: true
                color: "#FFE7A3"
                ink: "#4A3200"
            }
        }
    }
    Column {
        id: time

        anchors.right: parent.right
        anchors.rightMargin: 40
        anchors.verticalCenter: parent.verticalCenter
        spacing: header.tall ? 4 : -4

        Label {
            anchors.right: parent.right
            text: header.vm.clock
            size: header.tall ? 64 : 50
            strong: true
            color: Theme.brandInk
            wrapMode: Text.NoWrap
        }
        Label {
            anchors.right: parent.right
            text: header.vm.date
            size: header.tall ? 25 : 22
            color: Theme.brandInkSoft
            wrapMode: Text.NoWrap
        }
    }
}
