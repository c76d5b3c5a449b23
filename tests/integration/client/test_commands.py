"""Commands over a real broker: one id, one effect, one answer, whatever the way does to them."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from fakes.broker import Broker
from fakes.hub import HALL, ScriptedHub

from edge_hub.client.answers import NoReply, Why
from edge_hub.client.link import Link
from edge_hub.contract import topics
from edge_hub.contract.clock import ClockRule
from edge_hub.contract.envelope import Reply, rejected
from edge_hub.contract.ids import uuid7_ms
from edge_hub.contract.queue import CallNext, Hold
from edge_hub.contract.reasons import Reason

CALL = CallNext(window="w1")


def test_a_command_is_answered_and_carries_its_envelope(device: Any, hub: ScriptedHub) -> None:
    command_id = device.send(CALL, session="s1", expect_ver=7)
    device.until(lambda one: one.replies)
    assert isinstance(device.replies[0], Reply) and device.replies[0].ok and device.replies[0].id == command_id
    came = hub.came[0]
    assert (came.command.device, came.command.session, came.command.expect_ver) == ("pad-1", "s1", 7)
    assert came.command.epoch == 1 and came.command.body == CALL
    assert came.correlation == command_id.encode()
    assert came.response_topic == topics.reply(HALL, "pad-1")
    assert came.expiry_s == 5
    now_ms = time.time() * 1000
    assert came.command.valid_until_ms is not None and 3000 < came.command.valid_until_ms - now_ms <= 5000
    assert abs(uuid7_ms(command_id) - now_ms) < 5000


def test_a_lost_reply_is_asked_for_again_with_the_same_bytes_and_counts_once(device: Any, hub: ScriptedHub) -> None:
    hub.lose_replies = 2
    device.send(CALL)
    device.until(lambda one: one.replies)
    assert [came.payload for came in hub.came] == [hub.came[0].payload] * 3
    assert len(hub.done) == 1 and device.replies[0].ok


def test_a_reply_that_comes_three_times_is_heard_once(device: Any, hub: ScriptedHub) -> None:
    hub.copies = 3
    device.send(CALL)
    device.send(Hold(window="w1"))
    device.until(lambda one: len(one.replies) >= 2)
    hub.copies = 1
    device.send(CALL)
    device.until(lambda one: len(one.replies) >= 3)
    assert len(device.replies) == 3 and len({reply.id for reply in device.replies}) == 3


def test_without_an_answer_the_screen_is_told_in_time(device: Any, hub: ScriptedHub) -> None:
    hub.deaf = True
    sent_s = time.monotonic()
    command_id = device.send(CALL, timeout_s=2.5)
    device.until(lambda one: one.replies)
    assert time.monotonic() - sent_s >= 2.5
    assert device.replies == [NoReply(command_id, Why.NO_ANSWER, sent=True)]
    hub.until(lambda one: len(one.came) == 2, what="asked at once, and again after a second")


def test_a_reply_after_the_time_is_not_heard(device: Any, hub: ScriptedHub) -> None:
    hub.deaf = True
    late = device.send(CALL, timeout_s=0.3)
    device.until(lambda one: one.replies)
    hub.say("pad-1", Reply(id=late, ok=True, epoch=1, seq=9))
    hub.deaf = False
    device.send(CALL)
    device.until(lambda one: len(one.replies) == 2)
    assert isinstance(device.replies[0], NoReply) and device.replies[1].id != late


def test_a_no_is_an_answer_with_its_sentence(device: Any, hub: ScriptedHub) -> None:
    no = rejected(Reason.NOBODY_WAITS)
    hub.script = lambda command: Reply(id=command.id, ok=False, epoch=1, seq=2, reason=no.reason, words=no.words)
    device.send(CALL)
    device.until(lambda one: one.replies)
    assert device.replies[0].reason == Reason.NOBODY_WAITS and device.replies[0].words.en == "Nobody is waiting."


def test_a_busy_hub_is_asked_again(device: Any, hub: ScriptedHub) -> None:
    busy = rejected(Reason.BUSY)
    answers = iter([Reply(id="", ok=False, epoch=1, seq=2, reason=busy.reason, words=busy.words)])

    def script(command: Any) -> Reply:
        first = next(answers, None)
        if first is None:
            return Reply(id=command.id, ok=True, epoch=1, seq=3)
        hub._stored.clear()
        return first.model_copy(update={"id": command.id})

    hub.script = script
    command_id = device.send(CALL)
    hub.until(lambda one: one.came)
    hub._stored.pop(command_id, None)
    device.until(lambda one: one.replies)
    assert device.replies[0].ok and len(hub.came) == 2


def test_beyond_the_limit_a_command_is_refused_at_once_and_never_sent(
    hub: ScriptedHub, make_device: Callable[..., Any]
) -> None:
    device = make_device(rest={"open_max": 4})
    device.until_link(Link.UP)
    hub.deaf = True
    for _ in range(6):
        device.send(CALL, timeout_s=1.0)
    assert [reply.why for reply in device.replies] == [Why.TOO_MANY] * 2
    device.until(lambda one: len(one.replies) == 6)
    hub.until(lambda one: len({came.command.id for came in one.came}) == 4)
    hub.deaf = False
    device.send(CALL)
    device.until(lambda one: len(one.replies) == 7)
    assert device.replies[-1].ok


def test_a_hub_that_restarts_within_the_time_answers_the_same_command(
    broker: Broker, hub: ScriptedHub, device: Any
) -> None:
    hub.deaf = True
    device.send(CALL)
    hub.until(lambda one: one.came)
    hub.die()
    device.until_link(Link.NO_HUB)
    successor = ScriptedHub(broker.address, epoch=2).start()
    try:
        device.until(lambda one: one.replies)
        assert device.replies[0].ok and device.replies[0].epoch == 2
        assert [came.payload for came in successor.came] == [hub.came[0].payload]
    finally:
        successor.stop()


def test_a_reply_of_a_hub_that_was_replaced_is_not_believed(device: Any, hub: ScriptedHub) -> None:
    hub.epoch = 5
    hub.tell(topics.hub(HALL), hub.status())
    hub.deaf = True
    command_id = device.send(CALL)
    hub.until(lambda one: one.came)
    hub.say("pad-1", Reply(id=command_id, ok=True, epoch=4, seq=99))
    hub.say("pad-1", Reply(id=command_id, ok=False, epoch=5, seq=1, reason=Reason.STALE))
    device.until(lambda one: one.replies)
    assert device.replies[0].epoch == 5


@pytest.mark.parametrize("speed", [1.0, 120.0])
def test_a_command_is_valid_for_real_seconds_counted_in_hall_time(
    broker: Broker, make_device: Callable[..., Any], speed: float
) -> None:
    rule = ClockRule(start_ms=1_790_000_000_000, real_start_ms=round(time.time() * 1000), speed=speed)
    hub = ScriptedHub(broker.address, clock=rule).start()
    try:
        device = make_device()
        device.until_link(Link.UP)
        before_ms = rule.hall_ms(round(time.time() * 1000))
        device.send(CALL, timeout_s=4.0)
        after_ms = rule.hall_ms(round(time.time() * 1000))
        device.until(lambda one: one.replies)
        assert device.replies[0].ok
        sent_ms = hub.came[0].command.valid_until_ms - 4000 * speed
        skew_ms = 600 * speed  # what may pass for the delivery of a heartbeat
        assert before_ms - skew_ms < sent_ms < after_ms + skew_ms
    finally:
        hub.stop()
