"""Facts over a real broker: every one reaches the hub, once in effect, in order, across cuts and kill -9."""

import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fakes.broker import Broker
from fakes.hub import ScriptedHub
from fakes.quiet import Expect

from edge_hub.client.link import Link
from edge_hub.client.outbox import Outbox
from edge_hub.contract.device import Health, ReportHealth, ReportSlip
from edge_hub.contract.envelope import Command, Reply, rejected
from edge_hub.contract.queue import CallNext
from edge_hub.contract.reasons import Reason


def slip(n: int) -> ReportSlip:
    return ReportSlip(ticket=f"t-{n}", printed=True, at_ms=n)


def slips(commands: list[Command]) -> list[str]:
    return [command.body.ticket for command in commands if isinstance(command.body, ReportSlip)]


def settled(device: Any) -> None:
    """Nothing is owed any more: the answer to a command came after the answers to the facts before it."""
    device.send(CallNext(window="w1"))
    device.until(lambda one: one.replies)
    assert device.client.facts_waiting() == 0


def test_a_fact_reaches_the_hub_and_is_then_forgotten(hub: ScriptedHub, device: Any) -> None:
    device.client.report(slip(1))
    hub.until(lambda one: len(one.done) == 1)
    command = hub.done[0]
    assert command.body == slip(1) and command.epoch is None and command.valid_until_ms is None
    settled(device)


def test_facts_of_a_time_without_a_hub_arrive_in_order_when_it_is_back(
    broker: Broker, make_device: Callable[..., Any]
) -> None:
    device = make_device()
    for n in range(50):
        device.client.report(slip(n))
    device.client.report(ReportHealth(part="printer", health=Health.DOWN, why="paper", since_ms=1))
    assert device.client.facts_waiting() == 51
    hub = ScriptedHub(broker.address).start()
    hub.until(lambda one: len(one.done) == 51)
    assert slips(hub.done) == [f"t-{n}" for n in range(50)]
    hub.stop()


def test_a_lost_acknowledgement_sends_the_same_fact_again_and_nothing_overtakes_it(
    hub: ScriptedHub, device: Any
) -> None:
    hub.lose_replies = 2
    device.client.report(slip(1))
    device.client.report(slip(2))
    hub.until(lambda one: len(one.done) == 2)
    assert [came.payload for came in hub.came[:3]] == [hub.came[0].payload] * 3
    assert slips(hub.done) == ["t-1", "t-2"]


def test_a_fact_that_the_hub_refuses_does_not_block_the_next(
    hub: ScriptedHub, device: Any, expects_warning: Expect
) -> None:
    expects_warning("refused a report of this device (TICKET_UNKNOWN)", times=1)
    no = rejected(Reason.TICKET_UNKNOWN)
    refused = iter([True])

    def script(command: Command) -> Reply:
        if next(refused, False):
            return Reply(id=command.id, ok=False, epoch=1, seq=1, reason=no.reason, words=no.words)
        return Reply(id=command.id, ok=True, epoch=1, seq=1)

    hub.script = script
    device.client.report(slip(1))
    device.client.report(slip(2))
    hub.until(lambda one: slips(one.done) == ["t-1", "t-2"])
    settled(device)


def test_a_fact_survives_a_broker_that_dies_before_the_acknowledgement(
    broker: Broker, hub: ScriptedHub, device: Any
) -> None:
    hub.deaf = True
    device.client.report(slip(1))
    hub.until(lambda one: one.came)
    broker.kill()
    broker.start()
    successor = ScriptedHub(broker.address, epoch=2).start()
    successor.until(lambda one: one.done)
    assert successor.came[0].payload == hub.came[0].payload
    successor.stop()


WRITER = """
import sys
from pathlib import Path
from edge_hub.client.outbox import Outbox

outbox, life = Outbox(Path(sys.argv[1])), sys.argv[2]
for n in range(100000):
    outbox.put(f"{life}-{n}", b"x" * 300)
    print("kept", f"{life}-{n}", flush=True)
    if n % 3 == 2:
        fact = outbox.first()
        print("settling", fact.id, flush=True)
        outbox.settle(fact.id)
        print("settled", fact.id, flush=True)
"""


def test_a_device_killed_at_any_moment_has_every_fact_that_it_was_told_to_keep(tmp_path: Path) -> None:
    """kill -9 of a writing process, again and again: what `put` returned for is there, in order, once."""
    path, lot = tmp_path / "outbox.db", random.Random(20261124)
    said: list[tuple[str, str]] = []
    for life in range(12):
        command = [sys.executable, "-c", WRITER, str(path), f"l{life}"]
        writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(lot.randrange(1, 60))]
        writer.kill()
        lines += writer.stdout.read().splitlines(keepends=True)
        writer.stdout.close()
        writer.wait(10)
        words = [line.split() for line in lines if line.endswith("\n")]
        said += [(what, which) for what, which in words]
    kept = [which for what, which in said if what == "kept"]
    touched = {which for what, which in said if what == "settling"}
    settled = {which for what, which in said if what == "settled"}
    outbox, found = Outbox(path), []
    while (fact := outbox.first()) is not None:
        found.append(fact.id)
        outbox.settle(fact.id)
    outbox.close()
    assert len(found) == len(set(found)) and not settled & set(found)
    assert set(kept) - touched <= set(found), "a fact was lost"
    order = [kept.index(one) for one in found if one in kept]
    assert order == sorted(order) and len(kept) > 200


def test_after_kill_9_the_next_life_delivers_what_the_last_one_kept(
    broker: Broker, hub: ScriptedHub, tmp_path: Path, make_device: Callable[..., Any]
) -> None:
    life = tmp_path / "life.py"
    life.write_text(
        "import sys, json\nfrom pathlib import Path\nfrom edge_hub.client.hub_client import HubClient\n"
        "from edge_hub.contract.device import ReportSlip\n"
        "client = HubClient('practice', 'tm-1', [('127.0.0.1', 9)], [], print, print, state=Path(sys.argv[1]))\n"
        "for n in range(7):\n"
        "    client.report(ReportSlip(ticket=f't-{n}', printed=True, at_ms=n))\n"
        "print(json.dumps('kept'), flush=True)\nsys.stdin.read()\n"
    )
    state = tmp_path / "state" / "tm-1"
    process = subprocess.Popen(
        [sys.executable, str(life), str(state)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None and process.stdin is not None
    assert json.loads(process.stdout.readline()) == "kept"
    process.kill()
    process.wait(10)
    process.stdin.close()
    process.stdout.close()
    before = Outbox(state / "outbox.db")
    assert len(before) == 7
    before.close()
    device = make_device("tm-1")
    device.until_link(Link.UP)
    hub.until(lambda one: slips(one.done) == [f"t-{n}" for n in range(7)])
