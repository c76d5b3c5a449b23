// A length of a pause.
import QtQuick
import HallUi

Item {
    id: chip

    required property int minutes
    required property bool chosen

    signal tapped

    objectName: "minutes_" + minutes
    implicitHeight: 60

    Rectangle {
        anchors.fill: parent
        radius: 14
        color: touch.pressed ? Theme.cardPressed : chip.chosen ? Theme.brand : Theme.page
    }
    Label {
        anchors.centerIn: parent
        text: chip.minutes === 0 ? qsTr("不定") : chip.minutes
        size: Theme.small
        strong: true
        color: chip.chosen && !touch.pressed ? Theme.brandInk : Theme.ink
        wrapMode: Text.NoWrap
    }
    Touch {
        id: touch

        anchors.fill: parent
        onTapped: chip.tapped()
    }
}
