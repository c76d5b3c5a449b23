// A small rounded mark: a state, a window, a badge.
import QtQuick

Rectangle {
    id: pill

    property string text
    property string icon
    property int size: Theme.small
    property color ink: Theme.brand
    property bool strong: false

    implicitWidth: row.implicitWidth + size * 1.2
    implicitHeight: size * 1.9
    radius: height / 2
    color: Theme.brandWash

    Row {
        id: row

        anchors.centerIn: parent
        spacing: pill.size * 0.35

        Icon {
            visible: pill.icon !== ""
            anchors.verticalCenter: parent.verticalCenter
            name: pill.icon
            size: pill.size * 1.15
            color: pill.ink
        }
        Label {
            anchors.verticalCenter: parent.verticalCenter
            text: pill.text
            size: pill.size
            strong: pill.strong
            color: pill.ink
            wrapMode: Text.NoWrap
        }
    }
}
