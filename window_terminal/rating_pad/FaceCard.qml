// A place for a finger with a face and its words. All five are equal but for the face.
import QtQuick
import HallUi

Item {
    id: card

    required property string level
    required property string words
    required property bool chosen
    property bool faded: false

    signal tapped

    objectName: "face_" + level
    opacity: faded || !enabled && !chosen ? 0.4 : 1

    Shadow {
    }
    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: touch.pressed ? Theme.cardPressed : Theme.card
        border.color: card.chosen || touch.pressed ? Theme.brand : "transparent"
        border.width: card.chosen || touch.pressed ? 5 : 0
    }
    RatingFace {
        id: face

        anchors.horizontalCenter: parent.horizontalCenter
        y: 40
        size: 184
        level: card.level
    }
    Label {
        anchors.top: face.bottom
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 12
        x: 10
        width: parent.width - 20
        text: card.words
        size: 34
        strong: true
        horizontalAlignment: Text.AlignHCenter
    }
    Touch {
        id: touch

        anchors.fill: parent
        onTapped: card.tapped()
    }
}
