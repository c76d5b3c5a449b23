// The heart of the screen: what the window does, and for which number. A call lights up softly a few times.
import QtQuick
import HallUi
import Hall.WindowScreen

Item {
    id: panel

    required property WindowScreen vm
    property int numberSize: 220
    property int wordsSize: 60
    property int otherSize: 34
    readonly property bool calling: vm.view === "CALL"
    readonly property color ground: calling ? Theme.call : vm.view === "PAUSED" ? "#4A3305" : Theme.card
    readonly property color ink: calling ? "#0B1B3D" : "#FFFFFF"

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: panel.ground
        border.color: panel.calling ? Theme.call : Theme.line
        border.width: 1
    }
    Rectangle {
        id: light

        anchors.fill: parent
        radius: Theme.radius
        visible: panel.calling
        color: "#FFFFFF"
        opacity: 0

        SequentialAnimation on opacity {
            id: pulse

            loops: 4
            running: false

            NumberAnimation {
                to: 0.55
                duration: 450
                easing.type: Easing.InOutSine
            }
            NumberAnimation {
                to: 0
                duration: 650
                easing.type: Easing.InOutSine
            }
        }
    }
    Connections {
        target: panel.vm

        function onCallStarted(): void {
            pulse.restart()
        }
    }
    Column {
        anchors.centerIn: parent
        anchors.verticalCenterOffset: panel.vm.number === "" ? 0 : panel.numberSize * 0.07
        width: parent.width - 40

        Label {
            objectName: "view_words"
            width: parent.width
            text: panel.vm.viewWords
            size: panel.vm.number !== "" ? panel.wordsSize : panel.vm.view === "UNSURE" ? panel.wordsSize * 1.05 : panel.wordsSize * 1.5
            strong: true
            color: panel.ink
            horizontalAlignment: Text.AlignHCenter
        }
        Label {
            width: parent.width
            visible: panel.vm.number === "" && panel.vm.detail === ""
            text: panel.vm.viewOther
            size: panel.otherSize
            color: panel.ink
            horizontalAlignment: Text.AlignHCenter
        }
        Label {
            objectName: "detail"
            width: parent.width
            visible: text !== ""
            text: panel.vm.detail
            size: panel.otherSize * 1.2
            color: Theme.call
            horizontalAlignment: Text.AlignHCenter
        }
        Label {
            objectName: "number"
            width: parent.width
            visible: text !== ""
            text: panel.vm.number
            size: panel.numberSize
            strong: true
            color: panel.ink
            lineHeightMode: Text.FixedHeight
            lineHeight: size * 1.12
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.NoWrap
        }
    }
}
