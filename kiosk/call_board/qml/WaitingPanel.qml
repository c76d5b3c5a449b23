// How many wait, by department; the letter is the one that the department's numbers begin with.
pragma ComponentBehavior: Bound

import QtQuick
import HallUi
import Hall.CallBoard

Rectangle {
    id: panel

    required property CallBoard vm
    readonly property int columns: vm.departmentColumns
    readonly property int rows: vm.departmentRows
    readonly property real rowHeight: Math.min(108, grid.height / rows)

    radius: 24
    color: Theme.card
    border.color: Theme.line
    border.width: 1

    Heading {
        id: heading

        x: 24
        y: 12
        width: parent.width - 48
        zh: "等候人数"
        en: panel.vm.pages > 1 ? "Waiting  " + (panel.vm.page + 1) + "/" + panel.vm.pages : "Waiting"
        figure: panel.vm.waiting
        unitZh: "人"
        unitEn: "people"
        size: 34
    }
    Grid {
        id: grid

        x: 20
        y: heading.y + heading.height + 6
        width: parent.width - 40
        height: parent.height - y - 12
        flow: Grid.TopToBottom
        columns: panel.columns
        rows: panel.rows
        columnSpacing: panel.vm.layout === "landscape" ? 20 : 40

        Repeater {
            model: panel.vm.departments

            Item {
                id: row

                required property string id
                required property string letter
                required property string zh
                required property string en
                required property string waiting
                required property bool busy
                readonly property real mark: Math.min(42, height * 0.62)

                objectName: "department_" + id
                width: (grid.width - (panel.columns - 1) * grid.columnSpacing) / panel.columns
                height: panel.rowHeight

                Rectangle {
                    id: chip

                    anchors.verticalCenter: parent.verticalCenter
                    width: row.mark
                    height: row.mark
                    radius: 10
                    color: Theme.brandWash

                    Label {
                        anchors.centerIn: parent
                        text: row.letter
                        size: row.mark * 0.58
                        strong: true
                        wrapMode: Text.NoWrap
                    }
                }
                Column {
                    anchors.left: chip.right
                    anchors.leftMargin: 10
                    anchors.right: count.left
                    anchors.rightMargin: 6
                    anchors.verticalCenter: parent.verticalCenter
                    spacing: row.height * -0.06

                    Label {
                        width: parent.width
                        text: row.zh
                        size: Math.min(30, row.height * 0.45)
                        fontSizeMode: Text.HorizontalFit
                        minimumPixelSize: 10
                        wrapMode: Text.NoWrap
                    }
                    Label {
                        width: parent.width
                        text: row.en
                        size: Math.min(18, row.height * 0.29)
                        fontSizeMode: Text.HorizontalFit
                        minimumPixelSize: 8
                        color: Theme.inkSoft
                        wrapMode: Text.NoWrap
                    }
                }
                Label {
                    id: count

                    objectName: "waiting_" + row.id
                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    text: row.waiting
                    size: Math.min(40, row.height * 0.62)
                    strong: true
                    color: row.busy ? Theme.call : Theme.inkSoft
                    wrapMode: Text.NoWrap
                }
            }
        }
    }
}
