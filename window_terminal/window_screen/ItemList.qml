// The items handled here, a page at a time: a page stays, then the next one fades in. Nothing moves.
pragma ComponentBehavior: Bound

import QtQuick
import HallUi
import Hall.WindowScreen

Item {
    id: list

    required property WindowScreen vm
    property int columns: 1
    property int rows: 6
    property int size: 34
    readonly property real rowHeight: (height - (rows - 1) * 8) / rows
    readonly property real columnWidth: (width - (columns - 1) * 32) / columns

    Grid {
        id: grid

        columns: list.columns
        columnSpacing: 32
        rowSpacing: 8

        Repeater {
            model: list.vm.items

            Item {
                id: line

                required property string item
                required property string name
                required property int waiting

                objectName: "item_" + item
                width: list.columnWidth
                height: list.rowHeight

                Rectangle {
                    id: dot

                    anchors.verticalCenter: parent.verticalCenter
                    width: 10
                    height: 10
                    radius: 5
                    color: Theme.call
                }
                Label {
                    anchors.left: dot.right
                    anchors.leftMargin: 20
                    anchors.right: count.visible ? count.left : parent.right
                    anchors.rightMargin: 16
                    height: parent.height
                    text: line.name
                    size: list.size
                    fontSizeMode: Text.Fit
                    minimumPixelSize: list.size * 0.75
                }
                Label {
                    id: count

                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    visible: line.waiting > 0 && list.vm.view !== "UNSURE"
                    text: qsTr("%1 人").arg(line.waiting)
                    size: list.size
                    strong: true
                    color: Theme.inkSoft
                    wrapMode: Text.NoWrap
                }
            }
        }
    }
    NumberAnimation {
        id: fade

        target: grid
        property: "opacity"
        from: 0
        to: 1
        duration: 500
        easing.type: Easing.OutQuad
    }
    Connections {
        target: list.vm

        function onPageTurned(): void {
            fade.restart()
        }
    }
}
