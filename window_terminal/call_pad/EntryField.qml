// One field of the sign-in page: a number as it is typed, or dots.
pragma ComponentBehavior: Bound

import QtQuick
import HallUi

Item {
    id: field

    property string title
    property string value
    property int dots: 0
    property bool active: false

    signal tapped

    implicitHeight: 104

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusSmall
        color: Theme.card
        border.color: field.active ? Theme.brand : Theme.line
        border.width: field.active ? 3 : 1
    }
    Label {
        x: 20
        y: 10
        text: field.title
        size: Theme.tiny
        color: field.active ? Theme.brand : Theme.inkSoft
        wrapMode: Text.NoWrap
    }
    Row {
        x: 20
        y: 44
        height: 52
        spacing: 10

        Label {
            visible: field.value !== ""
            anchors.verticalCenter: parent.verticalCenter
            text: field.value
            size: Theme.title
            strong: true
            wrapMode: Text.NoWrap
        }
        Repeater {
            model: field.dots

            Rectangle {
                anchors.verticalCenter: parent?.verticalCenter
                width: field.dots > 8 ? 8 : 16
                height: width
                radius: width / 2
                color: Theme.ink
            }
        }
        Rectangle {
            visible: field.active
            anchors.verticalCenter: parent.verticalCenter
            width: 3
            height: 34
            color: Theme.brand
        }
    }
    Touch {
        anchors.fill: parent
        onTapped: field.tapped()
    }
}
