// A wanted item on the home screen: what it is, how many wait, where.
import QtQuick
import HallUi

Card {
    id: tile

    property string name
    property string icon
    property color tint: Theme.brand
    property int waiting: 0
    property string windows
    property string mood: "usual"
    property bool usable: true
    property bool chosen: false
    property int size: Theme.body

    pressable: true
    color: usable ? Theme.card : Theme.sunken
    radius: Theme.radiusSmall + 4
    border: chosen ? Theme.brand : "transparent"
    borderWidth: chosen ? 4 : 0
    flat: !usable

    IconTile {
        id: mark

        x: 18
        y: (status.y - height) / 2 + 6
        size: Math.min(tile.size * 1.9, tile.height * 0.44)
        icon: tile.chosen ? "check" : tile.icon
        color: tile.usable ? tile.tint : Theme.inkSoft
        opacity: tile.usable ? 1 : 0.55
    }
    Label {
        anchors.left: mark.right
        anchors.leftMargin: 14
        anchors.right: parent.right
        anchors.rightMargin: 14
        y: 8
        height: status.y - 10
        text: tile.name
        size: tile.size
        least: tile.size * 0.66
        strong: true
        color: tile.usable ? Theme.ink : Theme.inkSoft
    }
    StatusLine {
        id: status

        x: 20
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 12
        waiting: tile.waiting
        room: tile.width - 36
        more: tile.windows === "" ? qsTr("未开窗") : tile.windows
        mood: tile.mood
        usable: tile.usable
    }
}
