"""A, process and storage: the hub is killed at any moment under load. 1: `kill -9`; 2: at one system call; 6: a sync
that fails ends it at once.

A hall full of work (`fakes/busy_hall.py`): everybody writes down what they sent and were told, whoever got no answer
asks again, and at the end the checker holds the hub's data against it. System calls fail by `strace`, from outside.
"""

import random
import signal
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import pytest
from fakes.broker import Broker
from fakes.busy_hall import BusyHall
from fakes.fault_table import Handed
from fakes.hub_process import HubProcess
from fakes.small_hall import write_small_site
from fakes.strace import failing, needs_strace
from fakes.tap import Tap

from edge_hub.client.hub_client import HubClient
from edge_hub.client.link import Link
from edge_hub.contract import queue as q
from edge_hub.contract.envelope import Command
from edge_hub.tools.bench_site import HALL
from edge_hub.tools.checker import Intent, Outcome, check
from edge_hub.tools.records import read_journal

BACK_S, FOUND_S = 2.0, 15.0
"""A hub is up again within so long each time, not counted for how long the machine let it wait for a processor. And so
long a terminal may take to notice."""


def kill_again_and_again(tmp_path: Path, broker: Broker, hand_in: Handed, kills: int, seed: int) -> None:
    hall = BusyHall(tmp_path, broker, devices=4, seed=seed)
    lot = random.Random(seed)
    links: list[Link] = []
    board = HubClient(HALL, "board-1", [broker.address], [], lambda _: None, links.append, state=tmp_path / "state")
    board.start()
    back_s: list[float] = []
    queued_s: list[float] = []
    told = 0
    try:
        with hall.hub as hub:
            hall.everybody_in()
            pause_s = 0.5
            while len(back_s) < kills:
                due_s = time.monotonic() + pause_s
                hall.work_until(lambda due_s=due_s: time.monotonic() >= due_s)
                if len(back_s) % 3 == 0:  # on a slow machine a life may be too short for any answer
                    hall.work(60)
                told = len(links)
                hub.kill()
                hall.start_again()
                back_s.append(hub.ready_after_s - hub.queued_s)
                queued_s.append(hub.queued_s)
                pause_s = lot.uniform(0.01, 0.5)
            hall.work_until(lambda: Link.UP in links[told:], FOUND_S)
            hall.work_until(lambda: hall.crowd.acked > 20 * kills and hall.crowd.repeats > kills)
            verdict = hall.audit()
    finally:
        hall.crowd.close()
        board.stop()
    hand_in(verdict, runs=kills, seed=seed)
    print(f"seed {seed}, {kills} kills: {verdict}; back after {median(back_s):.2f} s, at most {max(back_s):.2f} s, and"
          f" {median(queued_s):.2f} s, at most {max(queued_s):.2f} s, for a busy machine")  # fmt: skip
    assert max(back_s) < BACK_S, f"up again only after {back_s} s"


def test_1_kills_under_load_lose_nothing_and_double_nothing(tmp_path: Path, broker: Broker, hand_in: Handed) -> None:
    kill_again_and_again(tmp_path, broker, hand_in, kills=3, seed=1)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", [2, 3, 4, 5])
def test_1_two_hundred_kills_under_load_lose_nothing_and_double_nothing(
    tmp_path: Path, broker: Broker, hand_in: Handed, seed: int
) -> None:
    kill_again_and_again(tmp_path, broker, hand_in, kills=50, seed=seed)


def kill_at_calls(tmp_path: Path, broker: Broker, hand_in: Handed, calls: Sequence[tuple[str, int]]) -> None:
    hall = BusyHall(tmp_path, broker, devices=4, seed=len(calls))
    away_s: list[float] = []
    """Of each hub that was killed in its start: how long nobody had served then."""
    try:
        with hall.hub as hub:
            hall.everybody_in()
            hub.kill()
            served_s = time.monotonic()
            for call, nth in calls:
                hall.start_again(failing(call, "signal=SIGKILL", nth))
                served = hub.is_ready
                hall.work_until(lambda: hub.has_ended)
                assert hub.ended() == -9
                if served:
                    served_s = time.monotonic()
                else:
                    away_s.append(time.monotonic() - served_s)
            hall.start_again()
            hall.work_until(lambda before=len(hall.crowd.intents): len(hall.crowd.intents) > before + 20)
            verdict = hall.audit()
    finally:
        hall.crowd.close()
    hand_in(verdict, runs=len(calls), seed=len(calls))
    waited_s, served_s = hall.crowd.longest_s
    print(f"{len(away_s)} of {len(calls)} hubs were killed before they served, which none did for up to"
          f" {max(away_s, default=0):.0f} s; the longest wait for an answer was {waited_s:.0f} s, with a hub for"
          f" {served_s:.1f} s of it")  # fmt: skip


def test_who_gets_no_answer_gives_up_on_a_hub_that_serves_and_waits_for_one_that_does_not(
    tmp_path: Path, broker: Broker
) -> None:
    hall = BusyHall(tmp_path, broker, devices=1, seed=1, give_up_s=4.0)
    try:
        with hall.hub as hub:
            hall.everybody_in()
            hall.work(5)
            hub.kill()
            until_s = time.monotonic() + 5.0
            hall.work_until(lambda: time.monotonic() > until_s)
            hall.start_again()
            hall.work(5)
            hub.signal(signal.SIGSTOP)
            with pytest.raises(AssertionError, match="gets no answer"):
                hall.work_until(lambda: False, 30)
    finally:
        hall.crowd.close()


@needs_strace
def test_2_killed_at_the_nth_sync_or_write_it_loses_nothing(tmp_path: Path, broker: Broker, hand_in: Handed) -> None:
    kill_at_calls(tmp_path, broker, hand_in, [("fdatasync", 7), ("pwrite64", 40), ("fdatasync", 2), ("pwrite64", 91)])


@pytest.mark.slow
@pytest.mark.timeout(1200)
@needs_strace
def test_2_killed_at_each_sync_and_many_a_write_it_loses_nothing(
    tmp_path: Path, broker: Broker, hand_in: Handed
) -> None:
    syncs, writes = [("fdatasync", n) for n in range(1, 61)], [("pwrite64", n) for n in range(1, 200, 4)]
    kill_at_calls(tmp_path, broker, hand_in, [*syncs, *writes])


@needs_strace
@pytest.mark.parametrize(
    ("call", "error", "nth"),
    [("fdatasync", "EIO", 1), ("fdatasync", "EIO", 45), ("pwrite64", "EIO", 12), ("pwrite64", "ENOSPC", 45)],
)
def test_6_one_sync_or_write_that_fails_ends_the_hub_and_nothing_is_acknowledged_after_it(
    tmp_path: Path, broker: Broker, hand_in: Handed, call: str, error: str, nth: int
) -> None:
    """Only that one call fails, and the next would succeed: a second try would acknowledge what is not on the disk."""
    data = tmp_path / "data"
    hub = HubProcess(write_small_site(tmp_path / "site"), data, broker.address)
    intents: list[Intent] = []

    def one_more(tap: Tap) -> Command:
        command = tap.command("tm-1", q.TakeTicket(items=("card",)))
        intents.append(Intent(command.id, "TakeTicket"))
        return command

    def asked(tap: Tap, command: Command) -> None:
        reply = tap.ask_while(command, lambda: not hub.has_ended)
        if reply is not None:
            assert reply.ok and isinstance(reply.result, dict)
            intents[-1].outcome, intents[-1].ticket = Outcome.ACKED, reply.result["ticket"]

    with hub, Tap(broker.address) as tap:
        asked(tap, one_more(tap))
        assert hub.stop() == 0
        hub.start(failing(call, f"error={error}", nth))
        while not hub.has_ended:
            command = one_more(tap)
            asked(tap, command)
        assert hub.ended() == 74 and "Traceback" not in hub.errors, hub.errors
        unknown = [one for one in intents if one.outcome is Outcome.UNKNOWN]
        assert unknown == intents[-1:], "the one that it was at"
        hub.start().ready()
        assert "checking the whole file" in hub.errors
        asked(tap, command)
        assert hub.stop() == 0
    verdict = check(intents, read_journal(data))
    assert verdict.ok and verdict.unknown == 0, verdict
    hand_in({**verdict.counts(), "unknown": len(unknown)})
