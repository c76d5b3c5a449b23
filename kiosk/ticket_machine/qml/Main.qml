// The ticket machine: one window, one page at a time. Every page binds to the view-model and decides nothing.
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

            // The home page stays built once it was shown: it is where everybody begins.
            Loader {
                id: home

                anchors.fill: parent
                visible: window.vm.screen === "home"

                Component.onCompleted: build()

                function build() {
                    if (window.vm.screen === "home" && status === Loader.Null)
                        setSource("HomePage.qml", {"vm": window.vm})
                }
            }
            // The others are read when they are needed: the first frame need not wait for them.
            Loader {
                id: page

                readonly property string screen: window.vm.screen

                anchors.fill: parent

                Component.onCompleted: turn()
                onScreenChanged: {
                    home.build()
                    turn()
                }

                function turn() {
                    if (screen === "home")
                        source = ""
                    else
                        setSource(screen.charAt(0).toUpperCase() + screen.slice(1) + "Page.qml", {"vm": window.vm})
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
}
