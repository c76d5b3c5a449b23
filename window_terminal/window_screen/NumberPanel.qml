// The heart of the screen: what the window does, and for which number. A call lights up softly a few times.
import QtQuick
import HallUi
import Hall.WindowScreen

Rectangle {
    id: panel

    required property WindowScreen vm
    property int numberSize: 220
    property int wordsSize: 60
    property int otherSize: 34
    property int gap: 16
    readonly property string view: vm.view
    readonly property bool numbered: vm.number !== ""
    readonly property bool calling: view === "CALL"
    readonly property color ink: calling ? "#0B1B3D" : Theme.ink
    readonly property color titleInk: calling ? "#0B1B3D" : view === "SERVING" || view === "FREE" ? Theme.good
        : view === "PAUSED" || view === "UNSURE" ? Theme.call : Theme.ink

    radius: Theme.radius
    color: calling ? Theme.call : view === "FREE" ? "#0B3330" : view === "PAUSED" || view === "UNSURE" ? "#3A2A08"
        : view === "CLOSED" ? Theme.sunken : Theme.card
    border.color: calling ? Theme.call : view === "SERVING" || view === "FREE" ? "#2B8F72"
        : view === "PAUSED" || view === "UNSURE" ? "#9A7420" : Theme.line
    border.width: 2

    Rectangle {
        anchors.fill: parent
        radius: panel.radius
        visible: panel.calling
        color: "#FFFFFF"
        opacity: 0

        SequentialAnimation on opacity {
            id: pulse

            loops: 4
            running: false

            NumberAnimation {
                to: 0.6
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
        visible: panel.numbered
        anchors.centerIn: parent
        width: parent.width - 48
        spacing: panel.gap

        Label {
            objectName: "title"
            width: parent.width
            text: panel.vm.title
            size: panel.wordsSize
            strong: true
            color: panel.titleInk
            lineHeightMode: Text.FixedHeight
            lineHeight: panel.wordsSize * 1.24
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.NoWrap
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: panel.otherSize
        }
        BigNumber {
            width: parent.width
            text: panel.vm.number
            size: panel.numberSize
            color: panel.ink
        }
        Label {
            width: parent.width
            text: panel.vm.titleOther
            size: panel.otherSize
            color: panel.ink
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.NoWrap
        }
    }
    Column {
        visible: !panel.numbered
        anchors.centerIn: parent
        width: parent.width - 48
        spacing: panel.gap * 0.5

        Row {
            anchors.horizontalCenter: parent.horizontalCenter
            spacing: panel.wordsSize * 0.4

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                name: panel.view === "FREE" ? "circle-check" : panel.view === "PAUSED" ? "circle-pause"
                    : panel.view === "CLOSED" ? "door-closed" : panel.view === "UNSURE" ? "info" : "hourglass"
                size: panel.wordsSize * 1.25
                color: panel.titleInk
            }
            Label {
                objectName: "title"
                anchors.verticalCenter: parent.verticalCenter
                width: Math.min(implicitWidth, panel.width - 48 - panel.wordsSize * 1.65)
                text: panel.vm.title
                size: panel.view === "UNSURE" ? panel.wordsSize * 1.1 : panel.wordsSize * 1.4
                strong: true
                color: panel.titleInk
                wrapMode: Text.NoWrap
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: panel.otherSize
            }
        }
        Label {
            width: parent.width
            text: panel.vm.titleOther
            size: panel.otherSize
            color: panel.titleInk
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.NoWrap
        }
        Item {
            width: 1
            height: panel.gap * 0.5
        }
        Label {
            objectName: "detail"
            width: parent.width
            visible: text !== ""
            text: panel.vm.detail
            size: panel.otherSize * 1.35
            strong: true
            color: panel.ink
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.NoWrap
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: panel.otherSize * 0.7
        }
        Label {
            width: parent.width
            visible: text !== ""
            text: panel.vm.detailOther
            size: panel.otherSize * 0.9
            color: panel.ink
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.NoWrap
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: panel.otherSize * 0.6
        }
    }
}
