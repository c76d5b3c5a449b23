"""Plain LED bars by template: what is checked, the bytes both ways, and the talk in every weather."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from configs.bootstrap import load_bootstrap
from configs.faults import ConfigError
from drivers.faults import GONE
from drivers.led_line import AnswerDecoder, LineCodec, LineConversation, LineOptions
from drivers.signs import SIGN_SILENT, Answer, ShowFailed, Shown, ShowText, SignStatus

ACK, NAK = b"\x06\x01", b"\x15"
ANSWERING = {"ack": r"\x06\x01", "nak": r"\x15", "ping": r"\x02{address:02X}?\x03{xor}"}
CALL = ShowText("call-1", "请A001号到3号窗口")
NEXT = ShowText("call-2", "请A002号到3号窗口")


class Bar:
    def __init__(self):
        self.answer = ACK
        self.received = []

    def take(self, data):
        self.received.append(data)
        return [self.answer] if self.answer else []


@pytest.fixture
def bar():
    return Bar()


@pytest.fixture
def talk(wire, bar):
    def make(weather=None, **options):
        more = {} if weather is None else {"weather": weather}
        wired = wire(conversation=LineConversation(LineOptions(**options)), device=bar, **more)
        wired.open()
        wired.run(5)
        return wired

    return make


def verdicts(wire):
    return [fact for fact in wire.facts if isinstance(fact, Shown | ShowFailed)]


# Options

REFUSED = {
    "text": ({"template": "abc"}, "template", "has no {text}: the bar would always show the same"),
    "address": ({"address": 300}, "address", "300 does not fit into {address} of the template, which ends at 255"),
    "length": (
        {"template": "{length:02d}{text}"},
        "text_bytes_max",
        "200 does not fit into {length} of the template, which ends at 99",
    ),
    "nak alone": ({"nak": r"\x15"}, "nak", "needs ack: without it no answer is waited for"),
    "ping alone": ({"ping": r"\x05"}, "ping", "needs ack: without it no answer is waited for"),
    "alike": (
        {"ack": r"\x06", "nak": r"\x06\x07"},
        "nak",
        "and ack are part of each other: they cannot be told apart",
    ),
    "field in ack": (
        {"ack": "{text}"},
        "ack",
        "character 1: {text} is no field of this template; there are none here",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_bar_could_understand_is_refused_at_its_option(name):
    options, at, said = REFUSED[name]
    with pytest.raises(ValidationError) as refused:
        LineOptions(**options)
    assert [(error["loc"], error["msg"]) for error in refused.value.errors()] == [((at,), said)]


def test_a_mistake_in_a_template_is_told_by_the_check_with_line_and_character(tmp_path):
    path = tmp_path / "device.yaml"
    path.write_text(
        r"""device: ws-3
hall: puer
brokers: [{host: 127.0.0.1, port: 1883}]
own:
  - {id: bar, kind: printer, driver: led_line, connection: serial:///dev/ttyS0?baud=9600,
     options: {template: '\x02{adress:02X}{text}'}}
""",
        encoding="utf-8",
    )
    with pytest.raises(ConfigError) as error:
        load_bootstrap(path, {"led_line": LineOptions})
    told = [str(fault).removeprefix(str(path)) for fault in error.value.faults]
    assert told == [
        ":6: own[0].options.template: character 5: {adress:02X} is no field of this template; did you mean {address}?"
    ]


# Bytes


def test_a_long_text_is_cut_behind_a_whole_character_and_reserved_characters_become_spaces():
    codec = LineCodec(LineOptions(text_bytes_max=8, reserved="#"))
    lettered = codec.letter("a#号号号号")
    assert (lettered.text, len(lettered.data)) == ("a 号号号", 8)


CASES = {
    "taken": (ACK, [Answer()]),
    "refused": (NAK, [Answer(took=False)]),
    "both": (NAK + ACK, [Answer(took=False), Answer()]),
    "begun twice": (b"\x06" + ACK, [Answer()]),
}


@pytest.mark.parametrize("name", CASES)
def test_an_answer_is_read_whole_byte_by_byte_and_with_bytes_around(name):
    sent, answers = CASES[name]
    assert AnswerDecoder(ACK, NAK).feed(sent) == answers
    decoder = AnswerDecoder(ACK, NAK)
    assert [answer for byte in sent for answer in decoder.feed(bytes((byte,)))] == answers
    assert AnswerDecoder(ACK, NAK).feed(b"\x00\xff" + sent + b"\x06\x00") == answers


@given(st.lists(st.binary(max_size=40), max_size=20))
def test_after_any_bytes_the_next_answer_is_read_and_nothing_is_kept(parts):
    decoder = AnswerDecoder(ACK, NAK)
    for part in parts:
        decoder.feed(part)
        assert len(decoder._begun) < len(ACK)
    assert decoder.feed(ACK)[-1:] == [Answer()]


@pytest.mark.parametrize("hostile", [NAK, ACK, b"\x06", b"\x00"])
def test_hostile_bytes_are_read_faster_than_any_line_brings_them(hostile):
    """5 MB/s in the processor's time of this thread, which a busy machine does not stretch."""
    data = hostile * (1_000_000 // len(hostile))
    decoder = AnswerDecoder(ACK, NAK)
    began = time.thread_time()
    for at in range(0, len(data), 4096):
        decoder.feed(data[at : at + 4096])
    assert time.thread_time() - began < 0.2


@given(st.text(max_size=80))
def test_no_text_ends_the_frame_before_its_end(text):
    codec = LineCodec(LineOptions())
    frame = codec.frame(codec.letter(text).data)
    assert frame[:-1].count(b"\x03") == 1 and frame[-2] == 0x03


# The talk


def test_a_bar_that_never_answers_has_the_text_when_it_is_sent_and_is_sent_it_again(talk, bar):
    bar.answer = b""
    wire = talk()
    assert bar.received == []
    wire.ask(CALL)
    wire.run(1)
    assert verdicts(wire) == [Shown("call-1", CALL.text)]
    wire.run(60)
    assert len(bar.received) == 2
    wire.unplug()
    wire.open()
    wire.run(1)
    assert len(bar.received) == 3 and len(set(bar.received)) == 1
    assert wire.of(SignStatus) == [SignStatus("unknown")]


def byte_by_byte(answer):
    for place, byte in enumerate(answer):
        yield 0.002 + place * 0.01, bytes((byte,))


def clear(answer):
    yield 0.002, answer


def late(answer):
    yield 0.6, answer


def garbage_around(answer):
    yield 0.001, b"\x00\x06"
    yield 0.002, b"\x81" + answer + b"\x06\x00"


@pytest.mark.parametrize("weather", [clear, byte_by_byte, late, garbage_around])
@pytest.mark.parametrize("ping", [ANSWERING["ping"], ""])
def test_a_bar_that_answers_has_the_text_when_it_says_so_in_any_weather(talk, weather, ping):
    wire = talk(weather, **{**ANSWERING, "ping": ping})
    for job in (CALL, NEXT):
        wire.ask(job)
        wire.run(5)
    assert verdicts(wire) == [Shown("call-1", CALL.text), Shown("call-2", NEXT.text)]
    assert wire.of(SignStatus)[-1] == SignStatus("yes")


def test_a_refused_text_fails(talk, bar):
    wire = talk(**ANSWERING)
    bar.answer = NAK
    wire.ask(CALL)
    wire.run(1)
    assert [fact.fault.code for fact in verdicts(wire)] == ["sign_refused"]


def test_a_silent_bar_is_told_and_has_its_text_again_when_it_is_back(talk, bar):
    wire = talk(**{**ANSWERING, "ping": ""})
    bar.answer = b""
    wire.ask(CALL)
    wire.run(2)
    assert verdicts(wire) == [ShowFailed("call-1", SIGN_SILENT)]
    wire.run(15)
    assert wire.of(SignStatus)[-1] == SignStatus("no")
    bar.answer = ACK
    wire.run(15)
    assert wire.of(SignStatus)[-1] == SignStatus("yes")
    assert bar.received[-1] == bar.received[0]


def test_a_line_that_is_lost_in_mid_frame_fails_the_text_once(talk, bar):
    wire = talk(**ANSWERING)
    wire.takes_data = False
    wire.ask(CALL)
    wire.unplug()
    assert verdicts(wire) == [ShowFailed("call-1", GONE)]
