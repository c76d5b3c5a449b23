// One of five small faces beside the tags: the touched one has a ring, the others can take its place for a while.
import QtQuick
import HallUi

Item {
    id: small

    required property string level
    required property bool chosen

    signal tapped

    objectName: "change_" + level
    width: 96
    height: 104
    opacity: enabled || chosen ? 1 : 0.25

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusSmall
        color: touch.pressed ? Theme.cardPressed : small.chosen ? Theme.card : "transparent"
        border.color: Theme.brand
        border.width: small.chosen || touch.pressed ? 4 : 0
    }
    RatingFace {
        anchors.centerIn: parent
        size: 76
        level: small.level
    }
    Touch {
        id: touch

        anchors.fill: parent
        onTapped: small.tapped()
    }
}
