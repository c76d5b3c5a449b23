// The question: five faces of the same size, nothing preselected, one touch each.
pragma ComponentBehavior: Bound

import QtQuick
import HallUi
import Hall.RatingPad

Item {
    id: page

    required property RatingPad vm

    Countdown {
        id: countdown

        x: 48
        y: 34
        visible: page.vm.leftS > 0
        size: 88
        seconds: page.vm.leftS
        total: page.vm.totalS
    }
    Column {
        anchors.left: parent.left
        anchors.leftMargin: 160
        anchors.right: parent.right
        anchors.rightMargin: 240
        y: 30
        spacing: 4

        Label {
            width: parent.width
            text: qsTr("请评价本次服务")
            size: 50
            strong: true
        }
        Label {
            objectName: "ask_item"
            width: parent.width
            text: page.vm.askNumber + " · " + page.vm.askItem
            size: Theme.body
            color: Theme.inkSoft
        }
    }
    Row {
        id: faces

        anchors.horizontalCenter: parent.horizontalCenter
        y: 202
        spacing: 18

        Repeater {
            model: page.vm.faces

            FaceCard {
                width: (page.width - 2 * 40 - 4 * 18) / 5
                height: 390
                enabled: page.vm.canRate
                faded: page.vm.sending && !chosen
                onTapped: page.vm.rate(level)
            }
        }
    }
    Banner {
        objectName: "trouble"
        visible: text !== ""
        x: 40
        width: parent.width - 80
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 40
        meaning: "warn"
        icon: page.vm.linkWords !== "" ? "unplug" : "info"
        text: page.vm.linkWords !== "" ? page.vm.linkWords : page.vm.trouble
    }
    Item {
        visible: page.vm.linkWords === "" && page.vm.trouble === ""
        x: 40
        width: parent.width - 80
        anchors.top: faces.bottom
        anchors.bottom: parent.bottom

        Row {
            anchors.left: parent.left
            anchors.verticalCenter: parent.verticalCenter
            spacing: 22

            Avatar {
                size: 104
                name: page.vm.clerkName
                photo: page.vm.clerkPhoto
            }
            Column {
                anchors.verticalCenter: parent.verticalCenter

                Label {
                    text: page.vm.clerkName
                    size: Theme.lead
                    strong: true
                    wrapMode: Text.NoWrap
                }
                Label {
                    text: qsTr("%1 窗口　工号 %2").arg(page.vm.label).arg(page.vm.clerkNumber)
                    size: Theme.body
                    color: Theme.inkSoft
                    wrapMode: Text.NoWrap
                }
            }
        }
        Paragraph {
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            width: 620
            text: qsTr("点一下表情即可，不需要填写个人信息")
            size: Theme.body
            color: Theme.inkSoft
            horizontalAlignment: Text.AlignRight
        }
    }
}
