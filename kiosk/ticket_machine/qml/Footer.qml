// Large text, the other language, and where the guide desk is: at the same place on every page, low enough for everybody.
import QtQuick
import HallUi
import Hall.TicketMachine

Rectangle {
    id: footer

    required property TicketMachine vm
    readonly property real pad: vm.portrait ? 40 : 48
    readonly property real cell: vm.portrait ? (width - 2 * pad - 2 * 20) / 3 : 300

    height: vm.portrait ? (Theme.elder ? 148 : 132) : (Theme.elder ? 108 : 96)
    color: Theme.card

    Rectangle {
        width: parent.width
        height: 1
        color: Theme.line
    }
    Row {
        anchors.left: parent.left
        anchors.leftMargin: footer.pad
        anchors.verticalCenter: parent.verticalCenter
        spacing: 20

        BigButton {
            objectName: "elder"
            width: footer.cell
            height: footer.height - 36
            kind: footer.vm.elder ? "filled" : "tonal"
            icon: "a-large-small"
            text: footer.vm.elder ? qsTr("标准字号") : qsTr("长辈大字")
            size: Theme.body
            onTapped: footer.vm.enlarge(!footer.vm.elder)
        }
        BigButton {
            objectName: "language"
            width: footer.cell
            height: footer.height - 36
            kind: "tonal"
            icon: "languages"
            text: footer.vm.lang === "zh" ? "English" : "中文"
            size: Theme.body
            onTapped: footer.vm.speak(footer.vm.lang === "zh" ? "en" : "zh")
        }
    }
    Row {
        anchors.right: parent.right
        anchors.rightMargin: footer.pad
        anchors.verticalCenter: parent.verticalCenter
        width: footer.vm.portrait ? footer.cell : implicitWidth
        spacing: 16

        IconTile {
            id: mark

            anchors.verticalCenter: parent.verticalCenter
            icon: "headset"
            size: 64
            color: Theme.brandWash
            ink: Theme.brand
        }
        Column {
            anchors.verticalCenter: parent.verticalCenter
            width: footer.vm.portrait ? footer.cell - 80 : implicitWidth

            Label {
                width: footer.vm.portrait ? parent.width : implicitWidth
                text: qsTr("需要帮助请到导服台")
                height: footer.vm.portrait ? Theme.px(32) : implicitHeight
                size: footer.vm.portrait ? Theme.px(22) : Theme.small
                least: footer.vm.portrait ? 18 : 0
                strong: true
                wrapMode: Text.NoWrap
            }
            Label {
                visible: footer.vm.phone !== ""
                text: qsTr("电话 %1").arg(footer.vm.phone)
                size: footer.vm.portrait ? Theme.px(22) : Theme.small
                color: Theme.inkSoft
                wrapMode: Text.NoWrap
            }
        }
    }
}
