// A question over the screen: a veil that swallows touches and a card in the middle. A touch beside the card is `closed`.
import QtQuick

Item {
    id: sheet

    default property alias content: body.data
    property bool shown: false
    property real cardWidth: Math.min(width - 2 * Theme.margin, 900)
    property real cardHeight: 600

    signal closed

    anchors.fill: parent
    visible: shown

    Rectangle {
        anchors.fill: parent
        color: Theme.veil
    }
    Touch {
        anchors.fill: parent
        onTapped: sheet.closed()
    }
    Card {
        anchors.centerIn: parent
        width: sheet.cardWidth
        height: sheet.cardHeight
        pressable: false

        Touch {
            anchors.fill: parent
        }
        Item {
            id: body

            anchors.fill: parent
            anchors.margins: Theme.gap * 1.5
        }
    }
}
