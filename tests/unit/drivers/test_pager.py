"""Call tags: options, and the talk with their base station in every weather and through any bytes."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from drivers.faults import GONE, MISSING
from drivers.pager import (
    NO_STOP,
    NO_SUCH_TAG,
    PAGER_REFUSED,
    PAGER_SILENT,
    CallTag,
    PagerConversation,
    PagerOptions,
    TagCalled,
    TagNotCalled,
)

ACK, NAK = b"\x06\x01", b"\x15"
ANSWERING = {"ack": r"\x06\x01", "nak": r"\x15", "stop": r"STOP {number:d}\r"}
CALL = b"CALL 7\r"
SHAKE = CallTag("one", 7)


class Base:
    def __init__(self):
        self.answer = ACK
        self.received = []

    def take(self, data):
        self.received.append(data)
        return [self.answer] if self.answer else []


@pytest.fixture
def base():
    return Base()


@pytest.fixture
def talk(wire, base):
    def make(weather=None, **options):
        more = {} if weather is None else {"weather": weather}
        wired = wire(conversation=PagerConversation(PagerOptions(**options)), device=base, **more)
        wired.open()
        return wired

    return make


@pytest.mark.parametrize(
    ("options", "at", "said"),
    [
        ({"call": r"CALL\r"}, "call", "has no {number}: it would always be the same tag"),
        ({"stop": r"STOP\r"}, "stop", "has no {number}: it would always be the same tag"),
        ({"call": "{nmber}"}, "call", "character 1: {nmber} is no field of this template; did you mean {number}?"),
        ({"ack": "{address}"}, "ack", "has no byte of its own and no checksum: it would be found in everything"),
        ({"nak": r"\x15"}, "nak", "needs ack: without it no answer is waited for"),
        ({"call": "{number:01d};"}, "tags", "99 does not fit into {number} of call, which ends at 9"),
        ({"call": "{number};", "tags": 300}, "tags", "300 does not fit into {number} of call, which ends at 255"),
        ({"call": "{address}{number}", "address": 256}, "address",
         "256 does not fit into {address} of call, which ends at 255"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_options_is_told_at_its_option(options, at, said):
    with pytest.raises(ValidationError) as refused:
        PagerOptions(**options)
    assert [(fault["loc"], fault["msg"]) for fault in refused.value.errors()] == [((at,), said)]


# Six weathers


def clear(answer):
    yield 0.002, answer


def byte_by_byte(answer):
    for place in range(len(answer)):
        yield 0.002 + place * 0.05, answer[place : place + 1]


def delay(answer):
    yield 0.4, answer


def garbage_around(answer):
    yield 0.001, b"\x00\x06"
    yield 0.002, b"\xff" + answer + b"\x06\x00"


@pytest.mark.parametrize("weather", [clear, byte_by_byte, delay, garbage_around])
def test_a_tag_is_called_once_and_the_base_has_said_so(talk, base, weather):
    wire = talk(weather, **ANSWERING)
    for tag in (7, 8):
        wire.ask(CallTag(str(tag), tag))
        wire.run(3)
    assert wire.facts == [TagCalled("7", 7, confirmed=True), TagCalled("8", 8, confirmed=True)]
    assert base.received == [CALL, b"CALL 8\r"]


def test_a_base_that_never_answers_by_its_make_is_believed_and_that_is_told(talk, base):
    wire = talk()
    wire.ask(SHAKE)
    wire.run(60)
    assert wire.facts == [TagCalled("one", 7, confirmed=False)]
    assert base.received == [CALL]


def test_a_lost_answer_makes_the_call_go_out_again(talk, base):
    lost = iter([True, False])
    wire = talk(lambda answer: iter(()) if next(lost) else clear(answer), **ANSWERING)
    wire.ask(SHAKE)
    wire.run(5)
    assert wire.facts == [TagCalled("one", 7, confirmed=True)]
    assert base.received == [CALL, CALL]


def test_the_late_answer_to_one_call_is_not_taken_for_that_of_the_next(talk, base):
    answers = iter([[(0.55, ACK)], [(0.1, ACK)], []])
    wire = talk(lambda answer: iter(next(answers)), tries=2, **ANSWERING)
    wire.ask(SHAKE)
    wire.run(1.5)
    base.answer = NAK
    wire.ask(CallTag("two", 8))
    wire.hear(NAK)
    assert wire.facts == [TagCalled("one", 7, confirmed=True), TagNotCalled("two", 8, PAGER_REFUSED)]


def test_silence_fails_the_call_and_a_line_that_had_answered_is_dialled_anew(talk, base):
    wire = talk(**ANSWERING)
    base.answer = b""
    wire.ask(SHAKE)
    wire.run(5)
    assert wire.facts == [TagNotCalled("one", 7, PAGER_SILENT)]
    assert (base.received, wire.hung_up) == ([CALL] * 3, 0)
    base.answer = ACK
    wire.ask(SHAKE)
    wire.run(1)
    base.answer = b""
    wire.ask(SHAKE)
    wire.run(5)
    assert wire.hung_up == 1
    wire.open()
    base.answer = ACK
    wire.ask(SHAKE)
    wire.run(1)
    assert [type(fact) for fact in wire.facts[1:]] == [TagCalled, TagNotCalled, TagCalled]


def test_a_call_that_failed_does_not_go_out_later(talk, base):
    wire = talk(**ANSWERING)
    wire.takes_data = False
    wire.ask(SHAKE)
    wire.unplug()
    base.received.clear()
    wire.open()
    wire.run(600)
    assert (wire.facts, base.received) == ([TagNotCalled("one", 7, GONE)], [])


def test_a_refused_call_fails_and_the_next_one_is_made(talk, base):
    wire = talk(**ANSWERING)
    base.answer = NAK
    wire.ask(SHAKE)
    wire.run(1)
    base.answer = ACK
    wire.ask(SHAKE)
    wire.run(1)
    assert wire.facts == [TagNotCalled("one", 7, PAGER_REFUSED), TagCalled("one", 7, confirmed=True)]


def test_a_call_is_stopped_where_the_make_can_and_no_other_tag_is_called(talk, base):
    wire = talk(**ANSWERING)
    wire.ask(CallTag("one", 7, stop=True))
    wire.run(1)
    assert base.received == [b"STOP 7\r"]
    for job, fault in ((CallTag("0", 0), NO_SUCH_TAG), (CallTag("100", 100), NO_SUCH_TAG)):
        wire.ask(job)
        assert wire.facts[-1] == TagNotCalled(job.id, job.tag, fault)
    bare = talk()
    bare.ask(CallTag("two", 7, stop=True))
    assert bare.facts == [TagNotCalled("two", 7, NO_STOP)]
    assert bare.conversation.refuse(SHAKE, MISSING) == (TagNotCalled("one", 7, MISSING),)


# Any bytes


@given(st.lists(st.tuples(st.binary(max_size=40), st.sampled_from((0.0, 0.3, 0.6))), max_size=40), st.booleans())
def test_any_bytes_at_any_time_end_every_call_once(heard, answers):
    conversation = PagerConversation(PagerOptions(**(ANSWERING if answers else {})))
    conversation.open(0.0)
    facts, now, asked = [], 0.0, []
    for number, (data, seconds) in enumerate(heard):
        now += seconds
        if conversation.ready:
            asked.append(str(number))
            facts += conversation.ask(CallTag(str(number), 7), now).facts
        for step in (conversation.sent(now), conversation.hear(data, now), conversation.tick(now)):
            facts += step.facts
            if step.hang_up is not None:
                facts += conversation.lost(step.hang_up, now)
                conversation.open(now)
    facts += conversation.lost(GONE, now)
    assert [fact.id for fact in facts] == asked


def test_a_base_that_never_stops_talking_fills_no_memory():
    conversation = PagerConversation(PagerOptions(**ANSWERING))
    conversation.open(0.0)
    conversation.hear(b"\x06" * 4000, 0.0)
    tracemalloc.start()
    try:
        for _ in range(50):
            conversation.hear(b"\x06\x00" * 2000, 0.0)
        assert tracemalloc.get_traced_memory()[0] < 20_000
    finally:
        tracemalloc.stop()
