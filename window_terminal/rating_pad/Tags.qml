// Why: the national tags of the touched level, several may be chosen. The level is already kept.
pragma ComponentBehavior: Bound

import QtQuick
import HallUi
import Hall.RatingPad

Item {
    id: page

    required property RatingPad vm

    // A second thought: for some seconds another face may be touched.
    Row {
        id: faces

        x: 40
        y: 30
        spacing: 6

        Repeater {
            model: page.vm.faces

            SmallFace {
                enabled: page.vm.canChange
                onTapped: page.vm.change(level)
            }
        }
    }
    Column {
        anchors.left: faces.right
        anchors.leftMargin: 24
        anchors.right: parent.right
        anchors.rightMargin: 230
        anchors.verticalCenter: faces.verticalCenter
        spacing: 2

        Label {
            objectName: "level_words"
            width: parent.width
            text: page.vm.levelWords
            size: 46
            strong: true
        }
        Label {
            width: parent.width
            text: page.vm.canChange ? qsTr("评价已收到，点错了可以改选") : qsTr("想说说原因吗？（可多选）")
            size: Theme.body
            color: Theme.inkSoft
        }
    }
    Grid {
        x: 48
        y: 164
        columns: 2
        columnSpacing: 20
        rowSpacing: 18

        Repeater {
            model: page.vm.tags

            TagChip {
                width: (page.width - 96 - 20) / 2
                height: 104
                onTapped: page.vm.tag(code)
            }
        }
    }
    Row {
        anchors.left: parent.left
        anchors.leftMargin: 48
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 36
        spacing: 20

        Countdown {
            anchors.verticalCenter: parent.verticalCenter
            size: 88
            seconds: page.vm.leftS
            total: page.vm.totalS
        }
        BigButton {
            objectName: "skip"
            width: 300
            height: 100
            kind: "outline"
            text: qsTr("跳过")
            size: Theme.lead
            onTapped: page.vm.skip()
        }
        BigButton {
            objectName: "submit"
            width: page.width - 96 - 88 - 300 - 40
            height: 100
            text: page.vm.tagsChosen === 0 ? qsTr("提交") : qsTr("提交（已选 %1 项）").arg(page.vm.tagsChosen)
            icon: "check"
            size: Theme.lead
            enabled: page.vm.tagsChosen > 0
            onTapped: page.vm.submit()
        }
    }
}
