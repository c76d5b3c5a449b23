"""The door to MQTT: what is a command goes into the inbox, everything else is counted and changes nothing."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fakes import examples
from fakes.quiet import Expect
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_hub.client.wire import Address, Letter
from edge_hub.contract import topics
from edge_hub.contract.codec import encode
from edge_hub.contract.device import DeviceStatus
from edge_hub.contract.reasons import Reason
from edge_hub.gateway import CORRELATION_MAX, SNAPSHOT_BYTES_MAX, Gateway
from edge_hub.inbox import COMMANDS_MAX, Inbox
from edge_hub.messages import DeviceSeen, Incoming, Joined
from edge_hub.release import Outgoing

HALL = "test"
COMMAND = examples.command(examples.COMMANDS[0])
MINE = topics.command(HALL, COMMAND.device)


class SilentWire:
    """A connection that keeps what is said into it."""

    over: str | None = None

    def __init__(self) -> None:
        self.told: list[str] = []
        self.answered: list[tuple[str, bytes | None]] = []
        self.asked_for: list[str] = []

    def publish(self, topic: str, payload: bytes, *, retain: bool) -> None:
        self.told.append(topic)

    def answer(self, topic: str, payload: bytes, correlation: bytes | None) -> None:
        self.answered.append((topic, correlation))

    def subscribe(self, filters: list[str], qos: int = 1) -> None:
        self.asked_for += filters

    def write(self) -> None:
        """Nothing is held back here."""


class Door:
    """A gateway without a broker: messages are put into its hand."""

    def __init__(self) -> None:
        self.inbox = Inbox()
        self.gateway = Gateway(HALL, "hub-1", 1, Address("127.0.0.1", 1), self.inbox)
        self.wire: Any = SilentWire()
        self.gateway._line.wire = self.wire

    def hand(self, topic: str, payload: bytes, *, retain: bool = False, correlation: bytes | None = None) -> None:
        self.gateway._came(Letter(topic, payload, retain, correlation), 0.0)

    def close(self) -> None:
        self.gateway._line.wire = None
        self.gateway.stop(None)

    def came(self) -> list[Any]:
        return self.inbox.take(0)


@pytest.fixture
def door() -> Iterator[Door]:
    one = Door()
    yield one
    one.close()


def test_a_command_goes_into_the_inbox_with_its_correlation(door: Door) -> None:
    door.hand(MINE, encode(COMMAND), correlation=b"c1")
    (incoming,) = door.came()
    assert isinstance(incoming, Incoming) and incoming.command == COMMAND and incoming.correlation == b"c1"
    assert not door.gateway.refused


def test_the_digest_is_of_the_bytes(door: Door) -> None:
    data = encode(COMMAND)
    for payload in (data, data, data + b" ", encode(COMMAND.model_copy(update={"epoch": None}))):
        door.hand(MINE, payload)
    one, same, spaced, other = (incoming.digest for incoming in door.came())
    assert one == same and len({one, spaced, other}) == 3


@pytest.mark.parametrize(
    ("reason", "topic", "payload"),
    [
        (Reason.MALFORMED, MINE, b"{"),
        (Reason.MALFORMED, MINE, b"\xff" * 100),
        (Reason.TOO_LARGE, MINE, encode(COMMAND).ljust(64 * 1024 + 1)),
        (Reason.NOT_ALLOWED, topics.command(HALL, "call-w2"), encode(COMMAND)),
        ("topic", f"h/{HALL}/up/call-w1/other", encode(COMMAND)),
        ("topic", f"h/{HALL}/state/public/board", encode(COMMAND)),
        ("topic", "nonsense", encode(COMMAND)),
        ("status", topics.device_status(HALL, "tm-1"), b"up"),
    ],
)
def test_what_is_no_command_is_counted_by_its_reason(door: Door, reason: str, topic: str, payload: bytes) -> None:
    door.hand(topic, payload)
    assert door.gateway.refused == {reason: 1} and door.came() == []


def test_a_retained_command_is_not_carried_out(door: Door) -> None:
    """Somebody's mistake: it would come again at every start of the hub."""
    door.hand(MINE, encode(COMMAND), retain=True)
    assert door.gateway.refused == {"topic": 1} and door.came() == []


def test_a_correlation_without_measure_is_refused(door: Door) -> None:
    door.hand(MINE, encode(COMMAND), correlation=b"x" * CORRELATION_MAX)
    assert len(door.came()) == 1
    door.hand(MINE, encode(COMMAND), correlation=b"x" * (CORRELATION_MAX + 1))
    assert door.came() == [] and door.gateway.refused == {Reason.TOO_LARGE: 1}


@pytest.mark.parametrize("device", ["", "x" * 65, "x" * 65_000])
def test_a_name_that_no_device_has_gets_no_answer_and_does_no_harm(door: Door, device: str) -> None:
    door.hand(f"h/{HALL}/up/{device}/cmd", encode(COMMAND))
    assert door.gateway.refused == {Reason.NOT_ALLOWED: 1}


def test_a_full_inbox_turns_devices_away(door: Door) -> None:
    for _ in range(COMMANDS_MAX):
        door.inbox.post(Joined())
    door.hand(MINE, encode(COMMAND))
    door.hand(topics.device_status(HALL, "tm-1"), encode(DeviceStatus(up=True)))
    assert door.gateway.refused == {Reason.BUSY: 2}


def test_a_snapshot_that_the_broker_would_not_take_is_not_sent_and_said_once(
    door: Door, expects_warning: Expect
) -> None:
    expects_warning("is not told", times=1)
    door.gateway._open()
    assert door.gateway.snapshot("h/test/state/x", b"x" * SNAPSHOT_BYTES_MAX)
    for _ in range(3):
        assert not door.gateway.snapshot("h/test/state/x", b"x" * (SNAPSHOT_BYTES_MAX + 1))


def test_nothing_is_told_before_it_is_known_that_the_hall_is_free(door: Door) -> None:
    assert not door.gateway.snapshot("h/test/state/x", b"x") and door.wire.told == []
    door.gateway._open()
    assert door.gateway.snapshot("h/test/state/x", b"x") and door.wire.told == ["h/test/state/x"]


def test_while_the_broker_is_away_nothing_piles_up(door: Door) -> None:
    door.gateway._open()
    door.wire.over = "gone"
    assert not door.gateway.snapshot("h/test/state/x", b"x")
    door.gateway.reply(Outgoing("tm-1", b"{}", None))
    assert door.wire.told == [] and door.wire.answered == []


def test_a_refusal_is_answered_to_the_device_with_its_correlation(door: Door) -> None:
    door.hand(MINE, b"{", correlation=b"c7")
    assert door.wire.answered == [(topics.reply(HALL, COMMAND.device), b"c7")]


@pytest.mark.parametrize("up", [True, False])
def test_birth_and_last_will_of_a_device_are_told_also_when_retained(door: Door, up: bool) -> None:
    door.hand(topics.device_status(HALL, "tm-1"), encode(DeviceStatus(up=up)), retain=True)
    assert door.came() == [DeviceSeen("tm-1", up)]


@settings(max_examples=200, deadline=None)
@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\x00+#"), max_size=40),
    st.binary(max_size=60),
    st.booleans(),
)
def test_any_message_on_any_topic_is_survived(topic: str, payload: bytes, retain: bool) -> None:
    door = Door()
    for where in (topic, MINE, f"h/{HALL}/up/{topic}/cmd", f"h/{HALL}/up/{topic}/status"):
        door.hand(where, payload, retain=retain, correlation=payload)
    assert all(isinstance(one, DeviceSeen) for one in door.came())
    door.close()


def test_a_broken_json_number_does_not_reach_the_inbox(door: Door) -> None:
    for wrong in ("NaN", "1e999", "-0.0", "0x10", "1_000"):
        text = json.dumps(json.loads(encode(COMMAND))).replace('"epoch": 1', f'"epoch": {wrong}')
        door.hand(MINE, text.encode())
    assert door.came() == [] and door.gateway.refused == {Reason.MALFORMED: 5}
