// Why somebody may go first: one touch, and it is on record with the ticket. Nobody looks at a paper here.
pragma ComponentBehavior: Bound

import QtQuick
import HallUi
import Hall.TicketMachine

Item {
    id: page

    required property TicketMachine vm
    readonly property int side: vm.portrait ? 40 : 48
    readonly property real inner: width - 2 * side
    readonly property int columns: (vm.portrait ? 1 : 2) + (choice.count > 8 ? 1 : 0)
    readonly property int rows: Math.max(1, Math.ceil(choice.count / columns))
    readonly property int gap: 20

    PageTitle {
        id: title

        x: page.side
        y: 12
        width: page.inner
        vm: page.vm
        text: qsTr("请选择优先办理的理由")
        icon: "accessibility"
    }
    Paragraph {
        id: note

        x: page.side
        anchors.top: title.bottom
        anchors.topMargin: 8
        width: page.inner
        text: qsTr("由您本人声明，随号票记录并保密；办理时窗口可能请您出示证件。")
        size: Theme.px(28)
        color: Theme.inkSoft
    }
    Grid {
        id: grid

        readonly property real room: page.height - y - notMe.height - 28 - 24

        x: page.side
        anchors.top: note.bottom
        anchors.topMargin: 24
        columns: page.columns
        spacing: page.gap

        Repeater {
            id: choice

            model: page.vm.reasons

            Card {
                id: tile

                required property string reason
                required property string name

                objectName: "reason_" + reason
                width: (page.inner - (page.columns - 1) * page.gap) / page.columns
                height: Math.min(Theme.elder ? 172 : 148, (grid.room - (page.rows - 1) * page.gap) / page.rows)
                pressable: true
                onTapped: page.vm.chooseReason(reason)

                Label {
                    anchors.left: parent.left
                    anchors.leftMargin: 32
                    anchors.right: parent.right
                    anchors.rightMargin: 32
                    anchors.verticalCenter: parent.verticalCenter
                    text: tile.name
                    size: Theme.px(36)
                    least: Theme.px(20)
                    strong: true
                }
            }
        }
    }
    BigButton {
        id: notMe

        objectName: "notFirst"
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 28
        x: page.side
        width: page.inner
        height: page.vm.portrait ? (Theme.elder ? 148 : 136) : (Theme.elder ? 128 : 116)
        kind: "outline"
        text: qsTr("以上都不是，返回")
        size: Theme.px(44)
        onTapped: page.vm.back()
    }
}
