// The four lists: who is next, on hold, passed, and the line of each item.
pragma ComponentBehavior: Bound

import QtQuick
import HallUi
import Hall.CallPad

Item {
    id: lists

    required property CallPad vm

    Row {
        id: tabs

        x: 12
        y: 12
        spacing: 6

        Repeater {
            model: lists.vm.tabs

            TabButton {
                objectName: "tab_" + name
                width: (lists.width - 24 - 3 * 6) / 4
                height: 76
                chosen: lists.vm.tab === name
                onTapped: lists.vm.showTab(name)
            }
        }
    }
    ListView {
        id: view

        anchors.top: tabs.bottom
        anchors.topMargin: 8
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 10
        x: 12
        width: parent.width - 24
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        cacheBuffer: 0  // Qt warns of a row that it was still making ahead when the list grew shorter
        model: lists.vm.rows
        delegate: TicketRow {
            width: view.width
            onActed: act => lists.vm.actOnRow(act, key)
        }
    }
    EmptyState {
        visible: lists.vm.rowsEmpty !== ""
        anchors.centerIn: view
        width: view.width - 40
        icon: lists.vm.tab === "NEXT" ? "users-round" : "list-checks"
        text: lists.vm.rowsEmpty
        size: Theme.small
    }
}
