// Leads to what somebody wants to be fetched for; says what was chosen.
import QtQuick
import HallUi
import Hall.TicketMachine

Card {
    id: card

    required property TicketMachine vm
    readonly property bool some: vm.needsChosen !== ""

    objectName: "openNeeds"
    pressable: true
    color: some ? Theme.brandWash : Theme.card
    border: some ? Theme.brand : "transparent"
    borderWidth: some ? 3 : 0
    onTapped: vm.openNeeds()

    Icon {
        id: mark

        x: 16
        anchors.verticalCenter: parent.verticalCenter
        name: "hand-helping"
        size: Theme.px(44)
        color: Theme.brand
    }
    Column {
        anchors.left: mark.right
        anchors.leftMargin: 12
        anchors.right: parent.right
        anchors.rightMargin: 12
        anchors.verticalCenter: parent.verticalCenter
        spacing: 4

        Label {
            width: parent.width
            height: Theme.px(42)
            text: qsTr("需要引导")
            size: Theme.px(30)
            least: Theme.px(20)
            strong: true
        }
        Paragraph {
            width: parent.width
            height: card.height - 24 - Theme.px(46)
            text: card.some ? card.vm.needsChosen : qsTr("看、听、走不便，或讲民族语言")
            size: Theme.px(23)
            least: Theme.px(17)
            color: Theme.inkSoft
        }
    }
}
