"""A, process and storage: 5, killed in the step to a new epoch. A control: without that step two hubs tell one number.

A restored hub must not give out what the world has seen of the hub it replaces; nor when it dies in its first second.
"""

import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from fakes.broker import Broker
from fakes.fault_table import Handed
from fakes.hub_process import HubProcess
from fakes.strace import failing, needs_strace
from fakes.tap import Tap

from edge_hub.contract import queue as q
from edge_hub.contract.codec import encode
from edge_hub.store.store import quick_check
from edge_hub.tools.checker import Intent, Outcome, check, fork
from edge_hub.tools.records import read_journal


def hall(*words: object) -> None:
    line = [sys.executable, "-m", "edge_hub.cli", *map(str, words)]
    done = subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


def take(broker: Broker, count: int = 1) -> list[Intent]:
    with Tap(broker.address) as tap:
        return [take_one(tap) for _ in range(count)]


def take_one(tap: Tap) -> Intent:
    command = tap.command("tm-1", q.TakeTicket(items=("card",)))
    reply = tap.ask_bytes("tm-1", encode(command))
    assert reply.ok and isinstance(reply.result, dict), reply
    return Intent(command.id, "TakeTicket", Outcome.ACKED, reply.result["ticket"], reply.result["number"])


def twice(told: Iterable[Intent]) -> list[str]:
    """The numbers that more than one was told."""
    return [str(number) for number, times in Counter(one.number for one in told).items() if times > 1]


def restore_and_kill(site: Path, broker: Broker, tmp_path: Path, hand_in: Handed, calls: range) -> None:
    """The same backup again and again: every reign must know how many there were before it."""
    data, to = tmp_path / "data", tmp_path / "backups"
    hub = HubProcess(site, data, broker.address)
    with hub:
        told = take(broker, 3)
        hall("backup", "--data", data, "--to", to)
        for nth in calls:
            assert hub.stop() == 0
            hall("restore", "--data", data, "--from", to, "--anyway")
            hub.start(failing("fdatasync", "signal=SIGKILL", nth))
            assert hub.ended() == -9
            hub.start().ready()
            told += take(broker)
            hand_in(runs=1)
        assert hub.stop() == 0
    assert quick_check(data) == []
    assert twice(told) == []


@needs_strace
def test_5_killed_in_the_step_to_a_new_epoch_it_gives_no_number_again(
    site: Path, broker: Broker, tmp_path: Path, hand_in: Handed
) -> None:
    """The last syncs of such a start: before the step, after it, and when its numbers are left free."""
    restore_and_kill(site, broker, tmp_path, hand_in, range(6, 9))


@pytest.mark.slow
@needs_strace
def test_5_killed_at_every_sync_of_that_start_it_gives_no_number_again(
    site: Path, broker: Broker, tmp_path: Path, hand_in: Handed
) -> None:
    restore_and_kill(site, broker, tmp_path, hand_in, range(1, 9))


@pytest.mark.parametrize("fenced", [True, False])
def test_control_fence_two_hubs_of_one_hall_tell_one_number_unless_the_later_one_begins_an_epoch(
    site: Path, broker: Broker, tmp_path: Path, hand_in: Handed, fenced: bool
) -> None:
    """Two machines that do not hear of each other, with the same records until now."""
    one = HubProcess(site, tmp_path / "one", broker.address)
    with Broker(tmp_path / "other-broker") as elsewhere, one:
        before = take(broker, 3)
        assert one.stop() == 0
        shutil.copytree(tmp_path / "one", tmp_path / "other")
        other = HubProcess(site, tmp_path / "other", elsewhere.address, more=["--restored"] if fenced else [])
        one.start().ready()
        with other:
            told = [*take(broker, 5), *take(elsewhere, 5)]
            assert (other.hello["epoch"] > one.hello["epoch"]) is fenced
            assert other.stop() == 0
        assert one.stop() == 0
    here, there = list(read_journal(tmp_path / "one")), list(read_journal(tmp_path / "other"))
    parted = fork(here, there)
    assert parted is not None
    verdict = check([*before, *told], [*here, *(row for row in there if row.seq >= parted)])
    assert len(twice([*before, *told])) == len(verdict.double_numbers) == (0 if fenced else 5)
    assert not verdict.lost and not verdict.altered
    if not fenced:
        hand_in({**verdict.counts(), "duplicated": len(verdict.double_numbers)})
