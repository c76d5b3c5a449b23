// Search by letters: each letter narrows what is found; letters after which nothing is found are dimmed.
pragma ComponentBehavior: Bound

import QtQuick
import HallUi
import Hall.TicketMachine

Item {
    id: page

    required property TicketMachine vm
    readonly property int side: vm.portrait ? 40 : 48
    readonly property int gap: 16
    readonly property int columns: vm.portrait ? (Theme.elder ? 1 : 2) : (Theme.elder ? 1 : 2)
    readonly property int rowsMax: vm.portrait || Theme.elder ? 4 : 5
    readonly property real padWidth: vm.portrait ? width - 2 * side : 760
    readonly property real padHeight: vm.portrait ? 480 : 540
    readonly property real listX: vm.portrait ? side : side + padWidth + 40
    readonly property real listWidth: width - listX - side
    readonly property real listBottom: vm.portrait ? pad.y - 20 : height - 24

    PageTitle {
        id: title

        x: page.side
        y: 12
        width: page.padWidth
        vm: page.vm
        text: qsTr("搜索要办的事")
        icon: "search"
    }
    Card {
        id: box

        x: page.side
        anchors.top: title.bottom
        anchors.topMargin: 4
        width: page.padWidth
        height: 112
        border: Theme.brand
        borderWidth: 3
        flat: true

        Label {
            id: typed

            objectName: "query"
            x: 36
            anchors.verticalCenter: parent.verticalCenter
            text: page.vm.query
            size: 54
            strong: true
            font.letterSpacing: 6
            color: Theme.brand
            wrapMode: Text.NoWrap
        }
        Rectangle {
            x: 36 + (typed.text === "" ? 0 : typed.implicitWidth + 4)
            anchors.verticalCenter: parent.verticalCenter
            width: 5
            height: 56
            radius: 2
            color: Theme.brand
        }
        Label {
            anchors.left: parent.left
            anchors.leftMargin: 62
            anchors.right: parent.right
            anchors.rightMargin: 24
            anchors.verticalCenter: parent.verticalCenter
            visible: page.vm.query === ""
            text: qsTr("请输入拼音首字母或拼音")
            size: Theme.px(30)
            color: Theme.inkSoft
        }
        Pill {
            anchors.right: parent.right
            anchors.rightMargin: 24
            anchors.verticalCenter: parent.verticalCenter
            visible: page.vm.query !== ""
            text: qsTr("%n 项", "", page.vm.found)
            size: Theme.small
            strong: true
        }
    }
    LetterPad {
        id: pad

        x: page.side
        y: page.height - height - (page.vm.portrait ? 28 : 24)
        width: page.padWidth
        height: Math.min(page.padHeight, page.height - box.y - box.height - 48)
        alive: page.vm.letters
        onLetter: value => page.vm.typeLetter(value)
        onErase: page.vm.eraseLetter()
        onClear: page.vm.clearQuery()
    }
    Grid {
        id: grid

        x: page.listX
        y: page.vm.portrait ? box.y + box.height + 20 : 24
        columns: page.columns
        spacing: page.gap

        readonly property real room: page.listBottom - y - (pager.visible ? pager.height + 16 : 0)

        Repeater {
            model: page.vm.items

            ItemCard {
                required property string item
                required name
                required detail
                required tint
                required waiting
                required windows
                required wait
                required mood
                required usable
                required chosen

                objectName: "item_" + item
                width: (page.listWidth - (page.columns - 1) * page.gap) / page.columns
                height: Math.min(Theme.elder ? 210 : 180, (grid.room - (page.rowsMax - 1) * page.gap) / page.rowsMax)
                onTapped: page.vm.choose(item)
            }
        }
    }
    Pager {
        id: pager

        x: page.listX + (page.listWidth - width) / 2
        y: page.listBottom - height
        vm: page.vm
    }
    EmptyState {
        x: page.listX + 40
        width: page.listWidth - 80
        y: grid.y + (page.listBottom - grid.y - height) / 2
        visible: page.vm.found === 0
        icon: page.vm.query === "" ? "keyboard" : "search"
        size: Theme.px(30)
        title: page.vm.query === "" ? qsTr("按字母，马上出结果") : qsTr("没有找到“%1”").arg(page.vm.query)
        text: page.vm.query === "" ? qsTr("身份证按 S F Z，公积金按 G J J，护照按 H Z。拼音全拼也可以。")
                                   : qsTr("请删掉一个字母再试，或返回按部门选择，也可以问导服台。")
    }
}
