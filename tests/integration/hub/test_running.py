"""The real hub on a real broker: it begins, ends, dies and comes back, and the hall is as it was."""

import json
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from fakes.broker import Broker
from fakes.desk import CLERKS, PADS
from fakes.hub_process import HubProcess
from fakes.tap import Tap

from edge_hub.contract import queue as q
from edge_hub.contract import topics
from edge_hub.contract import window as w
from edge_hub.contract.codec import encode
from edge_hub.contract.reasons import Reason
from edge_hub.store.connection import open_reader, query

PUBLIC = {make("test") for make in (topics.hub, topics.directory, topics.lines, topics.board, topics.announcements)}
TOPICS = {
    *PUBLIC, topics.desk("test"), *(topics.catalogue("test", one) for one in ("social", "tax")),
    *(topics.window_now("test", one) for one in PADS),
}  # fmt: skip
TAKE = q.TakeTicket(items=("card",))


def open_window(tap: Tap, window: str = "w1") -> str:
    """Clerk signed in, window open; the session."""
    tap.do("desk", w.SetPin(by="901", clerk=CLERKS[window], pin="123456"))
    session = tap.do(PADS[window], w.SignIn(window=window, clerk=CLERKS[window], pin="123456"))["session"]
    tap.do(PADS[window], w.OpenWindow(window=window), session=session)
    return str(session)


def told(tap: Tap) -> dict[str, Any]:
    """What every screen would draw, without what changes with time alone."""
    read = {topic: json.loads(payload) for topic, payload in tap.last.items() if topic != topics.hub("test")}
    return {
        topic: {key: value for key, value in one.items() if key not in ("seq", "longest_wait_ms")}
        for topic, one in read.items()
    }


SERVES = {
    "w1": ("card", "pension", "real"),
    "w2": ("card", "pension"),
    "w3": ("invoice", "stamp"),
    "w4": ("card", "invoice"),
}
"""What each window of the small hall has to do with, of the items that are taken here."""


def settled(tap: Tap, on_disk: "OnDisk") -> bool:
    """All topics are there, each window tells of the tickets that wait for it, those that serve the last one taken know
    of it, and the board agrees."""
    if not set(tap.last) >= TOPICS:
        return False
    lines, board = (json.loads(tap.last[topic]) for topic in (topics.lines("test"), topics.board("test")))
    windows = {one: json.loads(tap.last[topics.window_now("test", one)]) for one in PADS}
    at = {window["at"]["number"] for window in windows.values() if window.get("at")}
    return (
        lines["waiting"] == sum(on_disk.waiting.values())
        and all(windows[one]["waiting"] == sum(map(on_disk.waiting.__getitem__, SERVES[one])) for one in PADS)
        and all(one["seq"] >= on_disk.seq for one in (lines, *(windows[one] for one in PADS if "card" in SERVES[one])))
        and at == {call["number"] for call in board["now"]}
    )


class OnDisk(NamedTuple):
    """How many wait for each item, and the number of the last record of a ticket taken."""

    waiting: Counter[str]
    seq: int


def on_disk(data: Path) -> OnDisk:
    reader = open_reader(data / "hub.db")
    waits = query(reader, "SELECT items, at FROM ticket WHERE state = 'WAITING'")
    ((seq,),) = query(reader, "SELECT max(seq) FROM journal WHERE type = 'TicketTaken'")
    reader.close()
    return OnDisk(Counter(json.loads(items)[at] for items, at in waits), int(seq))


LENT_FROM = 600
"""The first of the numbers that are lent, as the rules have it."""


def next_number(tap: Tap) -> int:
    """Take a ticket; the count in its number."""
    return int(tap.do("tm-1", TAKE)["number"][1:])


def test_a_hub_tells_everything_and_the_broker_keeps_it(hub: HubProcess, tap: Tap, broker: Broker) -> None:
    tap.until(lambda one: set(one.last) >= TOPICS, "all topics")
    with Tap(broker.address) as late:
        late.until(lambda one: one.retained >= TOPICS, "all topics from the broker's memory")
    assert set(tap.last) == TOPICS
    status = json.loads(tap.last[topics.hub("test")])
    assert status["up"] and status["hub"] == hub.hello["hub"] and status["day"] == "2026-11-24"


@pytest.mark.fault(12)
def test_a_second_hub_on_the_same_data_is_refused_and_the_first_serves_on(
    hub: HubProcess, make_hub: Callable[..., HubProcess], tap: Tap, data: Path
) -> None:
    second = make_hub(data).start()
    assert second.ended() == 2
    assert "Two hubs on the same data are refused" in second.errors and "Traceback" not in second.errors
    assert next_number(tap) + 1 == next_number(tap)


def test_a_second_hub_for_the_same_hall_on_other_data_leaves(
    hub: HubProcess, make_hub: Callable[..., HubProcess], tap: Tap, tmp_path: Path
) -> None:
    """Two hubs that both gave numbers would be worse than none."""
    number = next_number(tap)
    tap.until(lambda one: set(one.last) >= TOPICS, "all topics")
    tap.forget()
    second = make_hub(tmp_path / "other").start()
    assert second.ended() == 2
    assert "serves this hall" in second.errors and "Traceback" not in second.errors
    assert next_number(tap) == number + 1
    tap.until(lambda one: len(one.ups) > 1, "a heartbeat of the first")
    assert all(tap.ups) and hub.hello["hub"].encode() in tap.last[topics.hub("test")], "nobody noticed the second"
    assert topics.directory("test") not in tap.last, "and it told nothing of its own"


def test_the_machine_may_not_read_the_keys_of_the_hall(hub: HubProcess, tap: Tap, data: Path) -> None:
    tap.do("desk", w.SetPin(by="901", clerk="101", pin="123456"))
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in data.glob("keys.db*")}
    assert set(modes) == {"keys.db", "keys.db-wal", "keys.db-shm"} and set(modes.values()) == {"0o600"}


def test_four_hundred_commands_of_one_device_at_once_hold_nobody_up(hub: HubProcess, tap: Tap) -> None:
    """Another device is served meanwhile; those too many are told to come again, and each is carried out once. Of more
    than 500 at once the hub would hear nothing (`allowance.py`)."""
    flood = {b"flood-%d" % n: encode(tap.command("tm-1", q.TakeTicket(items=("stamp",)))) for n in range(400)}
    for mark, payload in flood.items():
        tap.say(topics.command("test", "tm-1"), payload, correlation=mark)
    assert tap.do("tm-2", q.TakeTicket(items=("card",)))["number"][0] == "A"
    done: dict[bytes, str] = {}
    rounds = 0
    while left := [mark for mark in flood if mark not in done]:
        asked, rounds = {mark: b"again-%d-" % rounds + mark for mark in left[:100]}, rounds + 1
        for mark, again in asked.items():
            tap.say(topics.command("test", "tm-1"), flood[mark], correlation=again)
        tap.until(lambda one, asked=asked: all(one.replies.get(again) for again in asked.values()), "an answer to each")
        replies = {mark: tap.replies[again][0] for mark, again in asked.items()}
        assert {reply.reason for reply in replies.values()} <= {None, Reason.BUSY}
        done |= {mark: reply.result["number"] for mark, reply in replies.items() if reply.ok}
    numbers = sorted(int(number[1:]) for number in done.values())
    lent = range(LENT_FROM, numbers[-1] - 400 + LENT_FROM)  # left for the ticket machines that may be without the hub
    assert len(numbers) == len(set(numbers)) == 400 and not set(numbers) & set(lent)
    assert numbers == [n for n in range(1, numbers[-1] + 1) if n not in lent]
    first = {reply.reason for mark in flood for reply in tap.replies.get(mark, ())}
    assert first <= {None, Reason.BUSY}


def test_a_hub_that_is_told_to_stop_says_goodbye(hub: HubProcess, tap: Tap, broker: Broker) -> None:
    next_number(tap)
    assert hub.stop() == 0
    tap.until(lambda one: one.ups and not one.ups[-1], "the goodbye")
    with Tap(broker.address) as late:
        late.until(lambda one: one.ups == [False], "the goodbye from the broker's memory")


def test_a_killed_hub_is_known_to_be_down_and_comes_back_as_it_was(hub: HubProcess, tap: Tap, data: Path) -> None:
    session = open_window(tap)
    tap.do("tm-2", q.TakeTicket(items=("invoice", "card")))
    for body in (q.CallNext(window="w1"), q.Start(window="w1"), q.Finish(window="w1"), q.CallNext(window="w1")):
        next_number(tap)
        tap.do(PADS["w1"], body, session=session)
    number, waited = next_number(tap), on_disk(data)
    tap.until(lambda one: settled(one, waited), "the lines")
    before = told(tap)
    hub.kill()
    tap.until(lambda one: one.ups and not one.ups[-1], "the last will")
    tap.forget()
    hub.start().ready()
    tap.until(lambda one: settled(one, waited) and one.ups[-1], "all topics after the restart")
    assert told(tap) == before
    tap.do(PADS["w1"], q.Start(window="w1"), session=session)
    assert next_number(tap) == number + 1
    tap.until(lambda one: settled(one, on_disk(data)), "the new ticket in the lines")


def test_a_broker_that_lost_its_memory_is_told_everything_again(
    hub: HubProcess, tap: Tap, broker: Broker, data: Path
) -> None:
    number = next_number(tap)
    waited = on_disk(data)
    tap.until(lambda one: settled(one, waited), "all topics")
    before = told(tap)
    broker.kill()
    tap.forget()
    broker.start()
    tap.until(lambda one: settled(one, waited), "all topics after the broker is back")
    assert told(tap) == before
    assert next_number(tap) == number + 1


def test_a_broker_that_hangs_for_a_while_loses_nothing(hub: HubProcess, tap: Tap, broker: Broker) -> None:
    """Commands published before, during and after: each is answered once, in one order."""
    number = next_number(tap)
    broker.freeze()
    threading.Timer(1.0, broker.thaw).start()
    assert [next_number(tap) for _ in range(3)] == [number + 1, number + 2, number + 3]


def test_a_hub_ends_without_its_broker_begins_before_it_and_serves_when_it_comes(
    hub: HubProcess, broker: Broker
) -> None:
    with Tap(broker.address) as tap:
        number = next_number(tap)
    broker.kill()
    assert hub.stop() == 0
    hub.start().ready()
    broker.start()
    with Tap(broker.address) as tap:
        assert next_number(tap) == number + 1


@pytest.mark.slow
def test_a_hub_that_takes_the_place_of_one_that_is_gone_listens_first_and_then_serves(
    hub: HubProcess, broker: Broker, make_hub: Callable[..., HubProcess], tmp_path: Path
) -> None:
    """The broker remembers a hub whose last will never came, as after a power cut of both."""
    hub.stop()
    with Tap(broker.address) as tap:
        tap.say(topics.hub("test"), b'{"epoch":1,"seq":7,"up":true,"hall":"test","hub":"hub-gone"}', retain=True)
        heir = make_hub(tmp_path / "heir").start().ready()
        tap.until(lambda one: json.loads(one.last[topics.hub("test")])["hub"] == heir.hello["hub"], "the heir's heart")
        assert tap.do("tm-1", TAKE)["number"] == "A001"
        assert heir.stop() == 0 and "hub-gone was here" in heir.errors
