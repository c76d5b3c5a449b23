// One button for all choices over several departments, where they have no tiles of their own.
import QtQuick
import HallUi
import Hall.TicketMachine

Card {
    id: button

    required property TicketMachine vm

    objectName: "openThemes"
    pressable: true
    visible: vm.themeCount > 0
    color: "#0F3F94"
    pressedColor: "#1A5AC0"
    onTapped: vm.openThemes()

    IconTile {
        id: mark

        x: 24
        anchors.verticalCenter: parent.verticalCenter
        size: Math.min(72, parent.height - 28)
        icon: "sparkles"
        color: "#2AFFFFFF"
    }
    Label {
        anchors.left: mark.right
        anchors.leftMargin: 20
        anchors.right: go.left
        anchors.verticalCenter: parent.verticalCenter
        text: qsTr("高效办成一件事（%1 项）").arg(button.vm.themeCount)
        size: Theme.px(31)
        strong: true
        color: Theme.brandInk
    }
    Icon {
        id: go

        anchors.right: parent.right
        anchors.rightMargin: 28
        anchors.verticalCenter: parent.verticalCenter
        name: "chevron-right"
        size: 44
        color: Theme.brandInk
    }
}
