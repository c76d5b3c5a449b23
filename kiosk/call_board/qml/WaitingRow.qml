// One item that people wait for: the letter on the department's colour, the name, the wait, how many.
import QtQuick
import HallUi

Item {
    id: row

    required property string item
    required property string letter
    required property string tint
    required property string zh
    required property string en
    required property string waiting
    required property bool busy
    required property string wait
    required property int index
    required property real waitMargin
    // Whether it is the first of its column.
    required property bool first
    readonly property real mark: Math.min(60, height * 0.68)
    readonly property int big: Math.min(36, height * 0.42)
    readonly property int small: Math.min(22, height * 0.26)

    objectName: "line_" + item

    Rectangle {
        id: chip

        x: 8
        anchors.verticalCenter: parent.verticalCenter
        width: row.mark
        height: row.mark
        radius: 14
        // Dark enough for the letter, with an edge that is seen on the dark ground.
        color: Qt.darker(row.tint, 1.4)
        border.color: Qt.lighter(row.tint, 1.35)
        border.width: 2

        Label {
            anchors.centerIn: parent
            text: row.letter
            size: row.mark * 0.56
            strong: true
            wrapMode: Text.NoWrap
        }
    }
    Column {
        anchors.left: chip.right
        anchors.leftMargin: 16
        anchors.right: wait.left
        anchors.rightMargin: 14
        anchors.verticalCenter: parent.verticalCenter
        spacing: row.height * -0.03

        Label {
            objectName: "name_" + row.item
            width: parent.width
            text: row.zh
            size: row.big
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 10
            color: row.busy ? Theme.ink : Theme.inkSoft
            wrapMode: Text.NoWrap
        }
        Label {
            width: parent.width
            text: row.en
            size: row.small
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 6
            color: Theme.inkSoft
            wrapMode: Text.NoWrap
        }
    }
    Column {
        id: wait

        anchors.right: parent.right
        anchors.rightMargin: row.waitMargin
        anchors.verticalCenter: parent.verticalCenter
        spacing: row.height * -0.03
        visible: row.wait !== ""

        Label {
            objectName: "wait_" + row.item
            anchors.right: parent.right
            text: row.wait
            size: row.big * 0.86
            wrapMode: Text.NoWrap
        }
        Label {
            anchors.right: parent.right
            text: "分钟 min"
            size: row.small * 0.9
            color: Theme.inkSoft
            wrapMode: Text.NoWrap
        }
    }
    Label {
        id: count

        objectName: "waiting_" + row.item
        anchors.right: parent.right
        anchors.rightMargin: 8
        anchors.verticalCenter: parent.verticalCenter
        text: row.waiting
        size: Math.min(50, row.height * 0.58)
        strong: true
        color: row.busy ? Theme.call : Theme.inkSoft
        horizontalAlignment: Text.AlignRight
        wrapMode: Text.NoWrap
    }
    Rectangle {
        visible: !row.first
        anchors.left: chip.left
        anchors.right: parent.right
        height: 1
        color: Theme.line
        opacity: 0.6
    }
}
