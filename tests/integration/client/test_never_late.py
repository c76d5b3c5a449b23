"""A command is never carried out after its time, whatever lies between the device and the hub.

The client library would send again what was in flight, after any length of time: these tests cut the way at the worst
moments and look at what the hub was made to do.
"""

from collections.abc import Callable
from typing import Any

import pytest
from fakes.broker import Broker
from fakes.hub import ScriptedHub
from fakes.quiet import Expect

from edge_hub.client.answers import NoReply, Why
from edge_hub.client.link import Link
from edge_hub.contract.queue import CallNext

CALL = CallNext(window="w1")
VALID_S = 1.0


def test_a_command_sent_just_before_the_broker_dies_is_not_carried_out_later(
    broker: Broker, hub: ScriptedHub, device: Any
) -> None:
    broker.freeze()
    for _ in range(5):
        device.send(CALL, timeout_s=VALID_S)
    device.until(lambda one: len(one.replies) == 5)
    broker.kill()
    assert [reply.why for reply in device.replies] == [Why.NO_ANSWER] * 5
    broker.start()
    successor = ScriptedHub(broker.address, epoch=1).start()
    try:
        device.until_link(Link.UP)
        device.send(CALL)
        device.until(lambda one: len(one.replies) == 6)
        assert len(successor.came) == 1 and len(successor.done) == 1
    finally:
        successor.stop()


def test_what_a_frozen_broker_lets_through_too_late_is_refused_by_its_validity(
    broker: Broker, hub: ScriptedHub, device: Any
) -> None:
    broker.freeze()
    command_id = device.send(CALL, timeout_s=VALID_S)
    device.until(lambda one: one.replies)
    broker.thaw()
    hub.until(lambda one: one.came)
    assert hub.came[0].command.id == command_id
    assert hub.done == [] and device.replies == [NoReply(command_id, Why.NO_ANSWER, sent=True)]


def test_within_its_time_a_command_survives_the_death_of_the_broker(
    broker: Broker, hub: ScriptedHub, device: Any
) -> None:
    hub.deaf = True
    device.send(CALL, timeout_s=8.0)
    hub.until(lambda one: one.came)
    broker.kill()
    broker.start()
    successor = ScriptedHub(broker.address, epoch=2).start()
    try:
        device.until(lambda one: one.replies)
        assert device.replies[0].ok
        assert [came.payload for came in successor.came] == [hub.came[0].payload]
    finally:
        successor.stop()


@pytest.mark.parametrize("link", [Link.NO_BROKER, Link.NO_HUB])
def test_with_the_link_down_a_command_is_refused_at_once_and_forgotten(
    broker: Broker, hub: ScriptedHub, device: Any, link: Link
) -> None:
    if link is Link.NO_BROKER:
        broker.kill()
    else:
        hub.die()
    device.until_link(link)
    command_id = device.send(CALL)
    assert device.replies == [NoReply(command_id, Why(link.value))], "before `send` returned"
    if link is Link.NO_BROKER:
        broker.start()
    successor = ScriptedHub(broker.address, epoch=2).start()
    try:
        device.until_link(Link.UP)
        device.send(CALL)
        device.until(lambda one: len(one.replies) == 2)
        assert len(successor.came) == 1
    finally:
        successor.stop()


def test_a_device_that_ends_answers_whoever_still_waits(hub: ScriptedHub, device: Any) -> None:
    hub.deaf = True
    command_id = device.send(CALL)
    hub.until(lambda one: one.came)
    device.client.stop()
    assert device.replies == [NoReply(command_id, Why.STOPPED, sent=True)]
    later = device.send(CALL)
    assert device.replies[-1] == NoReply(later, Why.STOPPED)


def test_under_a_broker_that_dies_again_and_again_nothing_is_done_twice_or_late(
    broker: Broker, make_device: Callable[..., Any], expects_warning: Expect
) -> None:
    """Every command that a hub carried out was carried out once by it, in time; every command got one answer."""
    expects_warning("does another machine use its name?", times=range(2))  # a slow machine's lines last too long for it
    device, hubs, sent = make_device(), [], []
    for epoch in range(1, 5):
        hubs.append(ScriptedHub(broker.address, epoch=epoch, beat_s=0.2).start())
        device.until_link(Link.UP)
        sent += [device.send(CALL, timeout_s=VALID_S) for _ in range(20)]
        hubs[-1].until(lambda one: len(one.came) >= 5)
        broker.kill()
        device.until_link(Link.NO_BROKER)
        broker.start()
    hubs.append(ScriptedHub(broker.address, epoch=5).start())
    device.until_link(Link.UP)
    sent.append(device.send(CALL))
    device.until(lambda one: len(one.replies) == len(sent))
    assert sorted(reply.id for reply in device.replies) == sorted(sent)
    for hub in hubs:
        ids = [command.id for command in hub.done]
        assert len(ids) == len(set(ids))
    answered = {reply.id for reply in device.replies if not isinstance(reply, NoReply)}
    assert answered <= {command.id for hub in hubs for command in hub.done} and sent[-1] in answered
    assert all(late.valid_until_ms is not None for hub in hubs for late in hub.done)
