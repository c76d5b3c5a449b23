// What is chosen so far, while one more item is looked for.
import QtQuick
import HallUi
import Hall.TicketMachine

Rectangle {
    id: basket

    required property TicketMachine vm

    objectName: "basket"
    color: Theme.brandWash

    Rectangle {
        width: parent.width
        height: 3
        color: Theme.brand
    }
    Label {
        anchors.left: parent.left
        anchors.leftMargin: 40
        anchors.right: give.left
        anchors.rightMargin: 16
        anchors.verticalCenter: parent.verticalCenter
        text: qsTr("已选 %n 项，请再选一项", "", basket.vm.chosenCount)
        size: basket.vm.portrait ? Theme.body : Theme.lead
        strong: true
        color: Theme.brand
    }
    BigButton {
        id: give

        objectName: "dropAll"
        anchors.right: go.left
        anchors.rightMargin: 16
        anchors.verticalCenter: parent.verticalCenter
        height: parent.height - 32
        kind: "outline"
        text: qsTr("取消")
        size: Theme.body
        onTapped: basket.vm.home()
    }
    BigButton {
        id: go

        objectName: "review"
        anchors.right: parent.right
        anchors.rightMargin: 40
        anchors.verticalCenter: parent.verticalCenter
        height: parent.height - 32
        text: qsTr("不再添加")
        size: Theme.body
        onTapped: basket.vm.review()
    }
}
