"""Screens by the opening hours: the moments of switching, the bytes, and the talk in every weather."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from drivers.faults import GONE
from drivers.power import (
    SCREEN_SILENT,
    KeepHours,
    PowerConversation,
    PowerOptions,
    Screen,
    ScreenNotSet,
    ScreenSet,
    SwitchScreen,
    moments,
)

H = 3600.0
ANSWERING = {"on": r"\xA6{address}\x01{xor}", "off": r"\xA6{address}\x02{xor}", "ack": r"\x06"}


class Display:
    def __init__(self):
        self.answer, self.received = b"\x06", []

    def take(self, data):
        self.received.append(data)
        return [self.answer] if self.answer else []


@pytest.fixture
def display():
    return Display()


@pytest.fixture
def talk(wire, display):
    def make(weather=None, **options):
        more = {} if weather is None else {"weather": weather}
        wired = wire(conversation=PowerConversation(PowerOptions(**options)), device=display, **more)
        wired.open()
        wired.run(1)
        return wired

    return make


def screens(wire):
    return [fact.state for fact in wire.of(Screen)]


MOMENTS = {
    "none": ([], []),
    "a day": ([(1 * H, 9 * H)], [(0.75, True), (9.25, False)]),
    "a short noon": ([(1 * H, 4 * H), (4.25 * H, 9 * H)], [(0.75, True), (9.25, False)]),
    "a long noon": ([(1 * H, 4 * H), (6 * H, 9 * H)], [(0.75, True), (4.25, False), (5.75, True), (9.25, False)]),
    "open now": ([(-1 * H, 2 * H)], [(-1.25, True), (2.25, False)]),
}


@pytest.mark.parametrize("name", MOMENTS)
def test_hours_become_the_moments_at_which_the_screen_is_switched(name):
    spans, wanted = MOMENTS[name]
    made = moments(spans, 0.0, 900.0, 900.0)
    assert [(at / H, on) for at, on in made] == wanted


@given(st.lists(st.floats(0, 1e6), max_size=40).map(sorted))
def test_moments_are_in_order_and_alternate(times):
    spans = tuple(zip(times[::2], times[1::2], strict=False))
    made = moments(spans, 0.0, 900.0, 900.0)
    assert [on for _, on in made] == [True, False] * (len(made) // 2)
    assert [at for at, _ in made] == sorted(at for at, _ in made)


@pytest.mark.parametrize("spans", [((2.0, 1.0),), ((0.0, 5.0), (3.0, 9.0)), ((0.0, 0.0),) * 401])
def test_hours_that_cannot_be_are_refused(spans):
    with pytest.raises(ValueError, match="in order"):
        KeepHours("x", spans)


@pytest.mark.parametrize("wrong", [{"on": ""}, {"on": "{text}"}, {"off": r"\x0"}, {"ack": "{address}"}])
def test_templates_that_cannot_be_are_refused(wrong):
    with pytest.raises(ValidationError):
        PowerOptions(**wrong)


def test_a_panel_of_this_machine_is_on_until_told_otherwise_and_goes_off_and_on_with_the_hours(talk, display):
    display.answer = b""
    wire = talk()
    assert (display.received, screens(wire)) == ([b"0\n"], ["unknown", "on"])
    wire.ask(KeepHours("hours", ((1 * H, 9 * H), (25 * H, 33 * H))))
    wire.run(0.7 * H)
    assert (wire.of(ScreenSet), screens(wire)) == ([ScreenSet("hours", False)], ["unknown", "on", "off"])
    wire.run(0.1 * H)
    assert screens(wire)[-1] == "on"
    wire.run(9 * H)
    assert screens(wire)[-1] == "off"
    wire.run(16 * H)
    assert screens(wire)[-1] == "on"
    wire.run(48 * H)
    assert screens(wire) == ["unknown", "on", "off", "on", "off", "on", "off"]


def test_by_hand_it_is_as_it_was_switched_until_the_hours_change_it(talk, display):
    wire = talk(**ANSWERING)
    wire.ask(KeepHours("hours", ((-1 * H, 2 * H), (24 * H, 33 * H))))
    wire.run(1)
    wire.ask(SwitchScreen("hand", False))
    wire.run(20 * H)
    assert screens(wire)[-1] == "off"
    wire.run(4 * H)
    assert screens(wire)[-1] == "on"
    assert set(display.received) == {b"\xa6\x01\x01\xa6", b"\xa6\x01\x02\xa5"}


def byte_by_byte(answer):
    for place, byte in enumerate(answer):
        yield 0.002 + place * 0.01, bytes((byte,))


def late(answer):
    yield 1.5, answer


def garbage_around(answer):
    yield 0.001, b"\x00\xff"
    yield 0.002, b"\x81" + answer + b"\x00"


@pytest.mark.parametrize("weather", [None, byte_by_byte, late, garbage_around])
@pytest.mark.parametrize("ack", [r"\x06", r"OK\r"])
def test_a_screen_that_answers_is_switched_when_it_says_so_in_any_weather(talk, display, weather, ack):
    display.answer = b"\x06" if ack == r"\x06" else b"OK\r"
    wire = talk(weather, **{**ANSWERING, "ack": ack})
    wire.run(10)
    for number, on in enumerate((False, True)):
        wire.ask(SwitchScreen(str(number), on))
        wire.run(10)
    assert wire.of(ScreenSet) == [ScreenSet("0", False), ScreenSet("1", True)]
    assert screens(wire) == ["unknown", "on", "off", "on"]


def test_a_silent_screen_is_told_and_is_switched_when_it_is_back(talk, display):
    wire = talk(**ANSWERING)
    display.answer = b""
    wire.ask(SwitchScreen("hand", False))
    wire.run(5)
    assert wire.of(ScreenNotSet) == [ScreenNotSet("hand", SCREEN_SILENT)]
    assert wire.of(Screen)[-1] == Screen(fault=SCREEN_SILENT)
    display.answer = b"\x06"
    wire.run(301)
    assert screens(wire)[-1] == "off"


def test_a_line_that_is_lost_in_mid_frame_fails_the_job_once_and_the_next_line_switches_it(talk, display):
    wire = talk(**ANSWERING)
    wire.takes_data = False
    wire.ask(SwitchScreen("hand", False))
    wire.unplug()
    assert wire.of(ScreenNotSet) == [ScreenNotSet("hand", GONE)]
    wire.takes_data = True
    wire.open()
    wire.run(1)
    assert (screens(wire)[-1], wire.conversation.refuse(SwitchScreen("x", True), GONE)) == (
        "off",
        (ScreenNotSet("x", GONE),),
    )


@given(st.lists(st.binary(max_size=40), max_size=12))
def test_after_any_bytes_the_next_answer_is_taken(parts):
    conversation = PowerConversation(PowerOptions(**ANSWERING))
    conversation.open(0.0)
    conversation.sent(0.0)
    facts = [fact for part in (*parts, b"\x06") for fact in conversation.hear(part, 0.1).facts]
    assert facts == [Screen("on")]
