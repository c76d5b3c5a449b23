// The button of the hall. `kind`: "filled" (the one main act of a screen), "tonal", "outline", "quiet", "danger".
import QtQuick

Item {
    id: button

    property string text
    property string note
    property string icon
    property string kind: "filled"
    property int size: Theme.lead
    property real radius: Theme.radius
    property bool iconAfter: false
    property bool scrolls: false
    property bool busy: false
    readonly property bool pressed: touch.pressed

    readonly property color _fill: {
        if (!enabled)
            return Theme.sunken
        switch (kind) {
        case "filled":
            return pressed ? Theme.brandDeep : Theme.dark ? "#2F6FE8" : Theme.brand
        case "danger":
            return pressed ? Qt.darker(Theme.bad, 1.2) : Theme.dark ? "#B3382F" : Theme.bad
        case "tonal":
            return pressed ? Theme.cardPressed : Theme.brandWash
        case "outline":
            return pressed ? Theme.cardPressed : Theme.card
        default:
            return pressed ? Theme.cardPressed : "transparent"
        }
    }
    readonly property color _ink: {
        if (!enabled)
            return Theme.inkSoft
        return kind === "filled" || kind === "danger" ? Theme.brandInk : Theme.dark ? Theme.ink : Theme.brand
    }

    signal tapped

    implicitWidth: row.implicitWidth + 2 * Theme.gap
    implicitHeight: Theme.target

    Rectangle {
        anchors.fill: parent
        radius: button.radius
        color: button._fill
        border.color: button.kind === "outline" ? (button.enabled ? Theme.brand : Theme.line) : "transparent"
        border.width: button.kind === "outline" ? 2 : 0
    }
    Row {
        id: row

        anchors.centerIn: parent
        spacing: 16
        layoutDirection: button.iconAfter ? Qt.RightToLeft : Qt.LeftToRight

        Icon {
            visible: button.icon !== "" && !button.busy
            anchors.verticalCenter: parent.verticalCenter
            name: button.icon
            size: button.size * 1.2
            color: button._ink
        }
        Spinner {
            visible: button.busy
            anchors.verticalCenter: parent.verticalCenter
            size: button.size * 1.2
            color: button._ink
        }
        Column {
            anchors.verticalCenter: parent.verticalCenter

            Label {
                visible: text !== ""
                text: button.text
                size: button.size
                strong: true
                color: button._ink
                wrapMode: Text.NoWrap
            }
            Label {
                visible: text !== ""
                text: button.note
                size: button.size * 0.72
                color: button._ink
                wrapMode: Text.NoWrap
            }
        }
    }
    Touch {
        id: touch

        anchors.fill: parent
        scrolls: button.scrolls
        onTapped: if (!button.busy) button.tapped()
    }
}
