"""The guide desk of a practice hall on a real hub: it gives PINs, and sees who waits and who is served."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from edge_hub.client.answers import NoReply
from edge_hub.client.hub_client import HubClient
from edge_hub.client.link import Link
from edge_hub.contract.base import Snapshot
from edge_hub.contract.envelope import AnyCommand, Reply
from edge_hub.contract.queue import CallNext, Finish, TakeTicket
from edge_hub.contract.window import OpenWindow, SignIn, SignOut
from edge_hub.tools import demo
from edge_hub.tools.broker import HOST, start_broker
from edge_hub.tools.children import Children
from edge_hub.tools.demo_desk import Desk, DeskFault
from edge_hub.tools.demo_floor import Floor

PUER = Path(__file__).parents[3] / "configs" / "puer"


class Hall:
    """A hub in practice, its desk, and other devices by their ids."""

    def __init__(self, port: int, plan: demo.Plan, desk: Desk, state: Path) -> None:
        self.port, self.plan, self.desk, self.state = port, plan, desk, state
        self._clients: dict[str, HubClient] = {}

    def ask(self, device: str, body: AnyCommand, session: str | None = None) -> Reply:
        """What the hub answers to a command of a device."""
        answers: list[Reply | NoReply] = []
        came = threading.Event()
        self._client(device).send(body, lambda reply: (answers.append(reply), came.set()), session=session)
        assert came.wait(10)
        assert isinstance(answers[0], Reply), answers[0]
        return answers[0]

    def close(self) -> None:
        for client in self._clients.values():
            client.stop()

    def _client(self, device: str) -> HubClient:
        if device not in self._clients:
            up = threading.Event()
            linked = _setting(up)
            broker = [(HOST, self.port)]
            client = HubClient(self.plan.hall, device, broker, [], _ignore, linked, state=self.state / device)
            client.start()
            assert up.wait(10)
            self._clients[device] = client
        return self._clients[device]


def _setting(up: threading.Event) -> Callable[[Link], None]:
    return lambda link: up.set() if link is Link.UP else None


def _ignore(_snapshot: Snapshot) -> None:
    pass


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    wishes = demo.Wishes(PUER, citizens=4, speed=10, for_s=60)
    plan = demo.plan_of(wishes)
    with Children() as children:
        port = start_broker(children, tmp_path)
        demo._start_hub(children, PUER, tmp_path / "data", port, plan)
        windows = [seat.window.id for seat in plan.cast.seats]
        desk = Desk(plan.hall, plan.cast.desk.id, plan.cast.admin.id, port, windows, tmp_path / "desk")
        desk.start()
        hall = Hall(port, plan, desk, tmp_path)
        yield hall
        hall.close()
        desk.stop()


def test_the_desk_sees_a_citizen_from_the_ticket_to_the_way_home(hall: Hall) -> None:
    desk, seat = hall.desk, hall.plan.cast.seats[0]
    desk.wait_for(lambda: desk.empty)
    pin = desk.give_pins([seat.clerk.id], hall.plan.cast.admin_clerk.id)[seat.clerk.id]
    pad, window = seat.call_pad.id, seat.window.id
    signed_in = hall.ask(pad, SignIn(window=window, clerk=seat.clerk.id, pin=pin))
    assert signed_in.ok and signed_in.result is not None
    session = signed_in.result["session"]
    assert hall.ask(pad, OpenWindow(window=window), session).ok
    assert hall.ask(hall.plan.cast.machines[0].id, TakeTicket(items=(seat.items[0].id,))).ok
    desk.wait_for(lambda: desk.waiting == 1 and not desk.empty and desk.open_windows == 1)
    assert hall.ask(pad, CallNext(window=window), session).ok
    desk.wait_for(lambda: desk.waiting == 0 and desk.serving == 1 and not desk.empty)
    assert hall.ask(pad, Finish(window=window), session).ok
    desk.wait_for(lambda: desk.empty and desk.serving == 0)
    assert hall.ask(pad, SignOut(window=window), session).ok
    desk.wait_for(lambda: desk.open_windows == 0)
    assert desk.clock().startswith("09:")


def test_a_clerk_whom_the_hall_does_not_know_gets_no_pin(hall: Hall) -> None:
    with pytest.raises(DeskFault, match="clerk 9999 could not be given a PIN: Staff number or PIN is wrong"):
        hall.desk.give_pins(["9999"], hall.plan.cast.admin_clerk.id)


def test_a_hub_that_is_not_there_is_missed(tmp_path: Path) -> None:
    with Children() as children:
        port = start_broker(children, tmp_path)
        desk = Desk("puer", "guide-1", "admin-1", port, [], tmp_path / "desk", answer_s=0.5)
        try:
            with pytest.raises(DeskFault, match="was not to be seen"):
                desk.start()
        finally:
            desk.stop()


def test_a_printer_of_the_floor_is_on_a_port_of_its_own(tmp_path: Path) -> None:
    plan = demo.plan_of(demo.Wishes(PUER, citizens=4, speed=10, for_s=60))
    with Children() as children:
        floor = Floor(children, plan.cast, plan.hall, 1, tmp_path, None, None, print)
        boots = [floor._bootstrap(machine) for machine in plan.cast.machines]
        floor.stop_printers()
    connections = {boot["own"][0]["connection"] for boot in boots}
    kinds = sorted(one.partition("://")[0] for one in connections)
    assert len(connections) == 2 and kinds == ["serial", "tcp"], "one on the network, one on a serial line"
