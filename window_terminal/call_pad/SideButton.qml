// A smaller action: always in its place; when it is not possible, pale and with the reason.
import QtQuick
import HallUi

Item {
    id: button

    required property string name
    required property string words
    required property string icon
    required property string shortcut
    required property bool ready
    required property string note
    required property bool opensPanel
    required property bool forTicket
    required property bool isOpen
    property Item page

    signal tapped

    objectName: "side_" + name
    enabled: ready

    Shortcut {
        sequence: button.shortcut
        enabled: button.visible && button.ready && button.shortcut !== ""
        onActivated: button.tapped()
    }
    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusSmall
        color: touch.pressed ? Theme.cardPressed : button.isOpen ? Theme.brandWash : button.enabled ? Theme.card : "transparent"
        border.color: button.isOpen ? Theme.brand : Theme.line
        border.width: button.isOpen ? 2 : 1
    }
    Column {
        anchors.centerIn: parent
        width: parent.width - 12
        spacing: 0

        Row {
            anchors.horizontalCenter: parent.horizontalCenter
            spacing: 8

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                name: button.icon
                size: 26
                color: button.enabled ? Theme.brand : Theme.faint
            }
            Label {
                anchors.verticalCenter: parent.verticalCenter
                text: button.words
                size: Theme.small
                strong: true
                color: button.enabled ? Theme.brand : Theme.inkSoft
                wrapMode: Text.NoWrap
            }
        }
        Label {
            width: parent.width
            visible: text !== ""
            text: button.note
            size: 16
            color: Theme.inkSoft
            horizontalAlignment: Text.AlignHCenter
        }
    }
    Touch {
        id: touch

        anchors.fill: parent
        onTapped: button.tapped()
    }
}
