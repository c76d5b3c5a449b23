// A soft shadow behind its parent's fill: three translucent rounded rectangles, each a pixel wider all round and a pixel
// lower than the one before (the software renderer has no effects). It keeps the corners of every rounded Rectangle as
// pictures, so cards of the usual roundness share one: shadow.png, drawn with radius 22.
pragma ComponentBehavior: Bound

import QtQuick

Item {
    id: shadow

    property real radius: Theme.radius
    readonly property bool usual: radius <= 28

    anchors.fill: parent
    visible: !Theme.dark

    BorderImage {
        x: -2
        width: shadow.width + 4
        height: shadow.height + 8
        visible: shadow.usual
        source: Qt.resolvedUrl("shadow.png")

        border {
            left: 24
            right: 24
            top: 28
            bottom: 28
        }
    }
    Repeater {
        model: shadow.usual ? 0 : 3

        Rectangle {
            required property int index

            x: -index
            y: 2 + index
            width: shadow.width + 2 * index
            height: shadow.height + 2 * index
            radius: shadow.radius + index
            color: "#0B2A66"
            opacity: 0.035
        }
    }
}
