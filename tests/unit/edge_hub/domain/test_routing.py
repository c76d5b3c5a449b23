"""The policy as properties over random lines."""

from hypothesis import given
from hypothesis import strategies as st

from edge_hub.domain.routing import count_before, in_order, pick_next
from edge_hub.domain.values import Key

WAIT_MAX_MS = 30 * 60_000
NOW_MS = 100 * 60_000


@st.composite
def lines(draw: st.DrawFn) -> list[list[Key]]:
    places = draw(st.lists(st.tuples(st.integers(0, 2), st.integers(0, NOW_MS), st.integers(0, 3)), max_size=40))
    places.sort(key=lambda place: place[1])
    split: list[list[Key]] = [[], [], [], []]
    for order, (rank, queued_ms, line) in enumerate(places):
        split[line].append((rank, order, queued_ms, f"t{order}"))
    return [sorted(line) for line in split]


@given(lines())
def test_the_pick_is_the_first_of_the_order(waiting: list[list[Key]]) -> None:
    pick = pick_next(waiting, NOW_MS, WAIT_MAX_MS)
    order = in_order(waiting, NOW_MS, WAIT_MAX_MS, 1000)
    assert len(order) == sum(map(len, waiting))
    assert (pick.ticket if pick else None) == (order[0] if order else None)


@given(lines())
def test_nobody_who_waited_the_bound_is_passed_by_someone_younger(waiting: list[list[Key]]) -> None:
    pick = pick_next(waiting, NOW_MS, WAIT_MAX_MS)
    everyone = [key for line in waiting for key in line]
    if pick is None:
        return
    (picked,) = [key for key in everyone if key[3] == pick.ticket]
    aged = [key for key in everyone if NOW_MS - key[2] >= WAIT_MAX_MS]
    assert not [key for key in aged if key[1] < picked[1]]


@given(lines())
def test_within_a_class_the_first_come_is_first(waiting: list[list[Key]]) -> None:
    order = in_order(waiting, NOW_MS, WAIT_MAX_MS, 1000)
    keys = {key[3]: key for line in waiting for key in line}
    for rank in range(3):
        mine = [keys[one][1] for one in order if keys[one][0] == rank]
        assert mine == sorted(mine)


@given(lines())
def test_passed_over_counts_the_older_ones(waiting: list[list[Key]]) -> None:
    pick = pick_next(waiting, NOW_MS, WAIT_MAX_MS)
    if pick is None:
        return
    everyone = [key for line in waiting for key in line]
    (picked,) = [key for key in everyone if key[3] == pick.ticket]
    assert pick.passed_over == sum(key[1] < picked[1] for key in everyone)


@given(lines(), st.integers(0, 2))
def test_the_count_before_a_place_is_what_the_order_says(waiting: list[list[Key]], rank: int) -> None:
    key = (rank, 1_000_000, NOW_MS, "me")
    with_me = [sorted([*waiting[0], key]), *waiting[1:]]
    order = in_order(with_me, NOW_MS, WAIT_MAX_MS, 1000)
    assert order.index("me") == sum(count_before(line, key, NOW_MS, WAIT_MAX_MS) for line in waiting)
