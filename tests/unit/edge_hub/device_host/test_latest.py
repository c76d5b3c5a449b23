"""Of each the latest, bounded by how many there are."""

import threading

from edge_hub.device_host.latest import Latest


def test_a_flood_of_one_fills_nothing_and_hides_no_other() -> None:
    latest: Latest[int] = Latest()
    for count in range(100_000):
        latest.put("flood", count)
        if count == 50:
            latest.put("other", 7)
    assert latest.take(0) == {"flood": 99_999, "other": 7}
    assert latest.take(0) == {}


def test_whoever_takes_waits_for_the_first_that_comes() -> None:
    latest: Latest[int] = Latest()
    threading.Timer(0.01, latest.put, ("a", 1)).start()
    assert latest.take(10) == {"a": 1}


def test_a_wake_up_is_not_lost_and_counts_once() -> None:
    latest: Latest[int] = Latest()
    latest.wake()
    assert latest.take(10) == {}
    assert latest.take(0) == {}
