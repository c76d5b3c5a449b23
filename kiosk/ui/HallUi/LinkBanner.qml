// Says in words for its user that the hub cannot be reached. `link` is the bridge's: "UP", "NO_BROKER", "NO_HUB".
import QtQuick

Banner {
    property string link: "UP"
    // What the reader should do meanwhile; the terminal knows who reads it.
    property string advice

    visible: link !== "UP"
    meaning: "bad"
    icon: link === "NO_BROKER" ? "wifi-off" : "unplug"
    title: link === "NO_BROKER" ? Theme.say("大厅网络暂时中断", "The hall network is down for the moment")
                                : Theme.say("排队主机暂时没有应答", "The queue system is not answering for the moment")
    text: advice
}
