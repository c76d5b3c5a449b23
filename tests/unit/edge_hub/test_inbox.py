"""The bounded inbox: commands are turned away when it is full, the hall's own messages never."""

import threading

import pytest
from fakes import examples

from edge_hub.inbox import COMMANDS_MAX, DEVICE_MAX, GROUP_MAX, LANES, Inbox
from edge_hub.messages import Damaged, DeviceSeen, Incoming, Joined, Message, PinChecked, Stop


def of(device: str) -> Incoming:
    command = examples.command(examples.COMMANDS[0])
    return Incoming(command.model_copy(update={"device": device}), b"", None)


COMMAND = of("tm-1")


def full() -> Inbox:
    inbox = Inbox()
    for n in range(COMMANDS_MAX):
        assert inbox.post(of(f"pad-{n % 40}"))
    return inbox


def test_messages_come_out_as_they_went_in() -> None:
    inbox = Inbox()
    messages: list[Message] = [COMMAND, DeviceSeen("tm-1", True), Joined()]
    for message in messages:
        assert inbox.post(message)
    assert inbox.waiting() and inbox.take(0) == messages
    assert not inbox.waiting() and inbox.take(0) == []


@pytest.mark.parametrize("message", [COMMAND, DeviceSeen("tm-1", True)])
def test_what_devices_send_is_turned_away_when_it_is_full(message: Message) -> None:
    inbox = full()
    assert not inbox.post(message)
    inbox.take(0)
    assert inbox.post(message)


@pytest.mark.parametrize("message", [Stop(), Joined(), Damaged("page 1"), PinChecked(COMMAND, True)])
def test_the_halls_own_messages_always_get_in(message: Message) -> None:
    inbox = full()
    assert inbox.post(message)
    taken = [one for _ in range(COMMANDS_MAX // GROUP_MAX + 1) for one in inbox.take(0)]
    assert taken[-1] == message and len(taken) == COMMANDS_MAX + 1


def test_a_device_that_floods_shuts_out_itself_and_not_the_hall() -> None:
    inbox = Inbox()
    answers = [inbox.post(COMMAND) for _ in range(DEVICE_MAX + 50)]
    assert answers == [True] * DEVICE_MAX + [False] * 50
    assert inbox.post(of("tm-2"))
    assert len(inbox.take(0)) == DEVICE_MAX + 1
    assert inbox.post(COMMAND), "and is heard again when its commands were taken"


def test_devices_with_made_up_names_are_counted_within_bounds() -> None:
    inbox = Inbox()
    for n in range(20_000):
        assert inbox.post(of(f"nobody-{n}")) or len(inbox.take(0)) == GROUP_MAX
    assert len(inbox._posted) == len(inbox._taken) == LANES


def test_a_group_has_a_size_that_nobody_waits_long_for() -> None:
    assert len(full().take(0)) == GROUP_MAX


def test_the_loop_sleeps_until_the_first_message_comes() -> None:
    inbox = Inbox()
    threading.Timer(0.01, inbox.post, [Stop()]).start()
    assert inbox.take(10) == [Stop()]
