"""The link over a real broker that is killed, frozen and started again: told within 5 s, right again by itself."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fakes.broker import Broker, free_port
from fakes.hub import HALL, ScriptedHub
from fakes.quiet import Expect

from edge_hub.client.link import Link
from edge_hub.contract import topics
from edge_hub.contract.clock import ClockRule
from edge_hub.contract.codec import encode
from edge_hub.contract.hall import Board, HubStatus, Lines
from edge_hub.contract.queue import CallNext

SOON_S = 8.0
"""Five seconds, which the test of the link itself counts exactly, and what a busy machine adds."""
SOONER_S = 4.0
"""Sooner than by its silence alone: somebody told."""


def lines(seq: int, epoch: int = 1) -> Lines:
    return Lines(epoch=epoch, seq=seq, waiting=seq, items={}, departments={})


def waiting(device: Any) -> list[int]:
    return [one.waiting for one in device.snapshots if isinstance(one, Lines)]


def test_a_device_tells_its_birth_and_its_end(hub: ScriptedHub, device: Any) -> None:
    hub.until(lambda one: one.devices.get("pad-1") is True, what="the birth")
    device.client.stop()
    hub.until(lambda one: one.devices.get("pad-1") is False, what="the farewell")


def test_a_device_that_is_cut_off_is_missed_by_its_last_will(hub: ScriptedHub, device: Any) -> None:
    hub.until(lambda one: one.devices.get("pad-1") is True, what="the birth")
    device.client._line.wire.socket().shutdown(2)
    hub.until(lambda one: one.devices.get("pad-1") is False, what="the last will")
    hub.until(lambda one: one.devices.get("pad-1") is True, what="the second birth")
    device.until(lambda one: one.links[-3:] == [Link.NO_BROKER, Link.NO_HUB, Link.UP])


def test_without_a_broker_the_device_waits_and_joins_when_there_is_one(
    tmp_path: Path, make_device: Callable[..., Any]
) -> None:
    late = Broker(tmp_path / "late")
    device = make_device(brokers=[late.address])
    assert device.client.link is Link.NO_BROKER and device.links == []
    with late:
        hub = ScriptedHub(late.address).start()
        device.until_link(Link.UP)
        hub.stop()


def test_a_killed_broker_is_told_at_once_and_everything_heals_by_itself(
    broker: Broker, hub: ScriptedHub, device: Any
) -> None:
    hub.tell(topics.lines(HALL), lines(3))
    device.until(lambda one: waiting(one) == [3])
    broker.kill()
    device.until_link(Link.NO_BROKER, timeout_s=SOONER_S)
    broker.start()
    successor = ScriptedHub(broker.address, epoch=2).start()
    try:
        device.until_link(Link.UP)
        successor.tell(topics.lines(HALL), lines(1, epoch=2))
        device.until(lambda one: waiting(one) == [3, 1])
        device.send(CallNext(window="w1"))
        device.until(lambda one: one.replies and one.replies[0].ok)
    finally:
        successor.stop()


def test_a_frozen_broker_is_told_within_five_seconds(broker: Broker, hub: ScriptedHub, device: Any) -> None:
    frozen_s = time.monotonic()
    broker.freeze()
    device.until(lambda one: one.links[-1] is not Link.UP, timeout_s=SOON_S)
    assert time.monotonic() - frozen_s < SOON_S
    device.until_link(Link.NO_BROKER, timeout_s=10.0)
    broker.thaw()
    device.until(lambda one: one.links[-1] is not Link.NO_BROKER, timeout_s=10.0)


def test_a_silent_hub_is_told_within_five_seconds(hub: ScriptedHub, device: Any) -> None:
    hub.be_quiet()
    quiet_s = time.monotonic()
    device.until_link(Link.NO_HUB, timeout_s=SOON_S)
    assert 4.0 < time.monotonic() - quiet_s < SOON_S
    hub.start_beating()
    device.until_link(Link.UP)


def test_a_hub_that_dies_is_told_by_its_last_will(hub: ScriptedHub, device: Any) -> None:
    hub.die()
    device.until_link(Link.NO_HUB, timeout_s=SOONER_S)


def test_the_heartbeat_of_a_hub_long_gone_makes_no_link(
    broker: Broker, hub: ScriptedHub, make_device: Callable[..., Any]
) -> None:
    hub.be_quiet()
    gone = hub.status().model_copy(update={"now_ms": hub.status().now_ms - 60_000})
    hub.tell(topics.hub(HALL), gone)
    device = make_device()
    device.until(lambda one: any(isinstance(snapshot, HubStatus) for snapshot in one.snapshots))
    assert device.links == [Link.NO_HUB]
    hub.start_beating()
    device.until_link(Link.UP)


def test_a_device_whose_clock_stands_in_1970_has_the_hubs_time(broker: Broker, make_device: Callable[..., Any]) -> None:
    """As after an empty battery: seen from there the retained heartbeat is from the future and proves nothing."""
    shifted = ClockRule(start_ms=4_000_000_000_000, real_start_ms=1_000_000_000_000, speed=60.0)
    hub = ScriptedHub(broker.address, clock=shifted).start()
    hub.be_quiet()
    future = hub.status().model_copy(update={"now_ms": hub.status().now_ms + 60 * 3_600_000})
    hub.tell(topics.hub(HALL), future)
    device = make_device()
    device.until(lambda one: any(isinstance(snapshot, HubStatus) for snapshot in one.snapshots))
    assert device.links == [Link.NO_HUB]
    hub.start_beating()
    device.until_link(Link.UP)
    assert abs(device.client.hall_now_ms() - hub.status().now_ms) < 60 * 1000
    hub.stop()


def test_a_fresh_retained_heartbeat_makes_the_link_without_waiting_for_the_next(
    hub: ScriptedHub, make_device: Callable[..., Any]
) -> None:
    hub.be_quiet()
    hub.tell(topics.hub(HALL), hub.status())
    make_device().until_link(Link.UP)


def test_pictures_never_go_back_even_if_the_broker_is_told_old_ones(hub: ScriptedHub, device: Any) -> None:
    for seq in (5, 3, 5, 4, 6):
        hub.tell(topics.lines(HALL), lines(seq))
    device.until(lambda one: waiting(one)[-1:] == [6])
    assert waiting(device) == [5, 5, 6]


def test_a_replaced_hub_is_not_listened_to(hub: ScriptedHub, device: Any) -> None:
    hub.tell(topics.hub(HALL), hub.status().model_copy(update={"epoch": 8}))
    hub.tell(topics.lines(HALL), lines(99, epoch=7))
    hub.tell(topics.lines(HALL), lines(1, epoch=8))
    device.until(lambda one: waiting(one) == [1])


def test_only_what_is_watched_is_heard(hub: ScriptedHub, make_device: Callable[..., Any]) -> None:
    device = make_device(watch=[topics.board(HALL)])
    device.until_link(Link.UP)
    hub.tell(topics.lines(HALL), lines(1))
    hub.tell(topics.board(HALL), Board(epoch=1, seq=1, now=(), recent=()))
    device.until(lambda one: any(isinstance(snapshot, Board) for snapshot in one.snapshots))
    assert waiting(device) == []


def test_a_watch_that_covers_the_heartbeat_does_not_double_it(
    hub: ScriptedHub, make_device: Callable[..., Any]
) -> None:
    device = make_device(watch=[topics.public(HALL)])
    device.until_link(Link.UP)
    hub.be_quiet()
    before = len(device.snapshots)
    for seq in (1001, 1002):
        hub.tell(topics.hub(HALL), hub.status().model_copy(update={"seq": seq}))
    device.until(lambda one: one.snapshots[-1].seq == 1002)
    assert [one.seq for one in device.snapshots[before:]][-2:] == [1001, 1002]


def test_rubbish_on_any_topic_disturbs_nobody(hub: ScriptedHub, device: Any, expects_warning: Expect) -> None:
    expects_warning("cannot be read", times=2)  # once for each of the two topics of snapshots
    for topic in (topics.lines(HALL), topics.hub(HALL), topics.reply(HALL, "pad-1")):
        for payload in (b"", b"\xff", b"[1,2", b'{"epoch":"one"}', b"9" * 5000):
            hub.publish(topic, payload)
    hub.tell(topics.lines(HALL), lines(2))
    device.until(lambda one: waiting(one) == [2])
    assert device.client.link is Link.UP


def test_with_two_brokers_the_one_with_a_hub_is_found(
    broker: Broker, hub: ScriptedHub, make_device: Callable[..., Any]
) -> None:
    device = make_device(brokers=[("127.0.0.1", free_port()), broker.address])
    device.until_link(Link.UP)


def test_a_broker_without_a_hub_is_left_for_the_other_one(
    tmp_path: Path, broker: Broker, hub: ScriptedHub, make_device: Callable[..., Any]
) -> None:
    with Broker(tmp_path / "standby") as standby:
        device = make_device(brokers=[standby.address, broker.address])
        device.until_link(Link.UP, timeout_s=15.0)
        assert device.links == [Link.NO_HUB, Link.NO_BROKER, Link.NO_HUB, Link.UP]


def test_what_the_broker_forbids_is_said(
    tmp_path: Path, make_device: Callable[..., Any], expects_warning: Expect
) -> None:
    expects_warning(f"does not let this device write to {topics.command(HALL, 'pad-1')}")
    rules = f"topic read h/{HALL}/state/public/#\ntopic read h/{HALL}/down/+/reply\ntopic write h/{HALL}/up/+/status\n"
    rules += f"topic readwrite h/{HALL}/state/public/hub\n"
    with Broker(tmp_path / "strict", acl=rules) as strict:
        hub = ScriptedHub(strict.address).start()
        device = make_device(brokers=[strict.address])
        device.until_link(Link.UP)
        device.send(CallNext(window="w1"), timeout_s=1.5)
        device.until(lambda one: one.replies)
        hub.stop()


def test_two_machines_with_one_name_do_not_chase_each_other(
    hub: ScriptedHub, device: Any, make_device: Callable[..., Any], said: Any, expects_warning: Expect
) -> None:
    expects_warning("does another machine use its name?")
    began_s = time.monotonic()
    twin = make_device()
    for one in (device, twin):
        one.until(lambda one: one.links.count(Link.NO_BROKER) >= 3, timeout_s=20.0)
    assert time.monotonic() - began_s > 2.0, "they come back ever more slowly"
    assert said.until("does another machine use its name?", timeout_s=30.0).startswith("WARNING")


def test_stopping_is_quick_whatever_the_state_of_the_line(
    broker: Broker, hub: ScriptedHub, device: Any, make_device: Callable[..., Any]
) -> None:
    lonely = make_device("pad-2", brokers=[("127.0.0.1", free_port())])
    broker.freeze()
    for client in (device.client, lonely.client):
        began_s = time.monotonic()
        client.stop()
        assert time.monotonic() - began_s < SOONER_S, "one second for the farewell, and no time-out of the line"
    broker.thaw()


def test_encoded_snapshots_of_all_kinds_arrive_whole(hub: ScriptedHub, device: Any) -> None:
    board = Board(epoch=1, seq=4, now=(), recent=(), passed=("A001", "B002"))
    hub.tell(topics.board(HALL), board)
    device.until(lambda one: board in one.snapshots)
    assert encode(board) == encode(next(one for one in device.snapshots if isinstance(one, Board)))
