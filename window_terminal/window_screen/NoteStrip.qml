// Says to those who wait that the screen is not up to date, and what to do.
import QtQuick
import HallUi
import Hall.WindowScreen

Rectangle {
    id: strip

    required property WindowScreen vm
    property int size: 32
    // The second language below the first instead of beside it.
    property bool stacked: false

    objectName: "note"
    visible: vm.note !== ""
    radius: Theme.radiusSmall
    color: Theme.warnWash
    border.color: Theme.warn
    border.width: 2

    Icon {
        id: mark

        anchors.left: parent.left
        anchors.leftMargin: strip.size * 0.8
        anchors.verticalCenter: parent.verticalCenter
        name: "wifi-off"
        size: strip.size * (strip.stacked ? 1.5 : 1.15)
        color: Theme.warn
    }
    Grid {
        id: words

        readonly property real room: strip.width - mark.x - mark.width - strip.size * 1.4

        anchors.left: mark.right
        anchors.leftMargin: strip.size * 0.7
        anchors.verticalCenter: parent.verticalCenter
        columns: strip.stacked ? 1 : 2
        columnSpacing: strip.size
        verticalItemAlignment: Grid.AlignVCenter

        Label {
            id: first

            objectName: "note_text"
            width: Math.min(implicitWidth, words.room)
            text: strip.vm.note
            size: strip.size
            strong: true
            color: Theme.warn
            wrapMode: Text.NoWrap
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: strip.size * 0.6
        }
        Label {
            width: Math.min(implicitWidth, strip.stacked ? words.room : words.room - first.width - strip.size)
            text: strip.vm.noteOther
            size: strip.size * 0.72
            color: Theme.warn
            wrapMode: Text.NoWrap
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: strip.size * 0.5
        }
    }
}
