"""G, abuse: 55, what somebody finds who has the hub's disk, its backups, its standby, the logs, or listens to the hall.

People write names and telephone numbers into every field that takes words, and the clerk types a PIN. None of it may
stand anywhere in the clear; those who may read it do read it.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes import examples
from fakes.broker import Broker
from fakes.fault_table import Handed
from fakes.hub_process import HubProcess
from fakes.standby import LISTEN, StandbyProcess, seq_of, until
from fakes.tap import Tap

from edge_hub.contract import desk as k
from edge_hub.contract import queue as q
from edge_hub.contract import rating as r
from edge_hub.contract import topics
from edge_hub.contract import window as w
from edge_hub.contract.envelope import Reply
from edge_hub.store.connection import open_reader
from edge_hub.store.journal import records
from edge_hub.store.keys import Keys

PIN = "739164"
FREE_WORDS = {"why", "text"}
"""Names of the fields that take words of a person."""
OTHER_WORDS = {
    "CloseItem", "OpenItem", "ReportHealth", "ReportSlip", "RevokeDevice", "ApplyConfiguration",
    "WithdrawConfiguration",
}  # fmt: skip
"""Commands whose words are of items, devices and the configuration: they stand in the journal for all to see."""


class Listener(Tap):
    """Keeps all that is said to more than one device."""

    def __init__(self, broker: tuple[str, int]) -> None:
        super().__init__(broker)
        self.said: list[bytes] = []

    def _came(self, client: Any, userdata: Any, message: Any) -> None:
        if "/up/" not in message.topic and "/down/" not in message.topic:
            self.said.append(message.payload)
        super()._came(client, userdata, message)


@pytest.fixture
def listener(broker: Broker) -> Iterator[Listener]:
    with Listener(broker.address) as one:
        yield one


KEPT = ("hold", "rating", "transfer", "cancel", "desk", "written", "priority", "merge")
"""What was said and accepted."""
GUIDE = "105"


def words_of(field: str) -> str:
    return f"王小明{field}13987654321"


def to_rate(tap: Tap) -> Any:
    return json.loads(tap.last.get(topics.window_now("test", "w1"), b"{}")).get("to_rate")


class People:
    """A morning in which everybody writes something; `filled` says into which fields."""

    def __init__(self, tap: Tap) -> None:
        self._tap, self.filled = tap, set[str]()
        self.desk: str | None = None

    def ask(self, device: str, body: Any, session: str | None = None) -> Reply:
        self.filled.update(f"{body.do}.{name}" for name in FREE_WORDS & body.model_fields_set)
        return self._tap.ask(device, body, session=session)

    def do(self, device: str, body: Any, session: str | None = None) -> Any:
        reply = self.ask(device, body, session or (self.desk if device == "desk" else None))
        assert reply.ok, reply.words
        return reply.result

    def at_a_window(self) -> None:
        self.do("desk", w.SetPin(by="901", clerk="101", pin=PIN))
        session = self.do("call-w1", w.SignIn(window="w1", clerk="101", pin=PIN))["session"]
        self.do("call-w1", w.OpenWindow(window="w1"), session)
        tickets = [self.do("tm-1", q.TakeTicket(items=("card",)))["ticket"] for _ in range(4)]
        at = {"window": "w1"}
        for body in (
            q.CallNext(**at), q.Start(**at), q.Hold(**at, why=words_of("hold")), q.Resume(**at, ticket=tickets[0]),
            q.Finish(**at),
        ):  # fmt: skip
            self.do("call-w1", body, session)
        self._tap.until(to_rate, "somebody is asked to rate")
        service, tags = to_rate(self._tap)["service"], r.tags_of(r.Level.BAD)[:1]
        self.do("rate-w1", r.Rate(service=service, level=r.Level.BAD))
        self.do("rate-w1", r.DetailRating(service=service, tags=tags, text=words_of("rating")))
        for body in (q.CallNext(**at), q.Start(**at), q.Transfer(**at, to_item="pension", why=words_of("transfer"))):
            self.do("call-w1", body, session)
        self.do("desk", q.ShowTicket(ticket=tickets[0]))
        self.to_cancel = tickets[2]

    def at_the_desk(self) -> None:
        self.do("desk", w.SetPin(by="901", clerk=GUIDE, pin=PIN))
        self.desk = self.do("desk", k.SignInDesk(clerk=GUIDE, pin=PIN))["session"]
        self.do("desk", q.Cancel(ticket=self.to_cancel, why=words_of("cancel")))
        one = self.do("desk", k.TakeAtDesk(items=("card",), reason=k.HelpReason.SIGHT, why=words_of("desk")))["ticket"]
        other = self.do("desk", k.RegisterWritten(number="A800", items=("card",), why=words_of("written")))["ticket"]
        self.do("desk", k.GivePriority(ticket=one, cls="priority", why=words_of("priority")))
        self.do("desk", k.MergeTickets(ticket=other, into=one, why=words_of("merge")))
        self.do("desk", q.ShowTicket(ticket=one))

    def all_else(self) -> None:
        """Every other command that takes words, be it refused."""
        for body in examples.COMMANDS:
            do, name = type(body).__name__, next(iter(FREE_WORDS & type(body).model_fields.keys()), None)
            if name and do not in OTHER_WORDS and f"{do}.{name}" not in self.filled:
                self.ask("desk", body.model_copy(update={name: words_of(do)}), self.desk)


def test_55_nothing_that_people_write_stands_anywhere_in_the_clear(
    site: Path, broker: Broker, listener: Listener, tmp_path: Path, hand_in: Handed
) -> None:
    data, kept, to = tmp_path / "data", tmp_path / "kept", tmp_path / "backups"
    hub = HubProcess(site, data, broker.address, more=LISTEN)
    with Broker(tmp_path / "other") as elsewhere, hub:
        standby = StandbyProcess(site, kept, elsewhere.address, hub.hello["standby_port"]).start()
        try:
            people = People(listener)
            people.at_a_window()
            people.at_the_desk()
            people.all_else()
            until(lambda: seq_of(kept) == seq_of(data), "the standby has all")
            line = [sys.executable, "-m", "edge_hub.cli", "backup", "--data", str(data), "--to", str(to)]
            subprocess.run(line, check=True, capture_output=True, timeout=60)
            listener.until(lambda one: len(one.said) > 20, "what the hall is told")
            hub.kill()  # what it would sweep away when it is told to stop is still there
        finally:
            standby.kill()
    assert {one.partition(".")[0] for one in people.filled} >= {"Hold", "Cancel", "MergeTickets", "CancelAppointment"}
    files = [path for folder in (data, kept, to) for path in folder.rglob("*") if path.is_file()]
    found = {str(path): path.read_bytes() for path in files}
    found |= {"hub's log": hub.errors.encode(), "standby's log": standby.errors.encode()}
    found |= {"broker's log": broker.log.read_bytes(), "the hall": b"\n".join(listener.said)}
    assert len(found) > 12 and b"TicketCancelled" in found[str(data / "hub.db-wal")]
    assert len(traces(words_of("x").encode())) == 2, "it would be seen"
    assert {name: seen for name, content in found.items() if (seen := traces(content))} == {}
    assert sealed_words(data) >= {words_of(field) for field in KEPT}
    hand_in(runs=len(found))


def sealed_words(data: Path) -> set[str]:
    """What whoever has the keys reads: it is there."""
    reader, keys = open_reader(data / "hub.db"), Keys(data / "keys.db")
    parts = [keys.unseal(one.idem_key, one.sealed) for one in records(reader) if one.sealed]
    keys.close()
    reader.close()
    return {words for part in parts if part for words in part.values()}


def traces(content: bytes) -> list[bytes]:
    """Of a name, a number or a PIN, as UTF-8, UTF-16, or escaped as in JSON."""
    escaped = json.dumps("王小明").strip('"').encode()
    clear = [b"13987654321", "王小明".encode(), "王小明".encode("utf-16-le"), escaped, PIN.encode()]
    return [one for one in clear if re.search(re.escape(one), content)]
