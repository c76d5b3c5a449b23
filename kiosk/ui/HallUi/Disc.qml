// A large circle. As a rounded Rectangle the software renderer would keep it as a picture: 1 MB at 520 pixels.
import QtQuick
import QtQuick.Shapes

Shape {
    id: disc

    property real radius: 100
    property color color: Theme.brandDeep

    width: 2 * radius
    height: 2 * radius

    ShapePath {
        strokeColor: "transparent"
        fillColor: disc.color

        PathAngleArc {
            centerX: disc.radius
            centerY: disc.radius
            radiusX: disc.radius
            radiusY: disc.radius
            sweepAngle: 360
        }
    }
}
