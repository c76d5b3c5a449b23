// The first screen, wide: what is wanted most at the left, themes and departments at the right.
pragma ComponentBehavior: Bound

import QtQuick
import HallUi
import Hall.TicketMachine

Item {
    id: home

    required property TicketMachine vm
    readonly property int side: 48
    readonly property int gap: 14
    readonly property real leftWidth: Theme.elder ? 600 : 604
    readonly property real rightX: side + leftWidth + 40
    readonly property real rightWidth: width - rightX - side
    readonly property int wantedColumns: Theme.elder ? 1 : 2
    readonly property int departmentColumns: Theme.elder ? 4 : 5
    readonly property int wantedRows: Math.max(1, Math.ceil(wantedList.count / wantedColumns))
    readonly property int departmentRows: Math.max(1, Math.ceil(departmentList.count / departmentColumns))
    readonly property bool themeTiles: themeList.count > 0
    readonly property real bodyY: top.y + top.height + (top.height > 0 ? 16 : 0)

    Banners {
        id: top

        x: home.side
        y: 20
        width: home.width - 2 * home.side
        vm: home.vm
    }
    Item {
        x: home.side
        y: home.bodyY
        width: home.leftWidth
        height: home.height - y - 20

        SearchButton {
            id: search

            width: parent.width - (appointment.visible ? appointment.width + 16 : 0)
            height: Theme.elder ? 116 : 104
            vm: home.vm
        }
        AppointmentButton {
            id: appointment

            anchors.right: parent.right
            y: search.y
            width: Theme.elder ? 232 : 200
            height: search.height
            visible: home.vm.appointmentsOffered
            vm: home.vm
        }
        SectionTitle {
            id: wantedTitle

            anchors.top: search.bottom
            anchors.topMargin: 16
            width: parent.width
            text: qsTr("热门事项")
            note: home.vm.linkUp ? qsTr("大厅现有 %1 人等候").arg(home.vm.waiting) : ""
        }
        Grid {
            id: wantedGrid

            anchors.top: wantedTitle.bottom
            anchors.topMargin: 10
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
                    width: (home.leftWidth - (home.wantedColumns - 1) * home.gap) / home.wantedColumns
                    height: Math.min(172, (wantedGrid.parent.height - wantedGrid.y - (home.wantedRows - 1) * home.gap) / home.wantedRows)
                    size: Theme.lang === "en" ? Theme.px(25) : Theme.px(27)
                    onTapped: home.vm.choose(item)
                }
            }
        }
    }
    Item {
        id: right

        x: home.rightX
        y: home.bodyY
        width: home.rightWidth
        height: home.height - y - 20

        SectionTitle {
            id: themeTitle

            visible: home.themeTiles
            height: visible ? implicitHeight : 0
            width: parent.width
            text: qsTr("高效办成一件事")
            note: qsTr("几个部门的事，一次办")
        }
        Row {
            id: themeRow

            anchors.top: themeTitle.bottom
            anchors.topMargin: home.themeTiles ? 10 : 0
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
                    width: (home.rightWidth - (themeList.count - 1) * home.gap) / Math.max(1, themeList.count)
                    height: 116
                    size: Theme.lang === "en" ? Theme.px(23) : Theme.px(28)
                    onTapped: home.vm.choose(item)
                }
            }
        }
        ThemesButton {
            id: themesButton

            width: parent.width
            height: 104
            visible: !home.themeTiles && home.vm.themeCount > 0
            vm: home.vm
        }
        Item {
            id: departmentTitle

            anchors.top: home.themeTiles ? themeRow.bottom : themesButton.visible ? themesButton.bottom : parent.top
            anchors.topMargin: 16
            width: parent.width
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
            id: departmentGrid

            anchors.top: departmentTitle.bottom
            anchors.topMargin: 10
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
                    width: (home.rightWidth - (home.departmentColumns - 1) * home.gap) / home.departmentColumns
                    height: Math.min(176, (right.height - departmentGrid.y - (home.departmentRows - 1) * home.gap) / home.departmentRows)
                    size: Theme.lang === "en" ? Theme.px(22) : Theme.px(28)
                    onTapped: home.vm.openDepartment(department)
                }
            }
        }
    }
}
