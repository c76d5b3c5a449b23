// The numbers that are called now, each in its place until it is over.
pragma ComponentBehavior: Bound

import QtQuick
import HallUi
import Hall.CallBoard

Item {
    id: panel

    required property CallBoard vm
    readonly property int gap: 14

    Heading {
        id: heading

        width: parent.width
        zh: "正在叫号"
        en: "Now calling"
        size: panel.vm.layout === "portrait" ? 40 : 36
    }
    Pill {
        objectName: "practiceNumbers"
        visible: panel.vm.practice
        anchors.right: parent.right
        anchors.verticalCenter: heading.verticalCenter
        text: "演练号，不办业务 Practice, not valid"
        size: 24
        strong: true
        color: "#FFE7A3"
        ink: "#4A3200"
    }
    Grid {
        id: grid

        y: heading.height + 8
        width: parent.width
        height: parent.height - y
        visible: panel.vm.titleZh === ""
        columns: panel.vm.callColumns
        spacing: panel.gap

        Repeater {
            model: panel.vm.calls

            CallPlace {
                width: (grid.width - (panel.vm.callColumns - 1) * panel.gap) / panel.vm.callColumns
                height: (grid.height - (panel.vm.callRows - 1) * panel.gap) / panel.vm.callRows
            }
        }
    }
    // In the place of the numbers: connecting, nothing called, not to be trusted.
    Rectangle {
        objectName: "middle"
        anchors.fill: grid
        visible: panel.vm.titleZh !== ""
        radius: 24
        color: Theme.sunken
        border.color: Theme.line
        border.width: 1

        Column {
            anchors.centerIn: parent
            width: parent.width - 96
            spacing: 14

            IconTile {
                anchors.horizontalCenter: parent.horizontalCenter
                size: 132
                icon: panel.vm.warns ? "unplug" : panel.vm.phase === "starting" ? "network" : "monitor"
                color: panel.vm.warns ? Theme.warnWash : Theme.brandWash
                ink: panel.vm.warns ? Theme.warn : Theme.ink
            }
            Item {
                width: 1
                height: 6
            }
            Label {
                objectName: "title"
                width: parent.width
                text: panel.vm.titleZh
                size: 60
                strong: true
                horizontalAlignment: Text.AlignHCenter
            }
            Label {
                width: parent.width
                text: panel.vm.titleEn
                size: 34
                color: Theme.inkSoft
                horizontalAlignment: Text.AlignHCenter
            }
            Item {
                width: 1
                height: 6
            }
            Label {
                objectName: "text"
                width: parent.width
                visible: text !== ""
                text: panel.vm.textZh
                size: 38
                horizontalAlignment: Text.AlignHCenter
            }
            Label {
                width: parent.width
                visible: text !== ""
                text: panel.vm.textEn
                size: 26
                color: Theme.inkSoft
                horizontalAlignment: Text.AlignHCenter
            }
        }
    }
}
