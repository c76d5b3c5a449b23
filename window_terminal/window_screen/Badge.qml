// The party badge: red with gold, as people know it.
import QtQuick
import HallUi

Rectangle {
    id: badge

    property string text
    property real size: 24

    width: row.implicitWidth + size * 1.1
    height: size * 1.8
    radius: height / 2
    color: "#A8101A"
    border.color: "#FFE08A"
    border.width: 1

    Row {
        id: row

        anchors.centerIn: parent
        spacing: badge.size * 0.3

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: "flag"
            size: badge.size * 1.1
            weight: 2.4
            color: "#FFE08A"
        }
        Label {
            objectName: "party_badge"
            anchors.verticalCenter: parent.verticalCenter
            text: badge.text
            size: badge.size
            strong: true
            color: "#FFFFFF"
            wrapMode: Text.NoWrap
        }
    }
}
