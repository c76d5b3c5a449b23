// Who may go first can say so; a quiet choice, off by default.
import QtQuick
import HallUi
import Hall.TicketMachine

Card {
    id: card

    required property TicketMachine vm

    objectName: "priority"
    implicitHeight: vm.portrait ? (Theme.elder ? 176 : 144) : (Theme.elder ? 188 : 136)
    pressable: true
    color: vm.priority ? Theme.brandWash : Theme.card
    border: vm.priority ? Theme.brand : "transparent"
    borderWidth: vm.priority ? 3 : 0
    onTapped: vm.askFirst()

    Rectangle {
        id: tick

        x: 30
        anchors.verticalCenter: parent.verticalCenter
        width: 56
        height: 56
        radius: 14
        color: card.vm.priority ? Theme.brand : Theme.card
        border.color: card.vm.priority ? Theme.brand : Theme.inkSoft
        border.width: 3

        Icon {
            anchors.centerIn: parent
            visible: card.vm.priority
            name: "check"
            size: 42
            weight: 3
            color: Theme.brandInk
        }
    }
    Column {
        id: texts

        anchors.left: tick.right
        anchors.leftMargin: 24
        anchors.right: parent.right
        anchors.rightMargin: 24
        anchors.verticalCenter: parent.verticalCenter
        spacing: 4

        Label {
            width: parent.width
            text: qsTr("我需要优先办理")
            size: Theme.px(30)
            strong: true
        }
        Label {
            width: parent.width
            height: Math.min(whole.implicitHeight, card.implicitHeight - 24 - Theme.px(42))
            text: whole.text
            size: whole.size
            least: Theme.px(17)
            color: Theme.inkSoft
        }
    }
    // How high the text would be in full size: the two lines keep together, also where it is short.
    Label {
        id: whole

        visible: false
        width: texts.width
        text: card.vm.priorityWho === "" ? qsTr("老年人、残疾人、军人、孕妇等") : card.vm.priorityWho
        size: Theme.px(23)
    }
}
