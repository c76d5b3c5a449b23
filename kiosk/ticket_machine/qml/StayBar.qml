// The last seconds before the screen goes home, and more of them for the asking.
import QtQuick
import HallUi
import Hall.TicketMachine

Rectangle {
    id: bar

    required property TicketMachine vm

    objectName: "stayBar"
    color: Theme.warnWash

    Rectangle {
        width: parent.width
        height: 3
        color: Theme.warn
    }
    Countdown {
        id: ring

        anchors.left: parent.left
        anchors.leftMargin: 40
        anchors.verticalCenter: parent.verticalCenter
        size: Math.min(92, bar.height - 20)
        seconds: bar.vm.secondsLeft
        total: bar.vm.warnSeconds
        track: "#E9D6A6"
    }
    Label {
        anchors.left: ring.right
        anchors.leftMargin: 24
        anchors.right: stay.left
        anchors.rightMargin: 24
        anchors.verticalCenter: parent.verticalCenter
        text: bar.vm.screen === "taken" ? qsTr("即将返回首页，请记住您的号码 %1").arg(bar.vm.number)
                                        : qsTr("还在使用吗？即将返回首页")
        size: bar.vm.portrait ? Theme.body : Theme.lead
        strong: true
        color: Theme.warn
    }
    BigButton {
        id: stay

        objectName: "moreTime"
        anchors.right: parent.right
        anchors.rightMargin: 40
        anchors.verticalCenter: parent.verticalCenter
        height: bar.height - 32
        icon: "timer"
        text: qsTr("更多时间")
        size: Theme.body
        onTapped: bar.vm.touched()
    }
}
