// An item in a list: its name, what it is officially, where it is handled, and how long the line is.
import QtQuick
import HallUi

Card {
    id: card

    property string name
    property string detail
    property int waiting: 0
    property string windows
    property string wait
    property string mood: "usual"
    property bool usable: true
    property bool chosen: false
    property color tint: Theme.brand
    property int size: Theme.px(31)
    readonly property color moodInk: mood === "busy" ? Theme.bad : mood === "calm" ? Theme.good : Theme.brand

    pressable: true
    color: usable ? Theme.card : Theme.sunken
    flat: !usable
    radius: Theme.radiusSmall + 4
    border: chosen ? Theme.brand : "transparent"
    borderWidth: chosen ? 4 : 0

    Rectangle {
        x: 18
        y: 24
        width: 8
        height: parent.height - 48
        radius: 4
        color: card.usable ? card.tint : Theme.faint
    }
    Item {
        id: texts

        anchors.left: parent.left
        anchors.leftMargin: 44
        anchors.right: line.left
        anchors.rightMargin: 12
        y: 12
        height: where.y - 16

        Label {
            id: title

            width: parent.width
            y: detail.visible ? (texts.height - probe.implicitHeight - detail.implicitHeight - 4) / 2 : 0
            height: detail.visible ? probe.implicitHeight : texts.height
            text: card.name
            size: card.size
            least: card.size * 0.7
            strong: true
            color: card.usable ? Theme.ink : Theme.inkSoft
        }
        Label {
            id: detail

            anchors.top: title.bottom
            anchors.topMargin: 4
            width: parent.width
            // What the item is called officially is told once more before the ticket is taken.
            visible: text !== "" && probe.implicitHeight + implicitHeight + 4 <= texts.height
            text: card.detail
            size: Theme.px(22)
            color: Theme.inkSoft
        }
        Label {
            id: probe

            width: parent.width
            visible: false
            text: card.name
            size: card.size
            strong: true
        }
    }
    Label {
        id: where

        anchors.left: texts.left
        anchors.right: texts.right
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 18
        text: !card.usable ? qsTr("暂停取号")
            : card.waiting < 0 ? qsTr("可以取号")
            : card.windows === "" ? qsTr("暂无开放窗口")
            : card.wait === "" ? qsTr("%1 窗口", "labels of windows").arg(card.windows)
            : qsTr("%1 窗口 · %2").arg(card.windows).arg(card.wait)
        size: Theme.px(22)
        strong: !card.usable
        color: card.usable ? Theme.inkSoft : Theme.warn
    }
    Column {
        id: line

        anchors.right: parent.right
        anchors.rightMargin: 22
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.px(84)
        visible: card.usable && card.waiting >= 0

        Label {
            anchors.horizontalCenter: parent.horizontalCenter
            text: card.waiting
            size: Theme.px(46)
            strong: true
            color: card.moodInk
            wrapMode: Text.NoWrap
        }
        Label {
            anchors.horizontalCenter: parent.horizontalCenter
            text: qsTr("人等候", "below a number")
            size: Theme.px(20)
            color: Theme.inkSoft
            wrapMode: Text.NoWrap
        }
    }
}
