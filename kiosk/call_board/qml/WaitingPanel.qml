// Who waits for what, item by item; the letter is the one that the item's numbers begin with. Pages turn with a fade.
pragma ComponentBehavior: Bound

import QtQuick
import HallUi
import Hall.CallBoard

Rectangle {
    id: panel

    required property CallBoard vm
    readonly property string turn: vm.turn
    readonly property int captionSize: vm.layout === "portrait" ? 18 : 20
    readonly property real columnWidth: (grid.width - (vm.lineColumns - 1) * grid.columnSpacing) / vm.lineColumns
    // To the right of the waits: room for three digits.
    readonly property real waitMargin: vm.layout === "portrait" ? 108 : 136

    onTurnChanged: appear.restart()

    radius: 24
    color: Theme.card
    border.color: Theme.line
    border.width: 1

    Heading {
        id: heading

        x: 24
        y: 12
        width: parent.width - 48
        zh: "各事项等候"
        en: "Waiting by item"
        figure: panel.vm.waiting
        unitZh: "人"
        unitEn: panel.vm.waiting === "1" ? "person" : "people"
        size: 36
    }
    Label {
        objectName: "pages"
        x: grid.x + 8
        y: heading.y + heading.height
        height: 32
        visible: panel.vm.pages > 1
        text: "第 " + (panel.vm.page + 1) + "/" + panel.vm.pages + " 页 Page"
        size: 20
        color: Theme.inkSoft
        wrapMode: Text.NoWrap
    }
    Repeater {
        model: lines.count > 0 ? panel.vm.lineColumns : 0

        Item {
            id: captions

            required property int index

            x: grid.x + index * (panel.columnWidth + grid.columnSpacing)
            y: heading.y + heading.height
            width: panel.columnWidth
            height: 32

            Label {
                anchors.right: parent.right
                anchors.rightMargin: panel.waitMargin
                anchors.verticalCenter: parent.verticalCenter
                text: panel.vm.layout === "portrait" ? "预计 Wait" : "预计等候 Wait"
                size: panel.captionSize
                color: Theme.inkSoft
                wrapMode: Text.NoWrap
            }
            Label {
                anchors.right: parent.right
                anchors.rightMargin: 8
                anchors.verticalCenter: parent.verticalCenter
                text: "人数 Queue"
                size: panel.captionSize
                color: Theme.inkSoft
                wrapMode: Text.NoWrap
            }
        }
    }
    Grid {
        id: grid

        objectName: "lines"
        x: 16
        y: heading.y + heading.height + 32
        width: parent.width - 32
        height: parent.height - y - 10
        flow: Grid.TopToBottom
        columns: panel.vm.lineColumns
        rows: panel.vm.lineRows
        columnSpacing: 24

        Repeater {
            id: lines

            model: panel.vm.lines

            WaitingRow {
                width: panel.columnWidth
                height: grid.height / panel.vm.lineRows
                waitMargin: panel.waitMargin
                first: index % panel.vm.lineRows === 0
            }
        }
    }
    NumberAnimation {
        id: appear

        target: grid
        property: "opacity"
        from: 0
        to: 1
        duration: 500
    }
    Column {
        objectName: "noLines"
        anchors.centerIn: grid
        width: grid.width - 48
        visible: lines.count === 0 && panel.vm.noLinesZh !== ""
        spacing: 10

        IconTile {
            anchors.horizontalCenter: parent.horizontalCenter
            visible: panel.vm.layout !== "portrait"
            size: 112
            icon: panel.vm.phase === "blank" ? "unplug" : "users-round"
            color: Theme.brandWash
            ink: Theme.inkSoft
        }
        Item {
            width: 1
            height: 6
        }
        Label {
            width: parent.width
            text: panel.vm.noLinesZh
            size: 36
            strong: true
            horizontalAlignment: Text.AlignHCenter
        }
        Label {
            width: parent.width
            text: panel.vm.noLinesEn
            size: 24
            color: Theme.inkSoft
            horizontalAlignment: Text.AlignHCenter
        }
    }
}
