// A department on the home screen: its name, how many wait, how many windows are open.
import QtQuick
import HallUi

Card {
    id: tile

    property string name
    property string icon
    property color tint: Theme.brand
    property int waiting: 0
    property int windows: 0
    property string mood: "usual"
    property bool usable: true
    property int size: Theme.body

    pressable: true
    color: usable ? Theme.card : Theme.sunken
    radius: Theme.radiusSmall + 4
    flat: !usable

    IconTile {
        id: mark

        x: 16
        y: (status.y - height) / 2 + 6
        size: Math.min(tile.size * 1.7, tile.height * 0.42)
        icon: tile.icon
        color: tile.usable ? tile.tint : Theme.inkSoft
        opacity: tile.usable ? 1 : 0.55
    }
    Label {
        anchors.left: mark.right
        anchors.leftMargin: 12
        anchors.right: parent.right
        anchors.rightMargin: 8
        y: 10
        height: status.y - 14
        text: tile.name
        size: tile.size
        least: tile.size * 0.72
        strong: true
        color: tile.usable ? Theme.ink : Theme.inkSoft
    }
    StatusLine {
        id: status

        x: 16
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 11
        waiting: tile.waiting
        room: tile.width - 32
        more: tile.windows === 0 ? qsTr("未开窗") : qsTr("%1 窗口").arg(tile.windows)
        mood: tile.mood
        usable: tile.usable
        size: Theme.px(20)
    }
}
