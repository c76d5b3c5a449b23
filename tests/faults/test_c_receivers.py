"""C, whoever receives the journal, as far as the standby is such a one: 29, and 17 of B. The rest needs a centre."""

import json
import random
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pytest
from fakes.broker import Broker
from fakes.fault_table import Handed
from fakes.hub_process import HubProcess
from fakes.proxy import Proxy
from fakes.standby import LISTEN, StandbyProcess, seq_of, until
from fakes.tap import Tap

from edge_hub.contract import queue as q
from edge_hub.contract import topics
from edge_hub.contract.codec import encode
from edge_hub.store.connection import open_reader, query
from edge_hub.store.journal import verify
from edge_hub.tools.checker import Intent, Outcome, Verdict, check
from edge_hub.tools.records import read_journal

TAKE = q.TakeTicket(items=("card",))
GATE_S = 0.15
"""What the gate waits for a standby that was in step."""


@dataclass
class Followed:
    """A hub, its standby, and the stretch of network between them."""

    hub: HubProcess
    standby: StandbyProcess
    between: Proxy
    tap: Tap
    intents: list[Intent]

    def take(self) -> float:
        """A ticket; how many seconds it took."""
        command = self.tap.command("tm-1", TAKE)
        began_s = time.monotonic()
        reply = self.tap.ask_bytes("tm-1", encode(command))
        assert reply.ok and isinstance(reply.result, dict), reply
        result = reply.result
        self.intents.append(Intent(command.id, "TakeTicket", Outcome.ACKED, result["ticket"], result["number"]))
        return time.monotonic() - began_s

    def health(self) -> str | None:
        """What the guide desk is told of the standby."""
        desk = json.loads(self.tap.last.get(topics.desk("test"), b"{}"))
        return next((part["health"] for part in desk.get("parts", ()) if part["part"] == "standby"), None)

    def in_step(self) -> None:
        until(lambda: seq_of(self.standby.data) == seq_of(self.hub.data), "the standby has caught up")


@pytest.fixture
def followed(site: Path, broker: Broker, tmp_path: Path) -> Iterator[Followed]:
    hub = HubProcess(site, tmp_path / "data", broker.address, more=LISTEN)
    with hub, Tap(broker.address) as tap, Proxy(("127.0.0.1", hub.hello["standby_port"])) as between:
        standby = StandbyProcess(site, tmp_path / "kept", ("127.0.0.1", 1), between.port).start()
        one = Followed(hub, standby, between, tap, [])
        one.in_step()
        yield one
        standby.__exit__(None, None, None)


def same(followed: Followed) -> Verdict:
    """What the standby keeps is the hub's journal, record for record, and no reply spoke of more."""
    followed.in_step()
    readers = [open_reader(one.data / "hub.db") for one in (followed.hub, followed.standby)]
    assert all(verify(reader)[1] is None for reader in readers)
    first, second = (query(one, "SELECT seq, idem_key, chain_hash FROM journal ORDER BY seq") for one in readers)
    for reader in readers:
        reader.close()
    assert first == second
    verdict = check(followed.intents, read_journal(followed.standby.data))
    assert verdict.ok, verdict.counts()
    return verdict


def test_29_a_receipt_that_is_lost_after_the_commit_doubles_nothing(followed: Followed, hand_in: Handed) -> None:
    """The standby has made the records durable and says so; the hub never hears it and sends them again."""
    lot = random.Random(29)
    for _ in range(10):
        followed.between.deaf = True
        for _ in range(lot.randrange(1, 5)):
            followed.take()
        followed.between.tear()
        followed.between.deaf = False
        followed.take()
    hand_in(same(followed), runs=10, seed=29)


def holds_nobody_up_for(followed: Followed, seconds: float) -> None:
    """The standby's machine hangs with its connection open. The gate waits for it once; from then on tickets are as
    quick as ever, and no busy machine makes one as slow as if it waited for the end of that."""
    followed.standby.signal(signal.SIGSTOP)
    took_s, end_s, pace = list[float](), time.monotonic() + seconds, threading.Event()
    while time.monotonic() < end_s:
        took_s.append(followed.take())
        pace.wait(0.02)
    followed.tap.until(lambda _: followed.health() in ("DOWN", "DEGRADED"), "the guide desk is told")
    followed.standby.signal(signal.SIGCONT)
    assert median(took_s) < GATE_S and max(took_s) < seconds / 2, sorted(took_s)


def test_17_a_standby_that_hangs_with_its_line_open_holds_nobody_up(followed: Followed, hand_in: Handed) -> None:
    holds_nobody_up_for(followed, 8.0)
    followed.tap.until(lambda _: followed.health() in (None, "UP"), "in step again", 20)
    hand_in(same(followed))


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_17_for_two_minutes(followed: Followed, hand_in: Handed) -> None:
    holds_nobody_up_for(followed, 120.0)
    followed.tap.until(lambda _: followed.health() in (None, "UP"), "in step again", 30)
    hand_in(same(followed))
