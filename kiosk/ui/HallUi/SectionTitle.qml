// The title of a part of a screen, with a note at the right.
import QtQuick

Item {
    id: section

    property string text
    property string note
    property int size: Theme.lead

    implicitHeight: Math.max(48, title.implicitHeight)

    Rectangle {
        anchors.verticalCenter: parent.verticalCenter
        width: 8
        height: section.size * 0.95
        radius: 4
        color: Theme.brand
    }
    Label {
        id: title

        anchors.left: parent.left
        anchors.leftMargin: 24
        anchors.verticalCenter: parent.verticalCenter
        text: section.text
        size: section.size
        strong: true
        wrapMode: Text.NoWrap
    }
    Label {
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        text: section.note
        size: Theme.small
        color: Theme.inkSoft
        wrapMode: Text.NoWrap
    }
}
