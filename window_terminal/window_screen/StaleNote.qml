// Says that the screen is not up to date.
import QtQuick
import HallUi

Rectangle {
    id: note

    property string text
    property int size: 28

    objectName: "stale"
    visible: text !== ""
    implicitWidth: row.implicitWidth + size * 1.4
    implicitHeight: size * 1.9
    radius: height / 2
    color: Theme.warnWash

    Row {
        id: row

        anchors.centerIn: parent
        spacing: note.size * 0.5

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: "unplug"
            size: note.size * 1.1
            color: Theme.warn
        }
        Label {
            anchors.verticalCenter: parent.verticalCenter
            text: note.text
            size: note.size
            color: Theme.warn
            wrapMode: Text.NoWrap
        }
    }
}
