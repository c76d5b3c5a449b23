"""B, broker: it dies, hangs, forgets, and remembers what it should not. 18 to 20, 25, 26."""

import contextlib
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import psutil
import pytest
from fakes.broker import Broker
from fakes.busy_hall import BusyHall
from fakes.desk import PADS
from fakes.device import Device
from fakes.fault_table import Handed
from fakes.hub_process import HubProcess
from fakes.proxy import Proxy
from fakes.quiet import Expect
from fakes.storm import Storm
from fakes.tap import Tap

from edge_hub.client.link import Link
from edge_hub.contract import queue as q
from edge_hub.contract import topics
from edge_hub.contract.codec import encode
from edge_hub.contract.envelope import Command, Reply
from edge_hub.contract.hall import Board, HubStatus, Lines
from edge_hub.contract.window import WindowNow
from edge_hub.tools.bench_site import HALL
from edge_hub.tools.checker import Intent, Outcome, check
from edge_hub.tools.records import read_journal
from kiosk.call_board import trust as board
from window_terminal.window_screen import trust as window

TAKE = q.TakeTicket(items=("card",))
RIGHT_S = 5.0
"""So long after the broker is back every terminal shows what is so."""
VALID_S = 60.0


def killed_again_and_again(
    tmp_path: Path, broker: Broker, device: Device, kills: int, seed: int, hand_in: Handed
) -> None:
    """The broker keeps nothing on disk: what it had is gone each time."""
    right_s: list[float] = []
    hall = BusyHall(tmp_path, broker, devices=4, seed=seed)
    with contextlib.closing(hall.crowd), hall.hub:
        hall.everybody_in()
        for _ in range(kills):
            hall.work(20)
            broker.kill()
            device.until_link(Link.NO_BROKER)
            device.snapshots.clear()
            broker.start()
            back_s = time.monotonic()
            hall.crowd.come_again()
            while not (device.client.link is Link.UP and {Lines, Board} <= {type(one) for one in device.snapshots}):
                hall.crowd.turn()
                assert time.monotonic() < back_s + 20, device.links
            right_s.append(time.monotonic() - back_s)
        verdict = hall.audit()
    print(f"seed {seed}: right again after {median(right_s):.2f} s, {max(right_s):.2f} s at most; {verdict.counts()}")
    hand_in(verdict, runs=kills, seed=seed)
    assert max(right_s) < RIGHT_S, right_s


@pytest.fixture
def terminal(make_device: Callable[..., Device]) -> Device:
    """A board of the busy hall."""
    return make_device("board-1", hall=HALL, watch=[topics.lines(HALL), topics.board(HALL)])


def test_18_a_broker_killed_under_load_loses_nothing_and_terminals_are_soon_right_again(
    tmp_path: Path, broker: Broker, terminal: Device, hand_in: Handed
) -> None:
    killed_again_and_again(tmp_path, broker, terminal, 3, 18, hand_in)


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_18_a_hundred_times(
    tmp_path: Path, broker: Broker, terminal: Device, hand_in: Handed, expects_warning: Expect
) -> None:
    expects_warning("does another machine use its name?", times=range(100))  # a line that never lasts for long
    killed_again_and_again(tmp_path, broker, terminal, 100, 180, hand_in)


class Face:
    """What a call board and a window screen may show of what their client tells them."""

    def __init__(self, device: Device) -> None:
        self.device, self.links, self.snapshots = device, 0, 0
        now_s = time.monotonic()
        self.board, self.above = board.Trust(began_s=now_s), window.Trust(began_s=now_s)

    def look(self) -> tuple[board.Phase, window.Phase]:
        now_s = time.monotonic()
        links, snapshots = self.device.links[self.links :], self.device.snapshots[self.snapshots :]
        self.links, self.snapshots = self.links + len(links), self.snapshots + len(snapshots)
        for link in links:
            self.board, self.above = board.linked(self.board, link, now_s), window.linked(self.above, link)
        for one in snapshots:
            self.above = window.heard(self.above, now_s, picture=isinstance(one, WindowNow))
            if isinstance(one, Board):
                self.board = board.heard(self.board, now_s)
        return board.phase(self.board, now_s, VALID_S), window.phase(self.above, now_s)

    def until(self, phases: tuple[board.Phase, window.Phase], within_s: float) -> float:
        """Until it may show this; after how many seconds."""
        began_s = time.monotonic()
        while (shown := self.look()) != phases:
            assert time.monotonic() < began_s + within_s, shown
            with self.device.news:
                self.device.news.wait(0.1)
        return time.monotonic() - began_s


LIVE = (board.Phase.LIVE, window.Phase.LIVE)


@pytest.fixture
def face(hub: HubProcess, make_device: Callable[..., Device]) -> Face:
    """A display that is up to date."""
    one = Face(make_device("screen-w1", watch=[topics.board("test"), topics.window_now("test", "w1")]))
    one.until(LIVE, 15)
    return one


def test_19_while_the_broker_hangs_displays_say_so_after_ten_seconds(tap: Tap, broker: Broker, face: Face) -> None:
    broker.freeze()
    old_s = face.until((board.Phase.STALE, window.Phase.OLD), 15)
    assert old_s > 8, "the last heartbeat is at most two seconds old"
    broker.thaw()
    face.until(LIVE, 15)
    assert tap.do("tm-1", TAKE)["number"] == "A001"


@pytest.mark.slow
def test_19_after_sixty_seconds_displays_are_blank_of_numbers(tap: Tap, broker: Broker, face: Face) -> None:
    broker.freeze()
    assert 60 - 5 < face.until((board.Phase.BLANK, window.Phase.BLANK), 70) < 60 + 5
    broker.thaw()
    face.until(LIVE, 15)
    assert tap.do("tm-1", TAKE)["number"] == "A001"


def test_20_the_hub_keeps_nothing_for_a_pad_that_is_away_and_the_pad_misses_nothing(
    tap: Tap, hub: HubProcess, broker: Broker, make_device: Callable[..., Device], hand_in: Handed
) -> None:
    """1,500 tickets are taken while the pad's cable is out: the pad sees the hall as it is, and no ticket of then."""
    with Proxy(broker.address) as between:
        pad = make_device(PADS["w1"], watch=[topics.window_now("test", "w1")], brokers=[between.address])
        pad.until(lambda one: any(isinstance(snapshot, WindowNow) for snapshot in one.snapshots))
        between.hold()  # nobody is told
        before_mb = rss_mb(hub)
        commands = [tap.command("tm-1", TAKE) for _ in range(1_500)]
        for n, command in enumerate(commands):
            tap.say(topics.command("test", "tm-1"), encode(command), correlation=b"%d" % n)
            if n % 50 == 49:
                tap.until(lambda one, n=n: all(b"%d" % m in one.replies for m in range(n - 49, n + 1)), "answers")
        answers = [tap.replies[b"%d" % n][0] for n in range(len(commands))]
        verdict = check(map(told, commands, answers), read_journal(hub.data))
        assert verdict.ok and verdict.acked == len(commands)
        assert rss_mb(hub) < before_mb + 40
        pad.snapshots.clear()
        between.tear()
        between.let_go()
        pad.until(lambda one: one.links[-2:] == [Link.NO_HUB, Link.UP], timeout_s=20)
        waiting = len(commands)
        pad.until(lambda one: any(getattr(snapshot, "waiting", 0) == waiting for snapshot in one.snapshots))
        pictures = [snapshot.waiting for snapshot in pad.snapshots if isinstance(snapshot, WindowNow)]
        assert set(pictures) == {waiting}, "the newest first, and nothing else"
    hand_in(verdict)


def told(command: Command, reply: Reply) -> Intent:
    result = reply.result if isinstance(reply.result, dict) else {}
    return Intent(command.id, "TakeTicket", Outcome.ACKED, result.get("ticket"), result.get("number"))


def rss_mb(hub: HubProcess) -> float:
    return float(psutil.Process(hub.pid).memory_info().rss / 1e6)


def test_25_what_a_broker_remembers_of_an_older_reign_is_not_drawn(
    site: Path, broker: Broker, tmp_path: Path, make_device: Callable[..., Device]
) -> None:
    """By a screen that is there and by one that comes; nor does the hub leave it standing."""
    topic, data = topics.board("test"), tmp_path / "data"
    old = HubProcess(site, data, broker.address)
    with old, Tap(broker.address) as tap:
        tap.until(lambda one: topic in one.last, "the board")
        relic = tap.last[topic].replace(b'"seq":', b'"seq":9')  # later than all that the new reign will say
        assert old.stop() == 0
    new = HubProcess(site, data, broker.address, more=["--restored"])
    with new, Tap(broker.address) as tap:
        tap.until(lambda one: b'"epoch":2,' in one.last.get(topic, b""), "the board of the hub that reigns")
        there = make_device("board-1", watch=[topic])
        there.until_link(Link.UP)
        tap.say(topic, relic, retain=True)
        tap.until(lambda one: one.last.get(topic) == relic, "the relic")
        comes = make_device("screen-w1", watch=[topic])
        comes.until_link(Link.UP)
        tap.until(lambda one: one.last[topic] != relic, "the board of the hub that reigns", timeout_s=40)
        for device in (there, comes):
            device.until(lambda one: any(isinstance(snapshot, Board) for snapshot in one.snapshots))
            assert {snapshot.epoch for snapshot in device.snapshots if not isinstance(snapshot, HubStatus)} == {2}
            assert device.client.link is Link.UP


def test_26_five_hundred_devices_that_come_back_at_once_come_in_turns_and_hold_nobody_up(
    tap: Tap, broker: Broker, hand_in: Handed
) -> None:
    crowd = 500
    storm = Storm(broker.address, crowd, topics.hub("test"), seed=26)
    with contextlib.closing(storm):
        storm.until_served(30)
        broker.kill()
        down_s = time.monotonic()
        while time.monotonic() < down_s + 2:
            storm.turn()
        broker.start()
        back_s = time.monotonic()
        storm.until_served(30)
        took_s = max(storm.served_s) - back_s
        joined_s = sorted(storm.joined_s)
        spread_s = joined_s[crowd * 95 // 100] - joined_s[crowd * 5 // 100]  # 0 if none drew its pauses by lot
        began_s = time.monotonic()
        assert tap.do("tm-1", TAKE)["number"]
    print(f"all served {took_s:.1f} s after the broker, nine in ten within {spread_s:.1f} s; a ticket took "
          f"{time.monotonic() - began_s:.2f} s")  # fmt: skip
    assert took_s < 15 and spread_s > 0.5
    hand_in(seed=26)
