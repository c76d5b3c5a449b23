// A tall screen beside the window: 1080 x 1920.
import QtQuick
import HallUi
import Hall.WindowScreen

Item {
    id: page

    required property WindowScreen vm
    readonly property real foot: vm.note === "" ? 36 : note.height + 44

    Rectangle {
        id: sign

        width: page.width
        height: 300
        gradient: Gradient {
            GradientStop { position: 0; color: "#12479F" }
            GradientStop { position: 1; color: "#0A3280" }
        }

        Label {
            id: label

            objectName: "label"
            x: 48
            anchors.verticalCenter: parent.verticalCenter
            text: page.vm.label
            size: 180
            strong: true
            color: Theme.brandInk
            wrapMode: Text.NoWrap
        }
        Rectangle {
            id: rule

            anchors.left: label.right
            anchors.leftMargin: 36
            anchors.verticalCenter: parent.verticalCenter
            width: 3
            height: 176
            color: "#6F9BE8"
        }
        Column {
            anchors.left: rule.right
            anchors.leftMargin: 36
            anchors.right: parent.right
            anchors.rightMargin: 40
            anchors.verticalCenter: parent.verticalCenter
            spacing: 4

            Label {
                objectName: "window_name"
                width: parent.width
                text: page.vm.windowName
                size: 60
                strong: true
                color: Theme.brandInk
                wrapMode: Text.NoWrap
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 30
            }
            Label {
                width: parent.width
                text: page.vm.windowNameOther
                size: 32
                color: Theme.brandInkSoft
                wrapMode: Text.NoWrap
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 22
            }
            Item {
                width: 1
                height: 8
            }
            Label {
                objectName: "department"
                width: parent.width
                text: page.vm.department
                size: 34
                color: Theme.brandInk
            }
            Label {
                width: parent.width
                text: page.vm.departmentOther
                size: 24
                color: Theme.brandInkSoft
            }
        }
    }
    NumberPanel {
        id: number

        x: 48
        anchors.top: sign.bottom
        anchors.topMargin: 36
        anchors.bottom: line.top
        anchors.bottomMargin: 28
        width: page.width - 96
        vm: page.vm
        numberSize: 302
        wordsSize: 92
        otherSize: 46
        gap: page.vm.note === "" ? 34 : 20
    }
    Row {
        id: line

        x: 48
        anchors.bottom: title.top
        anchors.bottomMargin: 30
        spacing: 28

        Card {
            width: 330
            height: 186

            Caption {
                x: 26
                y: 18
                text: page.vm.waitingTitle
                other: page.vm.waitingTitleOther
                size: 34
            }
            Label {
                objectName: "waiting"
                x: 26
                y: 60
                height: 118
                text: page.vm.waiting
                size: 84
                strong: true
                wrapMode: Text.NoWrap
            }
        }
        Card {
            width: page.width - 96 - 330 - 28
            height: 186

            Caption {
                x: 26
                y: 18
                text: page.vm.nextTitle
                other: page.vm.nextTitleOther
                size: 34
            }
            NextNumbers {
                x: 26
                y: 88
                vm: page.vm
                size: page.vm.followingCount > 3 ? 35 : 44
            }
        }
    }
    Caption {
        id: title

        x: 52
        anchors.bottom: list.top
        anchors.bottomMargin: 12
        text: page.vm.itemsTitle
        other: page.vm.itemsTitleOther
        size: 38
    }
    PageDots {
        anchors.right: parent.right
        anchors.rightMargin: 56
        anchors.verticalCenter: title.verticalCenter
        vm: page.vm
        size: 14
    }
    ItemList {
        id: list

        anchors.bottom: bottom.top
        anchors.bottomMargin: 22
        x: 52
        width: page.width - 108
        height: page.vm.note === "" ? 6 * 88 : 6 * 72
        vm: page.vm
        size: 37
    }
    Item {
        id: bottom

        anchors.bottom: parent.bottom
        anchors.bottomMargin: page.foot
        x: 52
        width: page.width - 108
        height: 124

        ClerkCard {
            anchors.verticalCenter: parent.verticalCenter
            width: 690
            vm: page.vm
            size: 124
            nameSize: 46
            textSize: 30
        }
        Column {
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
    }
    NoteStrip {
        id: note

        x: 40
        width: page.width - 80
        height: 100
        y: page.height - height - 22
        vm: page.vm
        size: 36
        stacked: true
    }
}
