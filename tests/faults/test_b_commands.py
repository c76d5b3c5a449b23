"""B, network, continued: commands and pictures that come twice, late, out of order or all at once. 21 to 24."""

import itertools
import json
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fakes.broker import Broker
from fakes.desk import CLERKS, PADS
from fakes.device import Device
from fakes.fault_table import Handed
from fakes.hub_process import HubProcess
from fakes.proxy import Proxy
from fakes.tap import Tap

from edge_hub.client.answers import NoReply, Why
from edge_hub.client.link import Link
from edge_hub.contract import queue as q
from edge_hub.contract import topics
from edge_hub.contract import window as w
from edge_hub.contract.base import Strict
from edge_hub.contract.codec import encode
from edge_hub.contract.envelope import Reply
from edge_hub.contract.reasons import Reason
from edge_hub.store.connection import open_reader, query
from edge_hub.tools.checker import Intent, Outcome, check
from edge_hub.tools.records import read_journal

TAKE = q.TakeTicket(items=("card",))
CALL = q.CallNext(window="w1")


def test_21_every_command_delivered_twice_and_again_after_an_hour_has_one_effect(
    always_open: Path, broker: Broker, tmp_path: Path, hand_in: Handed
) -> None:
    """The hall's clock runs 600 times as fast."""
    data = tmp_path / "data"
    with HubProcess(always_open, data, broker.address, speed=600) as hub, Tap(broker.address) as tap:
        sent: list[tuple[str, bytes, Intent, Reply]] = []

        def twice(device: str, body: Strict, session: str | None = None) -> dict[str, str]:
            command = tap.command(device, body, session=session)
            mark, payload = b"first-%d" % len(sent), encode(command)
            for _ in range(2):
                tap.say(topics.command("test", device), payload, correlation=mark)
            tap.until(lambda one: one.replies.get(mark), "an answer")
            reply = tap.replies[mark][0]
            assert reply.ok, reply
            result = dict(reply.result or {})
            intent = Intent(command.id, type(body).__name__, Outcome.ACKED, result.get("ticket"), result.get("number"))
            sent.append((device, payload, intent, reply))
            return result

        session = a_morning(twice)
        told_s = time.monotonic() + 3600 / 600
        for n in itertools.count():
            device, payload, _, reply = sent[n % len(sent)]
            assert tap.ask_bytes(device, payload) == reply, "word for word"
            if time.monotonic() > told_s and n >= 2 * len(sent):
                break
        twice("call-w1", CALL, session)  # it goes on as it was
        assert hub.stop() == 0
    verdict = check([intent for _, _, intent, _ in sent], read_journal(data))
    assert verdict.ok and verdict.acked == len(sent) > 15, verdict.counts()
    hand_in(verdict, runs=n)


def a_morning(do: Callable[..., dict[str, str]]) -> str:
    """A clerk comes, serves three people in one way and another, and three more wait; the session."""
    do("desk", w.SetPin(by="901", clerk="101", pin="483920"))
    session = do("call-w1", w.SignIn(window="w1", clerk="101", pin="483920"))["session"]
    do("call-w1", w.OpenWindow(window="w1"), session)
    for _ in range(6):
        do("tm-1", TAKE)
    here = {"window": "w1"}
    for body in (
        CALL, q.Recall(**here), q.Start(**here), q.Finish(**here), CALL, q.Start(**here), q.Finish(**here),
        CALL, q.Start(**here), q.Transfer(**here, to_item="stamp", why="换窗口"),
    ):  # fmt: skip
        do("call-w1", body, session)
    return session


def staffed(tap: Tap, window: str = "w1") -> str:
    """The clerk of a window is signed in and it is open; the session."""
    tap.do("desk", w.SetPin(by="901", clerk=CLERKS[window], pin="483920"))
    session = tap.do(PADS[window], w.SignIn(window=window, clerk=CLERKS[window], pin="483920"))["session"]
    tap.do(PADS[window], w.OpenWindow(window=window), session=session)
    return str(session)


def version_of(tap: Tap, state: w.WindowState, window: str = "w1") -> int:
    """The version of the window that its pad sees, once it sees it in that state."""

    def seen() -> dict[str, Any]:
        return json.loads(tap.last.get(topics.window_now("test", window), b"{}"))  # type: ignore[no-any-return]

    tap.until(lambda _: seen().get("state") == state, f"the picture of a window that is {state}")
    return int(seen()["ver"])


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_22_commands_that_overtake_each_other_are_refused_unless_the_person_saw_what_is(
    tap: Tap, order: tuple[int, ...]
) -> None:
    """Three presses, each on what the pad showed then, arrive in every order."""
    session = staffed(tap)
    before = version_of(tap, w.WindowState.OPEN)
    tap.do("tm-1", TAKE)
    presses = [CALL, q.Start(window="w1"), q.Finish(window="w1")]
    commands = [tap.command(PADS["w1"], body, session=session, expect_ver=before + n)
                for n, body in enumerate(presses)]  # fmt: skip
    state, done = 0, []
    for n in order:
        reply = tap.ask_bytes(PADS["w1"], encode(commands[n]))
        assert reply.ok == (n == state), reply
        assert reply.ok or reply.reason == Reason.STALE
        state += reply.ok
        done += [n] if reply.ok else []
    assert done == list(range(len(done)))
    assert tap.ask_bytes(PADS["w1"], encode(commands[0])).ok == (0 in done), "an answer once given stays"


def test_22_a_picture_that_was_overtaken_is_not_drawn(tap: Tap, make_device: Callable[..., Device]) -> None:
    topic = topics.window_now("test", "w1")
    pad = make_device("call-w1", watch=[topic])
    tap.until(lambda one: topic in one.last, "the window")
    old = tap.last[topic]
    staffed(tap)
    version_of(tap, w.WindowState.OPEN)
    newest = tap.last[topic]
    pad.until(lambda one: any(encode(snapshot) == newest for snapshot in one.snapshots))
    tap.say(topic, old, retain=True)
    tap.say(topic, newest, retain=True)
    pad.until(lambda one: sum(encode(snapshot) == newest for snapshot in one.snapshots) > 1)
    shown = [snapshot.ver for snapshot in pad.snapshots if isinstance(snapshot, w.WindowNow)]
    assert shown == sorted(shown)


def calls(data: Path) -> int:
    reader = open_reader(data / "hub.db")
    ((count,),) = query(reader, "SELECT count(*) FROM journal WHERE type = 'TicketCalled'")
    reader.close()
    return int(count)


@pytest.fixture
def hurried(site: Path, broker: Broker, tmp_path: Path) -> HubProcess:
    """A hub in whose hall three minutes are three seconds."""
    return HubProcess(site, tmp_path / "data", broker.address, speed=60)


def three_minutes(tap: Tap) -> None:
    """Of the hall's time, by the hub's heartbeats."""

    def heard_ms() -> int:
        return int(json.loads(tap.last[topics.hub("test")])["now_ms"])

    began_ms = heard_ms()
    tap.until(lambda _: heard_ms() > began_ms + 180_000, "three minutes")


def test_23_a_press_without_a_line_calls_nobody_when_the_line_is_back_after_three_minutes(
    hurried: HubProcess, broker: Broker, make_device: Callable[..., Device]
) -> None:
    with hurried, Tap(broker.address) as tap, Proxy(broker.address) as between:
        session = staffed(tap)
        tap.do("tm-1", TAKE)
        pad = make_device(PADS["w1"], brokers=[between.address])
        pad.until_link(Link.UP)
        between.shut()
        pad.until_link(Link.NO_BROKER)
        for _ in range(3):
            pad.send(CALL, session=session)
        assert [one.why for one in pad.replies] == [Why.NO_BROKER] * 3, "each is told at once"
        three_minutes(tap)
        between.open()
        pad.until_link(Link.UP)
        tap.do("tm-1", TAKE)
        assert calls(hurried.data) == 0
        pad.send(CALL, session=session)
        pad.until(lambda one: len(one.replies) == 4)
        assert pad.replies[-1].ok and calls(hurried.data) == 1


def test_23_a_press_that_was_under_way_when_the_line_hung_calls_nobody_three_minutes_later(
    hurried: HubProcess, broker: Broker, make_device: Callable[..., Device]
) -> None:
    with hurried, Tap(broker.address) as tap, Proxy(broker.address) as between:
        session = staffed(tap)
        tap.do("tm-1", TAKE)
        pad = make_device(PADS["w1"], brokers=[between.address])
        pad.until_link(Link.UP)
        between.hold()
        pressed = pad.send(CALL, session=session, timeout_s=1.0)
        pad.until(lambda one: one.replies == [NoReply(pressed, Why.NO_ANSWER, sent=True)])
        three_minutes(tap)
        between.let_go()
        tap.until(lambda one: any(reply.id == pressed for all_ in one.replies.values() for reply in all_), "its answer")
        late = next(reply for all_ in tap.replies.values() for reply in all_ if reply.id == pressed)
        assert late.reason == Reason.EXPIRED and calls(hurried.data) == 0
        assert len(pad.replies) == 1, "the person was told long ago"


def test_24_of_two_pads_that_call_one_ticket_in_the_same_moment_one_wins(
    tap: Tap, hub: HubProcess, hand_in: Handed
) -> None:
    sessions = {pad: staffed(tap, window) for window, pad in list(PADS.items())[:2]}
    intents: list[Intent] = []
    won = set()
    for n in range(50):
        ticket = tap.do("tm-1", TAKE)["ticket"]
        marks = {}
        for pad in random.Random(n).sample(sorted(sessions), 2):
            body = q.CallTicket(window=pad.removeprefix("call-"), ticket=ticket)
            command = tap.command(pad, body, session=sessions[pad])
            marks[pad] = Intent(command.id, "CallTicket"), b"%d-%s" % (n, pad.encode())
            tap.say(topics.command("test", pad), encode(command), correlation=marks[pad][1])
        tap.until(lambda one, marks=marks: all(mark in one.replies for _, mark in marks.values()), "both answers")
        for pad, (intent, mark) in marks.items():
            reply = tap.replies[mark][0]
            intent.outcome, intent.ticket = (Outcome.ACKED, ticket) if reply.ok else (Outcome.REFUSED, None)
            intents.append(intent)
            if reply.ok:
                won.add(pad)
                for body in (q.Start(window=pad.removeprefix("call-")), q.Finish(window=pad.removeprefix("call-"))):
                    tap.do(pad, body, session=sessions[pad])
            else:
                assert reply.reason == Reason.TICKET_MOVED, reply
    assert won == set(sessions)
    assert hub.stop() == 0
    verdict = check(intents, read_journal(hub.data))
    assert verdict.ok and (verdict.acked, verdict.refused) == (50, 50), verdict.counts()
    hand_in(verdict, runs=50)
