"""A standby over a real line when the hub's journal has lost its head: it follows on, or says what must come first."""

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fakes.loop_rig import Rig
from fakes.quiet import Expect
from fakes.small_hall import DESCRIPTION

from configs.rules import Retention
from configs.site import Site
from edge_hub.contract import queue as q
from edge_hub.contract.clock import at_hall
from edge_hub.domain.plan import plan_of
from edge_hub.standby.feed import Feed
from edge_hub.standby.follower import Follower
from edge_hub.store.backup import back_up, newest_good, restore
from edge_hub.store.connection import open_reader
from edge_hub.store.journal import first, head, verify

DAY_MS, KEPT_DAYS = 86_400_000, 60


def site() -> Site:
    kept = dict.fromkeys(Retention.model_fields, KEPT_DAYS) | DESCRIPTION["rules"]["retention"]
    return Site.model_validate_json(json.dumps({**DESCRIPTION, "rules": {**DESCRIPTION["rules"], "retention": kept}}))


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """Its journal begins with the second day."""
    (tmp_path / "data").mkdir()
    one = Rig(tmp_path / "data", site=site())
    for _ in range(20):
        one.do("tm-1", q.TakeTicket(items=("card",)))
    for _ in range(KEPT_DAYS + 1):
        one.clock.ms += DAY_MS - (one.clock.ms + 8 * 3_600_000) % DAY_MS + 20 * 3_600_000
        while one.hall.erased_day != at_hall(one.clock.ms).date().isoformat() or one.store.prune(one.hall.pruned):
            one.tick()
    yield one
    one.close()


@contextlib.contextmanager
def following(rig: Rig, kept: Path) -> Iterator[None]:
    kept.mkdir(exist_ok=True)
    feed = Feed(rig.directory, rig.store.hub_id, rig.store.epoch, ("127.0.0.1", 0), rig.inbox, None)
    stopped, ends = threading.Event(), []
    follower = Follower(kept, plan_of(rig.site), ("127.0.0.1", feed.port), "boot-2")
    thread = threading.Thread(target=lambda: ends.append(follower.run(stopped)))
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join(10)
        feed.close()
    assert ends == [None]


def until(holds: Callable[[], object], what: str, timeout_s: float = 30.0) -> None:
    """Wait until `holds()`, looking ten times a second."""
    end_s, never = time.monotonic() + timeout_s, threading.Event()
    while not holds():
        assert time.monotonic() < end_s, f"{what} did not happen within {timeout_s} s"
        never.wait(0.1)


def newest(folder: Path) -> tuple[int, int]:
    """First and last record."""
    reader = open_reader(folder / "hub.db")
    try:
        return first(reader), head(reader)[0]
    finally:
        reader.close()


def test_a_blank_standby_says_what_must_come_first_and_then_follows(
    rig: Rig, tmp_path: Path, caplog: pytest.LogCaptureFixture, expects_warning: Expect
) -> None:
    expects_warning("this journal begins later", times=range(1, 100))
    expects_warning("hall restore", times=1)
    begins, _ = newest(rig.directory)
    assert begins > 1
    with following(rig, tmp_path / "blank"):
        until(lambda: "hall restore" in caplog.text, "it says what must come first")
    assert newest(tmp_path / "blank") == (0, 0)
    back_up(rig.directory, tmp_path / "backups", rig.clock.ms)
    good, _ = newest_good(tmp_path / "backups")
    assert good is not None
    restore(good, tmp_path / "seeded", tmp_path / "backups", rig.clock.ms)
    rig.clock.ms += 14 * 3_600_000
    rig.tick()
    rig.do("tm-1", q.TakeTicket(items=("card",)))
    with following(rig, tmp_path / "seeded"):
        until(lambda: newest(tmp_path / "seeded") == (begins, rig.store.seq), "it has all that the hub has")
    reader = open_reader(tmp_path / "seeded" / "hub.db")
    assert verify(reader)[1] is None
    reader.close()
