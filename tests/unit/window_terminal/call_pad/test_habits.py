"""How the autopilot works as a clerk."""

from collections import Counter

import pytest

from window_terminal.call_pad.habits import Habits

ORDER = {"clerk": "1001", "pin": "246810", "service_s": {"card": [300, 540]}, "seed": 7, "no_show": 0.1, "hold": 0.2}


def test_the_same_seed_gives_the_same_day() -> None:
    def day() -> list[object]:
        habits = Habits.of(ORDER)
        return [(habits.turn(), habits.walk_ms(), habits.service_ms("card")) for _ in range(50)]

    assert day() == day()


def test_services_have_the_median_and_the_tenth_that_were_ordered() -> None:
    habits = Habits.of(ORDER)
    times = sorted(habits.service_ms("card") / 1000 for _ in range(4000))
    assert 280 < times[2000] < 320
    assert 500 < times[3600] < 580


def test_turns_come_in_their_shares() -> None:
    habits = Habits.of(ORDER)
    turns = Counter(habits.turn() for _ in range(4000))
    assert 340 < turns["no_show"] < 460 and 720 < turns["hold"] < 880 and turns["transfer"] == 0


def test_an_unknown_item_takes_a_usual_time() -> None:
    assert Habits.of({"clerk": "1", "pin": "123456"}).service_ms("other") > 30_000


@pytest.mark.parametrize("wrong", [{"no_show": 1.2}, {"hold": -0.1}, {"no_show": 0.6, "transfer": 0.6}])
def test_shares_that_cannot_be_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="shares"):
        Habits.of({**ORDER, **wrong})


def test_a_pin_never_shows_in_a_fault() -> None:
    assert "246810" not in repr(Habits.of(ORDER))
