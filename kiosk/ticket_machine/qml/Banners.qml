// What everybody must know before choosing: no link, an announcement, hall closed, no slips. Nothing at all on a good day.
import QtQuick
import HallUi
import Hall.TicketMachine

Column {
    id: banners

    required property TicketMachine vm
    property bool slips: true

    spacing: 16

    LinkBanner {
        objectName: "linkBanner"
        width: parent.width
        link: banners.vm.offline ? "UP" : banners.vm.link
        advice: banners.vm.linkAdvice
        size: Theme.small
    }
    Banner {
        objectName: "announcedBanner"
        visible: banners.vm.announced !== ""
        width: parent.width
        meaning: "warn"
        icon: "megaphone"
        text: banners.vm.announced
        size: Theme.small
    }
    Banner {
        objectName: "offlineBanner"
        visible: banners.vm.offline
        width: parent.width
        meaning: "brand"
        icon: "rotate-cw"
        text: banners.vm.offlineWords
        size: Theme.small
    }
    Banner {
        objectName: "closedBanner"
        visible: banners.vm.closed !== "" && banners.vm.linkUp
        width: parent.width
        meaning: "brand"
        icon: "door-closed"
        text: banners.vm.closed
    }
    Banner {
        objectName: "printerBanner"
        visible: banners.slips && banners.vm.printerTrouble !== "" && banners.vm.giving
        width: parent.width
        meaning: "warn"
        icon: "printer-x"
        size: Theme.small
        title: qsTr("本机暂时不能打印号票（%1）").arg(banners.vm.printerTrouble)
        text: qsTr("可以照常取号：号码显示在屏幕上，请拍照或记下。")
    }
}
