// 1 to 9, clear, 0, delete: staff numbers and PINs.
pragma ComponentBehavior: Bound

import QtQuick

Item {
    id: pad

    property real spacing: 14
    readonly property real keyWidth: (width - 2 * spacing) / 3
    readonly property real keyHeight: (height - 3 * spacing) / 4

    signal digit(string value)
    signal erase
    signal clear

    implicitWidth: 3 * 130
    implicitHeight: 4 * 100

    Grid {
        columns: 3
        spacing: pad.spacing

        Repeater {
            model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "clear", "0", "erase"]

            KeyCap {
                required property string modelData
                readonly property bool isDigit: modelData.length === 1

                objectName: "digit_" + modelData
                width: pad.keyWidth
                height: pad.keyHeight
                text: isDigit ? modelData : Theme.say("清空", "Clear")
                size: isDigit ? Theme.title : Theme.small
                icon: modelData === "erase" ? "delete" : ""
                muted: !isDigit
                onTapped: isDigit ? pad.digit(modelData) : modelData === "erase" ? pad.erase() : pad.clear()
            }
        }
    }
}
