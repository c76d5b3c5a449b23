// A text in the hall's type: two weights, digits of equal width, wrapped rather than cut.
import QtQuick

Text {
    property bool strong: false
    property int size: Theme.body

    color: Theme.ink
    font.family: Theme.family
    font.pixelSize: size
    font.bold: strong
    textFormat: Text.PlainText
    wrapMode: Text.Wrap
    lineHeight: lineCount > 1 ? 0.92 : 1
    verticalAlignment: Text.AlignVCenter
}
