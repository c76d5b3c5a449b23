// A sentence at the edge of the work: what was refused, or that the link is down. Takes no touch and hides nothing.
import QtQuick
import HallUi

Rectangle {
    id: strip

    property string text
    property string meaning: "warn"

    objectName: "notice"
    visible: text !== ""
    radius: Theme.radiusSmall
    color: Theme.wash(meaning)

    Icon {
        id: mark

        x: 18
        anchors.verticalCenter: parent.verticalCenter
        name: strip.meaning === "bad" ? "unplug" : "info"
        size: 28
        color: Theme.tone(strip.meaning)
    }
    Label {
        anchors.left: mark.right
        anchors.leftMargin: 14
        anchors.right: parent.right
        anchors.rightMargin: 16
        anchors.verticalCenter: parent.verticalCenter
        text: strip.text
        size: Theme.tiny
        strong: true
        color: Theme.tone(strip.meaning)
    }
}
