// The number itself, with the business, the people ahead and the expected wait.
pragma ComponentBehavior: Bound

import QtQuick
import HallUi
import Hall.TicketMachine

Card {
    id: card

    required property TicketMachine vm
    readonly property bool wide: !vm.portrait

    Rectangle {
        id: head

        width: parent.width
        height: Theme.px(100)
        radius: card.radius
        color: "#075239"

        Rectangle {
            anchors.bottom: parent.bottom
            width: parent.width
            height: card.radius
            color: parent.color
        }
        Row {
            anchors.centerIn: parent
            spacing: 24

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                name: "circle-check"
                size: Theme.px(52)
                color: "#FFFFFF"
            }
            Label {
                anchors.verticalCenter: parent.verticalCenter
                text: qsTr("取号成功，请记住您的号码")
                size: Theme.px(36)
                strong: true
                color: "#FFFFFF"
                wrapMode: Text.NoWrap
            }
        }
    }
    Item {
        anchors.top: head.bottom
        anchors.bottom: facts.top
        width: parent.width

        Column {
            anchors.centerIn: parent
            width: parent.width - 64
            spacing: 24

            // Latin capitals and digits fill 0.73 of the type's size: the rest of its line is air.
            Item {
                width: parent.width
                height: number.font.pixelSize * 0.82

                Label {
                    id: number

                    objectName: "number"
                    anchors.centerIn: parent
                    anchors.verticalCenterOffset: -number.font.pixelSize * 0.06
                    text: card.vm.number
                    size: card.vm.number.length > 4 ? 240 : 290
                    strong: true
                    color: Theme.brand
                    font.letterSpacing: 4
                    lineHeight: 1
                    wrapMode: Text.NoWrap
                }
            }
            Row {
                anchors.horizontalCenter: parent.horizontalCenter
                visible: card.vm.practice || card.vm.ticketClass !== ""
                spacing: 16

                Pill {
                    objectName: "practiceNumber"
                    visible: card.vm.practice
                    text: qsTr("演练号，不办业务")
                    size: Theme.small
                    strong: true
                    color: "#FFE7A3"
                    ink: "#4A3200"
                }
                Pill {
                    visible: card.vm.ticketClass !== ""
                    icon: "badge-check"
                    text: card.vm.ticketClass
                    size: Theme.small
                    strong: true
                }
            }
            Label {
                width: parent.width
                height: card.vm.chosenCount > 1 ? Theme.px(86) : Theme.px(58)
                text: card.vm.ticketItems
                size: Theme.px(36)
                least: Theme.px(24)
                strong: true
                horizontalAlignment: Text.AlignHCenter
            }
        }
    }
    Rectangle {
        anchors.bottom: facts.top
        x: 40
        width: parent.width - 80
        height: 1
        color: Theme.line
    }
    Row {
        id: facts

        anchors.bottom: parent.bottom
        anchors.bottomMargin: 12
        width: parent.width

        Repeater {
            model: [
                {"label": qsTr("前面等候"), "value": card.vm.ahead < 0 ? "—" : String(card.vm.ahead), "unit": card.vm.ahead < 0 ? "" : qsTr("人", "unit after a number")},
                {"label": qsTr("预计等待"), "value": card.vm.wait === "" ? "—" : card.vm.wait, "unit": ""},
                {"label": qsTr("取号时间"), "value": card.vm.takenAt, "unit": ""}
            ]

            Item {
                id: fact

                required property var modelData

                width: card.width / 3
                height: Theme.px(116)

                Label {
                    anchors.horizontalCenter: parent.horizontalCenter
                    y: 14
                    text: fact.modelData.label
                    size: Theme.small
                    color: Theme.inkSoft
                    wrapMode: Text.NoWrap
                }
                Figure {
                    anchors.horizontalCenter: parent.horizontalCenter
                    anchors.bottom: parent.bottom
                    anchors.bottomMargin: 4
                    value: fact.modelData.value
                    unit: fact.modelData.unit
                    size: Theme.lang === "en" ? Theme.px(32) : Theme.px(38)
                }
            }
        }
    }
}
