// A tab with its figure.
import QtQuick
import HallUi

Item {
    id: tab

    required property string name
    required property string words
    required property int count
    property bool chosen: false

    signal tapped

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusSmall
        color: tab.chosen ? Theme.brandWash : touch.pressed ? Theme.cardPressed : "transparent"
    }
    Column {
        anchors.centerIn: parent

        Label {
            anchors.horizontalCenter: parent.horizontalCenter
            text: tab.count
            size: Theme.lead
            strong: true
            color: tab.chosen ? Theme.brand : Theme.ink
            wrapMode: Text.NoWrap
        }
        Label {
            anchors.horizontalCenter: parent.horizontalCenter
            text: tab.words
            size: Theme.tiny
            color: tab.chosen ? Theme.brand : Theme.inkSoft
            strong: tab.chosen
            wrapMode: Text.NoWrap
        }
    }
    Touch {
        id: touch

        anchors.fill: parent
        onTapped: tab.tapped()
    }
}
