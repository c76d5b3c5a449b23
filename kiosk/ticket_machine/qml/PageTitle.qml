// The way back, and what this page is about.
import QtQuick
import HallUi
import Hall.TicketMachine

Item {
    id: bar

    required property TicketMachine vm
    property string text
    property string icon
    property color tint: Theme.brand
    property string backText: qsTr("返回")

    height: vm.portrait ? 112 : 92

    BigButton {
        id: back

        objectName: "back"
        anchors.verticalCenter: parent.verticalCenter
        height: Math.min(parent.height, Theme.elder ? 96 : 84)
        kind: "outline"
        icon: "arrow-left"
        text: bar.backText
        size: Theme.body
        radius: Theme.radiusSmall + 4
        onTapped: bar.vm.back()
    }
    IconTile {
        id: mark

        visible: bar.icon !== ""
        anchors.left: back.right
        anchors.leftMargin: 24
        anchors.verticalCenter: parent.verticalCenter
        size: 68
        icon: bar.icon
        color: bar.tint
    }
    Label {
        anchors.left: mark.visible ? mark.right : back.right
        anchors.leftMargin: 20
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        text: bar.text
        size: bar.vm.lang === "en" ? Theme.px(30) : Theme.px(36)
        strong: true
    }
}
