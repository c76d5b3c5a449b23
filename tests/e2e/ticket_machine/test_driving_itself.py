"""The autopilot takes tickets as citizens do: by touches alone, in every way there is."""

import io
import json
import time
from typing import Any

import pytest
from fakes.puer_hall import directory, lines

from edge_hub.contract.reasons import Reason
from kiosk.ticket_machine.autopilot import TicketMachinePilot

from .conftest import Open, Stand, slip_of


class Flight:
    """An autopilot on a machine; the hub answers by itself."""

    def __init__(self, stand: Stand) -> None:
        self.stand = stand
        self._stream = io.StringIO()
        self.pilot = TicketMachinePilot(stand.screen.window, stand.vm, io.StringIO(), self._stream)
        self.refuse: Reason | None = None
        self.replied_ns = 0, 0
        """Between these two moments the last reply came."""

    @property
    def reports(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._stream.getvalue().splitlines()]

    def said(self, what: str) -> list[dict[str, Any]]:
        return [report for report in self.reports if report["what"] == what]

    def fly(self, *orders: dict[str, Any]) -> None:
        for order in orders:
            self.pilot.obey(json.dumps(order))
        wanted = len(orders)
        self.stand.screen.until(lambda: self._step(wanted), timeout_s=30, what=f"{wanted} citizens: {self.reports}")
        self.pilot.stop()

    def _step(self, wanted: int) -> bool:
        """A moment passes; whatever was asked is answered."""
        stand = self.stand
        stand.clock.now_s += 0.1
        stand.vm.tick()
        stand.screen.picture()
        if stand.bridge.sent and stand.bridge.last.open:
            if self.refuse is not None:
                stand.bridge.refuse(self.refuse, item="护照")
            else:
                begun_ns, items = time.monotonic_ns(), stand.bridge.last.body.items  # type: ignore[union-attr]
                stand.bridge.accept(slip_of(items, number=f"A{len(stand.bridge.sent):03d}"))
                self.replied_ns = begun_ns, time.monotonic_ns()
                stand.look()
        return len(self.said("ready_for_next")) + len(self.said("fault")) >= wanted


@pytest.fixture
def flight(machine: Stand) -> Flight:
    return Flight(machine)


def order(item: str = "passport-issue", citizen: str = "c1", **more: Any) -> dict[str, Any]:
    return {"do": "take", "citizen": citizen, "items": [item], **more}


def test_a_take_reports_touch_ticket_and_slip_in_order(flight: Flight) -> None:
    flight.fly(order())
    assert [report["what"] for report in flight.reports] == ["touch", "taken", "unprinted", "ready_for_next"]
    touch, taken = flight.reports[:2]
    assert taken["citizen"] == "c1" and taken["number"] == "A001" and taken["ticket"] == "t-A001"
    assert touch["ns"] == taken["touch_ns"] <= taken["ns"]


def test_the_reply_is_told_as_of_the_moment_when_it_came_and_not_when_the_screen_had_changed(flight: Flight) -> None:
    flight.fly(order())
    (taken,) = flight.said("taken")
    first_ns, last_ns = flight.replied_ns
    assert taken["touch_ns"] < first_ns <= taken["reply_ns"] <= last_ns < taken["ns"]


@pytest.mark.parametrize("by", ["wanted", "department", "search"])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("elder", [False, True])
def test_every_way_leads_to_the_ticket(flight: Flight, by: str, lang: str, elder: bool) -> None:
    for n, item in enumerate(("passport-issue", "marriage-register", "theme-newborn")):
        flight.fly(order(item, f"c{n}", by=by, lang=lang, elder=elder))
        body = flight.stand.bridge.last.body
        assert (body.items, body.lang) == ((item,), lang)  # type: ignore[union-attr]
        flight._stream.truncate(0)
        flight._stream.seek(0)


def test_citizens_take_turns(flight: Flight) -> None:
    flight.fly(*(order(citizen=f"c{n}", lang=("zh", "en")[n % 2]) for n in range(4)))
    assert [report["citizen"] for report in flight.said("taken")] == ["c0", "c1", "c2", "c3"]
    assert [sent.body.lang for sent in flight.stand.bridge.sent] == ["zh", "en", "zh", "en"]  # type: ignore[union-attr]


def test_several_items_are_taken_on_one_ticket(flight: Flight) -> None:
    flight.fly({"do": "take", "citizen": "c", "items": ["passport-issue", "medical-away"]})
    assert flight.stand.bridge.last.body.items == ("passport-issue", "medical-away")  # type: ignore[union-attr]


def test_a_refusal_is_reported_as_sorry(flight: Flight) -> None:
    flight.refuse = Reason.PERSON_LIMIT
    flight.fly(order())
    assert [(report["citizen"], report["reason"]) for report in flight.said("sorry")] == [("c1", "PERSON_LIMIT")]


def test_a_sentence_of_the_machine_is_an_answer_too(flight: Flight) -> None:
    flight.stand.push(lines(flight.stand.next_seq(), paused=("passport-issue",)))
    flight.fly(order())
    assert "暂停取号" in flight.said("sorry")[0]["reason"]
    assert flight.stand.is_at("home") and not flight.stand.vm.property("notice")


def test_bad_orders_are_told_and_change_nothing(flight: Flight) -> None:
    flight.pilot.obey('{"do":"take","citizen":"c","items":[]}')
    flight.pilot.obey('{"do":"take","citizen":"c","items":["x"],"by":"smell"}')
    flight.pilot.obey('{"do":"take"}')
    assert len(flight.said("fault")) == 3
    assert flight.stand.is_at("home")


def test_an_item_of_the_home_page_is_found_on_the_second_page_of_its_department(open_machine: Open) -> None:
    stand = open_machine("landscape")
    stand.open_hall()
    flight = Flight(stand)
    flight.fly(order("theme-retirement", by="department"))
    assert stand.bridge.last.body.items == ("theme-retirement",)  # type: ignore[union-attr]
    assert flight.said("fault") == []
    assert stand.clock.now_s < 1000 + directory().rules.home_timeout_s, "and not because the screen had gone home"
