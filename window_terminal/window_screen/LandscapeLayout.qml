// A screen above or beside the window: 1920 x 1080.
import QtQuick
import HallUi
import Hall.WindowScreen

Item {
    id: page

    required property WindowScreen vm
    readonly property real foot: vm.note === "" ? 40 : note.height + 48

    Rectangle {
        id: sign

        width: page.width
        height: 210
        gradient: Gradient {
            GradientStop { position: 0; color: "#12479F" }
            GradientStop { position: 1; color: "#0A3280" }
        }

        Label {
            id: label

            objectName: "label"
            x: 56
            anchors.verticalCenter: parent.verticalCenter
            text: page.vm.label
            size: 148
            strong: true
            color: Theme.brandInk
            wrapMode: Text.NoWrap
        }
        Rectangle {
            id: rule

            anchors.left: label.right
            anchors.leftMargin: 44
            anchors.verticalCenter: parent.verticalCenter
            width: 3
            height: 128
            color: "#6F9BE8"
        }
        Column {
            anchors.left: rule.right
            anchors.leftMargin: 44
            anchors.right: clock.left
            anchors.rightMargin: 40
            anchors.verticalCenter: parent.verticalCenter

            Label {
                objectName: "window_name"
                width: parent.width
                text: page.vm.windowName
                size: 58
                strong: true
                color: Theme.brandInk
                wrapMode: Text.NoWrap
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 40
            }
            Label {
                width: parent.width
                text: page.vm.windowNameOther
                size: 30
                color: Theme.brandInkSoft
                wrapMode: Text.NoWrap
            }
            Item {
                width: parent.width
                height: department.height + 8

                Label {
                    id: department

                    objectName: "department"
                    y: 8
                    text: page.vm.department
                    size: 30
                    color: Theme.brandInk
                    wrapMode: Text.NoWrap
                }
                Label {
                    anchors.left: department.right
                    anchors.leftMargin: 24
                    anchors.right: parent.right
                    anchors.baseline: department.baseline
                    text: page.vm.departmentOther
                    size: 25
                    color: Theme.brandInkSoft
                    wrapMode: Text.NoWrap
                    fontSizeMode: Text.HorizontalFit
                    minimumPixelSize: 18
                }
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
                color: Theme.brandInk
                horizontalAlignment: Text.AlignRight
                wrapMode: Text.NoWrap
            }
            Label {
                width: parent.width
                text: page.vm.day
                size: 30
                color: Theme.brandInkSoft
                horizontalAlignment: Text.AlignRight
                wrapMode: Text.NoWrap
            }
        }
    }
    NumberPanel {
        id: number

        x: 48
        anchors.top: sign.bottom
        anchors.topMargin: 32
        anchors.bottom: line.top
        anchors.bottomMargin: 28
        width: 1080
        vm: page.vm
        numberSize: page.vm.note === "" ? 334 : 316
        wordsSize: 96
        otherSize: 46
        gap: page.vm.note === "" ? 34 : 20
    }
    Row {
        id: line

        x: 48
        anchors.bottom: parent.bottom
        anchors.bottomMargin: page.foot
        spacing: 28

        Card {
            width: 344
            height: 190

            Caption {
                x: 28
                y: 18
                text: page.vm.waitingTitle
                other: page.vm.waitingTitleOther
                size: 34
            }
            Label {
                objectName: "waiting"
                x: 28
                y: 62
                height: 118
                text: page.vm.waiting
                size: 84
                strong: true
                wrapMode: Text.NoWrap
            }
        }
        Card {
            width: 1080 - 344 - 28
            height: 190

            Caption {
                x: 28
                y: 18
                text: page.vm.nextTitle
                other: page.vm.nextTitleOther
                size: 34
            }
            NextNumbers {
                x: 28
                y: 88
                vm: page.vm
                size: page.vm.followingCount > 3 ? 40 : 48
            }
        }
    }
    Item {
        anchors.left: number.right
        anchors.leftMargin: 52
        anchors.right: parent.right
        anchors.rightMargin: 56
        anchors.top: sign.bottom
        anchors.topMargin: 32
        anchors.bottom: parent.bottom
        anchors.bottomMargin: page.foot

        Caption {
            id: title

            text: page.vm.itemsTitle
            other: page.vm.itemsTitleOther
            size: 40
        }
        PageDots {
            anchors.right: parent.right
            anchors.verticalCenter: title.verticalCenter
            vm: page.vm
            size: 14
        }
        ItemList {
            anchors.top: title.bottom
            anchors.topMargin: 12
            anchors.bottom: clerk.top
            anchors.bottomMargin: 24
            width: parent.width
            vm: page.vm
            size: page.vm.note === "" ? 38 : 34
        }
        ClerkCard {
            id: clerk

            anchors.bottom: parent.bottom
            width: parent.width
            height: visible ? implicitHeight : 0
            vm: page.vm
            size: 144
            nameSize: 52
            textSize: 32
        }
    }
    NoteStrip {
        id: note

        x: 48
        width: page.width - 96
        height: 76
        y: page.height - height - 24
        vm: page.vm
        size: 34
    }
}
