"""The bytes of the three families of lock boards: any bytes at all, how fast, what is like what, and the options."""

import time

import pytest
from fakes.cabinet import Board8A, BoardCu12, BoardKu16
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from drivers.conversation import Step
from drivers.faults import GONE
from drivers.lock_8a import Lock8ACodec, Lock8AConversation, Lock8AOptions
from drivers.lock_cu12 import LockCu12Codec, LockCu12Conversation, LockCu12Options
from drivers.lock_ku16 import LockKu16Codec, LockKu16Conversation, LockKu16Options
from drivers.locks import LookAt, OpenCell

FAMILIES = {
    "8a": (Lock8ACodec, Lock8AOptions, Lock8AConversation, Board8A),
    "ku16": (LockKu16Codec, LockKu16Options, LockKu16Conversation, BoardKu16),
    "cu12": (LockCu12Codec, LockCu12Options, LockCu12Conversation, BoardCu12),
}
OURS = st.sampled_from(
    [bytes.fromhex(frame) for frame in ("8A010111", "800101", "80010000", "820101", "020035", "020000801002", "0311")]
)
ANY = st.lists(st.binary(max_size=30) | OURS, max_size=30)


@pytest.fixture(params=FAMILIES)
def family(request):
    return FAMILIES[request.param]


@given(ANY, st.sampled_from(sorted(FAMILIES)), st.sampled_from((None, 2)))
def test_after_any_bytes_a_good_answer_is_read_and_less_than_a_frame_is_kept(parts, name, lock):
    makes, options, _, board = FAMILIES[name]
    codec, device = makes(options()), board()
    device.open[2] = True
    first = options().board
    answer = device.answer(codec.look(first, lock))
    for part in parts:
        codec.feed(part)
        assert len(codec._begun) < 10
    heard = [one for _ in range(2) for one in codec.feed(answer)]  # what had begun may have eaten the first
    assert heard[-1].kind == "state" and heard[-1].open[2]


@given(st.lists(st.tuples(st.binary(max_size=30) | OURS, st.sampled_from((0.0, 0.3, 1.0))), max_size=40))
@settings(deadline=None)
def test_any_bytes_at_any_time_never_break_a_conversation(heard):
    for _, options, makes, _ in FAMILIES.values():
        conversation, now, facts, asked = makes(options(left_open_s=1.0)), 0.0, [], 0
        facts += conversation.open(now).facts
        for data, seconds in heard:
            now += seconds
            steps = [conversation.hear(data, now), conversation.tick(now), conversation.sent(now)]
            if conversation.ready:
                asked += 1
                job = OpenCell(f"job-{asked}", 1 + asked % 12) if asked % 2 else LookAt(f"job-{asked}")
                steps.append(conversation.ask(job, now))
            assert all(isinstance(step, Step) for step in steps)
            facts += [fact for step in steps for fact in step.facts]
        facts += conversation.lost(GONE, now)
        ended = [fact.id for fact in facts if hasattr(fact, "id")]
        assert ended == [f"job-{number}" for number in range(1, asked + 1)]


@pytest.mark.parametrize("lock", [None, 0])
@pytest.mark.parametrize(
    "hostile", ["8A 01 01 11", "80 01 00 33", "80", "02 00 35 00 00 00 00 03", "02", "02 00 00 80 10 02 03"]
)
def test_hostile_bytes_are_read_faster_than_any_line_brings_them(family, hostile, lock):
    """5 MB/s in the processor's time of this thread, which a busy machine does not stretch."""
    makes, options, _, _ = family
    codec = makes(options())
    codec.look(options().board, lock)
    frame = bytes.fromhex(hostile)
    data = frame * (1_000_000 // len(frame))
    began = time.thread_time()
    for at in range(0, len(data), 4096):
        codec.feed(data[at : at + 4096])
    assert time.thread_time() - began < 0.2


def test_an_unlock_is_never_taken_for_an_open_door_when_it_comes_back_as_it_was_sent(family):
    makes, options, _, _ = family
    for polarity in ("door_closing", "door_opening"):
        codec = makes(options(polarity=polarity))
        heard = codec.feed(codec.unlock(options().board, 2))
        assert [one for one in heard if one.open is not None] == []


def test_a_look_is_never_taken_for_its_answer_when_it_comes_back_as_it_was_sent(family):
    makes, options, _, _ = family
    codec = makes(options())
    for lock in (*range(12), None):
        assert codec.feed(codec.look(options().board, lock)) == []


def test_one_wrong_byte_anywhere_in_an_answer_makes_it_none(family):
    makes, options, _, board = family
    device = board()
    for lock in (None, 2):
        codec = makes(options())
        answer = device.answer(codec.look(options().board, lock))
        for at in range(len(answer)):
            for wrong in (0x01, 0x80, 0xFF):
                spoiled = bytes((*answer[:at], answer[at] ^ wrong, *answer[at + 1 :]))
                codec.forget()
                codec.look(options().board, lock)
                assert codec.feed(spoiled) == []


REFUSED = {
    "no room": (Lock8AOptions, {"board": 200, "cells": 25}, "from board 200 on there is room for 24 cells"),
    "no room on the bus": (LockKu16Options, {"board": 15, "cells": 17}, "from board 15 on there is room for 16 cells"),
    "no room for twelves": (LockCu12Options, {"board": 14, "cells": 25}, "from board 14 on there is room for 24 cells"),
    "no such board": (Lock8AOptions, {"board": 0}, "Input should be greater than or equal to 1"),
    "too few channels": (Lock8AOptions, {"channels": 8}, "Input should be greater than or equal to 9"),
    "pulse": (Lock8AOptions, {"pulse_s": 10}, "Input should be less than or equal to 9"),
    "polarity": (LockKu16Options, {"polarity": "closed"}, "Input should be 'door_closing' or 'door_opening'"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_cabinet_can_be_is_refused_at_its_option(name):
    options, given_, said = REFUSED[name]
    with pytest.raises(ValidationError) as refused:
        options(**given_)
    assert [error["msg"] for error in refused.value.errors()] == [said]
