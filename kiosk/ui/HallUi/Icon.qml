// An icon of icons.js as a stroked path: any size, any colour, also in the software renderer.
import QtQuick
import QtQuick.Shapes
import "icons.js" as Paths

Item {
    id: icon

    property string name: "landmark"
    property color color: Theme.ink
    property real size: 40
    // Of the 24 units of the drawing.
    property real weight: 2

    implicitWidth: size
    implicitHeight: size

    Shape {
        anchors.centerIn: parent
        width: icon.size
        height: icon.size

        ShapePath {
            strokeColor: icon.color
            strokeWidth: icon.weight * icon.size / 24
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            joinStyle: ShapePath.RoundJoin
            scale: Qt.size(icon.size / 24, icon.size / 24)

            PathSvg {
                path: Paths.path(icon.name)
            }
        }
    }
}
