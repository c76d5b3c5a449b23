"""What snapshots say of the hall, and that looking changes nothing."""

import pytest
from fakes.desk import Desk

from edge_hub.contract import queue as q
from edge_hub.contract.device import LongWait
from edge_hub.contract.queue import WaitLevel
from edge_hub.domain import views
from edge_hub.domain.hall import Hall


def longest_wait_min(desk: Desk, window: str) -> int:
    return views.window_now(desk.hall, window, desk.now_ms, 1, 1).longest_wait_ms // 60_000


def test_the_longest_wait_is_that_of_everybody_and_not_of_who_comes_first() -> None:
    desk = Desk()
    desk.take("card")
    desk.wait(20 * 60)
    desk.take("card", cls="priority"), desk.take("pension")
    assert longest_wait_min(desk, "w1") == 20, "the priority ticket heads the line and waits since now"
    assert longest_wait_min(desk, "w3") == 0, "nobody waits there"


def test_the_longest_wait_counts_who_was_sent_to_the_window() -> None:
    desk = Desk()
    desk.open("w1"), desk.open("w2")
    sent = desk.take("card")
    desk.wait(10 * 60)
    desk.at_window("w1", q.CallTicket(window="w1", ticket=sent.id))
    desk.at_window("w1", q.Transfer(window="w1", to_window="w2"))
    assert longest_wait_min(desk, "w2") == 10 and longest_wait_min(desk, "w1") == 0


@pytest.mark.parametrize(
    ("minutes", "people", "level"),
    [(14, 1, WaitLevel.NORMAL), (15, 1, WaitLevel.WARN), (30, 1, WaitLevel.RED), (0, 9, WaitLevel.NORMAL),
     (0, 10, WaitLevel.WARN)],
)  # fmt: skip
def test_a_window_says_how_grave_its_line_is(minutes: int, people: int, level: WaitLevel) -> None:
    desk = Desk()
    for _ in range(people):
        desk.take("card")
    desk.wait(minutes * 60)
    assert views.window_now(desk.hall, "w1", desk.now_ms, 1, 1).wait_level is level


def waits(desk: Desk) -> list[tuple[str, int, int, str, int]]:
    told: tuple[LongWait, ...] = views.desk(desk.hall, desk.now_ms, 1, 1).waits
    return [(one.item, one.waiting, (desk.now_ms - one.since_ms) // 60_000, one.level, one.windows) for one in told]


def test_the_guide_desk_is_told_of_long_waits_the_longest_first() -> None:
    desk = Desk()
    desk.open("w1"), desk.open("w3")
    sent = desk.take("invoice")
    desk.at_window("w3", q.CallTicket(window="w3", ticket=sent.id))
    desk.at_window("w3", q.Transfer(window="w3", to_item="card", to_window="w1"))
    desk.wait(20 * 60)
    desk.take("pension")
    desk.wait(14 * 60)
    desk.take("card", cls="priority")
    assert waits(desk) == [("card", 2, 34, "RED", 1)]
    desk.wait(60)
    assert waits(desk) == [("card", 2, 35, "RED", 1), ("pension", 1, 15, "WARN", 1)]


def state_of(hall: Hall) -> str:
    """All but what is only remembered to be told faster."""
    public = {name: value for name, value in vars(hall).items() if not name.startswith("_")}
    return repr({name: value for name, value in public.items() if name not in ("plan", "touched")})


def test_asking_changes_nothing_in_the_hall() -> None:
    desk = Desk()
    desk.open("w1")
    before = state_of(desk.hall)
    desk.refused("tm-1", q.TakeTicket(items=("pension", "real")))
    desk.refused("call-w1", q.CallNext(window="w1"), session=desk.window("w1").session)
    for item in desk.hall.plan.site.items:
        desk.hall.waiting_for(item.id)
        desk.hall.ahead_of(item.id, desk.hall.place_at_the_end(2, desk.now_ms), desk.now_ms)
    assert state_of(desk.hall) == before
