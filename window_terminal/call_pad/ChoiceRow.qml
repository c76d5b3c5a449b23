// One row to choose in a panel.
import QtQuick
import HallUi

Item {
    id: row

    required property string key
    required property string words
    required property string detail
    required property bool chosen

    signal tapped

    objectName: "choice_" + key
    implicitHeight: Math.max(64, column.implicitHeight + 20)

    Rectangle {
        anchors.fill: parent
        radius: 14
        color: touch.pressed ? Theme.cardPressed : row.chosen ? Theme.brandWash : Theme.page
        border.color: row.chosen ? Theme.brand : "transparent"
        border.width: row.chosen ? 2 : 0
    }
    Column {
        id: column

        anchors.left: parent.left
        anchors.leftMargin: 16
        anchors.right: mark.left
        anchors.rightMargin: 10
        anchors.verticalCenter: parent.verticalCenter

        Paragraph {
            width: parent.width
            text: row.words
            size: Theme.small
            strong: row.chosen
            color: row.chosen ? Theme.brand : Theme.ink
        }
        Label {
            width: parent.width
            visible: text !== ""
            text: row.detail
            size: 16
            color: Theme.inkSoft
        }
    }
    Icon {
        id: mark

        anchors.right: parent.right
        anchors.rightMargin: 14
        anchors.verticalCenter: parent.verticalCenter
        opacity: row.chosen ? 1 : 0
        name: "circle-check"
        size: 28
        color: Theme.brand
    }
    Touch {
        id: touch

        anchors.fill: parent
        scrolls: true
        onTapped: row.tapped()
    }
}
