// Leads to the search; says by example how it works.
import QtQuick
import HallUi
import Hall.TicketMachine

Card {
    id: button

    required property TicketMachine vm

    objectName: "openSearch"
    pressable: true
    radius: height / 2
    border: Theme.brand
    borderWidth: 2
    onTapped: vm.openSearch()

    Icon {
        id: mark

        x: 36
        anchors.verticalCenter: parent.verticalCenter
        name: "search"
        size: Theme.px(40)
        color: Theme.brand
    }
    Column {
        anchors.left: mark.right
        anchors.leftMargin: 24
        anchors.right: keys.visible ? keys.left : parent.right
        anchors.rightMargin: keys.visible ? 12 : 32
        anchors.verticalCenter: parent.verticalCenter

        Label {
            width: parent.width
            height: Theme.px(40)
            text: button.width > 400 ? qsTr("搜索要办的事") : qsTr("搜索")
            size: Theme.px(32)
            least: Theme.px(17)
            wrapMode: Text.NoWrap
            strong: true
        }
        Label {
            width: parent.width
            height: Theme.px(32)
            visible: button.width > 460
            text: qsTr("输入拼音首字母，如“社保卡”按 S B K")
            size: Theme.px(22)
            least: Theme.px(15)
            wrapMode: Text.NoWrap
            color: Theme.inkSoft
        }
    }
    Row {
        id: keys

        anchors.right: parent.right
        anchors.rightMargin: 32
        anchors.verticalCenter: parent.verticalCenter
        spacing: 8
        visible: button.vm.portrait && !Theme.elder && Theme.lang === "zh"

        Repeater {
            model: ["S", "B", "K"]

            Rectangle {
                id: key

                required property string modelData

                width: 52
                height: 52
                radius: 12
                color: Theme.brandWash

                Label {
                    anchors.centerIn: parent
                    text: key.modelData
                    size: 28
                    strong: true
                    color: Theme.brand
                }
            }
        }
    }
}
