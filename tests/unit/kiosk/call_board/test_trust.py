"""When numbers may be shown, when the board says that they are not up to date, and when it blanks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.call_board.trust import PATIENCE_S, START_S, Phase, Trust, heard, linked, phase

VALID_S = 60.0


def alive(now_s: float = 100.0) -> Trust:
    """Up since 100 s, with the picture of the calls."""
    return heard(linked(Trust(began_s=99.0), "UP", now_s), now_s)


def test_with_a_beating_hub_and_its_picture_numbers_are_shown() -> None:
    assert phase(alive(), 100.0, VALID_S) is Phase.LIVE


def test_a_board_just_switched_on_is_connecting_and_then_says_that_it_cannot() -> None:
    trust = Trust(began_s=0.0)
    assert phase(trust, START_S - 0.1, VALID_S) is Phase.STARTING
    assert phase(trust, START_S, VALID_S) is Phase.BLANK


def test_a_picture_that_the_broker_kept_of_a_hub_that_is_gone_is_never_shown() -> None:
    trust = linked(heard(Trust(began_s=0.0), 1.0), "NO_HUB", 1.0)
    assert phase(trust, 1.1, VALID_S) is Phase.STARTING
    assert phase(trust, 30.0, VALID_S) is Phase.BLANK


@pytest.mark.parametrize(("link", "patience_s"), [("NO_HUB", 0.0), ("NO_BROKER", PATIENCE_S)])
def test_a_silence_is_said_within_five_seconds_and_blanks_after_the_pictures_validity(
    link: str, patience_s: float
) -> None:  # fmt: skip
    down = linked(alive(), link, 110.0)
    assert phase(down, 110.0 + patience_s - 0.01, VALID_S) is Phase.LIVE
    assert phase(down, 110.0 + patience_s, VALID_S) is Phase.STALE and patience_s < 5.0
    assert phase(down, 159.9, VALID_S) is Phase.STALE
    assert phase(down, 170.0, VALID_S) is Phase.BLANK


def test_a_broken_connection_that_is_back_at_once_is_not_worth_a_word() -> None:
    down = linked(linked(alive(), "NO_BROKER", 110.0), "NO_HUB", 110.5)
    assert phase(down, 110.9, VALID_S) is Phase.LIVE
    assert phase(linked(down, "UP", 111.0), 120.0, VALID_S) is Phase.LIVE


def test_after_a_long_silence_the_old_picture_does_not_come_back_with_the_link() -> None:
    up = linked(linked(alive(), "NO_HUB", 110.0), "UP", 400.0)
    assert phase(up, 400.0, VALID_S) is Phase.BLANK
    assert phase(heard(up, 400.1), 400.1, VALID_S) is Phase.LIVE


def test_a_heartbeat_without_pictures_is_not_enough() -> None:
    assert phase(alive(), 100.0 + VALID_S, VALID_S) is Phase.BLANK


@pytest.mark.parametrize("valid_s", [5.0, 600.0])
def test_how_long_a_picture_is_valid_is_the_hubs_word(valid_s: float) -> None:
    assert phase(alive(), 100.0 + valid_s - 0.1, valid_s) is Phase.LIVE
    assert phase(alive(), 100.0 + valid_s, valid_s) is Phase.BLANK


LINKS = st.sampled_from(("UP", "NO_BROKER", "NO_HUB"))


@given(st.lists(st.tuples(st.floats(0.1, 40), st.one_of(LINKS, st.just("heard")))), st.floats(0, 200))
def test_numbers_are_never_shown_after_a_validity_of_silence(
    story: list[tuple[float, str]], later_s: float
) -> None:  # fmt: skip
    now_s, trust = 0.0, Trust(began_s=0.0)
    up_s = heard_s = float("-inf")
    link = "NO_BROKER"
    for pause_s, news in story:
        now_s += pause_s
        if link == "UP":
            up_s = now_s
        if news == "heard":
            trust, heard_s = heard(trust, now_s), now_s
        else:
            trust, link = linked(trust, news, now_s), news
            up_s = now_s if news == "UP" else up_s
    now_s += later_s
    up_s = now_s if link == "UP" else up_s
    shows = phase(trust, now_s, VALID_S) in (Phase.LIVE, Phase.STALE)
    assert shows == (now_s - up_s < VALID_S and now_s - heard_s < VALID_S)
