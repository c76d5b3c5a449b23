// Thanks, and then the pad is quiet again.
import QtQuick
import HallUi
import Hall.RatingPad

Item {
    id: page

    required property RatingPad vm

    Column {
        anchors.centerIn: parent
        width: parent.width - 240
        spacing: 26

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            width: 196
            height: 196
            radius: 98
            color: Theme.goodWash

            Icon {
                anchors.centerIn: parent
                name: "heart-handshake"
                size: 116
                weight: 1.8
                color: Theme.good
            }
        }
        Label {
            objectName: "thanks"
            width: parent.width
            text: page.vm.thanksTitle
            size: 72
            strong: true
            horizontalAlignment: Text.AlignHCenter
        }
        Label {
            width: parent.width
            text: page.vm.thanksText
            size: Theme.lead
            color: Theme.inkSoft
            horizontalAlignment: Text.AlignHCenter
        }
    }
}
