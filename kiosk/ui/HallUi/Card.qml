// A rounded card with a soft shadow. With `pressable` it is a place for a finger.
import QtQuick

Item {
    id: card

    default property alias content: body.data
    property color color: Theme.card
    property color pressedColor: Theme.cardPressed
    property color border: Theme.dark ? Theme.line : "transparent"
    property real borderWidth: Theme.dark ? 1 : 0
    property real radius: Theme.radius
    property bool flat: false
    property bool pressable: false
    property bool scrolls: false
    readonly property bool pressed: touch.pressed

    signal tapped

    Shadow {
        radius: card.radius
        visible: !card.flat && !Theme.dark
    }
    Rectangle {
        anchors.fill: parent
        radius: card.radius
        color: card.pressed ? card.pressedColor : card.color
        border.color: card.pressed ? Theme.brand : card.border
        border.width: card.pressed ? 3 : card.borderWidth
    }
    Item {
        id: body

        anchors.fill: parent
    }
    Touch {
        id: touch

        anchors.fill: parent
        enabled: card.pressable
        scrolls: card.scrolls
        onTapped: card.tapped()
    }
}
