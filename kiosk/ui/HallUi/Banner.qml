// A calm strip that says what is so and what to do. `meaning`: "brand", "good", "warn", "bad".
import QtQuick

Rectangle {
    id: banner

    property string meaning: "warn"
    property string icon: "info"
    property string title
    property string text
    property int size: Theme.body

    implicitHeight: Math.max(Theme.target, words.implicitHeight + 2 * 20)
    radius: Theme.radius
    color: Theme.wash(meaning)

    Icon {
        id: mark

        anchors.left: parent.left
        anchors.leftMargin: Theme.gap
        anchors.verticalCenter: parent.verticalCenter
        name: banner.icon
        size: banner.size * 1.5
        color: Theme.tone(banner.meaning)
    }
    Column {
        id: words

        anchors.left: mark.right
        anchors.leftMargin: 20
        anchors.right: parent.right
        anchors.rightMargin: Theme.gap
        anchors.verticalCenter: parent.verticalCenter
        spacing: 4

        Paragraph {
            visible: text !== ""
            width: parent.width
            text: banner.title
            size: banner.size
            strong: true
            color: Theme.tone(banner.meaning)
        }
        Paragraph {
            visible: text !== ""
            width: parent.width
            text: banner.text
            size: banner.title === "" ? banner.size : banner.size * 0.86
            color: Theme.tone(banner.meaning)
        }
    }
}
