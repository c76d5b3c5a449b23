// A soft shadow from stacked translucent rectangles (the software renderer has no effects). Behind its parent's fill.
pragma ComponentBehavior: Bound

import QtQuick

Item {
    id: shadow

    property real radius: Theme.radius
    property real depth: 6

    anchors.fill: parent
    visible: !Theme.dark

    Repeater {
        model: 3

        Rectangle {
            required property int index

            x: -index
            y: shadow.depth * (index + 1) / 3 - index
            width: shadow.width + 2 * index
            height: shadow.height + 2 * index
            radius: shadow.radius + index
            color: "#0B2A66"
            opacity: 0.035
        }
    }
}
