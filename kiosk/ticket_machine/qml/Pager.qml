// Back and forth through pages; not there when there is one page.
import QtQuick
import HallUi
import Hall.TicketMachine

Row {
    id: pager

    required property TicketMachine vm
    property real buttonHeight: Theme.elder ? 84 : 68
    property int size: Theme.small

    visible: vm.pages > 1
    spacing: 16

    BigButton {
        objectName: "previousPage"
        height: pager.buttonHeight
        kind: "outline"
        icon: "chevron-left"
        text: qsTr("上一页")
        size: pager.size
        radius: Theme.radiusSmall
        enabled: pager.vm.page > 0
        onTapped: pager.vm.previousPage()
    }
    Label {
        anchors.verticalCenter: parent.verticalCenter
        text: (pager.vm.page + 1) + " / " + pager.vm.pages
        size: pager.size
        strong: true
        wrapMode: Text.NoWrap
    }
    BigButton {
        objectName: "nextPage"
        height: pager.buttonHeight
        kind: "outline"
        icon: "chevron-right"
        iconAfter: true
        text: qsTr("下一页")
        size: pager.size
        radius: Theme.radiusSmall
        enabled: pager.vm.page + 1 < pager.vm.pages
        onTapped: pager.vm.nextPage()
    }
}
