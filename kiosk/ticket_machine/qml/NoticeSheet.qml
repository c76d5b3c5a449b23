// One sentence over the page, until it is closed.
import QtQuick
import HallUi
import Hall.TicketMachine

Sheet {
    id: sheet

    required property TicketMachine vm

    objectName: "noticeSheet"
    shown: vm.notice !== ""
    cardWidth: Math.min(width - 2 * Theme.margin, 920)
    cardHeight: words.implicitHeight + 2 * 56 + 108 + 48
    onClosed: vm.closeNotice()

    EmptyState {
        id: words

        y: 20
        width: parent.width
        icon: "info"
        size: Theme.body
        title: qsTr("请留意")
        text: sheet.vm.notice
    }
    BigButton {
        objectName: "closeNotice"
        anchors.bottom: parent.bottom
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(parent.width, 420)
        height: 108
        text: qsTr("知道了")
        onTapped: sheet.vm.closeNotice()
    }
}
