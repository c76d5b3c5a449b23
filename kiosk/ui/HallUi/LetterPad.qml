// A to Z in alphabetical order (not everybody knows a keyboard), with delete and clear. `columns` 7 fits portrait.
// `alive` names the letters that lead on (any case); the others are dimmed. Empty `alive` dims all.
pragma ComponentBehavior: Bound

import QtQuick

Item {
    id: pad

    property int columns: 7
    property real spacing: 12
    property string eraseText: Theme.say("删除", "Delete")
    property string alive: "abcdefghijklmnopqrstuvwxyz"
    property string clearText: Theme.say("清空", "Clear")
    readonly property int rows: Math.ceil(28 / columns)
    readonly property real keyWidth: (width - (columns - 1) * spacing) / columns
    readonly property real keyHeight: (height - (rows - 1) * spacing) / rows

    signal letter(string value)
    signal erase
    signal clear

    implicitWidth: columns * 120
    implicitHeight: rows * 100

    Grid {
        columns: pad.columns
        spacing: pad.spacing

        Repeater {
            model: 26

            KeyCap {
                required property int index

                objectName: "key_" + text
                width: pad.keyWidth
                height: pad.keyHeight
                text: String.fromCharCode(65 + index)
                enabled: pad.alive.toUpperCase().includes(text)
                onTapped: pad.letter(text)
            }
        }
        KeyCap {
            objectName: "key_clear"
            width: pad.keyWidth
            height: pad.keyHeight
            text: pad.clearText
            size: Theme.small
            muted: true
            onTapped: pad.clear()
        }
        KeyCap {
            objectName: "key_erase"
            width: pad.keyWidth
            height: pad.keyHeight
            icon: "delete"
            muted: true
            onTapped: pad.erase()
        }
    }
}
