// Nothing here, said kindly: an icon, a line, a sentence.
import QtQuick

Column {
    id: empty

    property string icon: "info"
    property string title
    property string text
    property int size: Theme.lead
    property color tileColor: Theme.brandWash
    property color tileInk: Theme.brand

    spacing: 20

    IconTile {
        anchors.horizontalCenter: parent.horizontalCenter
        icon: empty.icon
        size: empty.size * 4
        color: empty.tileColor
        ink: empty.tileInk
    }
    Label {
        width: parent.width
        visible: text !== ""
        text: empty.title
        size: empty.size * 1.2
        strong: true
        horizontalAlignment: Text.AlignHCenter
    }
    Paragraph {
        width: parent.width
        visible: text !== ""
        text: empty.text
        size: empty.size
        color: Theme.inkSoft
        horizontalAlignment: Text.AlignHCenter
    }
}
