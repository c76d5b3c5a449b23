// What somebody wants to be fetched for when called: only the guides and the clerk will see it, and only today.
pragma ComponentBehavior: Bound

import QtQuick
import HallUi
import Hall.TicketMachine

Item {
    id: page

    required property TicketMachine vm
    readonly property int side: vm.portrait ? 40 : 48
    readonly property real inner: width - 2 * side
    readonly property int columns: vm.portrait ? 2 : 4

    PageTitle {
        id: title

        x: page.side
        y: 12
        width: page.inner
        vm: page.vm
        text: qsTr("需要引导或语言帮助")
        icon: "hand-helping"
    }
    Paragraph {
        id: note

        x: page.side
        anchors.top: title.bottom
        anchors.topMargin: 8
        width: page.inner
        text: qsTr("叫到您时，导服人员会来接您。只有导服台和办理窗口能看到，当天结束即清除。")
        size: Theme.px(28)
        color: Theme.inkSoft
    }
    Grid {
        x: page.side
        anchors.top: note.bottom
        anchors.topMargin: 24
        columns: page.columns
        spacing: 20

        Repeater {
            model: page.vm.needs

            Card {
                id: tile

                required property string need
                required property string name
                required property string icon
                required property bool chosen

                objectName: "need_" + need
                width: (page.inner - (page.columns - 1) * 20) / page.columns
                height: Theme.elder ? 188 : 168
                pressable: true
                color: chosen ? Theme.brandWash : Theme.card
                border: chosen ? Theme.brand : "transparent"
                borderWidth: chosen ? 3 : 0
                onTapped: page.vm.toggleNeed(need)

                IconTile {
                    id: mark

                    x: 24
                    anchors.verticalCenter: parent.verticalCenter
                    size: 84
                    icon: tile.chosen ? "check" : tile.icon
                    color: tile.chosen ? Theme.brand : Theme.brandWash
                    ink: tile.chosen ? Theme.brandInk : Theme.brand
                }
                Label {
                    anchors.left: mark.right
                    anchors.leftMargin: 20
                    anchors.right: parent.right
                    anchors.rightMargin: 20
                    anchors.verticalCenter: parent.verticalCenter
                    text: tile.name
                    size: Theme.px(32)
                    strong: true
                }
            }
        }
    }
    BigButton {
        objectName: "needsDone"
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 28
        x: page.side
        width: page.inner
        height: page.vm.portrait ? (Theme.elder ? 148 : 136) : (Theme.elder ? 128 : 116)
        icon: "check"
        text: qsTr("好了")
        size: Theme.px(48)
        onTapped: page.vm.back()
    }
}
