"""What the window screen says is complete, in both languages."""

import re

from edge_hub.contract.base import Words
from window_terminal.links import SENTENCES
from window_terminal.window_screen.trust import Phase
from window_terminal.window_screen.words import CALLED_AGAIN, CAPTIONS, DETAILS, TITLES, Caption, View, note_words

HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,.:;!?()]|[,.:;!?()][\u4e00-\u9fff]|[。，：；] ")


def all_words() -> list[Words]:
    waiting = SENTENCES["waiting"].values()
    notes = [note for phase in Phase for link in SENTENCES["waiting"] if (note := note_words(phase, link))]
    return [*TITLES.values(), *DETAILS.values(), *CAPTIONS.values(), *waiting, *notes, CALLED_AGAIN]


def test_every_view_has_its_words() -> None:
    assert set(TITLES) == set(View) and set(CAPTIONS) == set(Caption)
    assert set(DETAILS) == set(View) - {View.CALL, View.SERVING}, "a number needs no further words"


def test_chinese_is_chinese_and_english_is_english() -> None:
    for words in all_words():
        assert re.search(r"[\u4e00-\u9fff]", words.zh) and not HALF_WIDTH.search(words.zh), words
        assert words.en.isprintable() and not re.search(r"[\u3000-\u9fff\uff00-\uffef]", words.en), words


def test_a_live_screen_says_nothing_of_the_link_and_every_other_phase_does() -> None:
    assert note_words(Phase.LIVE, "UP") is None
    said = [note_words(phase, "NO_HUB") for phase in (Phase.STARTING, Phase.CUT, Phase.OLD, Phase.BLANK)]
    assert None not in said and len(set(said)) == len(said)
