// One of the small lists: a heading, and two rows of numbers.
pragma ComponentBehavior: Bound

import QtQuick
import HallUi

Rectangle {
    id: list

    property string zh
    property string en
    property string figure
    property int columns: 3
    property QtObject chips
    // Whether an empty list means that there is nothing to list.
    property bool known: false
    readonly property int edge: 16
    readonly property real chipHeight: (height - heading.height - 18) / 2

    radius: 18
    color: Theme.card
    border.color: Theme.line
    border.width: 1

    Heading {
        id: heading

        x: list.edge
        y: 8
        width: parent.width - 2 * list.edge
        zh: list.zh
        en: list.en
        figure: list.figure
        size: 25
    }
    Grid {
        id: grid

        x: list.edge
        y: heading.y + heading.height
        width: parent.width - 2 * list.edge
        columns: list.columns

        Repeater {
            id: repeater

            model: list.chips

            Item {
                id: chip

                required property string number
                required property string label
                required property bool called

                width: grid.width / list.columns
                height: list.chipHeight

                Label {
                    id: number

                    anchors.verticalCenter: parent.verticalCenter
                    text: chip.number
                    size: 26
                    strong: true
                    color: chip.called ? Theme.call : Theme.ink
                    wrapMode: Text.NoWrap
                }
                Icon {
                    id: arrow

                    visible: chip.label !== ""
                    anchors.left: number.right
                    anchors.leftMargin: 5
                    anchors.verticalCenter: parent.verticalCenter
                    name: "arrow-right"
                    size: 18
                    color: Theme.inkSoft
                }
                Label {
                    anchors.left: arrow.right
                    anchors.leftMargin: 5
                    anchors.right: parent.right
                    anchors.rightMargin: 16
                    anchors.verticalCenter: parent.verticalCenter
                    height: parent.height
                    visible: text !== ""
                    text: chip.label
                    size: 26
                    least: 14
                    color: Theme.inkSoft
                    wrapMode: Text.NoWrap
                }
            }
        }
    }
    Label {
        x: list.edge
        y: grid.y
        height: list.chipHeight
        visible: repeater.count === 0
        text: list.known ? "暂无 None" : "—"
        size: 24
        color: Theme.inkSoft
        wrapMode: Text.NoWrap
    }
}
