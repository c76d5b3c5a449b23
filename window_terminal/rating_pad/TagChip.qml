// A tag to choose.
import QtQuick
import HallUi

Item {
    id: chip

    required property string code
    required property string words
    required property bool chosen

    signal tapped

    objectName: "tag_" + code

    Rectangle {
        anchors.fill: parent
        radius: 20
        color: touch.pressed ? Theme.cardPressed : chip.chosen ? Theme.brandWash : Theme.card
        border.color: chip.chosen ? Theme.brand : Theme.line
        border.width: chip.chosen ? 4 : 1
    }
    Rectangle {
        id: box

        x: 24
        anchors.verticalCenter: parent.verticalCenter
        width: 44
        height: 44
        radius: 12
        color: chip.chosen ? Theme.brand : Theme.card
        border.color: chip.chosen ? Theme.brand : Theme.inkSoft
        border.width: 2

        Icon {
            visible: chip.chosen
            anchors.centerIn: parent
            name: "check"
            size: 34
            weight: 3
            color: Theme.brandInk
        }
    }
    Paragraph {
        anchors.left: box.right
        anchors.leftMargin: 20
        anchors.right: parent.right
        anchors.rightMargin: 20
        anchors.verticalCenter: parent.verticalCenter
        text: chip.words
        size: 30
        strong: chip.chosen
        color: chip.chosen ? Theme.brand : Theme.ink
    }
    Touch {
        id: touch

        anchors.fill: parent
        onTapped: chip.tapped()
    }
}
