// One row of a list: a ticket with what can be done with it, or an item with the length of its line.
pragma ComponentBehavior: Bound

import QtQuick
import HallUi

Item {
    id: row

    required property string key
    required property string number
    required property string item
    required property string badge
    required property int minutes
    required property int count
    required property list<var> acts
    readonly property bool isItem: count >= 0

    signal acted(string act)

    objectName: "row_" + key
    implicitHeight: Math.max(84, words.implicitHeight + 20)

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: Theme.line
    }
    Column {
        id: words

        anchors.left: parent.left
        anchors.leftMargin: 8
        anchors.right: right.left
        anchors.rightMargin: 10
        anchors.verticalCenter: parent.verticalCenter
        spacing: 2

        Flow {
            visible: !row.isItem
            width: parent.width
            spacing: 10

            Label {
                text: row.number
                size: Theme.lead
                height: 40
                strong: true
                wrapMode: Text.NoWrap
            }
            Pill {
                visible: row.badge !== ""
                height: 40
                text: row.badge
                size: 16
                strong: true
            }
            Label {
                height: 40
                text: qsTr("%1 分钟").arg(row.minutes)
                size: Theme.tiny
                color: Theme.inkSoft
                wrapMode: Text.NoWrap
            }
        }
        Paragraph {
            width: parent.width
            text: row.item
            size: row.isItem ? Theme.small : Theme.tiny
            color: row.isItem ? Theme.ink : Theme.inkSoft
        }
    }
    Row {
        id: right

        anchors.right: parent.right
        anchors.rightMargin: 4
        anchors.verticalCenter: parent.verticalCenter
        spacing: 8

        Figure {
            visible: row.isItem
            anchors.verticalCenter: parent.verticalCenter
            value: row.count
            unit: qsTr("人")
            size: Theme.lead
            unitSize: Theme.tiny
        }
        Repeater {
            model: row.acts

            BigButton {
                required property var modelData

                objectName: modelData.name + "_" + row.key
                width: Math.max(88, implicitWidth - 24)
                height: 64
                radius: 14
                kind: "tonal"
                text: modelData.words
                size: Theme.small
                scrolls: true
                enabled: modelData.ready
                onTapped: row.acted(modelData.name)
            }
        }
    }
}
