// One of the choices that lead through several departments: how many wait, where.
import QtQuick
import HallUi

Card {
    id: tile

    property string name
    property int waiting: 0
    property string windows
    property bool usable: true
    property int size: Theme.small

    pressable: true
    color: usable ? "#0F3F94" : Theme.sunken
    pressedColor: "#1A5AC0"
    radius: Theme.radiusSmall + 4
    flat: !usable

    Label {
        x: 18
        y: 10
        width: parent.width - 28
        height: status.y - 14
        text: tile.name
        size: tile.size
        least: tile.size * 0.72
        strong: true
        color: tile.usable ? Theme.brandInk : Theme.inkSoft
    }
    // In one line where there is room, else below each other.
    Flow {
        id: status

        x: 18
        width: parent.width - 28
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 10
        spacing: 2

        Label {
            rightPadding: 8
            text: !tile.usable ? qsTr("暂停取号") : tile.waiting < 0 ? qsTr("可以取号") : tile.waiting === 0 ? qsTr("无人等候") : qsTr("%1 人等候").arg(tile.waiting)
            size: Theme.px(20)
            strong: true
            color: tile.usable ? Theme.brandInk : Theme.warn
            wrapMode: Text.NoWrap
        }
        Label {
            width: Math.min(implicitWidth, status.width)
            visible: tile.usable && tile.waiting >= 0
            text: tile.windows === "" ? qsTr("未开窗") : tile.windows
            size: Theme.px(20)
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 12
            color: Theme.brandInkSoft
            wrapMode: Text.NoWrap
        }
    }
}
