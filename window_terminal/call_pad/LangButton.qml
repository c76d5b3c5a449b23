// Changes the language of the pad: shows the language it leads to.
import QtQuick
import HallUi
import Hall.CallPad

BigButton {
    required property CallPad vm

    objectName: "lang"
    width: 92
    height: 60
    radius: 16
    kind: "quiet"
    icon: "languages"
    text: vm.lang === "zh" ? "EN" : "中"
    size: Theme.small
    onTapped: vm.speak(vm.lang === "zh" ? "en" : "zh")
}
