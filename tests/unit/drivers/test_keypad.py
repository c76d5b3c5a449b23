"""Pads by template and table: options, presses in every weather, key events, and that no byte can hurt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from drivers.faults import GONE, MISSING
from drivers.key_events import EVENT
from drivers.keypad import (
    NO_DISPLAY,
    NO_KEY,
    REPLACED,
    AwaitKey,
    KeyCame,
    KeypadConversation,
    KeypadOptions,
    KeyPressed,
    KeyUnknown,
    NoKeyCame,
    PadNotShown,
    PadShown,
    ShowOnPad,
    read_keys,
)

RATING = {"keys": "1=rate_5 2=rate_4 3=rate_3 4=rate_2 5=rate_1"}
CHECKED = {"press": r"\xAA{address}{number}{xor}", "keys": "1=call_next 2=recall", "ack": r"\x06{address}"}
SHOWN = {"show": r"\x02{address}{length}{text:gbk}{xor}"}


class Pad:
    def __init__(self):
        self.received = []

    def take(self, data):
        self.received.append(data)
        return []


@pytest.fixture
def pad():
    return Pad()


@pytest.fixture
def line(wire, pad):
    def make(**options):
        made = wire(conversation=KeypadConversation(KeypadOptions(**options)), device=pad)
        made.open()
        return made

    return make


def pressed(wire):
    return [(fact.address, fact.key) for fact in wire.of(KeyPressed)]


# Options


@pytest.mark.parametrize(
    ("options", "at", "said"),
    [
        ({"press": r"AB\r"}, "press", "has no {number}: every key would be the same"),
        ({"press": r"{numbr}\r"}, "press", "character 1: {numbr} is no field of this template; did you mean {number}?"),
        ({"press": "{number:d}"}, "press", "has no byte of its own and no checksum: it would be found in everything"),
        ({"keys": "1=rate_5 2"}, "keys", '"2" is not NUMBER=WORD, such as 1=rate_5 or 0x41=recall'),
        ({"keys": "1=Rate"}, "keys", '"1=Rate" is not NUMBER=WORD, such as 1=rate_5 or 0x41=recall'),
        ({"keys": "16=a 0x10=b"}, "keys", '"0x10=b": key 16 means a already'),
        ({"ack": "{text}"}, "ack", "character 1: {text} is no field of this template; there are address, number, "
                                   "from, sum, xor, crc16, crc16_modbus"),
        ({"show": "{number}"}, "show", "character 1: {number} is no field of this template; there are address, text, "
                                       "length, from, sum, xor, crc16, crc16_modbus"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_options_is_told_at_its_option(options, at, said):
    with pytest.raises(ValidationError) as refused:
        KeypadOptions(**options)
    [fault] = refused.value.errors()
    assert (fault["loc"], fault["msg"]) == ((at,), said)


def test_two_keys_may_mean_the_same():
    assert read_keys("1=call_next 0x41=call_next") == {1: "call_next", 65: "call_next"}


# Clear weather


def test_a_key_has_the_meaning_that_the_table_of_this_pad_gives_it(line):
    for keys, meant in (("1=rate_5 5=rate_1", "rate_5"), ("1=rate_1 5=rate_5", "rate_1")):
        wire = line(keys=keys)
        wire.hear(b"3,1\r")
        assert pressed(wire) == [(3, meant)]


def test_no_key_has_a_meaning_before_the_table_gives_it_one(line):
    wire = line()
    for number in range(1, 6):
        wire.hear(b"1,%d\r" % number)
    assert wire.facts == [KeyUnknown(1, number) for number in range(1, 6)]


def test_a_key_that_is_held_or_bounces_is_pressed_once_until_it_was_quiet(line):
    wire = line(**RATING)
    for _ in range(20):
        wire.hear(b"1,1\r")
        wire.run(0.3)
    assert pressed(wire) == [(1, "rate_5")]
    wire.run(0.2)
    wire.hear(b"1,1\r")
    assert len(pressed(wire)) == 2


def test_another_key_and_another_pad_count_at_once(line):
    wire = line(**RATING)
    for said in (b"1,1\r", b"1,2\r", b"1,1\r", b"2,1\r"):
        wire.hear(said)
    assert pressed(wire) == [(1, "rate_5"), (1, "rate_4"), (1, "rate_5"), (2, "rate_5")]


def test_a_pad_that_wants_an_answer_gets_one_for_every_frame(line, pad):
    wire = line(**CHECKED)
    for _ in range(2):
        wire.hear(b"\xaa\x07\x02\xaf")
    assert pad.received == [b"\x06\x07"] * 2
    assert pressed(wire) == [(7, "recall")]


def test_what_an_answer_has_no_room_for_is_not_answered(line, pad):
    wire = line(press=r"\xAA{address:u16be}{number}{xor}", ack="{address}")
    wire.hear(b"\xaa\x01\x02\x03\xaa")
    assert wire.facts == [KeyUnknown(258, 3)]
    assert pad.received == []


# One byte at a time, garbage, half a frame, delay


@pytest.mark.parametrize("options", [RATING, CHECKED], ids=["line", "checked"])
def test_a_press_that_comes_byte_by_byte_with_garbage_around_it_is_read(line, options):
    wire = line(**options)
    press = b"7,2\r" if options is RATING else b"\xaa\x07\x02\xaf"
    for byte in b"\x00\xaa" + press + b"\x00\xaa":
        wire.hear(bytes((byte,)))
        wire.run(0.05)
    assert pressed(wire) == [(7, "rate_4" if options is RATING else "recall")]


def test_half_a_frame_is_over_after_a_silence(line):
    wire = line(press=r"\x7E{address}{number}", keys="1=one 126=none")
    wire.hear(b"\x7e\x07")
    wire.run(0.2)
    wire.hear(b"\x7e\x07\x01")
    assert wire.facts == [KeyPressed(7, "one")]


def test_a_lost_press_is_nothing_and_the_next_counts(line):
    wire = line(**CHECKED)
    wire.hear(b"\xaa\x07\x01\xad")
    wire.hear(b"\xaa\x07\x02\xaf")
    assert pressed(wire) == [(7, "recall")]


def test_a_silent_pad_is_no_fault_and_needs_no_time(line):
    wire = line(**RATING)
    wire.run(3600)
    assert (wire.facts, wire.conversation.due, wire.hung_up) == ([], None, 0)


# Unplugged


def test_unplugged_in_the_middle_of_a_press_the_half_is_forgotten(line):
    wire = line(press=r"\x7E{address}{number}", keys="1=one")
    wire.hear(b"\x7e\x07")
    wire.unplug()
    wire.open()
    wire.hear(b"\x7e\x07\x01")
    assert wire.facts == [KeyPressed(7, "one")]


def test_a_text_is_handed_over_or_fails_once(line, pad):
    wire = line(**SHOWN)
    wire.ask(ShowOnPad("one", 7, "请评价"))
    wire.run(1)
    assert pad.received == [b"\x02\x07\x06" + "请评价".encode("gbk") + b"\x4e"]
    assert wire.facts == [PadShown("one")]
    wire.takes_data = False
    wire.ask(ShowOnPad("two", 7, "请评价"))
    wire.unplug()
    assert wire.facts[1:] == [PadNotShown("two", GONE)]
    assert wire.conversation.refuse(ShowOnPad("three", 7, ""), MISSING) == (PadNotShown("three", MISSING),)


def test_a_text_for_a_pad_without_a_display_fails_and_a_long_one_ends_behind_a_whole_character(line, pad):
    bare = line()
    bare.ask(ShowOnPad("one", 1, "请评价"))
    assert bare.facts == [PadNotShown("one", NO_DISPLAY)]
    assert bare.conversation.ready
    wire = line(show="{length:01d}{text:gbk}")
    wire.ask(ShowOnPad("two", 1, "请对服务作评价"))
    assert pad.received == [b"8" + "请对服务".encode("gbk")]


def test_whoever_tries_a_pad_is_told_of_the_next_key_whatever_it_means_or_that_none_came(line):
    wire = line(**RATING)
    wire.ask(AwaitKey("one"))
    wire.ask(AwaitKey("two"))
    wire.hear(b"3,9\r3,1\r")
    assert wire.facts == [
        NoKeyCame("one", REPLACED), KeyUnknown(3, 9), KeyCame("two", 3, 9, None), KeyPressed(3, "rate_5"),
    ]  # fmt: skip
    wire.ask(AwaitKey("three", wait_s=5))
    wire.run(6)
    wire.ask(AwaitKey("four"))
    wire.unplug()
    assert wire.facts[4:] == [NoKeyCame("three", NO_KEY), NoKeyCame("four", GONE)]
    assert wire.conversation.due is None


# Keys


def keys(*codes):
    return b"".join(EVENT.pack(0, 0, 1, code, value) for code in codes for value in (1, 2, 2, 0))


def test_keys_of_a_keyboard_are_told_by_their_codes_and_not_by_the_sign_on_them(line):
    wire = line(source="codes", keys="79=rate_1 2=rate_5", address=4)
    wire.hear(keys(79, 2, 59))
    assert wire.facts == [KeyPressed(4, "rate_1"), KeyPressed(4, "rate_5"), KeyUnknown(4, 59)]


def test_a_box_that_types_a_line_is_read_by_its_template(line):
    wire = line(source="typed", press=r"{address:d}-{number:d}\r", **RATING)
    data = keys(3, 12, 5, 28)
    for at in range(0, len(data), 7):
        wire.hear(data[at : at + 7])
    assert pressed(wire) == [(2, "rate_2")]


# Any bytes


@given(
    st.lists(st.tuples(st.binary(max_size=60), st.sampled_from((0.0, 0.05, 0.2))), max_size=30),
    st.sampled_from(["frame", "typed", "codes"]),
)
def test_any_bytes_at_any_time_do_no_harm_and_every_text_ends_once(heard, source):
    conversation = KeypadConversation(KeypadOptions(source=source, **CHECKED, **SHOWN))
    conversation.open(0.0)
    facts, now = [], 0.0
    for number, (data, seconds) in enumerate(heard):
        now += seconds
        facts += conversation.ask(ShowOnPad(str(number), 1, "请"), now).facts
        facts += conversation.hear(data, now).facts
        facts += conversation.sent(now).facts
    facts += conversation.lost(GONE, now)
    assert [fact.id for fact in facts if isinstance(fact, PadShown | PadNotShown)] == list(map(str, range(len(heard))))


@given(st.binary(max_size=2000))
def test_after_any_bytes_and_a_silence_the_next_press_is_read(noise):
    conversation = KeypadConversation(KeypadOptions(**CHECKED))
    conversation.open(0.0)
    conversation.hear(noise, 0.0)
    assert conversation.hear(b"\xaa\x07\x02\xaf", 1.0).facts == (KeyPressed(7, "recall"),)
