"""A, process and storage: what a machine has only so much of. 11, the log of SQLite, which a reader that stays keeps
from beginning anew; 13, memory and file handles.
"""

import json
import os
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from fakes.audit import audit
from fakes.broker import Broker
from fakes.fault_table import Handed
from fakes.hub_process import HubProcess
from fakes.loop_rig import Rig
from fakes.tap import Tap

from edge_hub.contract import queue as q
from edge_hub.contract import topics
from edge_hub.contract import window as w
from edge_hub.store.connection import open_reader, query
from edge_hub.store.store import Store
from edge_hub.tools.checker import Intent, Outcome

MIB = 2**20
TAKE = q.TakeTicket(items=("card",))


def told(tap: Tap, part: str) -> Any:
    """The health of a part of the hub, as the guide desk is told."""
    desk = json.loads(tap.last.get(topics.desk("test"), b"{}"))
    return next((one["health"] for one in desk.get("parts", ()) if one["part"] == part), None)


def test_11_a_reader_that_stays_is_told_to_the_desk_and_the_log_ends_when_it_has_gone(
    hub: HubProcess, tap: Tap
) -> None:
    """What its hours would bring is added to the log by the test: zeros, that SQLite never reads."""
    log = hub.data / "hub.db-wal"
    with closing(open_reader(hub.data / "hub.db")) as reader:
        reader.execute("BEGIN")
        query(reader, "SELECT count(*) FROM journal")
        for _ in range(130):
            tap.do("tm-1", TAKE)
        assert log.stat().st_size > 5 * MIB, "it cannot begin anew"
        os.truncate(log, 300 * MIB)
        tap.until(lambda one: told(one, "log") == "DEGRADED", "the desk is told")
        tap.do("tm-1", TAKE)
    for _ in range(20):
        tap.do("tm-1", TAKE)
    tap.until(lambda one: told(one, "log") in (None, "UP"), "the desk is told of its end")
    assert log.stat().st_size <= 64 * MIB
    after = log.stat().st_size
    for _ in range(100):
        tap.do("tm-1", TAKE)
    assert log.stat().st_size == after, "it begins anew by itself, again and again"


def test_11_records_shown_to_a_pager_that_waits_hold_nothing_up(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    for _ in range(30):
        rig.step(*(rig.command("tm-1", TAKE) for _ in range(100)))
    rig.close()
    words = [sys.executable, "-m", "edge_hub.cli", "journal", "show", "--data", str(tmp_path), "--count", "100000"]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as pager:
        assert pager.stdout is not None and pager.stdout.readline(), "it shows; nobody reads on, and the pipe fills up"
        store = Store(tmp_path, "boot")
        assert store.scrub(), "no reader is in the way of the log's end"
        store.close()
        assert pager.poll() is None
        assert sum(1 for _ in pager.stdout) == 3000
    assert pager.returncode == 0


def limit(hub: HubProcess, what: str, most: int) -> None:
    subprocess.run(["prlimit", "--pid", str(hub.pid), f"--{what}={most}:"], check=True)


def test_13_a_hub_without_free_file_handles_serves_the_queue_on_and_answers_the_port_again_afterwards(
    site: Path, broker: Broker, tmp_path: Path
) -> None:
    hub = HubProcess(site, tmp_path / "data", broker.address, more=("--status-port", "0"))
    with hub, Tap(broker.address) as tap:
        port = hub.hello["status_port"]
        tap.do("tm-1", TAKE)
        limit(hub, "nofile", len(list(Path(f"/proc/{hub.pid}/fd").iterdir())) + 3)
        visitors = [socket.create_connection(("127.0.0.1", port), 5) for _ in range(30)]
        for _ in range(20):
            tap.do("tm-1", TAKE)
        for one in visitors:
            one.close()
        limit(hub, "nofile", 1024)
        assert health_of(port) == 200
        tap.do("tm-1", TAKE)
        assert hub.stop() == 0


def health_of(port: int) -> int:
    with socket.create_connection(("127.0.0.1", port), 10) as line:
        line.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        return int(line.recv(100).split()[1])


def test_13_a_hub_that_gets_no_memory_serves_on_or_ends_and_is_right_again(
    site: Path, broker: Broker, tmp_path: Path, hand_in: Handed
) -> None:
    """Not a byte more than it has: the queue needs none; a PIN does, and is not taken for a wrong one."""
    hub, intents = HubProcess(site, tmp_path / "data", broker.address), []
    with hub, Tap(broker.address) as tap:
        intents += [taken(tap) for _ in range(10)]
        limit(hub, "data", MIB)
        intents += [taken(tap) for _ in range(50)]
        command = tap.command("desk", w.SetPin(by="901", clerk="101", pin="123456"))
        assert tap.ask_while(command, lambda: not hub.has_ended) is None
        assert hub.ended() == 70 and "a PIN could not be looked at" in hub.errors
        hub.start().ready()
        reply = tap.ask_while(command, lambda: True)
        assert reply is not None and reply.ok
        intents += [taken(tap) for _ in range(10)]
        assert hub.stop() == 0
    verdict = audit(site, tmp_path / "data", intents)
    hand_in(verdict)


def taken(tap: Tap) -> Intent:
    command = tap.command("tm-1", TAKE)
    reply = tap.ask_while(command, lambda: True)
    assert reply is not None and reply.ok and isinstance(reply.result, dict)
    return Intent(command.id, "TakeTicket", Outcome.ACKED, reply.result["ticket"], reply.result["number"])
