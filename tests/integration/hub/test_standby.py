"""A second machine that follows the hub and takes its place. Catalogue of faults: 39, 40 in part, 41, 42."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fakes.broker import Broker
from fakes.busy_hall import BusyHall
from fakes.fault_table import Handed
from fakes.hub_process import HubProcess
from fakes.standby import LISTEN, StandbyProcess, began, promote, seq_of, until
from fakes.tap import Tap

from edge_hub.contract import queue as q
from edge_hub.contract import topics
from edge_hub.standby.wish import PROMOTE
from edge_hub.store.connection import open_reader
from edge_hub.store.journal import verify
from edge_hub.tools.checker import Outcome, check, check_places
from edge_hub.tools.records import read_journal


@pytest.fixture
def second_broker(tmp_path: Path) -> Iterator[Broker]:
    with Broker(tmp_path / "second-broker") as one:
        yield one


def desk_says(tap: Tap) -> str | None:
    desk = json.loads(tap.last.get(topics.desk("test"), b"{}"))
    return next((part["health"] for part in desk.get("parts", ()) if part["part"] == "standby"), None)


def fail_over(tmp_path: Path, broker: Broker, second_broker: Broker, seed: int, hand_in: Handed) -> None:
    """kill -9 under load, promote, go on: every acknowledged command is there exactly once."""
    hall = BusyHall(tmp_path, broker, devices=4, seed=seed)
    hall.hub = HubProcess(hall.folder, hall.data, broker.address, practice="2026-11-24T09:00", speed=100, more=LISTEN)
    kept = tmp_path / "kept"
    try:
        hub = hall.hub.start().ready()
        standby = StandbyProcess(hall.folder, kept, second_broker.address, hub.hello["standby_port"]).start()
        until(lambda: seq_of(kept) >= seq_of(hall.data) > 0, "the standby has caught up")
        hall.everybody_in()
        end_s = time.monotonic() + 2.0
        while time.monotonic() < end_s:
            hall.crowd.turn()
        hub.kill()
        told = [replace(one) for one in hall.crowd.intents if one.outcome is Outcome.ACKED]
        dead_s = time.monotonic()
        assert promote(kept).returncode == 0
        standby.ready()
        took_s = time.monotonic() - dead_s
        hall.crowd._port = second_broker.port
        hall.crowd.come_again()
        end_s = time.monotonic() + 1.0
        while time.monotonic() < end_s:
            hall.crowd.turn()
        hall.crowd.finish()
        assert standby.stop() == 0
    finally:
        hall.crowd.close()
        for one in (hall.hub, standby):
            one.__exit__(None, None, None)
    reader = open_reader(kept / "hub.db")
    assert verify(reader)[1] is None
    reader.close()
    rows = list(read_journal(kept))
    places = check_places(told, {"hub": list(read_journal(hall.data)), "standby": rows})
    assert {name: one.lost for name, one in places.items()} == {"hub": (), "standby": ()}, "acknowledged until the kill"
    verdict = check(hall.crowd.intents, rows)
    hand_in(verdict, seed=seed)
    print(f"seed {seed}: {verdict}; serving again after {took_s:.1f} s")
    assert verdict.ok and verdict.unknown == 0, verdict.counts()
    numbers = Counter((row.body["day"], row.body["number"]) for row in rows if row.type == "TicketTaken")
    assert max(numbers.values()) == 1
    assert took_s < 30


@pytest.mark.fault(39)
def test_39_a_standby_promoted_after_kill_9_has_every_acknowledged_command(
    tmp_path: Path, broker: Broker, second_broker: Broker, hand_in: Handed
) -> None:
    fail_over(tmp_path, broker, second_broker, 39, hand_in)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(390, 400))
@pytest.mark.fault(39)
def test_39_again_and_again(
    tmp_path: Path, broker: Broker, second_broker: Broker, seed: int, hand_in: Handed
) -> None:
    fail_over(tmp_path, broker, second_broker, seed, hand_in)


def test_a_standby_that_goes_is_told_to_the_guide_desk_and_the_hall_goes_on(
    site: Path, broker: Broker, second_broker: Broker, tmp_path: Path
) -> None:
    hub = HubProcess(site, tmp_path / "data", broker.address, more=LISTEN).start().ready()
    standby = StandbyProcess(site, tmp_path / "kept", second_broker.address, hub.hello["standby_port"])
    with Tap(broker.address) as tap:
        try:
            tap.until(lambda one: desk_says(one) == "DOWN", "alone is told")
            standby.start()
            tap.until(lambda one: desk_says(one) in (None, "UP"), "in step is told")
            standby.kill()
            tap.do("tm-1", q.TakeTicket(items=("card",)))
            tap.until(lambda one: desk_says(one) == "DOWN", "alone is told again")
            standby.start()
            until(lambda: seq_of(tmp_path / "kept") == seq_of(tmp_path / "data"), "it catches up by itself")
        finally:
            for one in (hub, standby):
                one.__exit__(None, None, None)


@pytest.mark.fault(41)
def test_41_a_hub_that_was_replaced_gives_way_and_writes_out_what_it_had_more(
    site: Path, broker: Broker, second_broker: Broker, tmp_path: Path
) -> None:
    data, kept = tmp_path / "data", tmp_path / "kept"
    old = HubProcess(site, data, broker.address, more=LISTEN).start().ready()
    standby = StandbyProcess(site, kept, second_broker.address, old.hello["standby_port"]).start()
    returned = None
    try:
        with Tap(broker.address) as tap:
            numbers = [tap.do("tm-1", q.TakeTicket(items=("card",)))["number"] for _ in range(3)]
            until(lambda: seq_of(kept) == seq_of(data), "the standby has caught up")
            standby.kill()
            tail = [tap.do("tm-1", q.TakeTicket(items=("card",)))["number"] for _ in range(2)]
        old.kill()
        assert promote(kept).returncode == 0
        standby.start().ready()
        assert standby.hello["epoch"] == old.hello["epoch"] + 1
        with Tap(second_broker.address) as tap:
            (later,) = [tap.do("tm-1", q.TakeTicket(items=("card",)))["number"]]
        assert began(list(read_journal(kept))) == ("106", "the hub's machine is dead")
        assert int(later[1:]) == int(numbers[-1][1:]) + 201 and later not in tail
        peer = ("--peer", f"127.0.0.1:{standby.hello['standby_port']}")
        returned = HubProcess(site, data, broker.address, more=(*LISTEN, *peer)).start()
        assert returned.ended() == 2
        assert "the other machine serves this hall" in returned.errors
        orphans = [json.loads(line) for line in (data / "orphans.jsonl").read_text().splitlines()]
        assert [one["body"]["number"] for one in orphans if one["type"] == "TicketTaken"] == tail
        follower = StandbyProcess(site, data, broker.address, standby.hello["standby_port"]).start()
        until(lambda: list(data.glob("aside-*/hub.db")), "what it had is set aside")
        until(lambda: seq_of(data) == seq_of(kept), "the old machine follows the new one")
        follower.kill()
    finally:
        for one in (old, standby, returned):
            if one is not None:
                one.__exit__(None, None, None)


@pytest.mark.fault(42)
def test_42_a_blank_disk_follows_from_the_first_record(
    site: Path, broker: Broker, second_broker: Broker, tmp_path: Path
) -> None:
    hub = HubProcess(site, tmp_path / "data", broker.address, more=LISTEN).start().ready()
    standby = StandbyProcess(site, tmp_path / "blank", second_broker.address, hub.hello["standby_port"])
    try:
        with Tap(broker.address) as tap:
            for _ in range(400):
                tap.do("tm-1", q.TakeTicket(items=("card",)))
        standby.start()
        until(lambda: seq_of(tmp_path / "blank") == seq_of(tmp_path / "data"), "it has all")
    finally:
        for one in (hub, standby):
            one.__exit__(None, None, None)


def test_records_do_not_travel_in_the_clear_to_another_machine(site: Path, broker: Broker, tmp_path: Path) -> None:
    hub = HubProcess(site, tmp_path / "data", broker.address, more=("--standby-listen", "0.0.0.0:0")).start()
    assert hub.ended() == 2 and "inside TLS only" in hub.errors




def test_a_standby_is_promoted_only_by_a_manager_or_administrator_who_says_why(
    site: Path, broker: Broker, second_broker: Broker, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    assert "keeps no records" in promote(kept).stderr
    hub = HubProcess(site, tmp_path / "data", broker.address, more=LISTEN).start().ready()
    standby = StandbyProcess(site, kept, second_broker.address, hub.hello["standby_port"]).start()
    try:
        until(lambda: seq_of(kept) == seq_of(tmp_path / "data") > 0, "the standby has caught up")
        for by, why, no in (
            ("101", "I may not", "no manager"), ("999", "who am I", "nobody of the staff"), ("106", "  ", "--why"),
        ):  # fmt: skip
            refused = promote(kept, by, why)
            assert refused.returncode == 2 and no in refused.stderr, refused
        for nameless in (b"", b"{}", b'{"by":"","why":"x","at_ms":1}', b"\xff"):
            (kept / PROMOTE).write_bytes(nameless)  # as a file it was once enough
            until(lambda: not (kept / PROMOTE).exists(), "it is taken away")
        standby.until_said("does not say who wants this machine to be the hub")
        assert not standby.is_ready and hub.is_ready
        assert promote(kept, "900", "a drill").returncode == 0
        standby.ready()
        assert began(list(read_journal(kept))) == ("900", "a drill")
        assert "the hub already" in promote(kept).stderr
        hub.kill()
        standby.kill()
        standby.start().ready()
        assert began(list(read_journal(kept))) == (None, None), "a start is no promotion"
    finally:
        for one in (hub, standby):
            if one.running:
                one.__exit__(None, None, None)
