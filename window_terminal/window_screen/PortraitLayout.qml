// A tall screen beside the window: 1080 x 1920.
import QtQuick
import HallUi
import Hall.WindowScreen

Item {
    id: page

    required property WindowScreen vm

    Rectangle {
        id: sign

        width: page.width
        height: 336
        color: "#12479F"

        Label {
            id: label

            objectName: "label"
            x: 56
            anchors.verticalCenter: parent.verticalCenter
            text: page.vm.label
            size: 190
            strong: true
            wrapMode: Text.NoWrap
        }
        Column {
            anchors.left: label.right
            anchors.leftMargin: 48
            anchors.right: parent.right
            anchors.rightMargin: 48
            anchors.verticalCenter: parent.verticalCenter
            spacing: 10

            Label {
                width: parent.width
                text: page.vm.windowName
                size: 58
                strong: true
            }
            Label {
                width: parent.width
                text: page.vm.department
                size: 34
                color: "#FFFFFF"
            }
        }
    }
    NumberPanel {
        id: number

        x: 48
        anchors.top: sign.bottom
        anchors.topMargin: 40
        width: page.width - 96
        height: 560
        vm: page.vm
        numberSize: 292
        wordsSize: 88
        otherSize: 50
    }
    Row {
        id: line

        x: 48
        anchors.top: number.bottom
        anchors.topMargin: 36
        spacing: 32

        Card {
            width: 300
            height: 200

            Label {
                x: 28
                y: 20
                text: qsTr("等候")
                size: 36
                color: Theme.inkSoft
                wrapMode: Text.NoWrap
            }
            Figure {
                objectName: "waiting"
                x: 28
                y: 66
                value: page.vm.waiting
                unit: page.vm.waitingUnit
                size: 84
                unitSize: 36
            }
        }
        Card {
            width: page.width - 96 - 300 - 32
            height: 200

            Label {
                x: 28
                y: 20
                text: qsTr("接下来")
                size: 36
                color: Theme.inkSoft
                wrapMode: Text.NoWrap
            }
            Label {
                objectName: "following"
                x: 28
                y: 84
                width: parent.width - 56
                height: 90
                text: page.vm.following === "" ? "—" : page.vm.following
                size: 58
                strong: true
            }
        }
    }
    Label {
        id: title

        x: 56
        anchors.top: line.bottom
        anchors.topMargin: 36
        text: qsTr("本窗口办理")
        size: 38
        color: Theme.inkSoft
        wrapMode: Text.NoWrap
    }
    Label {
        anchors.right: parent.right
        anchors.rightMargin: 56
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
        anchors.bottom: foot.top
        anchors.bottomMargin: 20
        x: 56
        width: page.width - 112
        vm: page.vm
        rows: 6
        size: 38
    }
    Item {
        id: foot

        anchors.bottom: parent.bottom
        anchors.bottomMargin: 36
        x: 56
        width: page.width - 112
        height: 130

        ClerkCard {
            anchors.verticalCenter: parent.verticalCenter
            width: 620
            vm: page.vm
            size: 124
            nameSize: 46
            textSize: 30
        }
        Column {
            visible: !page.vm.stale
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter

            Label {
                anchors.right: parent.right
                text: page.vm.clock
                size: 58
                strong: true
                wrapMode: Text.NoWrap
            }
            Label {
                anchors.right: parent.right
                text: page.vm.day
                size: 28
                color: Theme.inkSoft
                wrapMode: Text.NoWrap
            }
        }
        StaleNote {
            anchors.right: parent.right
            anchors.bottom: parent.bottom
            text: page.vm.stale ? page.vm.linkWords : ""
            size: 26
        }
    }
}
