"""What the simulated clerks and machines send, and when they stop."""

import json
from collections.abc import Iterator

from edge_hub.tools.bench_scripts import leaving, serving, taking
from edge_hub.tools.bench_site import Seat

SEAT = Seat("w1", "call-w1", "10001")
YES, NOBODY, CLOSED = {"ok": True}, {"ok": False, "reason": "NOBODY_WAITS"}, {"ok": False, "reason": "WINDOW_NOT_OPEN"}


def after(count: int) -> Iterator[bool]:
    yield from [False] * count
    while True:
        yield True


def test_a_machine_takes_over_all_items_until_the_time_is_up() -> None:
    times = after(4)
    script = taking(("a", "b", "c"), 4, lambda: next(times))
    taken = [json.loads(next(script).body)["items"], *(json.loads(script.send(YES).body)["items"] for _ in range(3))]
    assert taken == [["b"], ["c"], ["a"], ["b"]]
    assert next(script, None) is None


def test_a_clerk_finishes_whom_it_called_even_when_the_time_is_up() -> None:
    times = after(1)
    script = serving(SEAT, "s", lambda: next(times))
    assert (next(script).do, script.send(YES).do) == ("CallNext", "Finish")
    assert next(script, None) is None


def test_a_clerk_stops_when_nobody_waits_and_a_patient_one_asks_again() -> None:
    script = serving(SEAT, "s", lambda: False)
    assert next(script).session == "s"
    try:
        script.send(NOBODY)
    except StopIteration:
        pass
    else:
        raise AssertionError("it went on")
    patient = serving(SEAT, "s", lambda: False, patient=True)
    next(patient)
    assert patient.send(NOBODY).do == "CallNext"


def test_even_a_patient_clerk_stops_at_any_other_refusal() -> None:
    patient = serving(SEAT, "s", lambda: False, patient=True)
    next(patient)
    try:
        patient.send(CLOSED)
    except StopIteration:
        return
    raise AssertionError("it went on")


def test_whoever_leaves_finishes_once() -> None:
    assert [order.do for order in leaving(SEAT, "s")] == ["Finish"]
