// One place of the board: which number goes to which window. It stays where it is; only what it says changes.
import QtQuick
import HallUi

Rectangle {
    id: slot

    required property int place
    required property string number
    required property string label
    required property bool called
    required property bool fresh
    required property bool again
    required property bool priority
    required property string captionZh
    required property string captionEn
    required property string whereZh
    required property string whereEn

    readonly property bool taken: slot.number !== ""
    // Digits are 0.73 of the type's size high: in a place of 139 that is 78, more than a fourteenth of 1080.
    readonly property int big: Math.min(height * 0.775, width * 0.19)
    // A number of four digits stands closer, so that the arrow keeps its room and the digits their height.
    readonly property real spread: number.length > 4 ? -big * 0.03 : 0
    readonly property int small: Math.max(24, height * 0.16)
    readonly property int edge: Math.max(22, width * 0.034)
    readonly property color ground: fresh ? Theme.call : called ? "#163A86" : taken ? Theme.card : Theme.sunken
    readonly property color ink: fresh ? "#081B45" : called ? "#FFFFFF" : "#C3D2F0"
    readonly property color inkSoft: fresh ? "#142A5C" : called ? "#DCE7FF" : "#B4C6EA"

    objectName: "place_" + place
    radius: 22
    color: ground
    border.width: taken && !called ? 1 : 0
    border.color: Theme.line

    Behavior on color {
        ColorAnimation {
            duration: 350
        }
    }

    Item {
        anchors.fill: parent
        anchors.leftMargin: slot.edge
        anchors.rightMargin: slot.edge
        visible: slot.taken

        Label {
            id: numberText

            objectName: "number_" + slot.place
            // The type's line begins 0.43 of its size above its digits.
            y: slot.height * 0.095 - slot.big * 0.43
            width: Math.min(implicitWidth, parent.width * 0.64)
            text: slot.number
            size: slot.big
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: slot.big * 0.5
            strong: true
            font.letterSpacing: slot.spread
            lineHeight: 1
            verticalAlignment: Text.AlignTop
            color: slot.ink
            wrapMode: Text.NoWrap
        }
        Icon {
            objectName: "arrow_" + slot.place
            x: (numberText.width + labelText.x - width) / 2
            y: slot.height * 0.095 + slot.big * 0.365 - height / 2
            name: "arrow-right"
            size: Math.min(slot.big * 0.5, (labelText.x - numberText.width) * 0.6)
            weight: 2.6
            color: slot.inkSoft
        }
        Label {
            id: labelText

            objectName: "label_" + slot.place
            readonly property real room: parent.width - numberText.width - slot.big * 0.62

            x: parent.width - width
            anchors.baseline: numberText.baseline
            width: Math.min(implicitWidth, room)
            text: slot.label
            size: slot.big
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: slot.big * 0.2
            strong: true
            font.letterSpacing: slot.spread
            lineHeight: 1
            verticalAlignment: Text.AlignTop
            color: slot.ink
            wrapMode: Text.NoWrap
            horizontalAlignment: Text.AlignRight
        }
        Row {
            id: captions

            anchors.left: parent.left
            anchors.bottom: parent.bottom
            anchors.bottomMargin: slot.height * 0.04
            spacing: slot.small * 0.5

            Icon {
                visible: slot.again
                anchors.verticalCenter: parent.verticalCenter
                name: "repeat"
                size: slot.small
                weight: 2.8
                color: slot.ink
            }
            Label {
                objectName: "caption_" + slot.place
                text: slot.captionZh
                size: slot.small
                strong: slot.again
                color: slot.again ? slot.ink : slot.inkSoft
                wrapMode: Text.NoWrap
            }
            Label {
                anchors.verticalCenter: parent.verticalCenter
                text: slot.captionEn
                size: slot.small * 0.76
                color: slot.again ? slot.ink : slot.inkSoft
                wrapMode: Text.NoWrap
            }
            Rectangle {
                objectName: "priority_" + slot.place
                visible: slot.priority
                anchors.verticalCenter: parent.verticalCenter
                width: priorityText.implicitWidth + slot.small * 0.9
                height: slot.small * 1.35
                radius: height / 2
                color: slot.fresh ? "#081B45" : "#D9E6FF"

                Label {
                    id: priorityText

                    anchors.centerIn: parent
                    text: "优先 Priority"
                    size: slot.small * 0.8
                    strong: true
                    color: slot.fresh ? Theme.call : "#0A2B6B"
                    wrapMode: Text.NoWrap
                }
            }
        }
        Row {
            anchors.right: parent.right
            anchors.bottom: captions.bottom
            spacing: slot.small * 0.35

            Label {
                text: slot.whereZh
                size: slot.small
                color: slot.inkSoft
                wrapMode: Text.NoWrap
            }
            Label {
                anchors.verticalCenter: parent.verticalCenter
                text: slot.whereEn
                size: slot.small * 0.76
                color: slot.inkSoft
                wrapMode: Text.NoWrap
            }
        }
    }
}
