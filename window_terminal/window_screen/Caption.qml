// What something is, in both languages on one line.
import QtQuick
import HallUi

Item {
    id: caption

    property string text
    property string other
    property int size: 36
    property color color: Theme.inkSoft

    implicitWidth: first.implicitWidth + size * 0.4 + second.implicitWidth
    implicitHeight: first.implicitHeight

    Label {
        id: first

        text: caption.text
        size: caption.size
        color: caption.color
        wrapMode: Text.NoWrap
    }
    Label {
        id: second

        anchors.left: first.right
        anchors.leftMargin: caption.size * 0.4
        anchors.baseline: first.baseline
        text: caption.other
        size: caption.size * 0.68
        color: caption.color
        wrapMode: Text.NoWrap
    }
}
