"""A window's three terminals working by themselves, by real touches, under the hub's real rules and a fast clock."""

import io
import json
from collections import Counter
from typing import Any

import pytest
from fakes.counter_hall import CounterHall

from edge_hub.contract.queue import ServiceFinished, TicketCalled, TicketPassed, TicketState
from edge_hub.contract.rating import ServiceRated
from edge_hub.contract.window import WindowState

SPEED = 120.0
WORK = {
    "do": "work", "clerk": "101", "pin": "123456", "service_s": {"card": [40, 60], "pension": [40, 60]}, "seed": 3,
}  # fmt: skip
RATE = {"do": "rate", "share": 1.0, "levels": {"VERY_GOOD": 1, "BAD": 1}, "seed": 5}


class Driven:
    """A terminal with its autopilot, and what it has reported."""

    def __init__(self, open_terminal: Any, hall: CounterHall, name: str, device: str) -> None:
        from importlib import import_module

        self.bridge = hall.bridge(device, "w1")
        self.stand = open_terminal(name, bridge=self.bridge)
        self.bridge.hear()
        self.stand.look()
        self.said = io.StringIO()
        spec = import_module(f"window_terminal.{name}.terminal").TERMINAL
        self.pilot = spec.make_pilot(self.stand.screen.window, self.stand.vm, self.stand.place)
        self.pilot._reports = self.said

    def order(self, order: dict[str, Any]) -> None:
        self.pilot.obey(json.dumps(order))

    @property
    def reports(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.said.getvalue().splitlines()]

    def counts(self) -> Counter[str]:
        return Counter(str(report["what"]) for report in self.reports)


class Floor:
    """Window A01: hall, call pad, rating pad, window screen."""

    def __init__(self, open_terminal: Any) -> None:
        self.hall = CounterHall(SPEED)
        self.pad = Driven(open_terminal, self.hall, "call_pad", "call-w1")
        self.rating = Driven(open_terminal, self.hall, "rating_pad", "rate-w1")
        self.screen = Driven(open_terminal, self.hall, "window_screen", "screen-w1")

    def take(self, *items: str) -> Any:
        ticket = self.hall.take(*items)
        self.hall.publish()
        return ticket

    def until(self, holds: Any, what: str, timeout_s: float = 40.0) -> None:
        self.pad.stand.screen.until(holds, timeout_s, what)

    def events(self, kind: type) -> int:
        return sum(isinstance(event, kind) for event in self.hall.happened)

    def states(self) -> set[TicketState]:
        return {ticket.state for ticket in self.hall.hall.tickets.values()}

    def all_done(self) -> bool:
        return self.states() == {TicketState.DONE}


@pytest.fixture
def floor(open_terminal: Any) -> Any:
    floor = Floor(open_terminal)
    yield floor
    for driven in (floor.pad, floor.rating, floor.screen):
        driven.pilot.stop()


def test_a_morning_by_itself_is_reported_exactly_as_it_happened(floor: Floor) -> None:
    """Every call, service and rating of the record was reported once, and nothing else was."""
    for items in (["card"], ["pension"], ["card", "pension"]):
        floor.take(*items)
    floor.rating.order(RATE)
    floor.pad.order(WORK)
    floor.until(floor.all_done, "the end of the line")
    floor.until(lambda: floor.events(ServiceRated) == floor.rating.counts()["rated"] >= 3, "the ratings")
    floor.pad.order({"do": "stop"})
    floor.until(lambda: floor.pad.counts()["signed_out"] == 1, "the end of work")
    counts = floor.pad.counts()
    assert counts["fault"] == floor.rating.counts()["fault"] == floor.screen.counts()["fault"] == 0, floor.pad.reports
    assert counts["called"] == floor.events(TicketCalled) == 3
    assert counts["finished"] == floor.events(ServiceFinished) == 4
    assert floor.screen.counts()["shown"] >= 3
    assert floor.hall.window("w1").state is WindowState.CLOSED
    touches = [report["touch_ns"] for report in floor.pad.reports if report["what"] == "called"]
    assert touches == sorted(touches) and all(report["ns"] >= report.get("touch_ns", 0) for report in floor.pad.reports)


def test_no_shows_holds_and_transfers_happen_as_ordered(floor: Floor) -> None:
    floor.hall.open("w2")
    tickets = [floor.take("card") for _ in range(3)]
    floor.pad.order({**WORK, "no_show": 1.0})
    floor.until(lambda: floor.pad.counts()["no_show"] >= 1, "a no-show")
    floor.pad.order({**WORK, "hold": 1.0})
    floor.until(lambda: floor.pad.counts()["resumed"] >= 1, "somebody back from a hold")
    floor.pad.order({**WORK, "transfer": 1.0})
    if all(floor.hall.ticket(one.id).state is not TicketState.WAITING for one in tickets):
        floor.take("card")
    floor.take("pension")
    floor.until(lambda: floor.pad.counts()["transferred"] >= 1, "a transfer")
    counts = floor.pad.counts()
    assert counts["fault"] == 0, floor.pad.reports
    assert counts["no_show"] == floor.events(TicketPassed)


def test_stopping_in_the_middle_of_a_service_finishes_it_first(floor: Floor) -> None:
    ticket = floor.take("card")
    floor.pad.order({**WORK, "service_s": {"card": [100_000, 110_000]}})
    floor.until(lambda: floor.pad.counts()["started"] == 1, "a service")
    floor.pad.order({"do": "stop"})
    floor.until(lambda: floor.pad.counts()["signed_out"] == 1, "the end of work")
    assert floor.hall.ticket(ticket.id).state is TicketState.DONE
    assert floor.pad.counts()["fault"] == 0, floor.pad.reports


@pytest.mark.parametrize(
    "order", [{"do": "work"}, {"do": "work", "clerk": "101", "pin": "1", "no_show": 7}, {"do": "?"}]
)
def test_an_order_that_makes_no_sense_is_reported(floor: Floor, order: dict[str, Any]) -> None:
    floor.pad.order(order)
    assert floor.pad.counts() == {"fault": 1}


def test_levels_that_make_no_sense_are_reported(floor: Floor) -> None:
    floor.rating.order({"do": "rate", "share": 2, "levels": {"GOOD": 1}})
    floor.rating.order({"do": "rate", "levels": {"EXCELLENT": 1}})
    assert floor.rating.counts() == {"fault": 2}
