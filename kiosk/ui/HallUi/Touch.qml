// A place for a finger. Long presses count (old hands press long), a palm elsewhere on the glass does not disturb, a
// finger may slide inside the place. Inside a list, `scrolls` lets a drag move the list instead.
import QtQuick

Item {
    id: touch

    property bool scrolls: false
    readonly property bool pressed: tap.pressed && enabled

    signal tapped

    TapHandler {
        id: tap

        gesturePolicy: touch.scrolls ? TapHandler.DragThreshold : TapHandler.ReleaseWithinBounds
        longPressThreshold: 0
        onTapped: touch.tapped()
    }
}
