// How many wait, and where; or that there are no tickets now.
import QtQuick
import HallUi

Row {
    id: status

    property int waiting: 0
    property string mood: "usual"
    property string more
    property bool usable: true
    property int size: Theme.tiny
    // The width that there is; a longer line is drawn smaller.
    property real room: 10000
    readonly property color ink: !usable ? Theme.warn : mood === "busy" ? Theme.bad : mood === "calm" ? Theme.good : Theme.brand

    spacing: size * 0.35
    scale: Math.min(1, room / Math.max(1, implicitWidth))
    transformOrigin: Item.Left

    Icon {
        anchors.verticalCenter: parent.verticalCenter
        name: status.usable ? "users-round" : "circle-pause"
        size: status.size * 1.1
        color: status.ink
    }
    Label {
        anchors.verticalCenter: parent.verticalCenter
        text: !status.usable ? qsTr("暂停取号") : status.waiting < 0 ? qsTr("可以取号") : status.waiting === 0 ? qsTr("无人等候") : qsTr("%1 人等候").arg(status.waiting)
        size: status.size
        strong: true
        color: status.ink
        wrapMode: Text.NoWrap
    }
    Label {
        visible: text !== "" && status.usable && status.waiting >= 0
        anchors.verticalCenter: parent.verticalCenter
        text: status.more === "" ? "" : "· " + status.more
        size: status.size
        color: Theme.inkSoft
        wrapMode: Text.NoWrap
    }
}
