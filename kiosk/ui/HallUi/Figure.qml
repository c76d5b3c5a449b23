// A large number with its small unit on one baseline.
import QtQuick

Item {
    id: figure

    property string value
    property string unit
    property int size: Theme.headline
    property int unitSize: Theme.small
    property color color: Theme.ink
    property color unitColor: Theme.inkSoft

    implicitWidth: number.implicitWidth + (unit === "" ? 0 : 10 + unitText.implicitWidth)
    implicitHeight: number.implicitHeight

    Label {
        id: number

        text: figure.value
        size: figure.size
        strong: true
        color: figure.color
        wrapMode: Text.NoWrap
    }
    Label {
        id: unitText

        visible: text !== ""
        anchors.left: number.right
        anchors.leftMargin: 10
        anchors.baseline: number.baseline
        text: figure.unit
        size: figure.unitSize
        color: figure.unitColor
        wrapMode: Text.NoWrap
    }
}
