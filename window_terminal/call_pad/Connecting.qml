// Before the first snapshots: nothing can be done yet, and the reason is said once it is known.
import QtQuick
import HallUi

Column {
    id: connecting

    property string label
    property string linkWords

    width: 720
    spacing: 28

    Spinner {
        anchors.horizontalCenter: parent.horizontalCenter
        size: 88
    }
    Label {
        width: parent.width
        text: connecting.label === "" ? qsTr("正在读取窗口信息…") : qsTr("正在读取 %1 窗口信息…").arg(connecting.label)
        size: Theme.title
        strong: true
        horizontalAlignment: Text.AlignHCenter
    }
    Paragraph {
        objectName: "link_words"
        width: parent.width
        visible: text !== ""
        text: connecting.linkWords
        color: Theme.inkSoft
        horizontalAlignment: Text.AlignHCenter
    }
}
