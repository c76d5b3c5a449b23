"""What is reported of wires, and when: changes at once, flapping seldom, counting now and then, since over restarts."""

from typing import Any

import pytest

from drivers.conversation import Fault
from drivers.escpos import Printed, PrinterStatus
from drivers.health import STARTING, Counters, Down, Up
from drivers.signs import SignStatus
from drivers.standing import Standing, after, begin
from edge_hub.contract.device import COUNTED_MS, Health, ReportHealth
from edge_hub.device_host.book import GAP_S, UNKNOWN_S, Book

GONE = Fault("gone", "断了", "看线", "gone", "look")
UP, DOWN = Up(0.0, Counters()), Down(0.0, GONE, Counters())
WELL = after(after(begin("led_onbon"), UP), SignStatus("yes"))
LOST = after(WELL, DOWN)


def due(book: Book, now_s: float) -> list[tuple[str, Health]]:
    return [(one.part, one.health) for one in book.due(now_s)]


def test_a_change_is_reported_once_with_all_that_a_technician_needs() -> None:
    book = Book()
    book.heard("led", LOST, 5_000, 1.0)
    assert book.due(1.0) == [
        ReportHealth(
            part="led", health=Health.DOWN, why="断了", hint="看线", why_en="gone", hint_en="look", since_ms=5_000,
            counters={"drops": 1},
        )
    ]
    assert book.due(1.0 + 2 * GAP_S) == []


def test_the_first_dialling_is_no_news() -> None:
    book = Book()
    book.heard("led", begin("led_onbon"), 0, 0.0)
    book.heard("led", after(begin("led_onbon"), Down(0.0, STARTING, Counters())), 0, 0.0)
    assert book.due(100.0) == []


def test_of_what_flaps_the_latest_is_told_at_most_now_and_then() -> None:
    book, told = Book(), 0
    for tick in range(600):
        book.heard("led", WELL if tick % 2 else LOST, tick * 100, tick / 10)
        told += len(book.due(tick / 10))
    assert 1 <= told <= 60 / GAP_S + 1


def test_a_device_that_was_just_reached_has_its_time_to_speak() -> None:
    book = Book()
    silent = after(begin("led_onbon"), UP)
    book.heard("led", silent, 0, 0.0)
    assert due(book, UNKNOWN_S - 0.1) == []
    assert due(book, UNKNOWN_S) == [("led", Health.UNKNOWN)]


def test_counting_alone_is_told_now_and_then_and_what_runs_low_at_once() -> None:
    book, good = Book(), PrinterStatus("ok", "closed", "yes", "none")
    standing = after(after(begin("escpos"), UP), good)
    book.heard("printer", standing, 0, 0.0)
    assert due(book, 0.0) == [("printer", Health.UP)]
    book.heard("printer", after(standing, Printed("1")), 0, 1.0)
    assert due(book, COUNTED_MS / 1000 - 1) == []
    assert due(book, COUNTED_MS / 1000) == [("printer", Health.UP)]
    low = after(standing, PrinterStatus("low", "closed", "yes", "none"))
    book.heard("printer", low, 0, 700.0)
    assert [(one.health, one.consumables) for one in book.due(700.0)] == [(Health.DEGRADED, {"paper": "low"})]


def test_since_and_counters_go_on_after_a_restart_if_it_is_still_the_same() -> None:
    book = Book()
    book.heard("led", LOST, 5_000, 1.0)
    kept = book.to_keep()
    again = Book(kept)
    assert again.counters("led") == {"drops": 1}
    again.heard("led", LOST, 90_000, 1.0)
    assert [one.since_ms for one in again.due(1.0)] == [5_000]
    other = Book(kept)
    other.heard("led", WELL, 90_000, 1.0)
    assert [one.since_ms for one in other.due(1.0)] == [90_000]
    assert Book(kept).to_keep() == kept, "also of a device that has not been heard yet"


def test_what_hangs_here_no_more_is_forgotten() -> None:
    book = Book({"gone": {"state": ["UP", ""], "since_ms": 1, "counters": {}}})
    book.heard("led", WELL, 0, 0.0)
    book.only(["led"])
    assert set(book.to_keep()) == {"led"}
    book.only([])
    assert book.due(0.0) == [] and book.to_keep() == {}


@pytest.mark.parametrize("standing", [WELL, LOST, Standing(line=Fault("x", "長" * 900, "長" * 900, "y" * 900, "z"))])
def test_a_report_is_always_one_that_the_contract_takes(standing: Standing) -> None:
    book = Book()
    book.heard("led", standing, -5, 0.0)
    reports: list[Any] = book.due(0.0)
    assert all(ReportHealth.model_validate(one.model_dump()) for one in reports) and len(reports) == 1
