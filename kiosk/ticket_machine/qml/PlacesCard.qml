// The windows of the ticket, and where they are.
pragma ComponentBehavior: Bound

import QtQuick
import HallUi
import Hall.TicketMachine

Card {
    id: card

    required property TicketMachine vm

    implicitHeight: title.height + list.implicitHeight + 3 * 22

    Row {
        id: title

        x: 32
        y: 22
        spacing: 14

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: "map-pin"
            size: Theme.px(36)
            color: Theme.brand
        }
        Label {
            anchors.verticalCenter: parent.verticalCenter
            text: qsTr("叫到号时，请到下列窗口")
            size: Theme.px(28)
            strong: true
            wrapMode: Text.NoWrap
        }
    }
    Column {
        id: list

        anchors.top: title.bottom
        anchors.topMargin: 18
        x: 32
        width: parent.width - 64
        spacing: 16

        Repeater {
            model: card.vm.places

            Column {
                id: place

                required property string where
                required property list<string> labels

                width: list.width
                spacing: 10

                Flow {
                    width: parent.width
                    spacing: 14

                    Repeater {
                        model: place.labels

                        Rectangle {
                            id: window

                            required property string modelData

                            width: label.implicitWidth + Theme.px(44)
                            height: Theme.px(80)
                            radius: Theme.radiusSmall
                            color: Theme.brandWash

                            Label {
                                id: label

                                anchors.centerIn: parent
                                text: window.modelData
                                size: Theme.px(48)
                                strong: true
                                color: Theme.brand
                                wrapMode: Text.NoWrap
                            }
                        }
                    }
                }
                Label {
                    width: parent.width
                    visible: text !== ""
                    text: place.where
                    size: Theme.px(26)
                    color: Theme.inkSoft
                }
            }
        }
    }
}
