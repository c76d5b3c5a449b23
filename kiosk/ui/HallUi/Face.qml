// One of the five faces of a rating, with its words below. `level` is the name of the contract's Level.
import QtQuick

Item {
    id: face

    property string level: "GOOD"
    property string text
    property bool chosen: false
    property bool faded: false
    property real size: 180
    readonly property bool pressed: touch.pressed
    readonly property var look: looks[level] || looks["GOOD"]
    readonly property var looks: ({
        "VERY_GOOD": {"icon": "laugh", "color": "#0B7A53"},
        "GOOD": {"icon": "smile", "color": "#2F7D1F"},
        "FAIR": {"icon": "meh", "color": "#9A6200"},
        "BAD": {"icon": "frown", "color": "#B4480C"},
        "VERY_BAD": {"icon": "angry", "color": "#A61E1E"}
    })

    signal tapped

    implicitWidth: size
    implicitHeight: size + words.implicitHeight + 20

    Rectangle {
        id: disc

        anchors.horizontalCenter: parent.horizontalCenter
        width: face.size
        height: face.size
        radius: face.size / 2
        color: face.chosen || face.pressed ? face.look.color : Theme.card
        opacity: face.faded ? 0.35 : 1

        Icon {
            anchors.centerIn: parent
            name: face.look.icon
            size: face.size * 1.14
            weight: 1.3
            color: face.chosen || face.pressed ? "#FFFFFF" : face.look.color
        }
    }
    Label {
        id: words

        anchors.top: disc.bottom
        anchors.topMargin: 20
        width: parent.width
        text: face.text
        size: Theme.lead
        strong: true
        horizontalAlignment: Text.AlignHCenter
        color: face.faded ? Theme.faint : Theme.ink
    }
    Touch {
        id: touch

        anchors.fill: parent
        onTapped: face.tapped()
    }
}
