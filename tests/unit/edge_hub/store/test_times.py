"""Times counted in classes."""

from edge_hub.store.times import BOUNDS_S, Times


def test_a_time_falls_into_the_first_class_that_holds_it() -> None:
    times = Times()
    for took_s in (0.0, 0.001, 0.0011, 1.0, 7.0):
        times.add(took_s)
    assert times.counts == [2, 1, *[0] * (len(BOUNDS_S) - 3), 1, 1]
    assert times.sum_s == 0.0 + 0.001 + 0.0011 + 1.0 + 7.0
