"""Onbon bars: the frames both ways, and the talk in every weather."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.checksums import crc16
from drivers.faults import GONE, STOPPING
from drivers.led_onbon import (
    BODY_MAX,
    PING,
    FrameDecoder,
    OnbonCodec,
    OnbonConversation,
    OnbonOptions,
    area,
    escape,
    frame,
    read_body,
    unescape,
)
from drivers.signs import SIGN_SILENT, Answer, ShowFailed, Shown, ShowText, SignStatus

CALL = ShowText("call-1", "请A001号到3号窗口")
NEXT = ShowText("call-2", "请A002号到3号窗口")
ANY = b"\xa5A"


def bitwise_crc(data):
    """CRC-16/ARC as it is defined, a bit at a time."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ 0xA001 if crc & 1 else crc >> 1
    return crc


def said(data, crc=None):
    """A frame as a bar would send it, made here byte by byte."""
    body = b"\x00\x80\xfe\xff\x00\x00\x00\x00\x00\x00\x51\x02" + len(data).to_bytes(2, "little") + data
    body += (bitwise_crc(body) if crc is None else crc).to_bytes(2, "little")
    swap = {0xA5: b"\xa6\x02", 0xA6: b"\xa6\x01", 0x5A: b"\x5b\x02", 0x5B: b"\x5b\x01"}
    return b"\xa5" * 8 + b"".join(swap.get(byte, bytes((byte,))) for byte in body) + b"\x5a"


ACK = said(b"\xa0\x00\x00\x00\x00")
NACK = said(b"\xa0\x01\x05\x00\x00")


class Bar:
    """Keeps the frames that it is sent and answers each one."""

    def __init__(self, answer=ACK):
        self.answer = answer
        self.received = []

    def take(self, data):
        self.received.append(data)
        return [self.answer] if self.answer else []

    def texts(self):
        return [data for data in self.received if b"\xa3\x06" in data]


@pytest.fixture
def bar():
    return Bar()


@pytest.fixture
def talk(wire, bar):
    def make(weather=None, **options):
        more = {} if weather is None else {"weather": weather}
        return wire(conversation=OnbonConversation(OnbonOptions(**options)), device=bar, **more)

    return make


def verdicts(wire):
    return [fact for fact in wire.facts if isinstance(fact, Shown | ShowFailed)]


# Bytes


def test_the_checksum_is_crc_16_arc():
    assert crc16(b"123456789") == 0xBB3D
    assert crc16(b"123456789", 0xFFFF) == 0x4B37


@given(st.binary(max_size=300))
def test_the_checksum_by_rows_is_the_one_by_bits(data):
    assert crc16(data) == bitwise_crc(data)


@given(st.binary(max_size=300))
def test_what_was_escaped_holds_no_bound_of_a_frame_and_comes_back(data):
    escaped = escape(data)
    assert not {0xA5, 0x5A} & set(escaped)
    assert unescape(escaped) == data


@pytest.mark.parametrize("broken", [b"\xa6", b"\xa6\x03", b"a\x5b\x00b", b"\x5b\x5b\x01"])
def test_an_escape_that_is_none_of_the_four_makes_no_frame(broken):
    assert unescape(broken) is None
    assert read_body(broken + bytes(20)) is None


def test_the_checksum_is_taken_before_escaping_and_escaped_itself():
    options = OnbonOptions()
    for first in range(256):
        sent = frame(bytes((first, 0x5A, 0xA5)), options)
        body = unescape(sent[8:-1])
        assert body is not None and crc16(body[:-2]) == int.from_bytes(body[-2:], "little")


@pytest.mark.parametrize(
    ("unit", "across"), [("pixel", b"\x40\x00"), ("flagged_pixel", b"\x40\x80"), ("byte", b"\x08\x00")]
)
def test_the_unit_of_x_and_width_is_an_option(unit, across):
    data = area(b"A", OnbonOptions(x_unit=unit))
    assert data[14:16] == across
    assert data[16:18] == b"\x10\x00"


def test_a_bar_that_cannot_answer_is_asked_for_no_answer():
    assert area(b"A", OnbonOptions(answers=False))[2] == 2


CASES = {
    "taken": (ACK, [Answer()]),
    "refused": (NACK, [Answer(took=False, code=5)]),
    "not checked": (said(b"\xa0\x00\x00\x00\x00", crc=0xFFFF), [Answer()]),
    "something else": (said(b"\xa4\x12\x5a\xa5\x5b\xa6"), [Answer(took=None)]),
    "our own ping back": (frame(PING, OnbonOptions()), []),
    "wrong checksum": (said(b"\xa0\x00\x00\x00\x00", crc=0x1234), []),
    "two": (ACK + NACK, [Answer(), Answer(took=False, code=5)]),
    "begun twice": (ACK[:15] + ACK, [Answer()]),
}


@pytest.mark.parametrize("name", CASES)
def test_an_answer_is_read_whole_byte_by_byte_and_with_bytes_around(name):
    sent, answers = CASES[name]
    assert OnbonCodec(OnbonOptions()).feed(sent) == answers
    codec = OnbonCodec(OnbonOptions())
    assert [answer for byte in sent for answer in codec.feed(bytes((byte,)))] == answers
    assert OnbonCodec(OnbonOptions()).feed(b"\x00\x5a\xa6" + sent + b"\xa5\xa5\x01\x5a\x77") == answers


@given(st.lists(st.binary(max_size=60) | st.just(ACK[:-3]) | st.just(ANY), max_size=30))
def test_after_any_bytes_at_all_the_next_good_frame_is_read(parts):
    decoder = FrameDecoder()
    for part in parts:
        decoder.feed(part)
    assert decoder.feed(ACK)[-1:] == [b"\xa0\x00\x00\x00\x00"]


def test_a_frame_without_end_takes_no_memory():
    decoder = FrameDecoder()
    for _ in range(100):
        decoder.feed(b"\xa5" + b"\x01" * 2000)
        decoder.feed(b"\x01" * 2000)
        assert len(decoder._begun) <= BODY_MAX
    assert decoder.feed(ACK)


@pytest.mark.parametrize("hostile", [b"\xa5", b"\xa5\x5a", b"\xa5" + b"\x01" * 40 + b"\x5a", b"\x00", ACK[:-1]])
def test_hostile_bytes_are_read_faster_than_any_line_brings_them(hostile):
    """5 MB/s in the processor's time of this thread, which a busy machine does not stretch."""
    data = (hostile * (1_000_000 // len(hostile)))[:1_000_000]
    decoder = FrameDecoder()
    began = time.thread_time()
    for at in range(0, len(data), 4096):
        decoder.feed(data[at : at + 4096])
    assert time.thread_time() - began < 0.2


# Clear weather


def test_a_text_counts_as_shown_when_the_bar_has_taken_it(talk, bar):
    wire = talk()
    wire.open()
    wire.run(1)
    wire.ask(CALL)
    assert verdicts(wire) == []
    wire.run(1)
    assert verdicts(wire) == [Shown("call-1", "请A001号到3号窗口")]
    assert wire.of(SignStatus) == [SignStatus("unknown"), SignStatus("yes")]


def test_characters_that_the_bar_lacks_are_replaced_and_named(talk, bar):
    wire = talk()
    wire.open()
    wire.run(1)
    wire.ask(ShowText("x", "请䶮𬭎·王㎡—到3号"))
    wire.run(1)
    assert verdicts(wire) == [Shown("x", "请□□·王m2—到3号", ("䶮", "𬭎", "㎡"))]
    assert "请□□".encode("gb2312") + b"\xa1\xa4" in bar.texts()[0]


def test_an_empty_text_clears_the_bar_and_control_characters_become_spaces(talk, bar):
    wire = talk()
    wire.open()
    wire.run(1)
    wire.ask(ShowText("x", ""))
    wire.run(1)
    wire.ask(ShowText("y", "A\x03B\n"))
    wire.run(1)
    assert verdicts(wire) == [Shown("x", " "), Shown("y", "A B ")]


def test_a_refused_text_fails_with_the_bars_reason_and_the_one_before_stays_wanted(talk, bar):
    wire = talk()
    wire.open()
    wire.run(1)
    wire.ask(CALL)
    wire.run(1)
    bar.answer = NACK
    wire.ask(NEXT)
    wire.run(1)
    failed = verdicts(wire)[1]
    assert (failed.id, failed.fault.code) == ("call-2", "sign_refused")
    assert "05" in failed.fault.why and failed.fault.hint
    bar.answer = ACK
    wire.unplug()
    wire.open()
    wire.run(1)
    assert b"A001" in bar.texts()[-1]


def test_a_bar_that_never_answers_by_its_make_has_the_text_when_it_is_sent(talk, bar):
    bar.answer = b""
    wire = talk(answers=False)
    wire.open()
    wire.ask(CALL)
    wire.run(1)
    assert verdicts(wire) == [Shown("call-1", CALL.text)]
    wire.run(61)
    assert len(bar.texts()) == 2
    assert wire.of(SignStatus) == [SignStatus("unknown")]


# The text stays


def test_the_text_is_sent_again_on_a_new_line(talk, bar):
    wire = talk()
    wire.open()
    wire.run(1)
    wire.ask(CALL)
    wire.run(1)
    wire.unplug()
    bar.received.clear()
    wire.open()
    wire.run(1)
    assert len(bar.texts()) == 1
    assert verdicts(wire) == [Shown("call-1", CALL.text)]


def test_the_text_is_sent_again_after_a_power_drop_that_the_line_does_not_show(talk, bar):
    wire = talk(poll_s=2.0, repeat_s=0)
    wire.open()
    wire.run(1)
    wire.ask(CALL)
    wire.run(1)
    bar.answer = b""
    wire.run(10)
    assert wire.hung_up == 1
    wire.open()
    bar.received.clear()
    bar.answer = ACK
    wire.run(10)
    assert len(bar.texts()) == 1
    assert [status.answers for status in wire.of(SignStatus)] == ["unknown", "yes", "no", "yes"]


def test_a_bar_that_missed_one_question_is_sent_its_text_again(talk, bar):
    wire = talk(poll_s=2.0, repeat_s=0)
    wire.open()
    wire.run(1)
    wire.ask(CALL)
    wire.run(1)
    bar.received.clear()
    bar.answer = b""
    wire.run(1.3)  # the question at 2 s is not answered, the next try is
    bar.answer = ACK
    wire.run(3)
    assert len(bar.texts()) == 1
    assert wire.hung_up == 0


def test_the_text_is_sent_again_every_so_often_for_a_power_drop_between_two_questions(talk, bar):
    wire = talk(repeat_s=30.0)
    wire.open()
    wire.run(1)
    wire.ask(CALL)
    wire.run(95)
    assert len(bar.texts()) == 4


def test_a_text_that_found_no_line_appears_when_the_line_is_there(talk, bar):
    wire = talk()
    assert wire.conversation.refuse(CALL, STOPPING) == (ShowFailed("call-1", STOPPING),)
    wire.open()
    wire.run(1)
    assert b"A001" in bar.texts()[0]
    assert verdicts(wire) == []


# Bad weather


def byte_by_byte(answer):
    for place, byte in enumerate(answer):
        yield 0.002 + place * 0.005, bytes((byte,))


def late(answer):
    yield 0.6, answer


def garbage_around(answer):
    yield 0.001, b"\x00\xa5\x5a\xa6"
    yield 0.002, b"\x81\x5b" + answer + b"\xa5\x00"


@pytest.mark.parametrize("weather", [byte_by_byte, late, garbage_around])
def test_a_text_is_shown_once_in_bad_weather(talk, weather):
    wire = talk(weather)
    wire.open()
    wire.run(5)
    for job in (CALL, NEXT):
        wire.ask(job)
        wire.run(5)
    assert verdicts(wire) == [Shown("call-1", CALL.text), Shown("call-2", NEXT.text)]


def test_a_late_answer_is_not_taken_for_the_next_texts(talk, bar):
    wire = talk(late)
    wire.open()
    wire.run(5)
    wire.ask(CALL)
    wire.run(0.65)
    assert verdicts(wire) == [Shown("call-1", CALL.text)]
    assert not wire.conversation.ready  # the answer to the second try is still on its way


def test_a_silent_bar_fails_the_text_within_its_time_and_is_told_and_hung_up_on(talk, bar):
    wire = talk()
    wire.open()
    wire.run(1)
    bar.answer = b""
    wire.ask(CALL)
    wire.run(1.6)
    assert verdicts(wire) == [ShowFailed("call-1", SIGN_SILENT)]
    assert wire.of(SignStatus)[-1] == SignStatus("no")
    assert wire.hung_up == 1


def test_a_bar_that_was_never_heard_is_not_hung_up_on_but_asked_again(talk, bar):
    bar.answer = b""
    wire = talk(poll_s=2.0)
    wire.open()
    wire.run(30)
    assert wire.hung_up == 0
    assert 20 < len(bar.received) < 40
    bar.answer = ACK
    wire.run(5)
    assert wire.of(SignStatus)[-1] == SignStatus("yes")


def test_a_line_that_is_lost_in_mid_frame_fails_the_text_once(talk, bar):
    wire = talk()
    wire.open()
    wire.run(1)
    wire.takes_data = False
    wire.ask(CALL)
    wire.unplug()
    assert verdicts(wire) == [ShowFailed("call-1", GONE)]
    wire.takes_data = True
    wire.open()
    wire.run(1)
    assert len(verdicts(wire)) == 1


def test_an_answer_of_another_kind_shows_that_the_bar_is_there_but_not_that_it_took_the_text(talk, bar):
    bar.answer = said(b"\xa4\x00")
    wire = talk()
    wire.open()
    wire.run(1)
    assert wire.of(SignStatus)[-1] == SignStatus("yes")
    wire.ask(CALL)
    wire.run(2)
    assert verdicts(wire) == [ShowFailed("call-1", SIGN_SILENT)]


@given(st.lists(st.sampled_from(["ask", "hear", "noise", "tick", "unplug", "open", "sent"]), max_size=40))
def test_whatever_happens_each_text_ends_in_one_fact(steps):
    talk = OnbonConversation(OnbonOptions())
    now, asked, facts, line = 0.0, 0, [], False
    for step in [*steps, "unplug"]:
        now += 0.4
        done = None
        if step == "open" and not line:
            line, done = True, talk.open(now)
        elif step == "unplug" and line:
            line = False
            facts += talk.lost(GONE, now)
        elif step == "ask" and talk.ready:
            asked, done = asked + 1, talk.ask(ShowText(f"{asked}", "字"), now)
        elif line and step in ("hear", "noise", "tick", "sent"):
            said_now = {"hear": ACK, "noise": b"\x5a\xa5"}.get(step)
            done = talk.hear(said_now, now) if said_now else getattr(talk, step)(now)
        if done is not None:
            facts += done.facts
            if done.hang_up:
                line = False
                facts += talk.lost(done.hang_up, now)
    ids = [fact.id for fact in facts if isinstance(fact, Shown | ShowFailed)]
    assert ids == [f"{n}" for n in range(asked)]
