"""Which call stands where: by example, and over whole mornings that Hypothesis makes up."""

from fakes.board import call
from hypothesis import given
from hypothesis import strategies as st

from edge_hub.contract.hall import Call
from kiosk.call_board.places import Places, free, is_called, key, rank, seat, without_place


def numbers(places: Places) -> list[str]:
    return [one.number if one else "" for one in places.seats]


def test_calls_fill_the_places_from_the_first_on_newest_first() -> None:
    places = seat(free(4), [call("A001", "A01", 30), call("A002", "A02", 10)])
    assert numbers(places) == ["A002", "A001", "", ""]


def test_a_new_call_takes_a_free_place_and_moves_nobody() -> None:
    old = call("A001", "A01", 30)
    places = seat(seat(free(3), [old]), [call("A002", "A02", 5), old])
    assert numbers(places) == ["A001", "A002", ""]


def test_what_is_over_leaves_a_gap_and_the_others_stay() -> None:
    three = [call(f"A00{n}", f"A0{n}", n) for n in (1, 2, 3)]
    places = seat(seat(free(3), three), [three[0], three[2]])
    assert numbers(places) == ["A001", "", "A003"]


def test_a_call_that_is_served_keeps_its_place() -> None:
    one, other = call("A001", "A01", 30), call("A002", "A02", 10)
    served = call("A001", "A01", 30, serving=True)
    places = seat(seat(free(2), [one, other]), [served, other])
    assert places.seats == (other, served)


def test_a_recall_is_drawn_in_the_same_place() -> None:
    one, other = call("A001", "A01", 30), call("A002", "A02", 10)
    again = call("A001", "A01", 0, calls=2)
    places = seat(seat(free(2), [one, other]), [again, other])
    assert places.seats == (other, again)


def test_the_oldest_number_being_served_makes_room() -> None:
    full = [call("A001", "A01", 90), call("A002", "A02", 50, serving=True), call("A003", "A03", 40, serving=True)]
    before = seat(free(3), full)
    after = seat(before, [*full, call("A004", "A04", 1)])
    assert "A002" not in numbers(after) and after.seats[numbers(before).index("A002")] == call("A004", "A04", 1)


def test_with_only_calls_the_oldest_makes_room_and_comes_back_when_it_can() -> None:
    full = [call("A001", "A01", 90), call("A002", "A02", 50)]
    new = call("A003", "A03", 1)
    pushed = seat(seat(free(2), full), [*full, new])
    assert numbers(pushed) == ["A002", "A003"] and without_place(pushed, [*full, new]) == (full[0],)
    assert numbers(seat(pushed, [full[0], new])) == ["A001", "A003"]


def test_a_number_being_served_does_not_come_back_like_a_new_call() -> None:
    served, new = call("A001", "A01", 90, serving=True), call("A002", "A02", 1)
    pushed = seat(seat(free(1), [served]), [served, new])
    assert numbers(pushed) == ["A002"] and numbers(seat(pushed, [served])) == [""]


def test_a_call_that_was_missed_is_still_shown_while_it_is_served() -> None:
    """A start right after the call may reach the board in one picture."""
    assert numbers(seat(free(1), [call("A001", "A01", 2, serving=True)])) == ["A001"]


def test_a_number_called_to_another_window_is_another_call() -> None:
    here, there = call("A001", "A01", 60), call("A001", "B02", 1)
    assert numbers(seat(seat(free(2), [here]), [there])) == ["A001", ""]
    assert key(here) != key(there)


def test_a_board_without_places_shows_nothing() -> None:
    assert seat(free(0), [call("A001", "A01")]).shown == ()


WINDOWS = [f"A{n:02}" for n in range(12)]
Steps = list[tuple[str, str]]
STEPS = st.lists(st.tuples(st.sampled_from(("call", "start", "recall", "end")), st.sampled_from(WINDOWS)), max_size=60)


def mornings(steps: Steps, together: int) -> list[list[Call]]:
    """The hub's pictures of a morning; `together` changes reach the board at once."""
    at: dict[str, Call] = {}
    pictures = []
    for nth, (what, window) in enumerate(steps, 1):
        now_s = -float(nth)
        if what == "call":
            at[window] = call(f"N{nth:03}", window, now_s)
        elif what == "start" and window in at:
            at[window] = at[window].model_copy(update={"state": "SERVING"})
        elif what == "recall" and window in at and is_called(at[window]):
            again = call(at[window].number, window, now_s, calls=at[window].calls + 1)
            at[window] = again
        elif what == "end":
            at.pop(window, None)
        if nth % together == 0:
            pictures.append(sorted(at.values(), key=lambda one: -one.called_ms))
    return pictures


@given(STEPS, st.integers(1, 4), st.integers(1, 8), st.booleans())
def test_a_shown_call_never_moves_while_it_stays(steps: Steps, together: int, count: int, eager: bool) -> None:
    before = free(count)
    for picture in mornings(steps, together):
        after = seat(before, picture, eager=eager)
        stood = {key(one): at for at, one in enumerate(before.seats) if one}
        stands = {key(one): at for at, one in enumerate(after.seats) if one}
        assert all(stands[one] == stood[one] for one in stood.keys() & stands.keys())
        before = after


@given(STEPS, st.integers(1, 4), st.integers(1, 8), st.booleans())
def test_every_place_shows_a_call_of_the_hub_as_it_is_now(
    steps: Steps, together: int, count: int, eager: bool
) -> None:  # fmt: skip
    places = free(count)
    for picture in mornings(steps, together):
        places = seat(places, picture, eager=eager)
        assert len(places.seats) == count and len(set(map(key, places.shown))) == len(places.shown)
        assert all(one in picture for one in places.shown)


@given(STEPS, st.integers(1, 4), st.integers(1, 8))
def test_nobody_who_is_called_stands_back_behind_one_who_is_served_or_was_called_before(
    steps: Steps, together: int, count: int
) -> None:  # fmt: skip
    places = free(count)
    for picture in mornings(steps, together):
        places = seat(places, picture)
        outside = [one for one in without_place(places, picture) if is_called(one)]
        assert not outside or (
            None not in places.seats and max(map(rank, outside)) < min(rank(one) for one in places.shown)
        )


@given(STEPS, st.integers(1, 4), st.integers(1, 8))
def test_a_call_only_leaves_its_place_early_when_every_place_is_taken(
    steps: Steps, together: int, count: int
) -> None:  # fmt: skip
    before = free(count)
    for picture in mornings(steps, together):
        after = seat(before, picture)
        still = {key(one) for one in picture}
        pushed = {key(one) for one in before.shown} & still - {key(one) for one in after.shown}
        assert not pushed or None not in after.seats
        before = after


@given(STEPS, st.integers(1, 4), st.integers(1, 8))
def test_no_number_being_served_appears_that_the_board_has_known(steps: Steps, together: int, count: int) -> None:
    before = free(count)
    for picture in mornings(steps, together):
        after = seat(before, picture)
        came = {key(one) for one in after.shown if not is_called(one)} - {key(one) for one in before.shown}
        assert not came & before.seen
        before = after


@given(STEPS, st.integers(1, 4), st.integers(1, 8))
def test_an_eager_list_always_holds_the_newest(steps: Steps, together: int, count: int) -> None:
    places = free(count)
    for picture in mornings(steps, together):
        places = seat(places, picture, eager=True)
        best = sorted(picture, key=rank, reverse=True)[:count]
        assert sorted(places.shown, key=rank) == sorted(best, key=rank)
