// A screen above or beside the window: 1920 x 1080.
import QtQuick
import HallUi
import Hall.WindowScreen

Item {
    id: page

    required property WindowScreen vm

    Rectangle {
        id: sign

        width: page.width
        height: 220
        color: "#12479F"

        Label {
            id: label

            objectName: "label"
            x: 56
            anchors.verticalCenter: parent.verticalCenter
            text: page.vm.label
            size: 150
            strong: true
            wrapMode: Text.NoWrap
        }
        Column {
            anchors.left: label.right
            anchors.leftMargin: 56
            anchors.right: clock.left
            anchors.rightMargin: 40
            anchors.verticalCenter: parent.verticalCenter
            spacing: 4

            Label {
                width: parent.width
                text: page.vm.windowName
                size: 64
                strong: true
            }
            Label {
                width: parent.width
                text: page.vm.department
                size: 38
            }
        }
        Column {
            id: clock

            anchors.right: parent.right
            anchors.rightMargin: 56
            anchors.verticalCenter: parent.verticalCenter
            width: 240

            Label {
                width: parent.width
                text: page.vm.clock
                size: 68
                strong: true
                horizontalAlignment: Text.AlignRight
            }
            Label {
                width: parent.width
                text: page.vm.day
                size: 30
                horizontalAlignment: Text.AlignRight
                wrapMode: Text.NoWrap
            }
        }
    }
    NumberPanel {
        id: number

        x: 48
        anchors.top: sign.bottom
        anchors.topMargin: 36
        width: 1060
        height: 560
        vm: page.vm
        numberSize: 320
        wordsSize: 88
        otherSize: 52
    }
    Row {
        x: 48
        anchors.top: number.bottom
        anchors.topMargin: 32
        spacing: 28

        Card {
            width: 320
            height: 184

            Label {
                x: 28
                y: 16
                text: qsTr("等候")
                size: 36
                color: Theme.inkSoft
                wrapMode: Text.NoWrap
            }
            Figure {
                objectName: "waiting"
                x: 28
                y: 56
                value: page.vm.waiting
                unit: page.vm.waitingUnit
                size: 80
                unitSize: 36
            }
        }
        Card {
            width: 1060 - 320 - 28
            height: 184

            Label {
                x: 28
                y: 16
                text: qsTr("接下来")
                size: 36
                color: Theme.inkSoft
                wrapMode: Text.NoWrap
            }
            Label {
                objectName: "following"
                x: 28
                y: 76
                width: parent.width - 56
                height: 90
                text: page.vm.following === "" ? "—" : page.vm.following
                size: 60
                strong: true
            }
        }
    }
    Item {
        anchors.left: number.right
        anchors.leftMargin: 56
        anchors.right: parent.right
        anchors.rightMargin: 56
        anchors.top: sign.bottom
        anchors.topMargin: 36
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 36

        Label {
            id: title

            text: qsTr("本窗口办理")
            size: 38
            color: Theme.inkSoft
            wrapMode: Text.NoWrap
        }
        Label {
            anchors.right: parent.right
            anchors.verticalCenter: title.verticalCenter
            visible: page.vm.pages > 1
            text: (page.vm.page + 1) + " / " + page.vm.pages
            size: 32
            color: Theme.inkSoft
            wrapMode: Text.NoWrap
        }
        ItemList {
            anchors.top: title.bottom
            anchors.topMargin: 14
            anchors.bottom: clerk.top
            anchors.bottomMargin: 28
            width: parent.width
            vm: page.vm
            rows: 5
            size: 38
        }
        ClerkCard {
            id: clerk

            anchors.bottom: parent.bottom
            anchors.bottomMargin: page.vm.stale ? 70 : 0
            width: parent.width
            height: visible ? 150 : 0
            vm: page.vm
            size: 150
            nameSize: 54
            textSize: 32
        }
        StaleNote {
            anchors.right: parent.right
            anchors.bottom: parent.bottom
            text: page.vm.stale ? page.vm.linkWords : ""
            size: 28
        }
    }
}
