// A wide strip above the window: 1920 x 360.
import QtQuick
import HallUi
import Hall.WindowScreen

Item {
    id: page

    required property WindowScreen vm

    Rectangle {
        id: sign

        width: 330
        height: page.height
        color: "#12479F"

        Column {
            anchors.centerIn: parent
            width: parent.width - 32

            Label {
                objectName: "label"
                width: parent.width
                text: page.vm.label
                size: 128
                strong: true
                lineHeightMode: Text.FixedHeight
                lineHeight: 150
                horizontalAlignment: Text.AlignHCenter
                wrapMode: Text.NoWrap
            }
            Label {
                width: parent.width
                text: page.vm.windowName
                size: 36
                strong: true
                horizontalAlignment: Text.AlignHCenter
            }
        }
    }
    NumberPanel {
        id: number

        anchors.left: sign.right
        anchors.leftMargin: 20
        y: 20
        width: 560
        height: page.height - 40
        vm: page.vm
        numberSize: 168
        wordsSize: 52
        otherSize: 34
    }
    Column {
        id: line

        anchors.left: number.right
        anchors.leftMargin: 36
        y: 14
        width: 340

        Row {
            spacing: 16

            Label {
                anchors.verticalCenter: parent.verticalCenter
                text: qsTr("等候")
                size: 34
                color: Theme.inkSoft
                wrapMode: Text.NoWrap
            }
            Label {
                objectName: "waiting"
                text: page.vm.waiting
                size: 64
                strong: true
                wrapMode: Text.NoWrap
            }
            Label {
                anchors.verticalCenter: parent.verticalCenter
                text: page.vm.waitingUnit
                size: 34
                color: Theme.inkSoft
                wrapMode: Text.NoWrap
            }
        }
        Label {
            visible: page.vm.following !== ""
            text: qsTr("接下来")
            size: 26
            color: Theme.inkSoft
            wrapMode: Text.NoWrap
        }
        Label {
            objectName: "following"
            width: parent.width
            visible: text !== ""
            text: page.vm.following
            size: 36
            strong: true
            wrapMode: Text.NoWrap
        }
    }
    ClerkCard {
        anchors.left: line.left
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 20
        width: 340
        vm: page.vm
        size: 96
        nameSize: 38
        textSize: 26
    }
    Item {
        anchors.left: line.right
        anchors.leftMargin: 36
        anchors.right: parent.right
        anchors.rightMargin: 36
        height: page.height

        Label {
            id: title

            y: 26
            width: parent.width
            text: qsTr("本窗口办理")
            size: 30
            color: Theme.inkSoft
        }
        Label {
            anchors.right: parent.right
            anchors.verticalCenter: title.verticalCenter
            visible: page.vm.pages > 1
            text: (page.vm.page + 1) + " / " + page.vm.pages
            size: 26
            color: Theme.inkSoft
            wrapMode: Text.NoWrap
        }
        ItemList {
            anchors.top: title.bottom
            anchors.topMargin: 8
            anchors.bottom: parent.bottom
            anchors.bottomMargin: page.vm.stale ? 76 : 20
            width: parent.width
            vm: page.vm
            rows: 3
            size: page.vm.stale ? 26 : 32
        }
        StaleNote {
            anchors.right: parent.right
            anchors.bottom: parent.bottom
            anchors.bottomMargin: 16
            text: page.vm.stale ? page.vm.linkWords : ""
            size: 24
        }
    }
}
