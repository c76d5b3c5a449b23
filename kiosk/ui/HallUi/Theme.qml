// Colours, sizes and the text scale of every terminal, in one place.
// Rules: body text has a contrast of at least 7:1 on its ground; a target for a finger is at least 60 px high.
// A terminal sets `dark`, `elder`, `scale` and `lang`; the rest follows.
pragma Singleton

import QtQuick

QtObject {
    property bool dark: false
    // Larger and calmer, for elder eyes.
    property bool elder: false
    // What a text size is multiplied by: 1 on a floor terminal, 0.8 on a 10 inch pad.
    property real scale: 1
    // "zh" or "en": lets the kit's own few words follow.
    property string lang: "zh"

    readonly property string family: "Noto Sans CJK SC"

    // Grounds
    readonly property color page: dark ? "#071430" : "#EEF2F8"
    readonly property color card: dark ? "#0F2350" : "#FFFFFF"
    readonly property color cardPressed: dark ? "#1A3470" : "#E4ECFA"
    readonly property color sunken: dark ? "#0A1B40" : "#E3E9F3"
    readonly property color line: dark ? "#274480" : "#D5DDEA"
    readonly property color veil: "#B3061230"

    // Inks
    readonly property color ink: dark ? "#FFFFFF" : "#0E1A31"
    readonly property color inkSoft: dark ? "#C3D2F0" : "#3C4A63"
    readonly property color brandInk: "#FFFFFF"
    readonly property color brandInkSoft: "#E6EEFF"
    readonly property color faint: dark ? "#7E95C4" : "#8A97AD"   // never for words: marks and arrows only

    // Meanings
    readonly property color brand: dark ? "#4F8DFF" : "#12479F"
    readonly property color brandDeep: "#0A3280"
    readonly property color brandWash: dark ? "#15306B" : "#E4EDFC"
    readonly property color good: dark ? "#4BE3A4" : "#09573D"
    readonly property color goodWash: dark ? "#0E3D3A" : "#DDF3E9"
    readonly property color warn: dark ? "#FFD166" : "#633B00"
    readonly property color warnWash: dark ? "#41371F" : "#FFF1D0"
    readonly property color bad: dark ? "#FF8A80" : "#951914"
    readonly property color badWash: dark ? "#47202C" : "#FCE6E4"
    readonly property color call: "#FFD24A"

    // Text sizes, in pixels of the design size
    readonly property int tiny: px(22)
    readonly property int small: px(25)
    readonly property int body: px(28)
    readonly property int lead: px(33)
    readonly property int title: px(40)
    readonly property int headline: px(54)
    readonly property int display: px(96)

    // Space and shape
    readonly property int gap: 24
    readonly property int margin: 48
    readonly property int radius: 24
    readonly property int radiusSmall: 16
    readonly property int target: 96
    readonly property int targetMin: 60

    function px(size: real): int {
        return Math.round(size * scale * (elder ? 1.22 : 1))
    }

    // "good" | "warn" | "bad" | "brand": the ink and the wash of a meaning.
    function tone(name: string): color {
        return name === "good" ? good : name === "warn" ? warn : name === "bad" ? bad : brand
    }

    function wash(name: string): color {
        return name === "good" ? goodWash : name === "warn" ? warnWash : name === "bad" ? badWash : brandWash
    }

    function say(zh: string, en: string): string {
        return lang === "en" ? en : zh
    }
}
