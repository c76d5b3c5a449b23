// A text that may need several lines: they are made about equally long, so that no last character stands alone.
// Chinese breaks anywhere, so one character of slack is enough; other words break between words, so the longest needs room.
import QtQuick

Label {
    id: paragraph

    readonly property int lines: Math.ceil(measure.advanceWidth / Math.max(1, width - 1))
    readonly property real even: measure.advanceWidth / Math.max(1, lines) + size * (1.3 + longestWord * 0.55)
    readonly property real spare: lines > 1 ? Math.max(0, width - even) : 0
    readonly property int longestWord: {
        let most = 0;
        for (const word of text.split(/[\s\u2e80-\uffef]+/))
            most = Math.max(most, word.length);
        return most;
    }

    leftPadding: horizontalAlignment === Text.AlignHCenter ? spare / 2 : horizontalAlignment === Text.AlignRight ? spare : 0
    rightPadding: horizontalAlignment === Text.AlignHCenter ? spare / 2 : horizontalAlignment === Text.AlignRight ? 0 : spare

    TextMetrics {
        id: measure

        font: paragraph.font
        text: paragraph.text
    }
}
