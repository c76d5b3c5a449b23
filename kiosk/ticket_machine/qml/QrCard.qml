// The code that brings call reminders to a phone.
import QtQuick
import QtQuick.Shapes
import HallUi
import Hall.TicketMachine

Card {
    id: card

    required property TicketMachine vm
    readonly property real unit: vm.qrSize > 0 ? Math.max(1, Math.floor((height - 24) / vm.qrSize)) : 1

    Item {
        id: code

        x: 24
        anchors.verticalCenter: parent.verticalCenter
        width: card.vm.qrSize * card.unit
        height: width

        Shape {
            anchors.fill: parent

            ShapePath {
                strokeWidth: -1
                fillColor: "#0E1A31"
                scale: Qt.size(card.unit, card.unit)

                PathSvg {
                    path: card.vm.qrPath
                }
            }
        }
    }
    Column {
        anchors.left: code.right
        anchors.leftMargin: 28
        anchors.right: parent.right
        anchors.rightMargin: 28
        anchors.verticalCenter: parent.verticalCenter
        spacing: 8

        Label {
            width: parent.width
            text: qsTr("微信扫一扫，接收叫号提醒")
            size: Theme.px(29)
            strong: true
        }
        Paragraph {
            width: parent.width
            text: qsTr("手机上能看到前面还有几人，不用一直守着屏幕。")
            size: Theme.px(24)
            color: Theme.inkSoft
        }
    }
}
