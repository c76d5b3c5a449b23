// An icon on a coloured tile.
import QtQuick

Rectangle {
    id: tile

    property string icon: "landmark"
    property color ink: "#FFFFFF"
    property real size: 72

    implicitWidth: size
    implicitHeight: size
    radius: size * 0.28
    color: Theme.brand

    Icon {
        anchors.centerIn: parent
        name: tile.icon
        size: tile.size * 0.56
        color: tile.ink
    }
}
