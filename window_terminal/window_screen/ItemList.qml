// The items handled here, a page at a time: a page stays, dims, and the next one brightens. Nothing moves,
// and the list is never empty.
pragma ComponentBehavior: Bound

import QtQuick
import HallUi
import Hall.WindowScreen

Item {
    id: list

    required property WindowScreen vm
    property int size: 34
    readonly property real rowHeight: Math.min(height / vm.pageRows, size * 3.4)

    Column {
        id: page

        objectName: "items"
        width: list.width
        opacity: list.vm.leaving ? 0.3 : 1

        Behavior on opacity {
            NumberAnimation {
                duration: 250
                easing.type: Easing.InOutQuad
            }
        }

        Repeater {
            model: list.vm.items

            Item {
                id: line

                required property string item
                required property string name
                required property string other
                required property string waiting

                objectName: "item_" + item
                width: list.width
                height: list.rowHeight

                Rectangle {
                    id: mark

                    anchors.verticalCenter: parent.verticalCenter
                    width: 6
                    height: Math.min(parent.height * 0.62, list.size * 2)
                    radius: 3
                    color: Theme.brand
                }
                Item {
                    id: names

                    readonly property real first: Math.min(list.size * 1.5, parent.height * 0.56)
                    readonly property real second: Math.min(list.size, parent.height * 0.36)

                    anchors.left: mark.right
                    anchors.leftMargin: list.size * 0.6
                    anchors.right: count.visible ? count.left : parent.right
                    anchors.rightMargin: 16
                    anchors.verticalCenter: parent.verticalCenter
                    height: first + second

                    Label {
                        objectName: "item_name"
                        width: parent.width
                        height: names.first
                        text: line.name
                        size: list.size
                        least: list.size * 0.45
                        strong: true
                    }
                    Label {
                        y: names.first
                        width: parent.width
                        height: names.second
                        text: line.other
                        size: list.size * 0.66
                        least: list.size * 0.36
                        color: Theme.inkSoft
                    }
                }
                Row {
                    id: count

                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    visible: line.waiting !== ""
                    spacing: list.size * 0.25

                    Icon {
                        anchors.verticalCenter: parent.verticalCenter
                        name: "users-round"
                        size: list.size * 0.85
                        color: Theme.inkSoft
                    }
                    Label {
                        anchors.verticalCenter: parent.verticalCenter
                        text: line.waiting
                        size: list.size
                        strong: true
                        wrapMode: Text.NoWrap
                    }
                }
            }
        }
    }
}
