"""How far the window screen believes what it knows, second by second."""

import pytest

from window_terminal.window_screen.trust import Phase, Trust, heard, linked, phase


def believing(now_s: float = 100.0) -> Trust:
    """Link up, window heard at `now_s`."""
    return heard(linked(Trust(0.0), "UP"), now_s, picture=True)


@pytest.mark.parametrize("link", ["NO_HUB", "NO_BROKER"])
@pytest.mark.parametrize(
    ("silent_s", "expected"),
    [
        (1.9, Phase.LIVE), (2.0, Phase.CUT), (5.0, Phase.CUT), (10.0, Phase.CUT), (10.1, Phase.OLD), (60.0, Phase.OLD),
        (60.1, Phase.BLANK), (9000.0, Phase.BLANK),
    ],
)  # fmt: skip
def test_silence_is_said_then_warned_of_then_blanks(link: str, silent_s: float, expected: Phase) -> None:
    assert phase(linked(believing(), link), 100.0 + silent_s) is expected


def test_it_is_said_within_five_seconds_of_the_last_word() -> None:
    """A hub that fell silent is known to be gone 5 s after its last beat: then it is said at once."""
    assert phase(linked(believing(), "NO_HUB"), 105.0) is Phase.CUT


def test_the_link_up_again_is_right_again_at_once() -> None:
    trust = linked(linked(believing(), "NO_BROKER"), "UP")
    assert phase(trust, 130.0) is Phase.LIVE


def test_after_a_long_silence_numbers_come_back_with_the_next_picture() -> None:
    """What was on the screen before the silence says nothing of now."""
    trust = linked(linked(believing(), "NO_BROKER"), "UP")
    assert phase(trust, 190.0) is Phase.BLANK
    assert phase(heard(trust, 190.5, picture=False), 190.6) is Phase.BLANK
    assert phase(heard(trust, 190.5, picture=True), 190.6) is Phase.LIVE


def test_a_picture_that_is_not_repeated_is_not_believed_beyond_its_validity() -> None:
    trust = believing()
    assert phase(trust, 160.0) is Phase.LIVE
    assert phase(trust, 160.1) is Phase.BLANK
    assert phase(trust, 190.0, valid_s=90.0) is Phase.LIVE


def test_what_a_broker_kept_of_a_dead_hub_is_no_word_of_the_hub() -> None:
    kept = heard(linked(Trust(0.0), "NO_HUB"), 1.0, picture=True)
    assert phase(kept, 1.0) is Phase.STARTING
    assert phase(kept, 4.0) is Phase.BLANK
    assert phase(linked(kept, "UP"), 4.0) is Phase.LIVE


def test_pictures_that_a_broker_repeats_do_not_break_the_silence() -> None:
    cut = linked(believing(), "NO_HUB")
    assert phase(heard(cut, 159.0, picture=True), 161.0) is Phase.BLANK


def test_a_new_screen_is_connecting_and_then_says_that_it_cannot() -> None:
    assert phase(Trust(10.0), 13.9) is Phase.STARTING
    assert phase(Trust(10.0), 14.0) is Phase.BLANK
