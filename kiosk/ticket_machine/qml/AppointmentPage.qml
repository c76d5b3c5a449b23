// Who has an appointment types its code, or holds the QR code of it under the scanner, which types it.
import QtQuick
import HallUi
import Hall.TicketMachine

Item {
    id: page

    required property TicketMachine vm
    readonly property int side: vm.portrait ? 40 : 48
    readonly property real padWidth: vm.portrait ? width - 2 * side : 760
    readonly property real rightX: vm.portrait ? side : side + padWidth + 60
    readonly property real rightWidth: width - rightX - side

    PageTitle {
        id: title

        x: page.side
        y: 12
        width: page.padWidth
        vm: page.vm
        text: qsTr("预约签到")
        icon: "calendar-clock"
    }
    Card {
        id: box

        x: page.side
        anchors.top: title.bottom
        anchors.topMargin: 4
        width: page.padWidth
        height: 132
        border: Theme.brand
        borderWidth: 3
        flat: true

        Label {
            objectName: "code"
            anchors.centerIn: parent
            visible: page.vm.code !== ""
            text: page.vm.code
            size: 68
            strong: true
            font.letterSpacing: 8
            color: Theme.brand
            wrapMode: Text.NoWrap
        }
        Label {
            anchors.centerIn: parent
            width: parent.width - 48
            horizontalAlignment: Text.AlignHCenter
            visible: page.vm.code === ""
            text: qsTr("请输入 8 位预约码")
            size: Theme.px(32)
            color: Theme.inkSoft
        }
        // A scanner is a keyboard that types a line.
        TextInput {
            objectName: "scanner"
            width: 1
            height: 1
            opacity: 0
            Component.onCompleted: forceActiveFocus()
            onAccepted: {
                page.vm.scanned(text)
                clear()
            }
        }
    }
    DigitPad {
        x: page.side
        anchors.top: box.bottom
        anchors.topMargin: 24
        width: page.padWidth
        height: page.vm.portrait ? 640 : page.height - y - 24
        onDigit: value => page.vm.typeDigit(value)
        onErase: page.vm.eraseDigit()
        onClear: page.vm.clearCode()
    }
    Column {
        x: page.rightX
        width: page.rightWidth
        y: page.vm.portrait ? box.y + box.height + 24 + 640 + 32 : box.y
        spacing: 28

        BigButton {
            objectName: "checkIn"
            width: parent.width
            height: Theme.elder ? 148 : 136
            icon: "badge-check"
            text: qsTr("签到取号")
            size: Theme.px(48)
            enabled: page.vm.codeWhole && page.vm.linkUp
            onTapped: page.vm.checkIn()
        }
        Label {
            width: parent.width
            text: qsTr("预约码在预约成功的短信或凭条上，也可以把二维码对准扫码口。")
            size: Theme.px(28)
            color: Theme.inkSoft
        }
        Label {
            width: parent.width
            text: qsTr("忘记预约码或带着身份证，请到导服台签到。")
            size: Theme.px(28)
            color: Theme.inkSoft
        }
    }
}
