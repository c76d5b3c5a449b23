"""`kill -9` at any moment, and many clients at once: nothing acknowledged is lost, nothing happens twice."""

import random
import time
from pathlib import Path
from queue import SimpleQueue
from statistics import median

import pytest
from fakes.broker import Broker
from fakes.busy_hall import BusyHall

from edge_hub.client.answers import NoReply
from edge_hub.client.hub_client import HubClient
from edge_hub.client.link import Link
from edge_hub.contract.envelope import Reply
from edge_hub.contract.queue import ShowTicket
from edge_hub.tools.bench_site import HALL

BACK_S, FOUND_S = 2.0, 15.0
"""A hub is up again within so long, each time but one: a start may fall on another program's burst on the same machine.
And so long a terminal may take to notice."""


def kill_again_and_again(tmp_path: Path, broker: Broker, kills: int, seed: int) -> None:
    hall = BusyHall(tmp_path, broker, devices=4, seed=seed)
    lot = random.Random(seed)
    links: list[Link] = []
    pad = HubClient(HALL, "board-1", [broker.address], [], lambda _: None, links.append, state=tmp_path / "state")
    pad.start()
    back_s: list[float] = []
    told = 0
    try:
        with hall.hub as hub:
            hall.everybody_in()
            due_s = time.monotonic() + 0.5
            while len(back_s) < kills:
                hall.crowd.turn()
                if hub.is_ready and time.monotonic() >= due_s:
                    told = len(links)
                    hub.kill()
                    hub.start()
                    while not hub.is_ready:
                        hall.crowd.turn()
                    back_s.append(hub.ready_after_s)
                    due_s = time.monotonic() + lot.uniform(0.01, 0.5)
            until_s = time.monotonic() + FOUND_S
            while Link.UP not in links[told:]:
                hall.crowd.turn()
                assert time.monotonic() < until_s, f"the terminal never found the hub after its last kill: {links}"
            verdict = hall.audit()
    finally:
        hall.crowd.close()
        pad.stop()
    slowest = sorted(back_s)[-2]
    print(f"seed {seed}, {kills} kills: {verdict.counts()}, back after {median(back_s):.2f} s, but one {slowest:.2f} s")
    assert verdict.acked > 20 * kills and hall.crowd.repeats > kills
    assert slowest < BACK_S, f"up again only after {back_s} s"


@pytest.mark.fault(1)
def test_ten_kills_under_load_lose_nothing_and_double_nothing(tmp_path: Path, broker: Broker) -> None:
    kill_again_and_again(tmp_path, broker, kills=10, seed=1)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", [2, 3])
@pytest.mark.fault(1)
def test_fifty_kills_under_load_lose_nothing_and_double_nothing(tmp_path: Path, broker: Broker, seed: int) -> None:
    kill_again_and_again(tmp_path, broker, kills=50, seed=seed)


def crowd_of_32(tmp_path: Path, broker: Broker, commands: int) -> None:
    hall = BusyHall(tmp_path, broker, devices=16, seed=commands)
    try:
        with hall.hub:
            hall.everybody_in()
            while len(hall.crowd.intents) < commands:
                hall.crowd.turn()
            verdict = hall.audit()
    finally:
        hall.crowd.close()
    print(f"{commands} commands by 32 clients: {verdict.counts()}")
    assert verdict.attempts >= commands and not verdict.double_numbers and not verdict.double_calls
    assert hall.crowd.repeats > commands * 0.1


def test_32_clients_with_2_000_commands_see_nothing_lost_and_nothing_double(tmp_path: Path, broker: Broker) -> None:
    crowd_of_32(tmp_path, broker, 2_000)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_32_clients_with_20_000_commands_see_nothing_lost_and_nothing_double(tmp_path: Path, broker: Broker) -> None:
    crowd_of_32(tmp_path, broker, 20_000)


def test_a_terminal_finds_the_hub_again_by_itself(tmp_path: Path, broker: Broker) -> None:
    hall = BusyHall(tmp_path, broker, devices=1, seed=9)
    links: SimpleQueue[Link] = SimpleQueue()
    answers: SimpleQueue[Reply | NoReply] = SimpleQueue()
    pad = HubClient(HALL, "call-w1", [broker.address], [], lambda _: None, links.put, state=tmp_path / "state")
    pad.start()

    def until(link: Link) -> None:
        while links.get(timeout=15) is not link:
            pass

    with hall.hub as hub:
        until(Link.UP)
        hub.kill()
        until(Link.NO_HUB)
        hub.start().ready()
        until(Link.UP)
        pad.send(ShowTicket(ticket="A001"), answers.put)
        answer = answers.get(timeout=10)
        assert isinstance(answer, Reply) and answer.reason == "TICKET_UNKNOWN"
        pad.stop()
