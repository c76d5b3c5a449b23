// The items of one department, or the choices over several departments.
pragma ComponentBehavior: Bound

import QtQuick
import HallUi
import Hall.TicketMachine

Item {
    id: page

    required property TicketMachine vm
    readonly property int side: vm.portrait ? 40 : 48
    readonly property int gap: 18
    readonly property int columns: vm.portrait ? (Theme.elder ? 1 : 2) : (Theme.elder ? 2 : 3)
    readonly property int rowsMax: vm.portrait ? (Theme.elder ? 6 : 7) : (Theme.elder ? 3 : 4)
    readonly property bool themes: vm.department === "themes"

    PageTitle {
        id: title

        x: page.side
        y: 12
        width: page.width - 2 * page.side
        vm: page.vm
        text: page.themes ? qsTr("高效办成一件事") : page.vm.departmentName
        icon: page.themes ? "sparkles" : page.vm.departmentIcon
        tint: page.themes ? Theme.brand : page.vm.departmentTint
    }
    Banners {
        id: banners

        anchors.top: title.bottom
        x: page.side
        width: page.width - 2 * page.side
        vm: page.vm
        slips: false
    }
    Grid {
        id: grid

        anchors.top: banners.bottom
        anchors.topMargin: banners.height > 0 ? 16 : 0
        x: page.side
        columns: page.columns
        spacing: page.gap

        readonly property real room: page.height - y - 24 - (pager.visible ? pager.height + 24 : 0)

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
                width: (page.width - 2 * page.side - (page.columns - 1) * page.gap) / page.columns
                height: Math.min(Theme.elder ? 236 : 210, (grid.room - (page.rowsMax - 1) * page.gap) / page.rowsMax)
                onTapped: page.vm.choose(item)
            }
        }
    }
    Pager {
        id: pager

        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 24
        vm: page.vm
        buttonHeight: Theme.elder ? 100 : 88
        size: Theme.body
    }
}
