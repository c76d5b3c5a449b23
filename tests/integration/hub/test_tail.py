"""A hub whose file is damaged or gone takes its newest backup, and what came after it from its standby: 0 lost."""

import json
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes.broker import Broker
from fakes.hub_process import HubProcess
from fakes.standby import StandbyProcess, seq_of, until
from fakes.tap import Tap

from edge_hub.contract import queue as q
from edge_hub.store.backup import backups
from edge_hub.store.connection import open_reader
from edge_hub.store.journal import verify

from .test_backups import flip_bytes, lose_the_disk


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


@pytest.mark.fault(9)
@pytest.mark.fault(42)
@pytest.mark.parametrize("spoil", [flip_bytes, lose_the_disk])
def test_what_came_after_the_backup_is_fetched_from_the_standby(
    site: Path, broker: Broker, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    data, kept, to, port = tmp_path / "data", tmp_path / "kept", tmp_path / "backups", free_port()
    more = ("--backup-to", str(to), "--backup-every-s", "1", "--standby-listen", f"127.0.0.1:{port}")
    hub = HubProcess(site, data, broker.address, more=more).start().ready()
    standby = StandbyProcess(site, kept, broker.address, port).start()
    second = HubProcess(site, data, broker.address, more=more)
    try:
        with Tap(broker.address) as tap:
            early = [tap.do("tm-1", q.TakeTicket(items=("card",)))["ticket"] for _ in range(5)]
            until(lambda: any(one.manifest.seq >= hub.hello["seq"] + 5 for one in backups(to)), "a backup of these")
            made = len(backups(to))
            late = [tap.do("tm-1", q.TakeTicket(items=("card",)))["ticket"] for _ in range(20)]
            until(lambda: seq_of(kept) == seq_of(data), "the standby has all")
        hub.kill()
        for one in backups(to)[: len(backups(to)) - made]:  # those that were made since
            (one.path / "manifest.json").unlink()
        before = seq_of(kept)
        spoil(data)
        second.start().ready()
        assert second.hello["epoch"] == hub.hello["epoch"] + 1 and second.hello["seq"] > before
        with Tap(broker.address) as tap:
            for ticket in (*early, *late):
                assert tap.do("desk", q.ShowTicket(ticket=ticket))["brief"]["ticket"] == ticket
            tap.do("tm-1", q.TakeTicket(items=("card",)))
        until(lambda: seq_of(kept) == seq_of(data), "the standby follows on")
        assert not list(kept.glob("aside-*")), "it did not have to begin anew"
        assert "records that the backup lacks; they are back" in second.errors
    finally:
        for process in (hub, second, standby):
            process.__exit__(None, None, None)
    reader = open_reader(data / "hub.db")
    bodies = reader.execute("SELECT body FROM journal WHERE type = 'TicketTaken'").fetchall()
    taken = [json.loads(body)["ticket"] for (body,) in bodies]
    assert verify(reader)[1] is None and len(taken) == len(set(taken)) == 26
    reader.close()
