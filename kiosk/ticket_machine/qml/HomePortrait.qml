// The first screen, upright: the rows share the height, so that every department is seen without scrolling.
pragma ComponentBehavior: Bound

import QtQuick
import HallUi
import Hall.TicketMachine

Item {
    id: home

    required property TicketMachine vm
    readonly property int side: 40
    readonly property int gap: 16
    readonly property real inner: width - 2 * side
    readonly property int wantedColumns: Theme.elder ? 2 : 3
    readonly property int departmentColumns: Theme.elder ? 3 : 4
    readonly property int wantedRows: Math.ceil(wantedList.count / wantedColumns)
    readonly property int departmentRows: Math.max(1, Math.ceil(departmentList.count / departmentColumns))
    readonly property bool themeTiles: themeList.count > 0
    // Five side by side are narrow: their words stand below each other.
    readonly property int themeExtra: 24
    readonly property real fixed: top.y + top.height + search.anchors.topMargin + search.height + 3 * 22 + wantedTitle.height + 12 + departmentTitle.height + 12 + 24
                                  + (themeTiles ? themeTitle.height + 12 + themeExtra : themesButton.visible ? themesButton.height : 0)
    readonly property int rows: wantedRows + departmentRows + (themeTiles ? 1 : 0)
    readonly property real gaps: gap * (Math.max(0, wantedRows - 1) + departmentRows - 1)
    readonly property real rowHeight: Math.min(176, Math.max(84, (height - fixed - gaps) / Math.max(1, rows)))

    Banners {
        id: top

        x: home.side
        y: 24
        width: home.inner
        vm: home.vm
    }
    SearchButton {
        id: search

        anchors.top: top.bottom
        anchors.topMargin: top.height > 0 ? 20 : 0
        x: home.side
        width: home.inner - (appointment.visible ? appointment.width + home.gap : 0)
        height: Theme.elder ? 124 : 108
        vm: home.vm
    }
    AppointmentButton {
        id: appointment

        anchors.right: parent.right
        anchors.rightMargin: home.side
        y: search.y
        width: Theme.elder ? 340 : 300
        height: search.height
        visible: home.vm.appointmentsOffered
        vm: home.vm
    }
    SectionTitle {
        id: wantedTitle

        anchors.top: search.bottom
        anchors.topMargin: 20
        x: home.side
        width: home.inner
        text: qsTr("热门事项")
        note: home.vm.linkUp ? qsTr("大厅现有 %1 人等候").arg(home.vm.waiting) : ""
    }
    Grid {
        id: wantedGrid

        anchors.top: wantedTitle.bottom
        anchors.topMargin: 12
        x: home.side
        columns: home.wantedColumns
        spacing: home.gap

        Repeater {
            id: wantedList

            model: home.vm.wanted

            ItemTile {
                required property string item
                required name
                required icon
                required tint
                required waiting
                required windows
                required mood
                required usable
                required chosen

                objectName: "item_" + item
                width: (home.inner - (home.wantedColumns - 1) * home.gap) / home.wantedColumns
                height: home.rowHeight
                size: Theme.lang === "en" ? Theme.px(25) : Theme.px(30)
                onTapped: home.vm.choose(item)
            }
        }
    }
    SectionTitle {
        id: themeTitle

        anchors.top: wantedGrid.bottom
        anchors.topMargin: 20
        x: home.side
        width: home.inner
        visible: home.themeTiles
        height: visible ? implicitHeight : 0
        text: qsTr("高效办成一件事")
        note: qsTr("几个部门的事，一次办")
    }
    Row {
        id: themeRow

        anchors.top: themeTitle.bottom
        anchors.topMargin: home.themeTiles ? 12 : 0
        x: home.side
        spacing: home.gap

        Repeater {
            id: themeList

            model: home.vm.themes

            ThemeTile {
                required property string item
                required name
                required waiting
                required windows
                required usable

                objectName: "item_" + item
                width: (home.inner - (themeList.count - 1) * home.gap) / Math.max(1, themeList.count)
                height: home.rowHeight + home.themeExtra
                size: Theme.lang === "en" ? Theme.px(22) : Theme.px(26)
                onTapped: home.vm.choose(item)
            }
        }
    }
    ThemesButton {
        id: themesButton

        anchors.top: wantedGrid.bottom
        anchors.topMargin: 20
        x: home.side
        width: home.inner
        height: 112
        visible: !home.themeTiles && home.vm.themeCount > 0
        vm: home.vm
    }
    Item {
        id: departmentTitle

        anchors.top: home.themeTiles ? themeRow.bottom : themesButton.visible ? themesButton.bottom : wantedGrid.bottom
        anchors.topMargin: 20
        x: home.side
        width: home.inner
        height: Math.max(title.implicitHeight, pager.visible ? pager.implicitHeight : 0)

        SectionTitle {
            id: title

            anchors.verticalCenter: parent.verticalCenter
            width: parent.width
            text: qsTr("全部部门")
            note: pager.visible ? "" : qsTr("按部门选择要办的事")
        }
        Pager {
            id: pager

            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            vm: home.vm
        }
    }
    Grid {
        anchors.top: departmentTitle.bottom
        anchors.topMargin: 12
        x: home.side
        columns: home.departmentColumns
        spacing: home.gap

        Repeater {
            id: departmentList

            model: home.vm.departments

            DepartmentTile {
                required property string department
                required name
                required icon
                required tint
                required waiting
                required windows
                required mood
                required usable

                objectName: "department_" + department
                width: (home.inner - (home.departmentColumns - 1) * home.gap) / home.departmentColumns
                height: home.rowHeight
                size: Theme.lang === "en" ? Theme.px(22) : Theme.px(28)
                onTapped: home.vm.openDepartment(department)
            }
        }
    }
}
