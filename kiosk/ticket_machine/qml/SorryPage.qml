// No ticket: why, and what to do now.
import QtQuick
import HallUi
import Hall.TicketMachine

Item {
    id: page

    required property TicketMachine vm

    Column {
        anchors.horizontalCenter: parent.horizontalCenter
        y: Math.max(24, (buttons.y - height) / 2)
        width: Math.min(parent.width - 120, 1200)
        spacing: 36

        IconTile {
            anchors.horizontalCenter: parent.horizontalCenter
            icon: "circle-alert"
            size: 176
            color: Theme.warnWash
            ink: Theme.warn
        }
        Label {
            width: parent.width
            text: page.vm.unsure ? qsTr("很抱歉，还没有得到答复") : qsTr("很抱歉，没有取到号")
            size: Theme.px(54)
            strong: true
            horizontalAlignment: Text.AlignHCenter
        }
        Paragraph {
            objectName: "sorryText"
            width: parent.width
            text: page.vm.sorry
            size: Theme.px(36)
            horizontalAlignment: Text.AlignHCenter
        }
        Banner {
            width: parent.width
            meaning: "brand"
            icon: "headset"
            text: page.vm.again ? qsTr("可以再试一次；着急请到导服台，工作人员会帮您取号。")
                                : qsTr("请到导服台，工作人员会帮您办理。")
        }
    }
    Row {
        id: buttons

        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 40
        spacing: 32

        BigButton {
            objectName: "home"
            width: page.vm.portrait ? 460 : 480
            height: 132
            kind: page.vm.again ? "outline" : "filled"
            icon: "house"
            text: qsTr("返回首页")
            size: Theme.px(36)
            onTapped: page.vm.home()
        }
        BigButton {
            objectName: "tryAgain"
            visible: page.vm.again
            width: page.vm.portrait ? 460 : 480
            height: 132
            icon: "rotate-cw"
            text: qsTr("再试一次")
            size: Theme.px(36)
            onTapped: page.vm.tryAgain()
        }
    }
}
