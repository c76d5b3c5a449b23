// One figure with its label: people ahead, or a wait in words.
import QtQuick
import HallUi

Card {
    id: card

    property string label
    property int value: 0
    property string unit
    property string words

    implicitHeight: Theme.px(132)

    Column {
        x: 32
        width: parent.width - 48
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.px(2)

        Label {
            text: card.label
            size: Theme.px(26)
            color: Theme.inkSoft
            wrapMode: Text.NoWrap
        }
        Item {
            width: parent.width
            height: Theme.px(62)

            Figure {
                visible: card.unit !== ""
                anchors.verticalCenter: parent.verticalCenter
                value: card.value
                unit: card.unit
                unitSize: Theme.px(28)
                size: Theme.px(50)
                color: Theme.brand
            }
            Label {
                visible: card.unit === ""
                anchors.verticalCenter: parent.verticalCenter
                text: card.words === "" ? "—" : card.words
                size: Theme.px(36)
                strong: true
                color: Theme.brand
                wrapMode: Text.NoWrap
            }
        }
    }
}
