// A small terminal for the tests of the kit: buttons that can be hidden, disabled, covered, scrolled and pressed.
import QtQuick

Window {
    id: root

    required property QtObject vm

    width: 800
    height: 600
    color: "white"

    component TrialKey: Rectangle {
        id: key

        signal pressed

        width: 120
        height: 60
        color: "teal"

        TapHandler {
            onTapped: key.pressed()
        }
    }

    Text {
        objectName: "link"
        x: 400
        text: root.vm.link
    }

    Text {
        objectName: "greeting"
        x: 400
        y: 30
        text: qsTr("您好")
    }

    TrialKey {
        objectName: "next"
        onPressed: root.vm.press("next")
    }

    MouseArea {
        objectName: "old-fashioned"
        y: 70
        width: 120
        height: 60
        onClicked: root.vm.press("old-fashioned")
    }

    TrialKey {
        objectName: "hidden"
        y: 140
        visible: root.vm.presses > 0
        onPressed: root.vm.press("hidden")
    }

    TrialKey {
        objectName: "disabled"
        y: 210
        enabled: false
        onPressed: root.vm.press("disabled")
    }

    TrialKey {
        objectName: "faint"
        y: 280
        opacity: 0.1
        onPressed: root.vm.press("faint")
    }

    TrialKey {
        objectName: "covered"
        y: 350
        onPressed: root.vm.press("covered")
    }

    Rectangle {
        objectName: "curtain"
        y: 350
        width: 120
        height: 60
        color: "black"
    }

    TrialKey {
        objectName: "under-glass"
        y: 420
        onPressed: root.vm.press("under-glass")
    }

    MouseArea {
        objectName: "glass"
        y: 420
        width: 120
        height: 60
    }

    TrialKey {
        objectName: "under-shadow"
        y: 490
        onPressed: root.vm.press("under-shadow")
    }

    Rectangle {
        y: 490
        width: 120
        height: 60
        color: "#40000000"
    }

    TrialKey {
        objectName: "outside"
        x: 900
        onPressed: root.vm.press("outside")
    }

    Item {
        x: 600
        y: 350
        width: 200
        height: 80
        clip: true

        TrialKey {
            objectName: "clipped"
            y: 120
            onPressed: root.vm.press("clipped")
        }
    }

    Flickable {
        x: 150
        y: 100
        width: 200
        height: 200
        contentHeight: column.height
        clip: true

        Column {
            id: column

            Repeater {
                model: 30

                TrialKey {
                    required property int index

                    objectName: "row-" + index
                    onPressed: root.vm.press(objectName)
                }
            }
        }
    }

    ListView {
        x: 150
        y: 320
        width: 200
        height: 200
        clip: true
        model: 200
        delegate: TrialKey {
            required property int index

            objectName: "delegate-" + index
            onPressed: root.vm.press(objectName)
        }
    }

    Item {
        x: 600
        y: 100
        scale: 0.5
        width: 200
        height: 200

        TrialKey {
            objectName: "scaled"
            rotation: 90
            onPressed: root.vm.press("scaled")
        }
    }
}
