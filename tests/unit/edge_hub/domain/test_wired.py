"""What is known of devices on wires: told by their owner, kept by the hub, and shown to staff whoever is away."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.loop_rig import Rig
from fakes.wired_hall import HOST, led, wired_site

from edge_hub.contract import device as d
from edge_hub.contract import topics
from edge_hub.contract.base import Words
from edge_hub.contract.codec import decode
from edge_hub.contract.queue import TakeTicket
from edge_hub.contract.reasons import Reason
from edge_hub.contract.wired import ReportStep, WiredHere, WiredState, WiredStates
from edge_hub.domain.configuration import notes
from edge_hub.domain.wired import here, states
from edge_hub.messages import DeviceSeen
from edge_hub.store.connection import open_reader
from edge_hub.store.journal import records

DOWN = d.ReportHealth(
    part="led-w1", health=d.Health.DOWN, why="条屏没有应答", hint="请检查电源", why_en="the sign does not answer",
    hint_en="Check its power.", since_ms=7, counters={"texts": 3}, consumables={"paper": "low"},
)  # fmt: skip


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    one = Rig(tmp_path, site=wired_site(led(), led("led-w2", "w2", 10, options={"width": 96})))
    yield one
    one.close()


def told(rig: Rig) -> WiredStates:
    for _ in range(5):
        rig.clock.ms += 200
        rig.step()
    snapshot = decode(WiredStates, rig.snapshots[topics.wired_states("test", HOST)])
    assert snapshot is not None
    return snapshot


def first(rig: Rig) -> WiredState:
    return told(rig).wired[0]


def reported(rig: Rig) -> int:
    reader = open_reader(rig.store.path)
    count = sum(one.type == "DeviceReported" for one in records(reader))
    reader.close()
    return count


def test_an_owner_is_told_what_hangs_on_it_and_how_to_reach_it(rig: Rig) -> None:
    told(rig)
    snapshot = decode(WiredHere, rig.snapshots[topics.wired("test", HOST)])
    assert snapshot is not None and snapshot.device == HOST
    assert [(one.id, one.driver, one.connection, one.options, one.window) for one in snapshot.wired] == [
        ("led-w1", "led_onbon", "tcp://127.0.0.1:9", {}, "w1"),
        ("led-w2", "led_onbon", "tcp://127.0.0.1:10", {"width": 96}, "w2"),
    ]


def test_a_device_of_which_nothing_was_heard_is_unknown_and_never_well(rig: Rig) -> None:
    assert [(one.health, one.why, one.since_ms) for one in told(rig).wired] == [(d.Health.UNKNOWN, None, None)] * 2


def test_what_the_owner_reports_is_shown_in_both_languages_and_outlives_the_hub(rig: Rig) -> None:
    assert rig.do(HOST, DOWN).ok
    for _ in range(2):
        one = first(rig)
        assert (one.health, one.since_ms, one.counters, one.consumables) == (
            d.Health.DOWN, 7, {"texts": 3}, {"paper": "low"},
        )  # fmt: skip
        assert one.why == Words(zh="条屏没有应答", en="the sign does not answer")
        assert one.hint == Words(zh="请检查电源", en="Check its power.")
        rig.restart()


def test_only_a_change_is_a_record_and_counting_on_one_now_and_then(rig: Rig) -> None:
    counted = DOWN.model_copy(update={"counters": {"texts": 4}})
    for body in (DOWN, DOWN, counted):
        rig.do(HOST, body)
    assert reported(rig) == 1 and first(rig).counters == {"texts": 3}
    rig.clock.ms += d.COUNTED_MS
    rig.do(HOST, DOWN), rig.do(HOST, counted)
    assert reported(rig) == 2 and first(rig).counters == {"texts": 4}
    rig.do(HOST, counted.model_copy(update={"consumables": {"paper": "out"}}))
    assert reported(rig) == 3 and first(rig).consumables == {"paper": "out"}


def test_an_owner_that_is_away_is_told_beside_the_last_known_state(rig: Rig) -> None:
    rig.do(HOST, DOWN)
    rig.step(DeviceSeen(HOST, False))
    assert told(rig).away and first(rig).health is d.Health.DOWN
    rig.step(DeviceSeen(HOST, True))
    assert not told(rig).away


def test_a_host_may_report_and_do_nothing_else(rig: Rig) -> None:
    assert rig.ask(rig.command(HOST, TakeTicket(items=("card",)))).reason == Reason.NOT_ALLOWED


def test_what_a_test_moved_is_on_record_with_a_name_and_only_by_an_owner(rig: Rig) -> None:
    step = ReportStep(device="cabinet-1", step="open_cell", cell=3, by="1050", passed=True, at_ms=1)
    assert rig.do(HOST, step, valid_until_ms=None).ok, "a fact has no end"
    for device in ("desk", "tm-1", "call-w1"):
        assert rig.ask(rig.command(device, step)).reason == Reason.NOT_ALLOWED
    reader = open_reader(rig.store.path)
    (done,) = [json.loads(one.body) for one in records(reader) if one.type == "StepDone"]
    reader.close()
    assert (done["owner"], done["device"], done["step"], done["cell"], done["by"], done["passed"]) == (
        HOST, "cabinet-1", "open_cell", 3, "1050", True,
    )  # fmt: skip


def test_an_owner_on_which_nothing_hangs_any_more_is_told_so(tmp_path: Path) -> None:
    rig = Rig(tmp_path, site=wired_site())
    told(rig)
    snapshot = decode(WiredHere, rig.snapshots[topics.wired("test", HOST)])
    assert snapshot is not None and snapshot.wired == ()
    rig.close()


def test_who_is_given_a_window_must_be_let_to_hear_it(rig: Rig) -> None:
    more = wired_site(led(), led("led-w2", "w3", 10))
    assert [one.en for one in notes(rig.hall, more)] == [
        "for host-a to hear further windows, run hall broker config again"
    ]  # fmt: skip
    assert notes(rig.hall, wired_site(led())) == ()


def test_looking_changes_nothing(rig: Rig) -> None:
    rig.do(HOST, DOWN)
    seq = rig.store.seq
    here(rig.site, HOST, 1, 1), states(rig.hall, HOST, 1, 1), states(rig.hall, "tm-1", 1, 1)
    assert rig.store.seq == seq
