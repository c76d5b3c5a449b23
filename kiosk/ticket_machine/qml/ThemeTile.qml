// One of the choices that lead through several departments.
import QtQuick
import HallUi

Card {
    id: tile

    property string name
    property int waiting: 0
    property bool usable: true
    property int size: Theme.small

    pressable: true
    color: usable ? "#0F3F94" : Theme.sunken
    pressedColor: "#1A5AC0"
    radius: Theme.radiusSmall + 4

    Label {
        x: 18
        y: 8
        width: parent.width - 28
        height: status.y - 8
        text: tile.name
        size: tile.size
        least: tile.size * 0.72
        strong: true
        color: tile.usable ? Theme.brandInk : Theme.inkSoft
    }
    Label {
        id: status

        x: 18
        width: parent.width - 28
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 12
        text: !tile.usable ? qsTr("暂停取号") : tile.waiting === 0 ? qsTr("无人等候") : qsTr("%1 人等候").arg(tile.waiting)
        size: Theme.tiny
        color: tile.usable ? Theme.brandInkSoft : Theme.inkSoft
        wrapMode: Text.NoWrap
    }
}
