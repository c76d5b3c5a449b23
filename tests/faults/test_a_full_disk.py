"""A, process and storage: 7, the disk is full. A real small disk, a real hub, real files that fill it."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fakes.broker import Broker
from fakes.desk import GUIDE
from fakes.hub_process import HubProcess
from fakes.tap import Tap

from edge_hub.contract import desk as k
from edge_hub.contract import item as i
from edge_hub.contract import queue as q
from edge_hub.contract import window as w
from edge_hub.contract.reasons import Reason
from edge_hub.store.connection import open_reader
from edge_hub.store.journal import verify
from edge_hub.tools.records import read_journal

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="a small disk is mounted by root")
SIZE_MB = 64


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "tmpfs", str(folder)], check=True)
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def start(small_disk: Path, always_open: Path) -> Iterator[Callable[[Broker], HubProcess]]:
    """Starts a hub by the world's clock, on whatever day: a practice hall lays no ballast."""
    made: list[HubProcess] = []

    def start(broker: Broker) -> HubProcess:
        made.append(HubProcess(always_open, small_disk / "data", broker.address, practice=None).start())
        return made[-1]

    yield start
    for one in made:
        one.__exit__(None, None, None)


def fill(disk: Path, leave_bytes: int) -> None:
    """Write until so little is free."""
    with (disk / "filler").open("ab", buffering=0) as file, contextlib.suppress(OSError):
        while shutil.disk_usage(disk).free > leave_bytes:
            file.write(bytes(4096))


def test_7_short_of_room_the_queue_goes_on_and_all_else_waits(
    small_disk: Path, start: Callable[[Broker], HubProcess], tmp_path: Path
) -> None:
    with Broker(tmp_path / "broker") as broker, Tap(broker.address) as tap:
        hub = start(broker).ready()
        assert (small_disk / "data" / "ballast").stat().st_size == SIZE_MB * 2**20 // 10
        ticket = tap.do("tm-1", q.TakeTicket(items=("card",)))["ticket"]
        tap.do("desk", w.SetPin(by="901", clerk=GUIDE, pin="105105"))
        here = tap.do("desk", k.SignInDesk(clerk=GUIDE, pin="105105"))["session"]
        fill(small_disk, leave_bytes=2**20)
        hub.until_said("given back")
        fill(small_disk, leave_bytes=2**20)
        close = i.CloseItem(item="card", why="x")
        tap.until(
            lambda one: one.ask("desk", close, session=here).reason == Reason.NO_ROOM, "only the queue is served", 20
        )
        tap.do("tm-1", q.TakeTicket(items=("card",)))
        tap.do("desk", q.Cancel(ticket=ticket, why="回家"), session=here)
        (small_disk / "filler").unlink()
        tap.until(lambda one: one.ask("desk", close, session=here).ok, "room again", 20)
        assert hub.stop() == 0


def test_7_a_disk_that_is_full_ends_the_hub_without_a_lie_and_nothing_is_lost(
    small_disk: Path, start: Callable[[Broker], HubProcess], tmp_path: Path
) -> None:
    with Broker(tmp_path / "broker") as broker, Tap(broker.address) as tap:
        hub = start(broker).ready()
        acked = [tap.do("tm-1", q.TakeTicket(items=("card",)))["ticket"]]
        for _ in range(2):  # what the ballast gives back is taken as well
            fill(small_disk, leave_bytes=0)
            hub.until_said("given back")
        take = q.TakeTicket(items=("card",))
        while (reply := tap.ask_while(tap.command("tm-1", take), lambda: not hub.has_ended)) is not None:
            assert reply.ok and isinstance(reply.result, dict) and len(acked) < 5000, reply
            acked.append(reply.result["ticket"])
        assert hub.ended() == 74 and "Traceback" not in hub.errors
        (small_disk / "filler").unlink()
        second = start(broker).ready()
        tap.do("tm-1", q.TakeTicket(items=("card",)))
        assert second.stop() == 0
    reader = open_reader(small_disk / "data" / "hub.db")
    assert verify(reader)[1] is None
    reader.close()
    taken = [row.body["ticket"] for row in read_journal(small_disk / "data") if row.type == "TicketTaken"]
    assert len(taken) == len(set(taken)) and set(acked) <= set(taken) and len(taken) <= len(acked) + 2
