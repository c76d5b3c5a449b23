// A wide strip above the window: 1920 x 360.
import QtQuick
import HallUi
import Hall.WindowScreen

Item {
    id: page

    required property WindowScreen vm
    readonly property real foot: vm.note === "" ? height - 22 : note.y - 12

    Rectangle {
        id: sign

        width: 296
        height: page.height
        gradient: Gradient {
            GradientStop { position: 0; color: "#12479F" }
            GradientStop { position: 1; color: "#0A3280" }
        }

        Column {
            anchors.centerIn: parent
            width: parent.width - 28

            Label {
                objectName: "label"
                width: parent.width
                text: page.vm.label
                size: 108
                strong: true
                color: Theme.brandInk
                lineHeightMode: Text.FixedHeight
                lineHeight: 146
                horizontalAlignment: Text.AlignHCenter
                wrapMode: Text.NoWrap
            }
            Label {
                objectName: "window_name"
                width: parent.width
                text: page.vm.windowName
                size: 35
                strong: true
                color: Theme.brandInk
                horizontalAlignment: Text.AlignHCenter
                wrapMode: Text.NoWrap
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 15
            }
            Label {
                width: parent.width
                text: page.vm.windowNameOther
                size: 21
                color: Theme.brandInkSoft
                horizontalAlignment: Text.AlignHCenter
            }
            Item {
                width: 1
                height: 10
            }
            Label {
                objectName: "department"
                width: parent.width
                // Chinese fits on one line, English needs two.
                height: page.vm.lang === "en" ? 54 : 30
                text: page.vm.department
                size: 22
                least: 15
                color: Theme.brandInkSoft
                horizontalAlignment: Text.AlignHCenter
            }
        }
    }
    NumberPanel {
        id: number

        anchors.left: sign.right
        anchors.leftMargin: 20
        y: 16
        width: 664
        height: page.height - 32
        vm: page.vm
        numberSize: 198
        wordsSize: 54
        otherSize: 29
        gap: 17
    }
    Item {
        id: middle

        anchors.left: number.right
        anchors.leftMargin: 30
        width: 416
        height: page.foot

        Caption {
            id: waitingTitle

            y: 22
            text: page.vm.waitingTitle
            other: page.vm.waitingTitleOther
            size: 30
        }
        Label {
            objectName: "waiting"
            anchors.right: parent.right
            anchors.verticalCenter: waitingTitle.verticalCenter
            text: page.vm.waiting
            size: 56
            strong: true
            lineHeightMode: Text.FixedHeight
            lineHeight: 76
            wrapMode: Text.NoWrap
        }
        Caption {
            id: nextTitle

            anchors.top: waitingTitle.bottom
            anchors.topMargin: page.vm.note === "" ? 16 : 2
            text: page.vm.nextTitle
            other: page.vm.nextTitleOther
            size: 30
        }
        NextNumbers {
            anchors.top: nextTitle.bottom
            anchors.topMargin: page.vm.note === "" ? 6 : 2
            vm: page.vm
            size: page.vm.note === "" ? 33 : 31
        }
        ClerkCard {
            anchors.bottom: parent.bottom
            width: parent.width
            vm: page.vm
            size: page.vm.note === "" ? 96 : 64
            tight: true
            nameSize: page.vm.note === "" ? 38 : 32
            textSize: 23
        }
    }
    Item {
        anchors.left: middle.right
        anchors.leftMargin: 44
        anchors.right: parent.right
        anchors.rightMargin: 28
        height: page.foot

        Caption {
            id: title

            y: 22
            text: page.vm.itemsTitle
            other: page.vm.itemsTitleOther
            size: 30
        }
        PageDots {
            anchors.right: parent.right
            anchors.verticalCenter: title.verticalCenter
            vm: page.vm
            size: Math.min(10, 58 / page.vm.pages)
        }
        ItemList {
            anchors.top: title.bottom
            anchors.topMargin: 6
            anchors.bottom: parent.bottom
            width: parent.width
            vm: page.vm
            size: page.vm.note === "" ? 31 : 26
        }
    }
    NoteStrip {
        id: note

        anchors.left: middle.left
        anchors.leftMargin: -10
        anchors.right: parent.right
        anchors.rightMargin: 16
        y: page.height - height - 14
        height: 76
        vm: page.vm
        size: 29
        stacked: true
    }
}
