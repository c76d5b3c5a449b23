// The hall's notices in turn; in their place, when the board is not up to date, what is so and what to do.
import QtQuick
import HallUi
import Hall.CallBoard

Rectangle {
    id: footer

    required property CallBoard vm

    objectName: "footer"
    color: vm.warns ? "#FFB35C" : "#0B2556"

    Icon {
        id: mark

        x: 32
        anchors.verticalCenter: parent.verticalCenter
        visible: zh.text !== ""
        name: footer.vm.warns ? "unplug" : "info"
        size: 46
        color: footer.vm.warns ? "#081B45" : "#C3D2F0"
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
            strong: footer.vm.warns
            color: footer.vm.warns ? "#081B45" : "#FFFFFF"
            onTextChanged: appear.restart()
        }
        Label {
            objectName: "footerEn"
            width: parent.width
            height: footer.height * 0.36
            text: footer.vm.warns ? footer.vm.warningEn : footer.vm.noticeEn
            size: 24
            least: 13
            color: footer.vm.warns ? "#142A5C" : "#C3D2F0"
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
