// The first screen: the most wanted items of all departments, and all departments, at one glance.
pragma ComponentBehavior: Bound

import QtQuick
import Hall.TicketMachine

Item {
    id: page

    required property TicketMachine vm

    Loader {
        anchors.fill: parent
        sourceComponent: page.vm.portrait ? upright : wide
    }
    Component {
        id: upright

        HomePortrait {
            vm: page.vm
        }
    }
    Component {
        id: wide

        HomeLandscape {
            vm: page.vm
        }
    }
}
