"""PINs: hashed with Argon2id and the hall's key, checked in a thread of their own, never a surprise to the loop."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes import examples

from edge_hub.contract.window import SetPin, SignIn
from edge_hub.inbox import Inbox
from edge_hub.messages import Broken, Incoming, PinChecked, PinHashed
from edge_hub.pins import NO_MEMORY, Pins
from edge_hub.store.keys import Keys


def incoming(body: Any) -> Incoming:
    return Incoming(examples.command(body), b"", None)


RIGHT = SignIn(window="w1", clerk="101", pin="123456")


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def keys(tmp_path: Path) -> Iterator[Keys]:
    one = Keys(tmp_path / "keys.db")
    yield one
    one.close()


@pytest.fixture
def pins(inbox: Inbox, keys: Keys) -> Iterator[Pins]:
    one = Pins(inbox, keys)
    yield one
    one.close()


def hashed(pins: Pins, inbox: Inbox, pin: str = "123456") -> str:
    pins.hash(incoming(SetPin(clerk="101", pin=pin)), SetPin(clerk="101", pin=pin))
    (message,) = inbox.take(10)
    assert isinstance(message, PinHashed)
    return message.pin_hash


def right(pins: Pins, inbox: Inbox, body: SignIn, pin_hash: str | None) -> bool:
    asked = incoming(body)
    pins.check(asked, body, pin_hash)
    (message,) = inbox.take(10)
    assert isinstance(message, PinChecked) and message.incoming is asked
    return message.right


def test_the_right_pin_is_right_and_any_other_is_wrong(pins: Pins, inbox: Inbox) -> None:
    pin_hash = hashed(pins, inbox)
    assert right(pins, inbox, RIGHT, pin_hash)
    assert not right(pins, inbox, RIGHT.model_copy(update={"pin": "123457"}), pin_hash)


def test_a_hash_belongs_to_its_clerk(pins: Pins, inbox: Inbox) -> None:
    assert not right(pins, inbox, RIGHT.model_copy(update={"clerk": "102"}), hashed(pins, inbox))


def test_a_clerk_without_a_pin_is_never_right(pins: Pins, inbox: Inbox) -> None:
    assert not right(pins, inbox, RIGHT, None)


@pytest.mark.parametrize("broken", ["", "x", "$argon2id$v=19$m=1$", "$argon2id$v=19$m=19456,t=2,p=1$AAAA$AAAA"])
def test_a_hash_that_is_broken_is_never_right(pins: Pins, inbox: Inbox, broken: str) -> None:
    assert not right(pins, inbox, RIGHT, broken)


def test_a_hash_is_slow_salted_and_says_nothing_of_the_pin(pins: Pins, inbox: Inbox) -> None:
    one, other = hashed(pins, inbox), hashed(pins, inbox)
    assert one != other and one.startswith("$argon2id$v=19$m=19456,t=2,p=1$") and "123456" not in one


def test_a_hash_is_of_no_use_without_the_halls_key(pins: Pins, inbox: Inbox, tmp_path: Path) -> None:
    pin_hash = hashed(pins, inbox)
    foreign_keys = Keys(tmp_path / "other.db")
    foreign = Pins(inbox, foreign_keys)
    assert not right(foreign, inbox, RIGHT, pin_hash)
    foreign.close()
    foreign_keys.close()


def test_what_goes_wrong_in_the_thread_ends_the_hub_instead_of_leaving_a_command_without_an_answer(
    pins: Pins, inbox: Inbox
) -> None:
    body = SetPin.model_construct(clerk="101", pin="\ud800")  # no such PIN can be written as bytes
    pins.hash(incoming(RIGHT), body)
    (message,) = inbox.take(10)
    assert isinstance(message, Broken) and "UnicodeEncodeError" in message.what


def test_what_the_library_says_when_it_has_no_memory_is_what_we_look_for() -> None:
    """Else a right PIN would count as a wrong one on a machine that is short of it."""
    assert NO_MEMORY == "Memory allocation error"
