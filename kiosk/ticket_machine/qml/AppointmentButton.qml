// Leads to the check-in of who has an appointment.
import QtQuick
import HallUi
import Hall.TicketMachine

Card {
    id: button

    required property TicketMachine vm

    objectName: "openAppointment"
    pressable: true
    radius: height / 2
    border: Theme.brand
    borderWidth: 2
    onTapped: vm.openAppointment()

    Row {
        anchors.centerIn: parent
        spacing: button.vm.portrait ? 12 : 8

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: "calendar-clock"
            size: Theme.px(button.vm.portrait ? 36 : 28)
            color: Theme.brand
        }
        Label {
            anchors.verticalCenter: parent.verticalCenter
            text: button.vm.portrait ? qsTr("我有预约") : qsTr("预约")
            size: Theme.px(button.vm.portrait ? 32 : 26)
            strong: true
            wrapMode: Text.NoWrap
        }
    }
}
