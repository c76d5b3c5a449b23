// What to bring to the window, page by page if it is much.
pragma ComponentBehavior: Bound

import QtQuick
import HallUi
import Hall.TicketMachine

Card {
    id: card

    required property TicketMachine vm

    implicitHeight: head.height + list.implicitHeight + 52

    Item {
        id: head

        x: 32
        y: 20
        width: parent.width - 64
        height: Math.max(Theme.px(46), pager.visible ? pager.height : 0)

        Row {
            anchors.verticalCenter: parent.verticalCenter
            spacing: 14

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                name: "clipboard-list"
                size: Theme.px(36)
                color: Theme.brand
            }
            Label {
                anchors.verticalCenter: parent.verticalCenter
                text: list.count > 0 ? qsTr("请带好这些材料") : qsTr("不需要带材料")
                size: Theme.px(31)
                strong: true
                wrapMode: Text.NoWrap
            }
        }
        Pager {
            id: pager

            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            vm: card.vm
        }
    }
    Column {
        id: list

        property alias count: papers.count

        anchors.top: head.bottom
        anchors.topMargin: 12
        x: 32
        width: parent.width - 64

        Repeater {
            id: papers

            model: card.vm.papers

            Item {
                id: row

                required property int place
                required property string name
                required property string note

                width: list.width
                height: card.vm.portrait ? Theme.px(66) : Theme.px(56)

                Rectangle {
                    visible: row.place > 1
                    width: parent.width
                    height: 1
                    color: Theme.line
                }
                Label {
                    id: nth

                    anchors.verticalCenter: parent.verticalCenter
                    width: Theme.px(40)
                    text: row.place
                    size: Theme.px(26)
                    strong: true
                    color: Theme.brand
                }
                Label {
                    id: what

                    anchors.left: nth.right
                    anchors.right: note.left
                    anchors.rightMargin: 16
                    height: row.height
                    text: row.name
                    size: Theme.lang === "en" ? Theme.px(25) : Theme.px(28)
                    least: Theme.px(17)
                }
                Label {
                    id: note

                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    text: row.note
                    size: Theme.px(24)
                    color: Theme.inkSoft
                    wrapMode: Text.NoWrap
                }
            }
        }
    }
}
