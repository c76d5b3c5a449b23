// What became of the slip, and what to do if it did not come out.
import QtQuick
import HallUi
import Hall.TicketMachine

Rectangle {
    id: card

    required property TicketMachine vm
    readonly property bool failed: vm.paper === "failed"
    readonly property bool without: vm.paper === "none"
    readonly property color ink: failed || without ? Theme.warn : vm.paper === "printed" ? Theme.good : Theme.brand

    implicitHeight: Math.max(Theme.px(104), texts.implicitHeight + 36)
    radius: Theme.radius
    color: failed || without ? Theme.warnWash : vm.paper === "printed" ? Theme.goodWash : Theme.brandWash

    Icon {
        id: mark

        x: 32
        anchors.verticalCenter: parent.verticalCenter
        visible: card.vm.paper !== "printing"
        name: card.failed ? "printer-x" : card.without ? "camera" : "printer-check"
        size: 56
        color: card.ink
    }
    Spinner {
        anchors.centerIn: mark
        visible: card.vm.paper === "printing"
        size: 56
        color: card.ink
    }
    Column {
        id: texts

        anchors.left: mark.right
        anchors.leftMargin: 24
        anchors.right: again.visible ? again.left : parent.right
        anchors.rightMargin: 20
        anchors.verticalCenter: parent.verticalCenter
        spacing: 4

        Paragraph {
            objectName: "slipState"
            width: parent.width
            text: card.failed ? qsTr("号票没有打印出来：%1").arg(card.vm.paperWhy)
                : card.without ? qsTr("请拍下号码，本机不打印号票")
                : card.vm.paper === "printed" ? qsTr("请取走您的号票") : qsTr("正在打印号票")
            size: Theme.px(29)
            strong: true
            color: card.ink
        }
        Paragraph {
            width: parent.width
            text: card.failed ? qsTr("号码有效，请拍照或记下。已通知导服台。")
                : card.without ? qsTr("凭屏幕上的号码等候叫号即可。")
                : card.vm.paper === "printed" ? qsTr("凭号票等候叫号，请留意大厅屏幕。") : qsTr("请在下方出票口取走。")
            size: Theme.px(25)
            color: card.ink
        }
    }
    BigButton {
        id: again

        objectName: "reprint"
        visible: card.failed
        anchors.right: parent.right
        anchors.rightMargin: 20
        anchors.verticalCenter: parent.verticalCenter
        height: Math.min(100, card.height - 24)
        kind: "outline"
        icon: "printer"
        text: qsTr("补打")
        size: Theme.body
        onTapped: card.vm.reprint()
    }
}
