"""A rating closes after so many working days: the default goes on record once, and the slip's right to rate ends."""

import json
from pathlib import Path
from typing import Any

import pytest
from fakes import invariants
from fakes.desk import CLERKS, PADS
from fakes.loop_rig import Rig
from fakes.quiet import Expect
from fakes.small_hall import DESCRIPTION, small_site

from edge_hub import loop
from edge_hub.contract import queue as q
from edge_hub.contract import rating as r
from edge_hub.contract import window as w
from edge_hub.contract.clock import at_hall
from edge_hub.contract.rating import Channel, Level
from edge_hub.contract.reasons import Reason
from edge_hub.store import figures
from edge_hub.store.connection import open_reader
from edge_hub.store.journal import records

DAY_MS = 86_400_000


@pytest.fixture
def rig(tmp_path: Path) -> Any:
    """A Tuesday; the rating of its services closes with the Tuesday after it."""
    one = Rig(tmp_path)
    yield one
    one.close()


def served(rig: Rig, count: int = 1) -> list[str]:
    """So many services of today that nobody has rated."""
    if rig.hall.windows["w1"].session is None:
        rig.through_pins(rig.command("desk", w.SetPin(by="901", clerk=CLERKS["w1"], pin="123456")))
        rig.through_pins(rig.command(PADS["w1"], w.SignIn(window="w1", clerk=CLERKS["w1"], pin="123456")))
        rig.do(PADS["w1"], w.OpenWindow(window="w1"), session=rig.hall.windows["w1"].session)
    found = []
    for _ in range(count):
        rig.do("tm-1", q.TakeTicket(items=("card",)))
        for body in (q.CallNext(window="w1"), q.Finish(window="w1")):
            rig.do(PADS["w1"], body, session=rig.hall.windows["w1"].session)
        found.append(rig.hall.windows["w1"].to_rate or "")
    return found


def days(rig: Rig, count: int) -> None:
    """So many midnights, each with some minutes after it."""
    for _ in range(count):
        rig.clock.ms += DAY_MS - (rig.clock.ms + 8 * 3_600_000) % DAY_MS + 60_000
        for _ in range(8):
            rig.tick()


def defaults(rig: Rig) -> list[dict[str, Any]]:
    reader = open_reader(rig.store.path)
    found = [json.loads(one.body) for one in records(reader) if one.type == "RatingDefaulted"]
    reader.close()
    return found


def slip(rig: Rig, service: str) -> str:
    known = rig.hall.service(service)
    assert known is not None
    return rig.store.keys.token(known.ticket)


def by_phone(service: str, token: str, level: Level = Level.GOOD) -> r.Rate:
    return r.Rate(service=service, level=level, channel=Channel.QR, token=token)


def no(rig: Rig, device: str, body: Any) -> str | None:
    reply = rig.ask(rig.command(device, body))
    return None if reply.ok else str(reply.reason)


def test_after_five_working_days_the_default_is_on_record_once_and_no_star_moves(rig: Rig) -> None:
    rated, unrated = served(rig, 2)
    rig.do("rate-w1", r.Rate(service=rated, level=Level.VERY_BAD))
    days(rig, 7)
    assert at_hall(rig.clock.ms).strftime("%a") == "Tue" and not defaults(rig), "two days of the seven were no workdays"
    days(rig, 1)
    (default,) = defaults(rig)
    assert (default["service"], default["level"], default["day"]) == (unrated, "FAIR", "2026-11-24")
    reader = open_reader(rig.store.path)
    sums = figures.sums(reader, "day", "2026-11-24", "2026-12-31")
    reader.close()
    assert list(sums) == ["2026-11-24"] and sums["2026-11-24"]["defaulted"] == 1
    assert [sums["2026-11-24"][f"star_{n}"] for n in range(1, 6)] == [1, 0, 0, 0, 0]
    days(rig, 3)
    assert len(defaults(rig)) == 1 and not rig.hall.unrated
    for check in invariants.ALL:
        check(rig)


def test_a_holiday_gives_everybody_more_days(tmp_path: Path) -> None:
    feast = {"first": "2026-11-25", "last": "2026-12-01", "name": {"zh": "节", "en": "Feast"}}
    rig = Rig(tmp_path, site=small_site(opening={**DESCRIPTION["hall"]["opening"], "holidays": [feast]}))
    served(rig)
    days(rig, 14)
    assert rig.hall.day == "2026-12-08" and not defaults(rig)
    days(rig, 1)
    assert len(defaults(rig)) == 1
    rig.close()


def test_the_slip_gives_the_right_to_rate_until_the_rating_closes_and_no_longer(rig: Rig) -> None:
    first, second = served(rig, 2)
    tokens = {one: slip(rig, one) for one in (first, second)}
    days(rig, 7)
    rig.do("tm-1", by_phone(first, tokens[first], Level.BAD))
    rig.do("tm-1", r.ChangeRating(service=first, level=Level.GOOD, token=tokens[first]))
    rig.restart()
    rig.do("tm-1", r.DetailRating(service=first, tags=("411",), token=tokens[first]))
    assert no(rig, "tm-1", by_phone(first, tokens[first])) == Reason.RATED_ALREADY
    days(rig, 1)
    assert [one["service"] for one in defaults(rig)] == [second]
    for service in (first, second):
        assert no(rig, "tm-1", by_phone(service, tokens[service])) == Reason.RATING_CLOSED
    for check in invariants.ALL:
        check(rig)


def test_the_right_has_ended_even_before_the_default_is_written(rig: Rig) -> None:
    (service,) = served(rig)
    token = slip(rig, service)
    days(rig, 7)
    rig.inbox.post(rig.command("desk", q.ShowTicket(ticket="A001")))  # what waits goes first
    rig.clock.ms += DAY_MS
    rig.tick()
    assert rig.hall.day == "2026-12-02"
    assert not defaults(rig) and no(rig, "tm-1", by_phone(service, token)) == Reason.RATING_CLOSED


def test_whoever_guesses_learns_nothing(rig: Rig) -> None:
    mine, other = served(rig, 2)
    wrong = [by_phone(mine, slip(rig, other)), by_phone(mine, "0" * 32), by_phone("no-such-service", "0" * 32)]
    for _ in range(2):
        answers = [rig.ask(rig.command("tm-1", one)) for one in wrong]
        assert {(one.reason, one.words) for one in answers} == {(answers[0].reason, answers[0].words)}
        assert answers[0].reason == Reason.RATING_CLOSED
        days(rig, 1)
    assert no(rig, "tm-1", r.Rate(service=mine, level=Level.GOOD)) == Reason.NOT_ALLOWED
    assert no(rig, "rate-w1", r.Rate(service=mine, level=Level.GOOD)) == Reason.RATING_CLOSED
    assert no(rig, "desk", by_phone(mine, slip(rig, mine))) == Reason.NOT_ALLOWED


def test_it_goes_in_portions_and_a_restart_in_the_middle_writes_none_twice(rig: Rig) -> None:
    count = loop.DEFAULTS_MAX + 5
    served(rig, count)
    days(rig, 7)
    rig.clock.ms += DAY_MS
    rig.tick()
    assert len(defaults(rig)) == loop.DEFAULTS_MAX
    rig.restart()
    rig.tick()
    rig.tick()
    found = [one["service"] for one in defaults(rig)]
    assert len(found) == len(set(found)) == count
    for check in invariants.ALL:
        check(rig)


def test_a_hub_that_was_off_for_days_closes_what_is_due_when_it_is_back(rig: Rig) -> None:
    old = served(rig)
    days(rig, 1)
    rig.clock.ms += 10 * 3_600_000
    young = served(rig)
    rig.clock.ms += 7 * DAY_MS
    rig.restart()
    assert set(rig.hall.unrated) == {"2026-11-24", "2026-11-25"}
    rig.tick()
    assert [one["service"] for one in defaults(rig)] == old
    days(rig, 1)
    assert [one["service"] for one in defaults(rig)] == old + young


def test_a_clock_that_jumps_closes_nothing_before_it_has_settled(rig: Rig, expects_warning: Expect) -> None:
    expects_warning("clock jumped", times=2)
    (service,) = served(rig)
    rig.clock.set_by(20 * 86_400)
    for _ in range(3):
        rig.tick()
    rig.clock.set_by(-20 * 86_400)
    for _ in range(3):
        rig.tick()
    assert not defaults(rig) and rig.hall.day == "2026-11-24"
    assert no(rig, "rate-w1", r.Rate(service=service, level=Level.GOOD)) is None


def test_nobody_waits_for_it(rig: Rig) -> None:
    served(rig)
    days(rig, 7)
    rig.clock.ms += DAY_MS
    rig.inbox.post(rig.command("desk", q.ShowTicket(ticket="A001")))
    for _ in range(3):
        rig.tick()
    assert not defaults(rig)
    rig.inbox.take()
    rig.tick()
    assert defaults(rig)
