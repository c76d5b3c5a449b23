// The numbers that will be called soon, in order; a dash where there are none.
pragma ComponentBehavior: Bound

import QtQuick
import HallUi
import Hall.WindowScreen

Row {
    id: line

    required property WindowScreen vm
    property int size: 44

    spacing: size * 0.34

    Repeater {
        model: line.vm.following

        Rectangle {
            id: chip

            required property string number
            required property int index

            objectName: "next_" + number
            width: text.implicitWidth + line.size * 0.72
            height: line.size * 1.5
            radius: line.size * 0.3
            color: index === 0 ? "#1C4796" : Theme.brandWash

            Label {
                id: text

                anchors.centerIn: parent
                text: chip.number
                size: line.size
                strong: true
                wrapMode: Text.NoWrap
            }
        }
    }
    Label {
        visible: line.vm.followingCount === 0
        height: line.size * 1.5
        text: "—"
        size: line.size
        strong: true
        color: Theme.inkSoft
        wrapMode: Text.NoWrap
    }
}
