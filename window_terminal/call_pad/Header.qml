// Which window this is, who sits at it, how it stands, and the time.
import QtQuick
import HallUi
import Hall.CallPad

Item {
    id: header

    required property CallPad vm
    readonly property string tone: vm.state === "OPEN" ? "good" : vm.state === "PAUSED" ? "warn" : "brand"

    Rectangle {
        id: label

        anchors.left: parent.left
        anchors.verticalCenter: parent.verticalCenter
        width: Math.max(104, labelText.implicitWidth + 36)
        height: 64
        radius: 16
        color: Theme.brand

        Label {
            id: labelText

            anchors.centerIn: parent
            text: header.vm.label
            size: 36
            strong: true
            color: Theme.brandInk
            wrapMode: Text.NoWrap
        }
    }
    Column {
        anchors.left: label.right
        anchors.leftMargin: 18
        anchors.right: state.left
        anchors.rightMargin: 18
        anchors.verticalCenter: parent.verticalCenter
        spacing: 2

        Label {
            width: parent.width
            text: header.vm.windowName
            size: Theme.body
            strong: true
            maximumLineCount: 1
            elide: Text.ElideRight
        }
        Label {
            width: parent.width
            text: header.vm.department
            size: Theme.tiny
            color: Theme.inkSoft
            maximumLineCount: 1
            elide: Text.ElideRight
        }
    }
    Pill {
        id: state

        objectName: "state"
        anchors.right: who.left
        anchors.rightMargin: 20
        anchors.verticalCenter: parent.verticalCenter
        text: header.vm.stateWords
        icon: header.vm.state === "OPEN" ? "circle-play" : header.vm.state === "PAUSED" ? "circle-pause" : "circle-stop"
        size: Theme.small
        strong: true
        ink: Theme.tone(header.tone)
        color: Theme.wash(header.tone)
    }
    Row {
        id: who

        anchors.right: lang.left
        anchors.rightMargin: 20
        anchors.verticalCenter: parent.verticalCenter
        spacing: 14

        Avatar {
            size: 60
            name: header.vm.clerkName
            photo: header.vm.clerkPhoto
        }
        Column {
            anchors.verticalCenter: parent.verticalCenter

            Label {
                text: header.vm.clerkName
                size: Theme.small
                strong: true
                wrapMode: Text.NoWrap
            }
            Label {
                text: qsTr("工号 %1").arg(header.vm.clerkNumber)
                size: Theme.tiny
                color: Theme.inkSoft
                wrapMode: Text.NoWrap
            }
        }
    }
    LangButton {
        id: lang

        anchors.right: clock.left
        anchors.rightMargin: 16
        anchors.verticalCenter: parent.verticalCenter
        vm: header.vm
    }
    Column {
        id: clock

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        width: 132

        Label {
            width: parent.width
            text: header.vm.clock
            size: Theme.title
            strong: true
            horizontalAlignment: Text.AlignRight
        }
        Label {
            width: parent.width
            text: header.vm.day
            size: 16
            color: Theme.inkSoft
            horizontalAlignment: Text.AlignRight
            wrapMode: Text.NoWrap
        }
    }
}
