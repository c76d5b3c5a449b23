// The work page: the ticket and what comes next on the left, the lists or a panel on the right. Nothing lies over
// anything else, so the next call is always one touch away.
pragma ComponentBehavior: Bound

import QtQuick
import HallUi
import Hall.CallPad

Item {
    id: page

    required property CallPad vm
    readonly property real side: 476
    readonly property real leftWidth: width - side - 3 * 20

    function stepShortcut(): void {
        if (vm.stepReady)
            vm.go(vm.step, vm.ver)
    }

    Shortcut {
        sequences: ["Space", "F1"]
        enabled: page.visible && !page.vm.panelSearches
        onActivated: page.stepShortcut()
    }

    Header {
        id: header

        x: 20
        y: 8
        width: page.width - 40
        height: 76
        vm: page.vm
    }
    TicketCard {
        id: ticket

        x: 20
        anchors.top: header.bottom
        anchors.topMargin: 8
        anchors.bottom: step.top
        anchors.bottomMargin: 16
        width: page.leftWidth
        vm: page.vm
    }
    StepButton {
        id: step

        x: 20
        anchors.bottom: withTicket.top
        anchors.bottomMargin: 16
        width: page.leftWidth
        height: 120
        vm: page.vm
    }
    Row {
        id: withTicket

        x: 20
        anchors.bottom: withWindow.top
        anchors.bottomMargin: 12
        spacing: 12

        Repeater {
            model: page.vm.sides

            SideButton {
                visible: forTicket
                width: visible ? (page.leftWidth - 4 * 12) / 5 : 0
                height: 92
                page: page
                onTapped: page.vm.act(name)
            }
        }
    }
    Row {
        id: withWindow

        x: 20
        anchors.bottom: strip.top
        anchors.bottomMargin: 12
        spacing: 12

        Repeater {
            model: page.vm.sides

            SideButton {
                visible: !forTicket
                width: visible ? (page.leftWidth - 3 * 12) / 4 : 0
                height: 72
                page: page
                onTapped: page.vm.act(name)
            }
        }
    }
    Item {
        id: strip

        x: 20
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 12
        width: page.leftWidth
        height: 56

        NoticeStrip {
            anchors.fill: parent
            text: page.vm.linkWords !== "" ? page.vm.linkWords : page.vm.notice
            meaning: page.vm.linkWords !== "" ? "bad" : "warn"
        }
        Label {
            objectName: "day_so_far"
            visible: page.vm.linkWords === "" && page.vm.notice === ""
            anchors.fill: parent
            text: qsTr("今日已办 %1 件").arg(page.vm.servedToday)
            size: Theme.tiny
            color: Theme.inkSoft
            leftPadding: 4
        }
    }
    Card {
        x: page.width - page.side - 20
        anchors.top: header.bottom
        anchors.topMargin: 8
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 20
        width: page.side

        Lists {
            anchors.fill: parent
            visible: page.vm.panel === ""
            vm: page.vm
        }
        SidePanel {
            anchors.fill: parent
            visible: page.vm.panel !== ""
            vm: page.vm
        }
    }
}
