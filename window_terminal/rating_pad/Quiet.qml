// While nothing is asked: who serves here, and what happens at the window.
import QtQuick
import HallUi
import Hall.RatingPad

Item {
    id: page

    required property RatingPad vm
    readonly property bool staffed: vm.clerkName !== ""

    Rectangle {
        id: person

        width: 468
        height: page.height
        gradient: Gradient {
            GradientStop { position: 0; color: Theme.brandDeep }
            GradientStop { position: 1; color: "#124AA8" }
        }

        Disc {
            x: 220
            y: -140
            radius: 210
            color: "#12FFFFFF"
        }
        Column {
            anchors.centerIn: parent
            width: parent.width - 64
            spacing: 14

            Item {
                visible: page.staffed
                anchors.horizontalCenter: parent.horizontalCenter
                width: 260
                height: 284

                Avatar {
                    size: 260
                    name: page.vm.clerkName
                    photo: page.vm.clerkPhoto
                }
                Rectangle {
                    visible: page.vm.partyMember
                    anchors.horizontalCenter: parent.horizontalCenter
                    anchors.bottom: parent.bottom
                    width: badge.implicitWidth + 44
                    height: 52
                    radius: 26
                    color: "#A8101A"
                    border.color: "#FFFFFF"
                    border.width: 2

                    Row {
                        id: badge

                        anchors.centerIn: parent
                        spacing: 10

                        Icon {
                            anchors.verticalCenter: parent.verticalCenter
                            name: "flag"
                            size: 26
                            weight: 2.4
                            color: "#FFE08A"
                        }
                        Label {
                            objectName: "party_badge"
                            anchors.verticalCenter: parent.verticalCenter
                            text: qsTr("党员示范岗")
                            size: 26
                            strong: true
                            color: "#FFFFFF"
                            wrapMode: Text.NoWrap
                        }
                    }
                }
            }
            Label {
                objectName: "clerk_name"
                width: parent.width
                visible: page.staffed
                text: page.vm.clerkName
                size: 58
                strong: true
                color: Theme.brandInk
                horizontalAlignment: Text.AlignHCenter
            }
            Label {
                width: parent.width
                visible: page.staffed
                text: qsTr("工号 %1").arg(page.vm.clerkNumber)
                size: Theme.lead
                color: Theme.brandInk
                horizontalAlignment: Text.AlignHCenter
            }
            Item {
                visible: page.staffed
                width: 1
                height: 18
            }
            Label {
                width: parent.width
                text: page.vm.label
                size: page.staffed ? 64 : 150
                strong: true
                color: Theme.brandInk
                horizontalAlignment: Text.AlignHCenter
            }
            Label {
                width: parent.width
                text: page.vm.windowName
                size: Theme.body
                color: Theme.brandInk
                horizontalAlignment: Text.AlignHCenter
            }
        }
    }
    Item {
        anchors.left: person.right
        anchors.right: parent.right
        height: parent.height

        Row {
            x: 48
            y: 36
            spacing: 16

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                name: "landmark"
                size: 38
                color: Theme.brand
            }
            Label {
                anchors.verticalCenter: parent.verticalCenter
                width: 470
                text: page.vm.hall
                size: 26
                strong: true
            }
        }
        Column {
            x: 48
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - 96
            spacing: 20

            Label {
                objectName: "quiet_number"
                width: parent.width
                visible: text !== ""
                text: page.vm.quietNumber
                size: 132
                strong: true
                color: Theme.brand
                lineHeightMode: Text.FixedHeight
                lineHeight: 150
            }
            Paragraph {
                objectName: "quiet_title"
                width: parent.width
                text: page.vm.quietTitle
                size: Theme.headline
                strong: true
            }
            Paragraph {
                width: parent.width
                visible: text !== ""
                text: page.vm.quietItem
                size: Theme.title
            }
            Paragraph {
                objectName: "quiet_text"
                width: parent.width
                visible: text !== ""
                text: page.vm.quietText
                size: Theme.lead
                color: Theme.inkSoft
            }
        }
        Banner {
            objectName: "link_words"
            visible: page.vm.linkWords !== ""
            anchors.left: parent.left
            anchors.leftMargin: 48
            anchors.right: parent.right
            anchors.rightMargin: 48
            anchors.bottom: parent.bottom
            anchors.bottomMargin: 36
            meaning: "warn"
            icon: "unplug"
            text: page.vm.linkWords
        }
        Row {
            visible: page.vm.linkWords === ""
            x: 48
            anchors.bottom: parent.bottom
            anchors.bottomMargin: 36
            spacing: 18

            Label {
                id: clock

                text: page.vm.clock
                size: 46
                strong: true
                wrapMode: Text.NoWrap
            }
            Label {
                anchors.verticalCenter: clock.verticalCenter
                text: page.vm.day
                size: Theme.body
                color: Theme.inkSoft
                wrapMode: Text.NoWrap
            }
        }
    }
}
