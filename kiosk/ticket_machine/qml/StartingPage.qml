// Nothing is known of the hall yet.
import QtQuick
import HallUi
import Hall.TicketMachine

Item {
    id: page

    required property TicketMachine vm

    Column {
        anchors.centerIn: parent
        width: parent.width - 160
        spacing: 40

        Spinner {
            anchors.horizontalCenter: parent.horizontalCenter
            size: 140
        }
        Label {
            width: parent.width
            text: page.vm.linkUp ? qsTr("正在读取大厅信息") : qsTr("正在连接大厅主机")
            size: Theme.px(48)
            strong: true
            horizontalAlignment: Text.AlignHCenter
        }
        Label {
            width: parent.width
            text: qsTr("需要取号请先到导服台")
            size: Theme.px(32)
            color: Theme.inkSoft
            horizontalAlignment: Text.AlignHCenter
        }
    }
}
