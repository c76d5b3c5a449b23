// Pause, hold, transfer, walk-up, close, sign out: in the place of the lists.
pragma ComponentBehavior: Bound

import QtQuick
import HallUi
import Hall.CallPad

Item {
    id: panel

    required property CallPad vm

    focus: vm.panelSearches
    Keys.onPressed: event => {
        if (event.key === Qt.Key_Backspace)
            vm.search(vm.query.slice(0, -1))
        else if (event.key === Qt.Key_Escape)
            vm.closePanel()
        else if (event.text.length === 1 && event.text > " ")
            vm.search(vm.query + event.text)
        else
            return
        event.accepted = true
    }

    Label {
        id: title

        x: 20
        y: 22
        width: parent.width - 20 - 88
        text: panel.vm.panelTitle
        size: Theme.lead
        strong: true
    }
    BigButton {
        objectName: "panel_close"
        anchors.right: parent.right
        anchors.rightMargin: 12
        y: 12
        width: 64
        height: 64
        radius: 14
        kind: "quiet"
        icon: "x"
        onTapped: panel.vm.closePanel()
    }
    Paragraph {
        id: hint

        x: 20
        anchors.top: title.bottom
        anchors.topMargin: panel.vm.panelSearches ? 0 : 14
        width: parent.width - 40
        height: panel.vm.panelSearches ? 0 : implicitHeight
        visible: !panel.vm.panelSearches
        text: panel.vm.panelHint
        size: Theme.tiny
        color: Theme.inkSoft
    }
    Rectangle {
        id: query

        visible: panel.vm.panelSearches
        x: 20
        anchors.top: hint.bottom
        anchors.topMargin: 10
        width: parent.width - 40
        height: visible ? 56 : 0
        radius: 14
        color: Theme.page
        border.color: Theme.brand
        border.width: 2

        Icon {
            x: 14
            anchors.verticalCenter: parent.verticalCenter
            name: "search"
            size: 26
            color: Theme.brand
        }
        Label {
            objectName: "query"
            x: 52
            width: parent.width - 64
            anchors.verticalCenter: parent.verticalCenter
            text: panel.vm.query === "" ? panel.vm.panelHint : panel.vm.query.toUpperCase()
            size: panel.vm.query === "" ? Theme.tiny : Theme.body
            strong: panel.vm.query !== ""
            color: panel.vm.query === "" ? Theme.inkSoft : Theme.ink
            wrapMode: Text.NoWrap
            elide: Text.ElideLeft
        }
    }
    ListView {
        id: choices

        x: 20
        anchors.top: query.bottom
        anchors.topMargin: 10
        anchors.bottom: below.top
        anchors.bottomMargin: 10
        width: parent.width - 40
        clip: true
        spacing: 8
        boundsBehavior: Flickable.StopAtBounds
        cacheBuffer: 0  // Qt warns of a row that it was still making ahead when the list grew shorter
        model: panel.vm.choices
        delegate: ChoiceRow {
            width: choices.width
            onTapped: panel.vm.choose(key)
        }
    }
    Column {
        id: below

        x: 20
        anchors.bottom: confirm.top
        anchors.bottomMargin: below.height > 0 ? 12 : 0
        width: parent.width - 40
        spacing: 10

        Loader {
            visible: panel.vm.panelSearches
            active: visible
            x: -14
            width: parent.width + 28
            height: visible ? 4 * 60 + 3 * 4 : 0
            sourceComponent: LetterPad {
                columns: 7
                spacing: 4
                onLetter: value => panel.vm.search(panel.vm.query + value)
                onErase: panel.vm.search(panel.vm.query.slice(0, -1))
                onClear: panel.vm.search("")
            }
        }
        Label {
            visible: lengths.count > 0
            text: qsTr("多久返回（分钟）")
            size: Theme.tiny
            color: Theme.inkSoft
            wrapMode: Text.NoWrap
        }
        Row {
            visible: lengths.count > 0
            height: visible ? 60 : 0
            spacing: 6

            Repeater {
                id: lengths

                model: panel.vm.minutesOffered

                MinuteChip {
                    width: minutes === 0 ? 96 : (below.width - 96 - 5 * 6) / 5
                    onTapped: panel.vm.chooseMinutes(minutes)
                }
            }
        }
    }
    BigButton {
        id: confirm

        objectName: "panel_confirm"
        x: 20
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 16
        width: parent.width - 40
        height: 72
        text: panel.vm.panelConfirm
        size: Theme.body
        enabled: panel.vm.panelReady
        onTapped: panel.vm.confirm()
    }
}
