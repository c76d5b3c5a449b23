"""What snapshots say of the hall, and that looking changes nothing."""

from fakes.desk import Desk

from edge_hub.contract import queue as q
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
