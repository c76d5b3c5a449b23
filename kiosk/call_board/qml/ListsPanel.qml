// Below the places, small: who else is being served, who was called before, whose number has passed.
import QtQuick
import Hall.CallBoard

Row {
    id: lists

    required property CallBoard vm
    readonly property bool known: vm.phase === "live" || vm.phase === "stale"
    readonly property int othersColumns: vm.othersMax / 2
    readonly property int recentColumns: vm.recentMax / 2
    readonly property int passedColumns: vm.passedMax / 2
    // A number with its window is as wide as 1.7 numbers.
    readonly property real unit: (width - 2 * spacing) / ((othersColumns + recentColumns) * 1.7 + passedColumns + 0.6)

    spacing: 14

    ChipList {
        objectName: "others"
        width: lists.unit * 1.7 * lists.othersColumns + lists.unit * 0.2
        height: lists.height
        zh: lists.vm.othersZh
        en: lists.vm.othersEn
        figure: lists.vm.more
        known: lists.known
        columns: lists.othersColumns
        chips: lists.vm.others
    }
    ChipList {
        objectName: "recent"
        width: lists.unit * 1.7 * lists.recentColumns + lists.unit * 0.2
        height: lists.height
        zh: "最近叫过"
        en: "Recent"
        known: lists.known
        columns: lists.recentColumns
        chips: lists.vm.recent
    }
    ChipList {
        objectName: "passed"
        width: lists.unit * lists.passedColumns + lists.unit * 0.2
        height: lists.height
        zh: "过号"
        en: "Missed"
        known: lists.known
        columns: lists.passedColumns
        chips: lists.vm.passed
    }
}
