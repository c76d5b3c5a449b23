// The hub is being asked; a second at most, as a rule.
import QtQuick
import HallUi
import Hall.TicketMachine

Item {
    required property TicketMachine vm

    Column {
        anchors.centerIn: parent
        width: parent.width - 160
        spacing: 48

        Spinner {
            anchors.horizontalCenter: parent.horizontalCenter
            size: 200
        }
        Label {
            width: parent.width
            text: qsTr("正在为您取号")
            size: Theme.px(58)
            strong: true
            horizontalAlignment: Text.AlignHCenter
        }
        Label {
            width: parent.width
            text: qsTr("请稍候，不用再按")
            size: Theme.px(34)
            color: Theme.inkSoft
            horizontalAlignment: Text.AlignHCenter
        }
    }
}
