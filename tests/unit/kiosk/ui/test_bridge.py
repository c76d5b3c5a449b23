"""The bridge: whatever thread the news comes from, the screen hears it on its own thread, newest pictures only."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from fakes.bridge import FakeBridge
from PySide6.QtCore import QThread
from PySide6.QtGui import QGuiApplication

from edge_hub.client.answers import NoReply, Why
from edge_hub.client.link import Link
from edge_hub.contract.base import Snapshot
from edge_hub.contract.device import Health, ReportHealth
from edge_hub.contract.envelope import Reply
from edge_hub.contract.hall import Catalogue, Lines
from edge_hub.contract.queue import CallNext
from edge_hub.contract.reasons import Reason
from kiosk.ui.bridge import Bridge, BridgeLike, subject_of


class ClientInHand:
    """A client whose callbacks the test calls, from a thread of its own as the network's are."""

    def __init__(self, on_snapshot: Callable[[Snapshot], None], on_link: Callable[[Link], None]) -> None:
        self.on_snapshot, self.on_link = on_snapshot, on_link
        self.sent: list[tuple[Any, Callable[[Reply | NoReply], None], dict[str, Any]]] = []
        self.reported: list[Any] = []
        self.started = self.stopped = False

    def start(self) -> None:
        self.started = True

    def stop(self) -> None:
        self.stopped = True

    def send(self, body: Any, on_reply: Callable[[Reply | NoReply], None], **rest: Any) -> str:
        self.sent.append((body, on_reply, rest))
        return "id"

    def report(self, body: Any) -> None:
        self.reported.append(body)

    def hall_now_ms(self) -> int:
        return 42


def elsewhere(work: Callable[[], None]) -> None:
    """Do `work` on another thread, to its end."""
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


@pytest.fixture
def bridge(qapp: QGuiApplication) -> Bridge:
    """Started, as after the first frame."""
    one = Bridge(ClientInHand)
    one.start()
    return one


def client(bridge: Bridge) -> ClientInHand:
    made = bridge._client
    assert isinstance(made, ClientInHand), "the bridge has made no client yet"
    return made


def lines(seq: int) -> Lines:
    return Lines(epoch=1, seq=seq, waiting=seq, items={}, departments={})


def test_snapshots_are_heard_on_the_screens_own_thread(bridge: Bridge, qapp: QGuiApplication) -> None:
    heard: list[tuple[Snapshot, QThread]] = []
    bridge.snapshot.connect(lambda snapshot: heard.append((snapshot, QThread.currentThread())))
    elsewhere(lambda: client(bridge).on_snapshot(lines(7)))
    assert heard == []
    qapp.processEvents()
    assert heard == [(lines(7), qapp.thread())]


def test_a_screen_that_lags_gets_only_the_newest_picture_of_each_subject(bridge: Bridge, qapp: QGuiApplication) -> None:
    heard: list[Snapshot] = []
    bridge.snapshot.connect(heard.append)
    housing = Catalogue(epoch=1, seq=1, department="housing", items=())
    tax = Catalogue(epoch=1, seq=2, department="tax", items=())

    def flood() -> None:
        for snapshot in (housing, tax, *map(lines, range(5000))):
            client(bridge).on_snapshot(snapshot)

    elsewhere(flood)
    qapp.processEvents()
    assert heard == [housing, tax, lines(4999)]
    elsewhere(lambda: client(bridge).on_snapshot(lines(5000)))
    qapp.processEvents()
    assert heard[-1] == lines(5000)


def test_the_link_is_told_once_for_each_change(bridge: Bridge, qapp: QGuiApplication) -> None:
    told: list[str] = []
    bridge.linkChanged.connect(lambda: told.append(bridge.link))
    assert bridge.link == "NO_BROKER"
    for link in (Link.NO_HUB, Link.UP, Link.UP):
        elsewhere(lambda link=link: client(bridge).on_link(link))
        qapp.processEvents()
    assert told == ["NO_HUB", "UP"]


def test_a_reply_comes_later_even_if_the_client_answers_at_once(bridge: Bridge, qapp: QGuiApplication) -> None:
    replies: list[Reply | NoReply] = []
    bridge.send(CallNext(window="w1"), replies.append, session="s", expect_ver=3)
    body, on_reply, rest = client(bridge).sent[0]
    assert (body, rest["session"], rest["expect_ver"]) == (CallNext(window="w1"), "s", 3)
    on_reply(NoReply("id", Why.NO_HUB))
    assert replies == []
    qapp.processEvents()
    assert replies == [NoReply("id", Why.NO_HUB)]


def test_the_link_is_known_before_the_snapshots_and_replies_that_came_with_it(
    bridge: Bridge, qapp: QGuiApplication
) -> None:
    order: list[str] = []
    bridge.linkChanged.connect(lambda: order.append(bridge.link))
    bridge.snapshot.connect(lambda snapshot: order.append("snapshot"))
    bridge.send(CallNext(window="w1"), lambda reply: order.append("reply"))

    def all_at_once() -> None:
        client(bridge).sent[0][1](NoReply("id", Why.NO_ANSWER))
        client(bridge).on_snapshot(lines(1))
        client(bridge).on_link(Link.UP)

    elsewhere(all_at_once)
    qapp.processEvents()
    assert order == ["UP", "snapshot", "reply"]


def test_a_reply_may_send_the_next_command(bridge: Bridge, qapp: QGuiApplication) -> None:
    bridge.send(CallNext(window="w1"), lambda reply: bridge.send(CallNext(window="w2"), lambda reply: None))
    elsewhere(lambda: client(bridge).sent[0][1](NoReply("id", Why.NO_ANSWER)))
    qapp.processEvents()
    assert [body.window for body, _, _ in client(bridge).sent] == ["w1", "w2"]


def test_nothing_is_heard_after_the_end(bridge: Bridge, qapp: QGuiApplication) -> None:
    heard: list[Snapshot] = []
    bridge.snapshot.connect(heard.append)
    elsewhere(lambda: client(bridge).on_snapshot(lines(1)))
    bridge.stop()
    elsewhere(lambda: client(bridge).on_snapshot(lines(2)))
    qapp.processEvents()
    assert heard == [] and client(bridge).started and client(bridge).stopped


def test_before_the_start_a_command_is_refused_and_a_fact_is_kept(qapp: QGuiApplication) -> None:
    bridge = Bridge(ClientInHand)
    replies: list[Reply | NoReply] = []
    bridge.send(CallNext(window="w1"), replies.append)
    qapp.processEvents()
    assert [reply.why for reply in replies if isinstance(reply, NoReply)] == [Why.NO_BROKER]
    fact = ReportHealth(part="printer", health=Health.DOWN, since_ms=1)
    bridge.report(fact)
    assert client(bridge).reported == [fact] and not client(bridge).started


def test_facts_and_the_time_go_straight_to_the_client(bridge: Bridge) -> None:
    fact = ReportHealth(part="printer", health=Health.DOWN, since_ms=1)
    bridge.report(fact)
    assert client(bridge).reported == [fact] and bridge.hall_now_ms() == 42


def test_windows_and_departments_have_pictures_of_their_own() -> None:
    assert subject_of(lines(1)) == subject_of(lines(2))
    one, two = (Catalogue(epoch=1, seq=1, department=name, items=()) for name in ("tax", "housing"))
    assert subject_of(one) != subject_of(two)


def test_the_fake_bridge_stands_where_the_real_one_stands(bridge: Bridge) -> None:
    fake = FakeBridge()
    both: list[BridgeLike] = [bridge, fake]
    assert [one.link for one in both] == ["NO_BROKER", "UP"]
    replies: list[Reply | NoReply] = []
    fake.send(CallNext(window="w1"), replies.append)
    assert replies == []
    fake.refuse(Reason.NOBODY_WAITS)
    first = replies[0]
    assert isinstance(first, Reply) and first.words is not None and first.words.zh == "现在没有人等候。"
    with pytest.raises(AssertionError, match="answered already"):
        fake.accept()
