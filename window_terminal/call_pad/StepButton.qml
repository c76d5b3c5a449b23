// The one large button. It gives back what it showed when the finger came down: if the picture changed under the
// finger, nothing is sent.
import QtQuick
import HallUi
import Hall.CallPad

Item {
    id: button

    required property CallPad vm
    property string aimedStep
    property int aimedVer

    objectName: "step"
    enabled: vm.stepReady

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: !button.enabled ? Theme.sunken : touch.pressed ? Theme.brandDeep : button.vm.serving ? Theme.good : Theme.brand
    }
    Spinner {
        visible: button.vm.stepBusy
        anchors.right: parent.right
        anchors.rightMargin: 32
        anchors.verticalCenter: parent.verticalCenter
        size: 52
        color: Theme.brand
    }
    Column {
        anchors.centerIn: parent
        width: parent.width - 2 * 100
        spacing: 2

        Label {
            width: parent.width
            text: button.vm.stepWords
            size: 44
            strong: true
            color: button.enabled ? Theme.brandInk : Theme.inkSoft
            horizontalAlignment: Text.AlignHCenter
        }
        Label {
            width: parent.width
            visible: text !== ""
            text: button.vm.stepNote
            size: Theme.small
            color: button.enabled ? Theme.brandInk : Theme.inkSoft
            horizontalAlignment: Text.AlignHCenter
        }
    }
    Touch {
        id: touch

        anchors.fill: parent
        onPressedChanged: {
            if (pressed) {
                button.aimedStep = button.vm.step
                button.aimedVer = button.vm.ver
            }
        }
        onTapped: button.vm.go(button.aimedStep, button.aimedVer)
    }
}
