// The hall's notices in turn; in their place what the guide desk announces, and before all else, when the board is not
// up to date, what is so and what to do.
import QtQuick
import HallUi
import Hall.CallBoard

Rectangle {
    id: footer

    required property CallBoard vm

    objectName: "footer"
    readonly property bool announces: vm.announces && !vm.warns
    readonly property color ink: vm.warns ? "#081B45" : "#FFFFFF"
    readonly property color inkSoft: vm.warns ? "#142A5C" : announces ? "#FFFFFF" : "#C3D2F0"

    color: vm.warns ? "#FFB35C" : announces ? "#A3242E" : "#0B2556"

    Icon {
        id: mark

        x: 32
        anchors.verticalCenter: parent.verticalCenter
        visible: zh.text !== ""
        name: footer.vm.warns ? "unplug" : footer.announces ? "megaphone" : "info"
        size: 46
        color: footer.inkSoft
    }
    Column {
        id: words

        objectName: "footerWords"
        anchors.left: mark.right
        anchors.leftMargin: 22
        anchors.right: parent.right
        anchors.rightMargin: 32
        anchors.verticalCenter: parent.verticalCenter

        Label {
            id: zh

            objectName: "footerZh"
            width: parent.width
            height: footer.height * 0.52
            text: footer.vm.warns ? footer.vm.warningZh : footer.vm.noticeZh
            size: 36
            least: 16
            strong: footer.vm.warns || footer.announces
            color: footer.ink
            onTextChanged: appear.restart()
        }
        Label {
            objectName: "footerEn"
            width: parent.width
            height: footer.height * 0.36
            text: footer.vm.warns ? footer.vm.warningEn : footer.vm.noticeEn
            size: 24
            least: 13
            color: footer.inkSoft
        }
        NumberAnimation {
            id: appear

            target: words
            property: "opacity"
            from: 0
            to: 1
            duration: 500
        }
    }
}
