// Who serves here.
import QtQuick
import HallUi
import Hall.WindowScreen

Row {
    id: card

    required property WindowScreen vm
    property int size: 120
    property int nameSize: 44
    property int textSize: 28

    visible: vm.clerkName !== ""
    spacing: size * 0.22

    Avatar {
        anchors.verticalCenter: parent.verticalCenter
        size: card.size
        name: card.vm.clerkName
        photo: card.vm.clerkPhoto
        color: "#FFFFFF"
        ink: "#12479F"
    }
    Column {
        anchors.verticalCenter: parent.verticalCenter
        width: card.width - card.size * 1.22

        Label {
            objectName: "clerk_name"
            width: parent.width
            text: card.vm.clerkName
            size: card.nameSize
            strong: true
        }
        Label {
            width: parent.width
            text: qsTr("工号 %1").arg(card.vm.clerkNumber)
            size: card.textSize
            color: Theme.inkSoft
        }
        Row {
            visible: card.vm.partyMember
            spacing: 10

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                name: "flag"
                size: card.textSize
                color: Theme.call
            }
            Label {
                text: qsTr("党员示范岗")
                size: card.textSize
                color: Theme.call
                wrapMode: Text.NoWrap
            }
        }
    }
}
