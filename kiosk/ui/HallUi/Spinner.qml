// Something is under way. Turns in steps, which costs little in the software renderer.
pragma ComponentBehavior: Bound

import QtQuick

Item {
    id: spinner

    property real size: 96
    property color color: Theme.brand

    implicitWidth: size
    implicitHeight: size

    Repeater {
        model: 10

        Rectangle {
            id: bead

            required property int index
            readonly property real turn: index / 10 * 2 * Math.PI

            width: spinner.size * 0.13
            height: width
            radius: width / 2
            x: spinner.size / 2 + Math.sin(turn) * spinner.size * 0.42 - width / 2
            y: spinner.size / 2 - Math.cos(turn) * spinner.size * 0.42 - height / 2
            color: spinner.color
            opacity: 0.15 + 0.85 * ((bead.index - beat.step + 20) % 10) / 9
        }
    }
    Timer {
        id: beat

        property int step: 0

        interval: 90
        repeat: true
        running: spinner.visible
        onTriggered: step = (step + 9) % 10
    }
}
