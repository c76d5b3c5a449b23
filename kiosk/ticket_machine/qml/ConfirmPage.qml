// What the person has chosen, where, how long, what to bring; and the one button that takes the ticket.
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
    readonly property bool several: vm.chosenCount > 1

    PageTitle {
        id: title

        x: page.side
        y: 12
        width: page.inner - (free.visible ? free.width + 20 : 0)
        vm: page.vm
        text: qsTr("请确认要办的事")
        backText: qsTr("重新选择")
    }
    BigButton {
        id: free

        objectName: "free"
        visible: page.several
        x: page.side + page.inner - width
        anchors.verticalCenter: title.verticalCenter
        height: Theme.elder ? 96 : 84
        kind: page.vm.free ? "tonal" : "outline"
        icon: page.vm.free ? "check" : "list-ordered"
        text: page.vm.free ? qsTr("哪边快先办哪边") : qsTr("按选择的顺序办")
        size: Theme.small
        radius: Theme.radiusSmall + 4
        onTapped: page.vm.chooseFree(!page.vm.free)
    }
    Column {
        id: left

        anchors.top: title.bottom
        anchors.topMargin: 4
        x: page.side
        width: page.columnWidth
        spacing: page.several ? 14 : 20

        Repeater {
            model: page.vm.chosen

            ChosenCard {
                required property string item
                required name
                required detail
                required icon
                required tint
                required windows

                width: page.columnWidth
                several: page.several
                severalHeight: page.vm.portrait ? (Theme.elder ? 144 : 128) : (Theme.elder ? 116 : 104)
                roomy: !page.several
                low: !page.vm.portrait && Theme.elder
                facts: page.vm.facts
                onDropped: page.vm.drop(item)
            }
        }
        Row {
            width: parent.width
            spacing: 20

            FactCard {
                width: (page.columnWidth - 20) / 2
                label: qsTr("前面等候")
                value: page.vm.ahead
                unit: page.vm.ahead < 0 ? "" : qsTr("人", "unit after a number")
            }
            FactCard {
                width: (page.columnWidth - 20) / 2
                label: qsTr("预计等待")
                words: page.vm.wait
            }
        }
    }
    PriorityCard {
        id: priority

        x: papers.x
        y: page.vm.portrait ? left.y + left.height + 20 : left.y
        width: needs.visible ? (page.columnWidth - 20) * 0.68 : page.columnWidth
        height: page.vm.priorityOffered || down.visible ? implicitHeight : 0
        visible: page.vm.priorityOffered && !down.visible
        vm: page.vm
    }
    NeedsCard {
        id: needs

        anchors.left: priority.right
        anchors.leftMargin: 20
        y: priority.y
        width: (page.columnWidth - 20) * 0.32
        height: priority.height
        visible: page.vm.needsOffered && page.vm.priorityOffered && !down.visible
        vm: page.vm
    }
    LinkBanner {
        id: down

        objectName: "linkBanner"
        x: papers.x
        y: priority.y
        width: page.columnWidth
        height: priority.height
        link: page.vm.giving ? "UP" : page.vm.link
        advice: page.vm.linkAdvice
        size: Theme.small
    }
    PapersCard {
        id: papers

        x: page.vm.portrait ? page.side : page.side + page.columnWidth + 32
        y: priority.y + priority.height + (priority.height > 0 ? 20 : 0)
        width: page.columnWidth
        vm: page.vm
    }
    Item {
        id: buttons

        anchors.bottom: parent.bottom
        anchors.bottomMargin: 28
        x: page.side
        width: page.inner
        height: page.vm.portrait ? (Theme.elder ? 148 : 136) : (Theme.elder ? 128 : 116)

        BigButton {
            id: more

            objectName: "addMore"
            visible: page.vm.canAdd
            height: parent.height
            width: Math.max(page.vm.portrait ? 300 : 360, implicitWidth)
            kind: "outline"
            icon: "plus"
            text: qsTr("再加一项")
            size: Theme.px(31)
            enabled: page.vm.giving
            onTapped: page.vm.addMore()
        }
        BigButton {
            objectName: "take"
            anchors.left: more.visible ? more.right : parent.left
            anchors.leftMargin: more.visible ? 24 : 0
            anchors.right: parent.right
            height: parent.height
            icon: "ticket"
            text: qsTr("取号")
            size: Theme.px(48)
            enabled: page.vm.giving
            onTapped: page.vm.take()
        }
    }
}
