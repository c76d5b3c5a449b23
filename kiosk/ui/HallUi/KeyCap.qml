// One key of a pad: a character, or an icon.
import QtQuick

Item {
    id: key

    property string text
    property string icon
    property int size: Theme.title
    property bool muted: false

    signal tapped

    implicitWidth: 96
    implicitHeight: 88

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusSmall
        color: touch.pressed ? Theme.brand : key.muted || !key.enabled ? Theme.sunken : Theme.card
        border.color: key.enabled ? Theme.line : "transparent"
        border.width: 1
    }
    Label {
        visible: key.icon === ""
        anchors.centerIn: parent
        text: key.text
        size: key.size
        strong: key.enabled
        color: touch.pressed ? Theme.brandInk : key.enabled ? Theme.ink : Theme.inkSoft
        wrapMode: Text.NoWrap
    }
    Icon {
        visible: key.icon !== ""
        anchors.centerIn: parent
        name: key.icon
        size: key.size * 1.1
        color: touch.pressed ? Theme.brandInk : key.enabled ? Theme.ink : Theme.inkSoft
    }
    Touch {
        id: touch

        anchors.fill: parent
        onTapped: key.tapped()
    }
}
