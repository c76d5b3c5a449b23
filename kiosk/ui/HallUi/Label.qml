// A text in the hall's type: two weights, digits of equal width, wrapped rather than cut.
import QtQuick

Text {
    property bool strong: false
    property int size: Theme.body
    // Where the box is given and the text is not known: down to this size the text shrinks to fit. 0: it does not.
    property int least: 0

    color: Theme.ink
    font.family: Theme.family
    font.pixelSize: size
    font.bold: strong
    textFormat: Text.PlainText
    wrapMode: Text.Wrap
    // The type's lines are taller than its characters: set solid, a text reads as one.
    lineHeight: 0.92
    fontSizeMode: least > 0 ? Text.Fit : Text.FixedSize
    minimumPixelSize: Math.max(1, least)
    verticalAlignment: Text.AlignVCenter
}
