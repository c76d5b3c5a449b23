// One chosen item, with its windows.
import QtQuick
import HallUi

Card {
    id: card

    property string name
    property string detail
    property string icon
    property string windows
    property color tint: Theme.brand
    property string facts
    property bool several: false
    property real severalHeight: 128
    property bool roomy: true
    property bool low: false

    signal dropped

    implicitHeight: several ? severalHeight : Math.max(mark.height, texts.implicitHeight) + (low ? 32 : 56)

    IconTile {
        id: mark

        x: 28
        anchors.verticalCenter: parent.verticalCenter
        size: card.several ? 72 : card.low ? 96 : 120
        icon: card.icon
        color: card.tint
    }
    Column {
        id: texts

        anchors.left: mark.right
        anchors.leftMargin: 28
        anchors.right: drop.visible ? drop.left : parent.right
        anchors.rightMargin: 24
        anchors.verticalCenter: parent.verticalCenter
        spacing: card.several ? 2 : card.low ? 4 : 8

        Label {
            width: parent.width
            height: card.several ? Theme.px(46) : undefined
            least: card.several ? Theme.px(20) : 0
            text: card.name
            size: Theme.px(card.several ? 32 : card.low ? 36 : 46)
            strong: true
        }
        Label {
            width: parent.width
            visible: text !== "" && card.roomy
            text: card.detail
            size: Theme.px(26)
            color: Theme.inkSoft
        }
        Row {
            visible: card.facts !== "" && card.roomy
            width: parent.width
            spacing: 10

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                name: "clock"
                size: Theme.px(28)
                color: Theme.inkSoft
            }
            Label {
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - x
                text: card.facts
                size: Theme.px(26)
                color: Theme.inkSoft
            }
        }
        Row {
            width: parent.width
            spacing: 10

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                name: "map-pin"
                size: Theme.px(28)
                color: Theme.brand
            }
            Label {
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - x
                text: card.windows === "" ? qsTr("暂无开放窗口，取号后请留意屏幕") : qsTr("%1 窗口办理").arg(card.windows)
                size: Theme.body
                strong: true
                color: Theme.brand
            }
        }
    }
    BigButton {
        id: drop

        objectName: "drop_" + card.name
        visible: card.several
        anchors.right: parent.right
        anchors.rightMargin: 16
        anchors.verticalCenter: parent.verticalCenter
        width: 88
        height: 88
        kind: "quiet"
        icon: "x"
        size: Theme.body
        onTapped: card.dropped()
    }
}
