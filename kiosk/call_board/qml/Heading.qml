// The heading of a part of the board: Chinese large, English beside it, a figure at the right.
import QtQuick
import HallUi

Item {
    id: heading

    property string zh
    property string en
    property string figure
    property string unitZh
    property string unitEn
    property int size: 34

    implicitHeight: size * 1.5

    Rectangle {
        id: bar

        anchors.verticalCenter: parent.verticalCenter
        width: 8
        height: heading.size * 0.95
        radius: 4
        color: Theme.brand
    }
    Label {
        id: name

        anchors.left: bar.right
        anchors.leftMargin: heading.size * 0.45
        anchors.verticalCenter: parent.verticalCenter
        text: heading.zh
        size: heading.size
        strong: true
        wrapMode: Text.NoWrap
    }
    Label {
        anchors.left: name.right
        anchors.leftMargin: heading.size * 0.4
        anchors.baseline: name.baseline
        anchors.right: figures.left
        anchors.rightMargin: 10
        text: heading.en
        size: Math.max(18, heading.size * 0.62)
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 12
        color: Theme.inkSoft
        wrapMode: Text.NoWrap
    }
    Row {
        id: figures

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        spacing: heading.size * 0.24
        visible: heading.figure !== ""

        Label {
            id: count

            text: heading.figure
            size: heading.size * 1.12
            strong: true
            color: Theme.call
            wrapMode: Text.NoWrap
        }
        Label {
            anchors.baseline: count.baseline
            text: heading.unitZh
            size: heading.size * 0.7
            wrapMode: Text.NoWrap
        }
        Label {
            anchors.baseline: count.baseline
            text: heading.unitEn
            size: Math.max(18, heading.size * 0.55)
            color: Theme.inkSoft
            wrapMode: Text.NoWrap
        }
    }
}
