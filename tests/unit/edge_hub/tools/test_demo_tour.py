"""The tour of a ticket machine goes step by step, and a touch that finds nothing ends it without harm."""

from collections import deque
from pathlib import Path
from typing import Any

from edge_hub.tools.demo_tour import SETTLE_S, Step, Tour

FOLDER = Path("shots")


class Orders:
    """Stands for the floor: keeps what was ordered."""

    def __init__(self) -> None:
        self.given: list[dict[str, object]] = []

    def order(self, device: str, order: dict[str, object]) -> bool:
        self.given.append(order)
        return True


def tour(*steps: Step) -> tuple[Tour, Orders]:
    floor: Any = Orders()
    return Tour(floor, FOLDER, {"tm-1": deque(steps)}), floor


def test_the_next_step_waits_for_the_report_and_for_the_screen_to_settle() -> None:
    it, floor = tour(("touch", "item_a"), ("shot", "confirm"))
    it.tend(0.0)
    it.tend(5.0)
    assert floor.given == [{"do": "touch", "name": "item_a"}], "one step at a time"
    it.heard("tm-1", {"what": "touch", "name": "item_a"}, 5.0)
    it.tend(5.0 + SETTLE_S / 2)
    assert len(floor.given) == 1
    it.tend(5.0 + SETTLE_S)
    assert floor.given[1] == {"do": "shot", "path": "shots/tm-1-confirm.png"}
    it.heard("tm-1", {"what": "shot"}, 6.0)
    it.tend(6.0)
    assert not it.on("tm-1")


def test_a_touch_that_finds_nothing_goes_home_and_ends_the_tour() -> None:
    it, floor = tour(("touch", "nowhere"), ("shot", "never"))
    it.tend(0.0)
    for now_s in (0.0, 1.0, 2.0):
        it.heard("tm-1", {"what": "fault", "why": "no such item"}, now_s)
        it.tend(now_s)
    assert [order.get("name") for order in floor.given] == ["nowhere", "back", "back"]
    assert not it.on("tm-1")


def test_a_step_that_may_be_missing_does_not_end_the_tour() -> None:
    it, floor = tour(("maybe", "back"), ("touch", "openSearch"))
    it.tend(0.0)
    it.heard("tm-1", {"what": "fault"}, 0.0)
    it.tend(0.0)
    assert [order["name"] for order in floor.given] == ["back", "openSearch"]


def test_reports_of_other_things_move_nothing() -> None:
    it, floor = tour(("touch", "a"), ("touch", "b"))
    it.tend(0.0)
    it.heard("tm-1", {"what": "ready"}, 1.0)
    it.heard("tm-2", {"what": "touch"}, 1.0)
    it.tend(10.0)
    assert len(floor.given) == 1
