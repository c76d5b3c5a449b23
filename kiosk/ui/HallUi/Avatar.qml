// A person: the photo, or the first character of the name.
import QtQuick

Rectangle {
    id: avatar

    property string name
    property url photo
    property real size: 120
    property color ink: Theme.brand

    implicitWidth: size
    implicitHeight: size
    radius: size * 0.24
    color: Theme.brandWash
    clip: true

    Label {
        anchors.centerIn: parent
        visible: picture.status !== Image.Ready && text !== ""
        text: avatar.name.charAt(0)
        size: avatar.size * 0.48
        strong: true
        color: avatar.ink
    }
    Icon {
        anchors.centerIn: parent
        visible: picture.status !== Image.Ready && avatar.name === ""
        name: "user-round"
        size: avatar.size * 0.55
        color: avatar.ink
    }
    Image {
        id: picture

        anchors.fill: parent
        source: avatar.photo
        // Made small while it is read: drawn small from a large one it would be ragged.
        sourceSize: Qt.size(avatar.size * 2, avatar.size * 2)
        fillMode: Image.PreserveAspectCrop
        asynchronous: true
    }
}
