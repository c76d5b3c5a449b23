// Which page of the items is shown.
pragma ComponentBehavior: Bound

import QtQuick
import HallUi
import Hall.WindowScreen

Row {
    id: dots

    required property WindowScreen vm
    property int size: 14

    visible: vm.pages > 1
    spacing: size * 0.8

    Repeater {
        model: dots.vm.pages

        Rectangle {
            required property int index

            width: index === dots.vm.page ? dots.size * 2 : dots.size
            height: dots.size
            radius: dots.size / 2
            color: index === dots.vm.page ? Theme.call : Theme.line
        }
    }
}
