"""The policies as properties over random lines, and by name over lines that a person can follow."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_hub.domain.routing import (
    ONE,
    Line,
    Policy,
    count_before,
    firm_until,
    in_order,
    longest_wait_ms,
    nth_behind,
    overtaken_in,
    passed_by,
    pick_next,
)
from edge_hub.domain.values import Key, Overtaken

MIN_MS = 60_000
NOW_MS = 300 * MIN_MS
TIMES_MAX, DELAY_MAX_MS = 4, 40 * MIN_MS
LONGEST = Policy("longest_wait", False, {0: 40 * MIN_MS, 1: 20 * MIN_MS, 2: 0}, TIMES_MAX, DELAY_MAX_MS)
STRICT = Policy("priority_with_bound", True, {}, TIMES_MAX, DELAY_MAX_MS)
POLICIES = st.sampled_from([LONGEST, STRICT])
Overtakes = dict[str, Overtaken]


@st.composite
def lines(draw: st.DrawFn, ranks: int = 3, weighed: bool = True) -> tuple[list[Line], Overtakes]:
    """Four lines as they stand after a morning: places by order, times that never fall, some who were overtaken."""
    steps = draw(st.lists(st.tuples(st.integers(0, ranks - 1), st.integers(0, 12), st.integers(0, 3)), max_size=40))
    queued_ms = NOW_MS - sum(minutes for _, minutes, _ in steps) * MIN_MS
    split: list[list[Key]] = [[], [], [], []]
    overtaken: Overtakes = {}
    for order, (rank, minutes, line) in enumerate(steps):
        queued_ms += minutes * MIN_MS
        split[line].append((rank, order, queued_ms, f"t{order}"))
        times = draw(st.sampled_from([0, 0, 1, TIMES_MAX - 1, TIMES_MAX])) if rank else 0
        if times:
            first_ms = draw(st.sampled_from([NOW_MS, NOW_MS - DELAY_MAX_MS + 1, NOW_MS - DELAY_MAX_MS]))
            overtaken[f"t{order}"] = Overtaken(times, first_ms)
    weights = draw(st.lists(st.sampled_from([ONE, ONE, 500, 2500]), min_size=4, max_size=4)) if weighed else [ONE] * 4
    starts = draw(st.lists(st.sampled_from([0, 0, 15 * MIN_MS]), min_size=4, max_size=4)) if weighed else [0] * 4
    made = [Line(sorted(keys), *how) for keys, *how in zip(split, weights, starts, strict=True)]
    return made, overtaken


def everyone(waiting: Sequence[Line]) -> list[Key]:
    return [key for line in waiting for key in line.keys]


def firm(overtaken: Overtakes, key: Key) -> bool:
    known = overtaken.get(key[3], Overtaken(0, NOW_MS))
    return known.times >= TIMES_MAX or (known.times > 0 and NOW_MS - known.first_ms >= DELAY_MAX_MS)


@given(lines(), POLICIES)
def test_the_pick_is_the_first_of_the_order_and_everybody_is_in_it(
    hall: tuple[list[Line], Overtakes], policy: Policy
) -> None:
    waiting, overtaken = hall
    pick = pick_next(waiting, NOW_MS, policy, overtaken)
    order = in_order(waiting, NOW_MS, policy, overtaken, 1000)
    assert sorted(order) == sorted(key[3] for key in everyone(waiting))
    assert (pick.ticket if pick else None) == (order[0] if order else None)


@given(lines(), POLICIES)
def test_whoever_stands_firm_is_overtaken_by_nobody(hall: tuple[list[Line], Overtakes], policy: Policy) -> None:
    waiting, overtaken = hall
    pick = pick_next(waiting, NOW_MS, policy, overtaken)
    if pick is None:
        return
    rank, order, _, _ = pick.key
    assert not [key for key in everyone(waiting) if key[0] > rank and key[1] < order and firm(overtaken, key)]
    unbound = pick_next(waiting, NOW_MS, policy)
    assert unbound is not None and pick.firm == (pick.key != unbound.key), "and the record says if that was why"


@given(lines(), POLICIES)
def test_within_a_class_and_a_line_the_first_come_is_first(hall: tuple[list[Line], Overtakes], policy: Policy) -> None:
    waiting, overtaken = hall
    order = in_order(waiting, NOW_MS, policy, overtaken, 1000)
    for line in waiting:
        for rank in range(3):
            mates = [key[3] for key in line.keys if key[0] == rank]
            assert [one for one in order if one in mates] == mates


@given(lines(weighed=False))
def test_within_a_class_the_first_come_is_first_where_all_items_count_alike(
    hall: tuple[list[Line], Overtakes],
) -> None:
    waiting, overtaken = hall
    keys = {key[3]: key for key in everyone(waiting)}
    for policy in (LONGEST, STRICT):
        order = in_order(waiting, NOW_MS, policy, overtaken, 1000)
        for rank in range(3):
            mine = [keys[one][1] for one in order if keys[one][0] == rank]
            assert mine == sorted(mine)


@given(lines(), POLICIES)
def test_who_was_passed_over_are_the_older_ones(hall: tuple[list[Line], Overtakes], policy: Policy) -> None:
    waiting, overtaken = hall
    pick = pick_next(waiting, NOW_MS, policy, overtaken)
    if pick is None:
        return
    older = sorted((key for key in everyone(waiting) if key[1] < pick.key[1]), key=lambda key: key[1])
    passed = passed_by([line.keys for line in waiting], pick.key, 5)
    assert passed.worse == sum(key[0] > pick.key[0] for key in older)
    assert passed.worse + passed.others == len(older)
    assert list(passed.oldest) == [key[3] for key in older][:5]
    overtaken_now = [key for line in waiting for key in overtaken_in(line.keys, pick.key)]
    assert sorted(overtaken_now) == sorted(key for key in older if key[0] > pick.key[0])


@given(lines(), POLICIES, st.integers(0, 2), st.integers(0, 3))
def test_the_count_before_a_place_is_what_the_order_says(
    hall: tuple[list[Line], Overtakes], policy: Policy, rank: int, at: int
) -> None:
    waiting, _ = hall
    key = (rank, 1_000_000, NOW_MS, "me")
    with_me = [line._replace(keys=sorted([*line.keys, key])) if n == at else line for n, line in enumerate(waiting)]
    order = in_order(with_me, NOW_MS, policy, {}, 1000)
    assert order.index("me") == sum(count_before(line, key, waiting[at], NOW_MS, policy) for line in waiting)


@given(lines(), POLICIES, st.data())
def test_the_count_before_somebody_who_waits_is_what_the_order_says(
    hall: tuple[list[Line], Overtakes], policy: Policy, data: st.DataObject
) -> None:
    waiting, _ = hall
    if not everyone(waiting):
        return
    key = data.draw(st.sampled_from(everyone(waiting)))
    (mine,) = [line for line in waiting if key in line.keys]
    order = in_order(waiting, NOW_MS, policy, {}, 1000)
    assert order.index(key[3]) == sum(count_before(line, key, mine, NOW_MS, policy) for line in waiting)


@given(lines(ranks=2, weighed=False), POLICIES, st.integers(0, 1))
def test_the_count_before_a_place_knows_who_stands_firm(
    hall: tuple[list[Line], Overtakes], policy: Policy, rank: int
) -> None:
    waiting, overtaken = hall
    key = (rank, 1_000_000, NOW_MS, "me")
    with_me = [waiting[0]._replace(keys=sorted([*waiting[0].keys, key])), *waiting[1:]]
    order = in_order(with_me, NOW_MS, policy, overtaken, 1000)
    until = firm_until(waiting, key, NOW_MS, policy, overtaken)
    assert order.index("me") == sum(count_before(line, key, waiting[0], NOW_MS, policy, until) for line in waiting)


def queue(*waits: tuple[int, int]) -> list[Key]:
    """A line by (rank, minutes waited), the longest first."""
    return sorted((rank, 1000 - minutes, NOW_MS - minutes * MIN_MS, f"{rank}-{minutes}") for rank, minutes in waits)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [(LONGEST, ["2-35", "1-15", "2-30", "1-5", "2-10"]), (STRICT, ["1-15", "1-5", "2-35", "2-30", "2-10"])],
    ids=["longest_wait", "priority_with_bound"],
)
def test_a_policy_orders_one_line_as_its_name_says(policy: Policy, expected: list[str]) -> None:
    line = Line(queue((2, 35), (2, 30), (2, 10), (1, 15), (1, 5)))
    assert in_order([line], NOW_MS, policy, {}, 9) == expected


def test_a_minute_of_waiting_counts_by_its_weight_and_a_specialist_gives_a_head_start() -> None:
    twice, once = Line(queue((2, 12), (2, 11)), 2 * ONE), Line(queue((2, 25), (2, 23), (2, 1)))
    assert in_order([twice, once], NOW_MS, STRICT, {}, 9) == ["2-25", "2-12", "2-23", "2-11", "2-1"]
    special = Line(queue((2, 9), (2, 2)), ONE, 15 * MIN_MS)
    assert in_order([special, once], NOW_MS, STRICT, {}, 9) == ["2-25", "2-9", "2-23", "2-2", "2-1"]


def test_a_window_with_nobody_to_call_picks_nobody() -> None:
    assert pick_next([], NOW_MS, LONGEST) is None
    assert longest_wait_ms([], NOW_MS) == 0
    assert nth_behind([], 2, 3) is None
