// Seconds left, as a ring that empties. `total` is where the ring is full.
import QtQuick
import QtQuick.Shapes

Item {
    id: ring

    property int seconds: 0
    property int total: 15
    property real size: 96
    property color color: seconds <= 5 ? Theme.bad : Theme.brand
    property color track: Theme.line
    property color ink: Theme.ink

    implicitWidth: size
    implicitHeight: size

    Shape {
        anchors.centerIn: parent
        width: ring.size
        height: ring.size

        ShapePath {
            strokeColor: ring.track
            strokeWidth: ring.size * 0.09
            fillColor: "transparent"

            PathAngleArc {
                centerX: ring.size / 2
                centerY: ring.size / 2
                radiusX: ring.size * 0.44
                radiusY: ring.size * 0.44
                sweepAngle: 360
            }
        }
        ShapePath {
            strokeColor: ring.color
            strokeWidth: ring.size * 0.09
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap

            PathAngleArc {
                centerX: ring.size / 2
                centerY: ring.size / 2
                radiusX: ring.size * 0.44
                radiusY: ring.size * 0.44
                startAngle: -90
                sweepAngle: 360 * Math.max(0, Math.min(1, ring.seconds / Math.max(1, ring.total)))
            }
        }
    }
    Label {
        anchors.centerIn: parent
        text: ring.seconds
        size: ring.size * 0.4
        strong: true
        color: ring.ink
        wrapMode: Text.NoWrap
    }
}
