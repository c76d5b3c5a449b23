// The ticket: the number very large, where to go, how long, and what became of the slip.
pragma ComponentBehavior: Bound

import QtQuick
import HallUi
import Hall.TicketMachine

Item {
    id: page

    required property TicketMachine vm
    readonly property int side: vm.portrait ? 40 : 48
    readonly property real inner: width - 2 * side
    readonly property real columnWidth: vm.portrait ? inner : (inner - 32) / 2
    readonly property real below: places.implicitHeight + 20 + slip.implicitHeight + (offline.visible ? offline.implicitHeight + 20 : 0)
    readonly property real room: done.y - rest.y - below - 2 * 20

    NumberCard {
        id: number

        x: page.side
        y: 28
        width: page.columnWidth
        // Upright, the number gives way to what must be read below it.
        height: page.vm.portrait ? Math.max(480, Math.min(Theme.elder ? 720 : 640, done.y - y - page.below - 2 * 20))
                                 : page.height - y - 28
        vm: page.vm
    }
    Column {
        id: rest

        x: page.vm.portrait ? page.side : page.side + page.columnWidth + 32
        y: page.vm.portrait ? number.y + number.height + 20 : number.y
        width: page.columnWidth
        spacing: 20

        Banner {
            id: offline

            objectName: "offlineNote"
            visible: page.vm.offlineNote !== ""
            width: parent.width
            meaning: "brand"
            icon: "rotate-cw"
            text: page.vm.offlineNote
            size: Theme.px(28)
        }
        PlacesCard {
            id: places

            height: implicitHeight
            width: parent.width
            vm: page.vm
        }
        SlipCard {
            id: slip

            height: implicitHeight
            width: parent.width
            vm: page.vm
        }
        QrCard {
            width: parent.width
            visible: page.vm.qrPath !== "" && page.room >= 150
            height: Math.min(240, page.room)
            vm: page.vm
        }
    }
    BigButton {
        id: done

        objectName: "done"
        x: rest.x
        width: page.columnWidth
        height: page.vm.portrait ? 136 : 120
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 28
        icon: "check"
        text: qsTr("完成")
        size: Theme.px(42)
        onTapped: page.vm.done()
    }
}
