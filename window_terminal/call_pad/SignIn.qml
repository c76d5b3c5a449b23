// Staff number or card, and PIN on large keys. A keyboard does the same, and so does a card reader that types.
pragma ComponentBehavior: Bound

import QtQuick
import HallUi
import Hall.CallPad

Item {
    id: page

    required property CallPad vm

    focus: true
    Keys.onPressed: event => {
        if (/^[0-9A-Za-z]$/.test(event.text))
            vm.typeKey(event.text)
        else if (event.key === Qt.Key_Backspace)
            vm.key("back")
        else if (event.key === Qt.Key_Tab)
            vm.typeInto(vm.typingInto === "pin" ? "number" : "pin")
        else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
            vm.enter()
        else
            return
        event.accepted = true
    }

    Rectangle {
        id: place

        width: page.width - sheet.width
        height: page.height
        gradient: Gradient {
            GradientStop { position: 0; color: Theme.brandDeep }
            GradientStop { position: 1; color: "#124AA8" }
        }

        Disc {
            x: parent.width - 300
            y: -160
            radius: 260
            color: "#12FFFFFF"
        }
        Disc {
            x: -180
            y: parent.height - 260
            radius: 230
            color: "#0DFFFFFF"
        }
        Row {
            id: hall

            x: 56
            y: 48
            spacing: 18

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                name: "landmark"
                size: 44
                color: Theme.brandInk
            }
            Label {
                anchors.verticalCenter: parent.verticalCenter
                width: place.width - 2 * 56 - 62
                text: page.vm.hall
                size: Theme.lead
                strong: true
                color: Theme.brandInk
            }
        }
        Column {
            x: 56
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - 112
            spacing: 8

            Label {
                text: page.vm.label
                size: 150
                strong: true
                color: Theme.brandInk
                wrapMode: Text.NoWrap
            }
            Label {
                width: parent.width
                text: page.vm.windowName
                size: Theme.title
                strong: true
                color: Theme.brandInk
            }
            Label {
                width: parent.width
                text: page.vm.department
                size: Theme.body
                color: Theme.brandInk
            }
        }
        Row {
            anchors.left: parent.left
            anchors.leftMargin: 56
            anchors.bottom: parent.bottom
            anchors.bottomMargin: 44
            spacing: 18

            Label {
                id: clock

                text: page.vm.clock
                size: 48
                strong: true
                color: Theme.brandInk
                wrapMode: Text.NoWrap
            }
            Label {
                anchors.verticalCenter: clock.verticalCenter
                text: page.vm.day
                size: Theme.body
                color: Theme.brandInk
                wrapMode: Text.NoWrap
            }
        }
    }

    Rectangle {
        id: sheet

        anchors.right: parent.right
        width: 640
        height: page.height
        color: Theme.page

        Label {
            id: title

            x: 48
            y: 40
            text: qsTr("窗口人员登录")
            size: Theme.title
            strong: true
            wrapMode: Text.NoWrap
        }
        LangButton {
            anchors.right: parent.right
            anchors.rightMargin: 40
            anchors.verticalCenter: title.verticalCenter
            vm: page.vm
        }
        Row {
            id: fields

            x: 48
            y: 108
            spacing: 16

            EntryField {
                objectName: "field_number"
                width: 264
                title: qsTr("工号或刷卡")
                value: page.vm.cardRead ? qsTr("已刷卡") : page.vm.staffNumber
                active: page.vm.typingInto === "number"
                onTapped: page.vm.typeInto("number")
            }
            EntryField {
                objectName: "field_pin"
                width: 264
                title: qsTr("密码（6 位以上）")
                dots: page.vm.pinLength
                active: page.vm.typingInto === "pin"
                onTapped: page.vm.typeInto("pin")
            }
        }
        NoticeStrip {
            x: 48
            anchors.top: fields.bottom
            anchors.topMargin: 12
            width: 544
            height: 68
            text: page.vm.linkWords !== "" ? page.vm.linkWords : page.vm.notice
            meaning: page.vm.linkWords !== "" ? "bad" : "warn"
        }
        DigitPad {
            x: 48
            anchors.top: fields.bottom
            anchors.topMargin: 92
            anchors.bottom: enter.top
            anchors.bottomMargin: 16
            width: 544
            onDigit: value => page.vm.key(value)
            onErase: page.vm.key("back")
            onClear: page.vm.key("clear")
        }
        BigButton {
            id: enter

            objectName: "sign_in"
            x: 48
            anchors.bottom: parent.bottom
            anchors.bottomMargin: 36
            width: 544
            height: 88
            text: page.vm.typingInto === "number" && page.vm.pinLength === 0 ? qsTr("下一步") : qsTr("登录")
            icon: page.vm.typingInto === "number" && page.vm.pinLength === 0 ? "arrow-right" : "log-in"
            size: Theme.lead
            enabled: page.vm.canSignIn
            busy: page.vm.signingIn
            onTapped: page.vm.signIn()
        }
    }
}
