// A number as large as its box is high: nothing of the type's line but the digits themselves takes room.
import QtQuick
import HallUi

Item {
    id: big

    // Shares of the font's size: from the top of the line to its baseline, and the height of digits.
    readonly property real ascent: 1.16
    readonly property real digits: 0.755
    property string text
    property int size: 200
    property color color: Theme.ink

    implicitHeight: size * digits
    visible: text !== ""

    Label {
        objectName: "number"
        y: (big.digits - 0.01 - big.ascent) * big.size
        width: big.width
        text: big.text
        size: big.size
        strong: true
        color: big.color
        lineHeightMode: Text.FixedHeight
        lineHeight: big.ascent * big.size
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.NoWrap
    }
}
