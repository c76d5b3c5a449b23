"""Many clients at once, a broker killed under load, a hub that comes back: nothing is lost, nothing happens twice."""

from pathlib import Path
from queue import SimpleQueue

import pytest
from fakes.broker import Broker
from fakes.busy_hall import BusyHall

from edge_hub.client.answers import NoReply
from edge_hub.client.hub_client import HubClient
from edge_hub.client.link import Link
from edge_hub.contract.envelope import Reply
from edge_hub.contract.queue import ShowTicket
from edge_hub.tools.bench_site import HALL


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
