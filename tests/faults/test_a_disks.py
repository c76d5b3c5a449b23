"""A, process and storage: 3, the whole machine loses power while the hall is at work; 8, its disk turns read-only.

An ext4 of its own (`fakes/ext4.py`) holds the hub's data. The broker and the people are other machines.
"""

import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.audit import audit
from fakes.broker import Broker
from fakes.busy_hall import BusyHall
from fakes.ext4 import CannotMount, Ext4
from fakes.fault_table import Handed
from fakes.hub_process import HubProcess
from fakes.small_hall import write_small_site
from fakes.tap import Tap

from edge_hub.contract import queue as q
from edge_hub.store.store import quick_check
from edge_hub.tools.checker import Intent, Outcome, check
from edge_hub.tools.records import read_journal


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Ext4]:
    try:
        with Ext4(tmp_path / "machine", options="loop,errors=remount-ro") as one:
            yield one
    except CannotMount as why:
        pytest.skip(f"no ext4 of our own can be mounted here: {why}")


def cut_again_and_again(tmp_path: Path, broker: Broker, disk: Ext4, hand_in: Handed, cuts: int, seed: int) -> None:
    hall, lot = BusyHall(tmp_path, broker, devices=4, seed=seed, data=disk.path / "data"), random.Random(seed)
    try:
        with hall.hub as hub:
            hall.everybody_in()
            for _ in range(cuts):
                due_s = time.monotonic() + lot.uniform(0.1, 1.0)
                hall.work_until(lambda due_s=due_s: time.monotonic() >= due_s)
                disk.cut_power()
                hub.kill()
                disk.unmount()
                disk.mount()
                hall.start_again()
                hub.ready()
            hall.work_until(lambda: hall.crowd.acked > 10 * cuts)
            verdict = hall.audit()
    finally:
        hall.crowd.close()
    hand_in(verdict, runs=cuts, seed=seed)


def test_3_a_machine_that_loses_power_has_lost_and_doubled_nothing(
    tmp_path: Path, broker: Broker, disk: Ext4, hand_in: Handed
) -> None:
    cut_again_and_again(tmp_path, broker, disk, hand_in, cuts=3, seed=30)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_3_a_machine_that_loses_power_fifty_times_has_lost_and_doubled_nothing(
    tmp_path: Path, broker: Broker, disk: Ext4, hand_in: Handed
) -> None:
    cut_again_and_again(tmp_path, broker, disk, hand_in, cuts=50, seed=31)


CARELESS = """
import sys
from edge_hub.store import connection
connection.WRITER = {**connection.WRITER, "synchronous": 1}
from edge_hub.cli import main
sys.exit(main())
"""
"""The control's hub: the same program, but that it syncs no commit."""


class CarelessHub(HubProcess):
    def __init__(self, site: Path, data: Path, broker: tuple[str, int]) -> None:
        super().__init__(site, data, broker)
        assert self._args[:3] == [sys.executable, "-m", "edge_hub.cli"]
        self._args[1:3] = ["-c", CARELESS]


def take(tap: Tap, count: int) -> list[Intent]:
    """So many tickets, each acknowledged."""
    intents = []
    for _ in range(count):
        command = tap.command("tm-1", q.TakeTicket(items=("card",)))
        reply = tap.ask_while(command, lambda: True)
        assert reply is not None and reply.ok and isinstance(reply.result, dict)
        intents.append(
            Intent(command.id, "TakeTicket", Outcome.ACKED, reply.result["ticket"], reply.result["number"])
        )
    return intents


@pytest.mark.parametrize("hub_kind", [HubProcess, CarelessHub])
def test_control_normal_a_power_cut_costs_the_hub_that_syncs_no_commit_what_it_acknowledged_and_no_other(
    tmp_path: Path, broker: Broker, disk: Ext4, hand_in: Handed, hub_kind: type[HubProcess]
) -> None:
    site, data = write_small_site(tmp_path / "site"), disk.path / "data"
    hub = hub_kind(site, data, broker.address)
    with hub, Tap(broker.address) as tap:
        intents = take(tap, 1)
        assert hub.stop() == 0, "what it had until then is in the file"
        hub.start().ready()
        intents += take(tap, 50)
        disk.cut_power()
        hub.kill()
    disk.unmount()
    disk.mount()
    assert quick_check(data) == []
    verdict = check(intents, read_journal(data))
    if hub_kind is HubProcess:
        assert verdict.ok and verdict.acked == 51
    else:
        hand_in(verdict)
        assert len(verdict.lost) > 20


def test_8_a_disk_that_turns_read_only_ends_the_hub_and_nothing_is_lost(
    tmp_path: Path, broker: Broker, disk: Ext4, hand_in: Handed
) -> None:
    site, data = write_small_site(tmp_path / "site"), disk.path / "data"
    hub = HubProcess(site, data, broker.address)
    with hub, Tap(broker.address) as tap:
        intents = take(tap, 20)
        disk.find_an_error()
        command = tap.command("tm-1", q.TakeTicket(items=("card",)))
        assert tap.ask_while(command, lambda: not hub.has_ended) is None
        assert hub.ended() == 74
        assert "Traceback" not in hub.errors and "read" in hub.errors, hub.errors
        assert hub.start().ended() != 0, "nobody serves from a disk on which nothing can be written"
        assert "Traceback" not in hub.errors
        disk.unmount()
        disk.repair()
        disk.mount()
        hub.start().ready()
        reply = tap.ask_while(command, lambda: True)
        assert reply is not None and reply.ok and reply.result is not None
        intents.append(Intent(command.id, "TakeTicket", Outcome.ACKED, reply.result["ticket"]))
        assert hub.stop() == 0
    verdict = audit(site, data, intents)
    hand_in(verdict)
