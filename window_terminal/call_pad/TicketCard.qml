// The ticket at the window, or that the window is free and what can be taken back.
pragma ComponentBehavior: Bound

import QtQuick
import HallUi
import Hall.CallPad

Card {
    id: card

    required property CallPad vm
    readonly property bool taken: vm.number !== ""

    Item {
        visible: card.taken
        anchors.fill: parent
        anchors.leftMargin: 28
        anchors.rightMargin: 28
        anchors.topMargin: 20
        anchors.bottomMargin: 16

        Row {
            id: marks

            spacing: 12

            Pill {
                text: card.vm.ticketState
                icon: card.vm.serving ? "user-check" : "megaphone"
                size: Theme.tiny
                strong: true
                ink: Theme.tone(card.vm.serving ? "good" : "warn")
                color: Theme.wash(card.vm.serving ? "good" : "warn")
            }
            Pill {
                visible: card.vm.ticketBadge !== ""
                text: card.vm.ticketBadge
                icon: "star"
                size: Theme.tiny
                strong: true
            }
        }
        Label {
            id: number

            objectName: "number"
            anchors.top: marks.bottom
            x: -4
            text: card.vm.number
            size: 98
            strong: true
            lineHeightMode: Text.FixedHeight
            lineHeight: 110
            wrapMode: Text.NoWrap
        }
        Column {
            anchors.right: parent.right
            anchors.bottom: number.bottom

            Label {
                anchors.right: parent.right
                text: card.vm.timerLabel
                size: Theme.tiny
                color: Theme.inkSoft
                wrapMode: Text.NoWrap
            }
            Label {
                objectName: "timer"
                anchors.right: parent.right
                text: card.vm.timer
                size: 54
                strong: true
                color: card.vm.serving ? Theme.good : Theme.warn
                wrapMode: Text.NoWrap
            }
        }
        Label {
            id: item

            objectName: "ticket_item"
            anchors.top: number.bottom
            width: parent.width
            height: card.vm.needs === "" ? implicitHeight : 48
            least: card.vm.needs === "" ? 0 : Theme.tiny
            text: card.vm.ticketItem
            size: Theme.lead
            strong: true
        }
        Label {
            objectName: "items_left"
            anchors.top: item.bottom
            anchors.topMargin: 6
            width: item.width
            visible: card.vm.itemsLeft.length > 0 && card.vm.needs === ""
            text: qsTr("还有：%1").arg(card.vm.itemsLeft.join(Theme.lang === "en" ? "; " : "；"))
            size: Theme.tiny
            color: Theme.inkSoft
        }
        Rectangle {
            objectName: "needs"
            visible: card.vm.needs !== ""
            anchors.bottom: parent.bottom
            width: parent.width
            height: 50
            radius: Theme.radiusSmall
            color: Theme.wash("warn")

            Icon {
                id: hand

                x: 16
                anchors.verticalCenter: parent.verticalCenter
                name: "hand-helping"
                size: 34
                color: Theme.warn
            }
            Label {
                id: guide

                objectName: "needs_text"
                anchors.left: hand.right
                anchors.leftMargin: 14
                anchors.right: parent.right
                anchors.rightMargin: 16
                anchors.verticalCenter: parent.verticalCenter
                height: 46
                verticalAlignment: Text.AlignVCenter
                text: qsTr("需引导：%1").arg(card.vm.needs)
                size: Theme.small
                least: Theme.tiny
                strong: true
                color: Theme.warn
            }
        }
        BigButton {
            objectName: "undo_here"
            visible: card.vm.undoWords !== ""
            anchors.right: parent.right
            y: -8
            width: Math.max(200, implicitWidth)
            height: 60
            radius: 14
            kind: "outline"
            icon: "rotate-ccw"
            text: qsTr("撤销结束（%1）").arg(card.vm.undoLeftS)
            size: Theme.small
            enabled: !card.vm.busy && card.vm.link === "UP"
            onTapped: card.vm.undo()
        }
    }

    Item {
        visible: !card.taken
        anchors.fill: parent
        anchors.margins: 24

        Row {
            anchors.left: parent.left
            anchors.right: parent.right
            y: card.vm.undoWords === "" ? (parent.height - height) / 2 : Math.max(0, (parent.height - 100 - height) / 2)
            spacing: 28

            IconTile {
                id: tile

                icon: card.vm.state === "OPEN" ? "user-round" : card.vm.state === "PAUSED" ? "coffee" : "door-closed"
                size: 104
                color: Theme.brandWash
                ink: Theme.brand
            }
            Column {
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - tile.width - 28
                spacing: 6

                Label {
                    objectName: "free"
                    width: parent.width
                    text: card.vm.state === "OPEN" ? qsTr("窗口空闲") : card.vm.stateWords
                    size: Theme.headline
                    strong: true
                }
                Label {
                    width: parent.width
                    visible: text !== ""
                    text: card.vm.pauseWords
                    size: Theme.lead
                    strong: true
                    color: Theme.warn
                }
                Label {
                    objectName: "waiting"
                    width: parent.width
                    text: card.vm.waiting === 0 ? qsTr("现在没有人等候")
                                                : qsTr("%1 人等候，最久 %2 分钟").arg(card.vm.waiting).arg(card.vm.longestMin)
                    size: Theme.lead
                    color: card.vm.waitTone === "" ? Theme.inkSoft : Theme.tone(card.vm.waitTone)
                    strong: card.vm.waitTone !== ""
                }
            }
        }
        Rectangle {
            visible: card.vm.undoWords !== ""
            anchors.bottom: parent.bottom
            width: parent.width
            height: 88
            radius: Theme.radiusSmall
            color: Theme.page

            Countdown {
                id: countdown

                x: 16
                anchors.verticalCenter: parent.verticalCenter
                size: 60
                seconds: card.vm.undoLeftS
                total: card.vm.undoTotalS
            }
            Label {
                anchors.left: countdown.right
                anchors.leftMargin: 18
                anchors.right: undo.left
                anchors.rightMargin: 12
                anchors.verticalCenter: parent.verticalCenter
                text: card.vm.undoWords
                size: Theme.body
            }
            BigButton {
                id: undo

                objectName: "undo"
                anchors.right: parent.right
                anchors.rightMargin: 12
                anchors.verticalCenter: parent.verticalCenter
                width: Math.max(168, implicitWidth)
                height: 64
                radius: 14
                kind: "outline"
                icon: "rotate-ccw"
                text: qsTr("撤销")
                size: Theme.body
                enabled: !card.vm.busy && card.vm.link === "UP"
                onTapped: card.vm.undo()
            }
        }
    }
}
