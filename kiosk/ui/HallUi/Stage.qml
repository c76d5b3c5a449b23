// The canvas of a terminal: children are laid out at the design size and scaled to the window, so that one layout is
// right on a 1080p glass, on a 4K glass and in a small window of a practice hall. What the window has more of in one
// direction is given to the layout.
pragma ComponentBehavior: Bound

import QtQuick

Rectangle {
    id: stage

    default property alias content: canvas.data
    property real designWidth: 1080
    property real designHeight: 1920
    readonly property real factor: width > 0 && height > 0 ? Math.min(width / designWidth, height / designHeight) : 1
    readonly property alias canvasWidth: canvas.width
    readonly property alias canvasHeight: canvas.height
    readonly property bool portrait: designHeight > designWidth

    anchors.fill: parent
    color: Theme.page

    Item {
        id: canvas

        width: stage.width / stage.factor
        height: stage.height / stage.factor
        scale: stage.factor
        transformOrigin: Item.TopLeft
    }
}
