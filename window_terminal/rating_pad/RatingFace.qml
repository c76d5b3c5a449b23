// A face for a level: the same head for all, only eyes, brows and mouth differ.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes

Item {
    id: face

    property string level: "GOOD"
    property real size: 180
    readonly property var looks: ({
        "VERY_GOOD": {"head": "#FFD24D", "mouth": 26, "open": true, "brow": 0},
        "GOOD": {"head": "#FFD96B", "mouth": 20, "open": false, "brow": 0},
        "FAIR": {"head": "#F3DDA0", "mouth": 0, "open": false, "brow": 0},
        "BAD": {"head": "#F6C49A", "mouth": -15, "open": false, "brow": 0},
        "VERY_BAD": {"head": "#F2A58D", "mouth": -22, "open": false, "brow": 7}
    })
    readonly property var look: looks[level] || looks["GOOD"]
    readonly property color line: "#4A2A06"

    implicitWidth: size
    implicitHeight: size

    // Head and eyes in their own size: a scaled rectangle has ragged edges where there is no GPU.
    Rectangle {
        width: face.size
        height: face.size
        radius: face.size / 2
        color: face.look.head
        border.color: Qt.darker(face.look.head, 1.12)
        border.width: Math.max(2, Math.round(face.size * 0.015))
    }
    Repeater {
        model: [0.27, 0.62]

        Rectangle {
            required property real modelData

            x: face.size * modelData
            y: face.size * 0.33
            width: face.size * 0.11
            height: face.size * 0.15
            radius: width / 2
            color: face.line
        }
    }

    // Brows and mouth are drawn on 100 x 100.
    Item {
        width: 100
        height: 100
        scale: face.size / 100
        transformOrigin: Item.TopLeft

        Shape {
            visible: face.look.brow > 0
            width: 100
            height: 100

            ShapePath {
                strokeColor: face.line
                strokeWidth: 4.5
                fillColor: "transparent"
                capStyle: ShapePath.RoundCap
                startX: 22
                startY: 22

                PathLine {
                    x: 40
                    y: 22 + face.look.brow
                }
                PathMove {
                    x: 78
                    y: 22
                }
                PathLine {
                    x: 60
                    y: 22 + face.look.brow
                }
            }
        }
        Shape {
            visible: !face.look.open
            width: 100
            height: 100

            ShapePath {
                strokeColor: face.line
                strokeWidth: 5.5
                fillColor: "transparent"
                capStyle: ShapePath.RoundCap
                startX: 30
                startY: face.look.mouth >= 0 ? 64 : 74

                PathQuad {
                    x: 70
                    y: face.look.mouth >= 0 ? 64 : 74
                    controlX: 50
                    controlY: (face.look.mouth >= 0 ? 64 : 74) + face.look.mouth
                }
            }
        }
        Shape {
            visible: face.look.open
            width: 100
            height: 100

            ShapePath {
                strokeColor: face.line
                strokeWidth: 4
                joinStyle: ShapePath.RoundJoin
                fillColor: "#FFFFFF"
                startX: 26
                startY: 58

                PathLine {
                    x: 74
                    y: 58
                }
                PathCubic {
                    x: 26
                    y: 58
                    control1X: 72
                    control1Y: 88
                    control2X: 28
                    control2Y: 88
                }
            }
        }
    }
}
