// Who serves here: the photo or the surname, the name, the staff number, the party badge.
import QtQuick
import HallUi
import Hall.WindowScreen

Item {
    id: card

    required property WindowScreen vm
    property int size: 120
    property int nameSize: 44
    property int textSize: 28
    // The badge stands beside the number, where there is no room beside the name.
    property bool tight: false

    implicitHeight: size
    visible: vm.clerkName !== ""

    Avatar {
        id: face

        anchors.verticalCenter: parent.verticalCenter
        size: card.size
        name: card.vm.clerkName
        photo: card.vm.clerkPhoto
        color: "#FFFFFF"
        ink: "#12479F"
    }
    Column {
        id: words

        anchors.left: face.right
        anchors.leftMargin: card.size * 0.2
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter

        Label {
            id: named

            objectName: "clerk_name"
            text: card.vm.clerkName
            size: card.nameSize
            strong: true
            wrapMode: Text.NoWrap
        }
        Row {
            spacing: card.textSize * 0.5

            Label {
                objectName: "clerk_number"
                anchors.verticalCenter: parent.verticalCenter
                text: card.vm.clerkNumber
                size: card.textSize
                color: Theme.inkSoft
                wrapMode: Text.NoWrap
            }
            Badge {
                anchors.verticalCenter: parent.verticalCenter
                visible: card.tight && card.vm.partyMember
                text: card.vm.partyTitle
                size: card.textSize * 0.84
            }
        }
    }
    Badge {
        visible: !card.tight && card.vm.partyMember
        x: face.width + card.size * 0.2 + named.width + card.nameSize * 0.4
        y: (parent.height - words.height) / 2 + (named.height - height) / 2
        text: card.vm.partyTitle
        size: card.textSize * 0.9
    }
}
