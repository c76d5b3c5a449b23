// The ticket machine: one window, one page at a time. Every page binds to the view-model and decides nothing.
pragma ComponentBehavior: Bound

import QtQuick
import HallUi
import Hall.TicketMachine

Window {
    id: window

    required property TicketMachine vm

    color: Theme.page

    Binding {
        target: Theme
        property: "elder"
        value: window.vm.elder
    }
    Binding {
        target: Theme
        property: "lang"
        value: window.vm.lang
    }
    Stage {
        id: stage

        designWidth: window.vm.portrait ? 1080 : 1920
        designHeight: window.vm.portrait ? 1920 : 1080

        PointHandler {
            onActiveChanged: if (active) window.vm.touched()
        }
        Header {
            id: header

            width: stage.canvasWidth
            vm: window.vm
        }
        Item {
            id: pages

            anchors.top: header.bottom
            anchors.bottom: footer.top
            width: stage.canvasWidth

            // The home page stays built: it is where everybody begins.
            HomePage {
                anchors.fill: parent
                visible: window.vm.screen === "home"
                vm: window.vm
            }
            Loader {
                anchors.fill: parent
                sourceComponent: {
                    switch (window.vm.screen) {
                    case "starting":
                        return starting
                    case "items":
                        return items
                    case "search":
                        return search
                    case "confirm":
                        return confirm
                    case "asking":
                        return asking
                    case "taken":
                        return taken
                    case "sorry":
                        return sorry
                    default:
                        return null
                    }
                }
            }
        }
        Footer {
            id: footer

            anchors.bottom: parent.bottom
            width: stage.canvasWidth
            visible: window.vm.secondsLeft === 0 && !basket.visible
            vm: window.vm
        }
        Basket {
            id: basket

            anchors.fill: footer
            visible: window.vm.choosingMore && window.vm.secondsLeft === 0
            vm: window.vm
        }
        StayBar {
            anchors.fill: footer
            visible: window.vm.secondsLeft > 0
            vm: window.vm
        }
        NoticeSheet {
            vm: window.vm
        }
        // A touch that was meant for the page before this one finds nothing.
        Touch {
            objectName: "shield"
            anchors.fill: parent
            visible: !window.vm.settled
        }
    }

    Component {
        id: starting

        StartingPage {
            vm: window.vm
        }
    }
    Component {
        id: items

        ItemsPage {
            vm: window.vm
        }
    }
    Component {
        id: search

        SearchPage {
            vm: window.vm
        }
    }
    Component {
        id: confirm

        ConfirmPage {
            vm: window.vm
        }
    }
    Component {
        id: asking

        AskingPage {}
    }
    Component {
        id: taken

        TakenPage {
            vm: window.vm
        }
    }
    Component {
        id: sorry

        SorryPage {
            vm: window.vm
        }
    }
}
