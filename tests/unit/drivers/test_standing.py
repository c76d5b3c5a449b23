"""How a device is: silence is never fine, a lost line says all, and only what was done counts."""

from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.a4_printer import A4Status
from drivers.conversation import Fact, Fault
from drivers.escpos import Printed, PrinterStatus, PrintFailed
from drivers.health import STARTING, Counters, Down, Up
from drivers.id_card import ReadCard, Reader, ReadFailed
from drivers.id_card_faults import MOVED, NO_CARD, READER_BROKEN
from drivers.lock_faults import LOCK_SILENT
from drivers.locks import CellOpened, CellUnseen, DoorLeftOpen, Doors
from drivers.printer_faults import PAPER_LOW, PAPER_OUT
from drivers.racks import Rack
from drivers.registry import DRIVERS
from drivers.scanner import CodeScanned
from drivers.signs import SIGN_SILENT, ShowFailed, Shown, SignStatus
from drivers.standing import COUNTS, RUNS_LOW, SAYS, SPEAK, Level, Standing, after, begin

GONE = Fault("gone", "断了", "看线", "gone", "look")
UP, DOWN = Up(0.0, Counters()), Down(0.0, GONE, Counters())


def told(driver: str, *facts: Fact) -> Standing:
    standing = begin(driver)
    for fact in facts:
        standing = after(standing, fact)
    return standing


def test_before_anything_was_heard_nothing_is_known_and_the_first_dialling_is_no_news() -> None:
    assert not told("led_onbon").known
    assert not told("led_onbon", Down(0.0, STARTING, Counters())).known
    assert told("led_onbon", DOWN).known and told("led_onbon", UP).known


@pytest.mark.parametrize("driver", sorted(SPEAK))
def test_an_open_line_to_a_device_that_could_answer_is_unknown_and_not_fine(driver: str) -> None:
    assert told(driver, UP).level == "UNKNOWN"


def test_of_a_device_that_says_nothing_an_open_line_is_all_there_is() -> None:
    assert told("scanner", UP).level == "UP"
    assert told("driver_of_others", UP).level == "UP"


def test_every_driver_that_speaks_is_one_of_ours() -> None:
    assert set(DRIVERS) >= SPEAK


@pytest.mark.parametrize(
    ("driver", "fact", "level", "fault"),
    [
        ("escpos", PrinterStatus(), "UNKNOWN", None),
        ("escpos", PrinterStatus("ok", "closed", "yes", "none"), "UP", None),
        ("escpos", PrinterStatus("low", "closed", "yes", "none"), "DEGRADED", PAPER_LOW),
        ("escpos", PrinterStatus("out", "closed", "yes", "none"), "DOWN", PAPER_OUT),
        ("a4_printer", A4Status("idle", "ok", "ok"), "UP", None),
        ("a4_printer", A4Status("idle", "ok", "low"), "DEGRADED", RUNS_LOW),
        ("a4_printer", A4Status("stopped", "out", "ok", GONE), "DOWN", GONE),
        ("a4_printer", A4Status(), "UNKNOWN", None),
        ("led_onbon", SignStatus("yes"), "UP", None),
        ("led_onbon", SignStatus("no"), "DOWN", SIGN_SILENT),
        ("led_onbon", SignStatus("unknown"), "UNKNOWN", None),
        ("id_card", Reader("good", "SAM"), "UP", None),
        ("id_card", Reader("broken", None, READER_BROKEN), "DOWN", READER_BROKEN),
        ("lock_8a", Doors(("closed", "open")), "UP", None),
        ("lock_8a", Doors(("closed", "unknown")), "DEGRADED", LOCK_SILENT),
        ("lock_8a", Doors(("unknown", "unknown")), "UNKNOWN", LOCK_SILENT),
        ("charger", Rack(("free", "charging"), 31.0), "UP", None),
        ("charger", Rack(("free", "fault"), 31.0, GONE), "DEGRADED", GONE),
        ("charger", Rack(("unknown", "unknown"), None, GONE), "DOWN", GONE),
    ],
)
def test_a_device_is_what_it_says_of_itself(driver: str, fact: Fact, level: Level, fault: Fault | None) -> None:
    standing = told(driver, UP, fact)
    assert (standing.level, standing.fault) == (level, fault)
    lost = after(standing, DOWN)
    assert (lost.level, lost.fault) == ("DOWN", GONE), "a lost line says all"


def test_what_runs_low_and_who_the_device_is_are_kept() -> None:
    assert told("escpos", UP, PrinterStatus("low", "closed", "yes", "none")).consumables == {"paper": "low"}
    assert told("id_card", UP, Reader("good", "05.03-1")).about == {"serial_number": "05.03-1"}
    assert told("id_card", UP, Reader("good", "05.03-1"), Reader()).about == {"serial_number": "05.03-1"}


def test_a_door_left_open_needs_a_hand_until_it_is_closed() -> None:
    doors = Doors(("open", "open", "closed"))
    standing = told("lock_8a", UP, doors, DoorLeftOpen(2), DoorLeftOpen(1))
    assert standing.level == "DEGRADED" and standing.fault is not None
    assert "1、2号格口" in standing.fault.why and "cells 1, 2" in standing.fault.why_en
    assert after(standing, Doors(("closed", "open", "closed"))).left_open == {2}
    assert after(standing, Doors(("closed", "closed", "closed"))).level == "UP"


def test_what_was_done_is_counted_and_that_nobody_came_is_no_error() -> None:
    facts = (
        UP, Printed("1"), Printed("2"), PrintFailed("3", PAPER_OUT), Shown("4", "A001"), ShowFailed("5", SIGN_SILENT),
        ReadFailed("6", MOVED), ReadFailed("7", NO_CARD), CodeScanned(None, "x"), CellOpened("8", 1),
        CellUnseen("9", 1, LOCK_SILENT),
    )  # fmt: skip
    assert told("escpos", *facts).counters == {"prints": 2, "errors": 4, "texts": 1, "reads": 1, "unlocks": 1}


def test_counting_goes_on_from_where_it_was() -> None:
    standing = after(after(begin("escpos", {"prints": 7}), Printed("1")), DOWN)
    assert standing.counters == {"prints": 8}, "a line that never was there cannot drop"
    assert after(after(standing, UP), DOWN).counters == {"prints": 8, "drops": 1}


@given(st.lists(st.sampled_from([UP, DOWN, PrinterStatus(), Doors(("open",)), DoorLeftOpen(1), DoorLeftOpen(9)])))
def test_whatever_is_told_a_device_is_something(facts: list[Fact]) -> None:
    assert told("lock_8a", *facts).level in get_args(Level)


def test_a_fact_either_says_how_the_device_is_or_counts() -> None:
    assert not set(SAYS) & set(COUNTS)
    assert not isinstance(ReadCard("1", date(2026, 11, 24)), tuple(SAYS))
