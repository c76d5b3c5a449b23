"""The retention rules over days: what is due goes for good, at a quiet time, in portions, and it is on record."""

import json
import logging
import shutil
from pathlib import Path
from typing import Any

import pytest
from fakes import invariants
from fakes.desk import CLERKS, PADS
from fakes.loop_rig import Rig
from fakes.quiet import Expect
from fakes.small_hall import DESCRIPTION

from configs.site import Site
from edge_hub import eraser
from edge_hub.contract import queue as q
from edge_hub.contract import rating as r
from edge_hub.contract import window as w
from edge_hub.contract.clock import at_hall
from edge_hub.contract.rating import Level
from edge_hub.store.connection import open_reader, query
from edge_hub.store.journal import Record, records

DAY_MS = 86_400_000
PERSON = "5a" * 32


@pytest.fixture
def rig(tmp_path: Path) -> Any:
    (tmp_path / "data").mkdir()
    one = Rig(tmp_path / "data")
    yield one
    one.close()


def journal(rig: Rig, *types: str) -> list[Record]:
    reader = open_reader(rig.store.path)
    found = [one for one in records(reader) if not types or one.type in types]
    reader.close()
    return found


def bodies(rig: Rig, kind: str) -> list[dict[str, Any]]:
    return [json.loads(one.body) for one in journal(rig, kind)]


def on_disk(rig: Rig) -> bytes:
    return b"".join(one.read_bytes() for one in rig.directory.iterdir() if one.name.endswith((".db", "-wal")))


def cancelled(rig: Rig, count: int = 1) -> None:
    """Tickets taken and cancelled, each with a reason."""
    before = set(rig.hall.tickets)
    rig.step(*(rig.command("tm-1", q.TakeTicket(items=("card",))) for _ in range(count)))
    taken = [one for one in rig.hall.tickets if one not in before]
    rig.step(*(rig.command("desk", q.Cancel(ticket=one, why=f"原因{n}")) for n, one in enumerate(taken)))


def seat(rig: Rig) -> str:
    """The clerk of w1 at work; the session."""
    rig.through_pins(rig.command("desk", w.SetPin(by="901", clerk=CLERKS["w1"], pin="123456")))
    session = rig.through_pins(rig.command(PADS["w1"], w.SignIn(window="w1", clerk=CLERKS["w1"], pin="123456")))
    rig.do(PADS["w1"], w.OpenWindow(window="w1"), session=session.result["session"])
    return str(session.result["session"])


def rated(rig: Rig, session: str) -> None:
    """A service with a rating in words."""
    rig.do("tm-1", q.TakeTicket(items=("real",), person=PERSON))
    for body in (q.CallNext(window="w1"), q.Finish(window="w1")):
        rig.do(PADS["w1"], body, session=session)
    service = rig.hall.windows["w1"].to_rate
    assert service
    rig.do("rate-w1", r.Rate(service=service, level=Level.BAD))
    rig.do("rate-w1", r.DetailRating(service=service, tags=("214",), text="窗口的张某态度不好"))


def nights(rig: Rig, count: int) -> None:
    """So many evenings after closing, one after the other."""
    for _ in range(count):
        rig.clock.ms += DAY_MS - (rig.clock.ms + 8 * 3_600_000) % DAY_MS + 20 * 3_600_000
        while rig.hall.erased_day != rig.hall.day or rig.hall.day != today(rig):
            rig.tick()


def today(rig: Rig) -> str:
    return at_hall(rig.clock.ms).date().isoformat()


def test_what_is_due_is_erased_for_good_each_kind_by_its_own_rule(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    """In the small hall tickets are kept for one day, ratings for three."""
    rated(rig, seat(rig))
    cancelled(rig)
    sealed = {one.type: one for one in journal(rig) if one.sealed}
    assert set(sealed) == {"PinSet", "TicketTaken", "RatingDetailed", "TicketCancelled"}
    reader = open_reader(rig.directory / "keys.db")
    keys = {name.removeprefix("record:"): value for name, value in query(reader, "SELECT name, value FROM key")}
    reader.close()

    def readable() -> set[str]:
        return {name for name, one in sealed.items() if rig.store.keys.unseal(one.idem_key, one.sealed or b"")}

    nights(rig, 1)
    assert readable() == set(sealed), "a day is not over before it has passed wholly"
    with caplog.at_level(logging.INFO, logger="edge_hub.eraser"):
        nights(rig, 1)
    assert readable() == {"PinSet", "RatingDetailed"}
    assert "keys destroyed: {'persons_days': 1, 'tickets_days': 1}" in caplog.text
    nights(rig, 2)
    assert readable() == {"PinSet"}, "a clerk's PIN is no citizen's data"
    raw = on_disk(rig)
    assert [name for name, one in sealed.items() if keys[one.idem_key] in raw] == ["PinSet"]
    assert PERSON.encode() not in raw, "the row of the day is gone too, and what the WAL knew of it"
    nights(rig, 2)
    assert [one["record"] for one in bodies(rig, "KeyDestroyed")] == [
        sealed[name].idem_key for name in ("TicketTaken", "TicketCancelled", "RatingDetailed")
    ]
    assert [one["destroyed"] for one in bodies(rig, "RetentionApplied")] == [
        {}, {"persons_days": 1, "tickets_days": 1}, {}, {"ratings_days": 1}, {}, {},
    ]  # fmt: skip
    for check in invariants.ALL:
        check(rig)


def test_it_is_done_when_the_hall_is_closed(rig: Rig) -> None:
    cancelled(rig)
    nights(rig, 1)
    rig.clock.ms += 14 * 3_600_000  # ten in the morning of the next day
    for _ in range(20):
        rig.tick()
    assert rig.hall.day == today(rig) and not bodies(rig, "KeyDestroyed")
    rig.clock.ms += 2 * 3_600_000 + 1800_000  # lunch
    for _ in range(3):
        rig.tick()
    assert len(bodies(rig, "KeyDestroyed")) == 1 and rig.hall.erased_day == rig.hall.day


def test_a_hall_whose_hub_never_sees_a_quiet_hour_makes_up_for_it(rig: Rig) -> None:
    cancelled(rig)
    for _ in range(2):
        rig.clock.ms += DAY_MS
        for _ in range(4):
            rig.tick()
    assert len(bodies(rig, "KeyDestroyed")) == 1 and rig.hall.opening(rig.clock.ms).open


def test_nobody_waits_for_it(rig: Rig) -> None:
    cancelled(rig)
    nights(rig, 1)
    rig.clock.ms += DAY_MS
    rig.inbox.post(rig.command("desk", q.ShowTicket(ticket="A001")))
    for _ in range(4):
        rig.tick()
    assert not bodies(rig, "KeyDestroyed")
    rig.inbox.take()
    rig.tick()
    assert bodies(rig, "KeyDestroyed")


def test_it_goes_in_portions(rig: Rig) -> None:
    count = eraser.LOOKED_MAX + 10
    cancelled(rig, count)
    nights(rig, 1)
    rig.clock.ms += DAY_MS
    steps = []  # one of those looked at is the guide's PIN, which stays
    while rig.hall.erased_day != today(rig):
        rig.tick()
        steps.append(len(bodies(rig, "KeyDestroyed")))
    assert steps[0] == eraser.LOOKED_MAX - 1 and set(steps[1:]) == {count}
    assert bodies(rig, "RetentionApplied")[-1]["destroyed"] == {"tickets_days": count}


def test_a_clock_far_ahead_erases_nothing_on_its_first_day(rig: Rig, expects_warning: Expect) -> None:
    """A wrong clock is noticed within a day; what is erased never comes back."""
    expects_warning("waiting for the clock to settle", times=1)
    expects_warning("Look whether the clock is right", times=1)
    cancelled(rig)
    nights(rig, 1)
    rig.clock.ms += 300 * DAY_MS
    rig.tick()
    rig.clock.ms += 700_000  # the day begins once the clock has settled
    rig.tick()
    rig.tick()
    assert bodies(rig, "RetentionApplied")[-1]["postponed"] and not bodies(rig, "KeyDestroyed")
    nights(rig, 1)
    assert bodies(rig, "KeyDestroyed")


def test_records_of_a_clock_that_was_wrong_are_found_too(rig: Rig, expects_warning: Expect) -> None:
    expects_warning("clock jumped", times=2)
    rig.clock.set_by(-40 * 86_400)
    rig.tick()
    cancelled(rig)
    rig.clock.set_by(40 * 86_400)
    rig.tick()
    cancelled(rig)
    nights(rig, 2)
    assert len(bodies(rig, "KeyDestroyed")) == 2


def test_a_key_that_came_back_with_an_old_file_is_destroyed_before_the_hub_serves(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    cancelled(rig, 3)
    rig.store.keys.scrub()
    old = rig.directory.parent / "keys.db"
    shutil.copy(rig.directory / "keys.db", old)
    (sealed, *_) = journal(rig, "TicketCancelled")
    nights(rig, 2)
    rig.pins.close()
    rig.store.pull_the_plug()
    shutil.copy(old, rig.directory / "keys.db")
    with caplog.at_level(logging.INFO):
        rig.start()
    assert "3 keys that had been destroyed were there again" in caplog.text
    assert rig.store.keys.unseal(sealed.idem_key, sealed.sealed or b"") is None
    for check in invariants.ALL:
        check(rig)
    caplog.clear()
    rig.restart()
    assert not caplog.text


def test_it_is_reported_only_when_the_bytes_are_gone(rig: Rig) -> None:
    cancelled(rig)
    nights(rig, 1)
    rig.clock.ms += DAY_MS
    reader = open_reader(rig.directory / "keys.db")
    cursor = reader.execute("SELECT * FROM key")
    next(cursor)
    for _ in range(4):
        rig.tick()
    assert len(bodies(rig, "KeyDestroyed")) == 1 and rig.hall.erased_day != today(rig)
    cursor.close()
    reader.close()
    rig.tick()
    assert rig.hall.erased_day == today(rig)


def test_a_hall_that_says_nothing_keeps_180_days(tmp_path: Path) -> None:
    rules = {name: value for name, value in DESCRIPTION["rules"].items() if name != "retention"}
    rig = Rig(tmp_path, site=Site.model_validate_json(json.dumps({**DESCRIPTION, "rules": rules})))
    cancelled(rig)
    nights(rig, 180)
    assert not bodies(rig, "KeyDestroyed")
    nights(rig, 1)
    assert len(bodies(rig, "KeyDestroyed")) == 1
    rig.close()
