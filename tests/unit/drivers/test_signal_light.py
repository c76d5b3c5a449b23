"""Signal lights: options, lamps and the emergency button in every weather, by bytes and by Modbus, and any bytes."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from drivers.checksums import crc16
from drivers.faults import GONE, MISSING
from drivers.signal_light import (
    AwaitPress,
    EmergencyPressed,
    LampsNotSet,
    LampsSet,
    LightConversation,
    LightOptions,
    LightStatus,
    NoPressCame,
    PressCame,
    SetLamps,
)
from drivers.signal_light_faults import LIGHT_SILENT, NO_SUCH_LAMP, NOT_PRESSED, REPLACED

LAMPS = "red=1 green=2"
LINES = {
    "on": r"ON {number:d}\r", "off": r"OFF {number:d}\r", "ack": r"OK\r", "nak": r"NO\r",
    "pressed": r"ALARM {address:d}\r", "lamps": LAMPS,
}  # fmt: skip
MODBUS = {"by": "modbus", "lamps": LAMPS, "button": "input:0"}
RED, GREEN = SetLamps("red", ("red",)), SetLamps("green", ("green",))


class Board:
    """A relay board: by lines, or with coils and an input by Modbus RTU."""

    def __init__(self, *, modbus=False):
        self.modbus = modbus
        self.on = set()
        self.pressed = False
        self.silent = self.refuses = False
        self.received = []

    def take(self, data):
        self.received.append(data)
        answer = self._asked(data) if self.modbus else self._told(data)
        return [] if self.silent else [answer]

    def _told(self, data):
        word, number = data.decode().split()
        if not self.refuses:
            self._switch(int(number), word == "ON")
        return b"NO\r" if self.refuses else b"OK\r"

    def _asked(self, data):
        assert data[-2:] == crc16(data[:-2], 0xFFFF).to_bytes(2, "little")
        body = data[:-2]
        if data[1] == 2:
            body = bytes((1, 2, 1, self.pressed))
        elif self.refuses:
            body = bytes((1, 0x85, 2))
        else:
            self._switch(data[3], data[4] == 0xFF)
        return body + crc16(body, 0xFFFF).to_bytes(2, "little")

    def _switch(self, output, on):
        (self.on.add if on else self.on.discard)(output)


def clear(answer):
    yield 0.002, answer


def byte_by_byte(answer):
    for place in range(len(answer)):
        yield 0.002 + place * 0.04, answer[place : place + 1]


def delay(answer):
    yield 0.4, answer


def garbage_around(answer):
    yield 0.001, b"\x00\x01"
    yield 0.002, b"O" + answer + b"\xff"


@pytest.fixture(params=["lines", "modbus"])
def board(request):
    return Board(modbus=request.param == "modbus")


@pytest.fixture
def talk(wire):
    def make(board, weather=clear, **options):
        given = MODBUS if board.modbus else LINES
        talk = LightConversation(LightOptions(**{**given, **options}))
        wired = wire(conversation=talk, device=board, weather=weather)
        wired.open()
        return wired

    return make


def verdicts(wire):
    return [fact for fact in wire.facts if isinstance(fact, LampsSet | LampsNotSet)]


def presses(wire):
    return len(wire.of(EmergencyPressed))


# Options


@pytest.mark.parametrize(
    ("options", "at", "said"),
    [
        ({"lamps": "red"}, "lamps", '"red" is not WORD=NUMBER, such as red=1'),
        ({"lamps": "red=1 red=2"}, "lamps", '"red=2": the lamp or its output is there already'),
        ({"lamps": "red=1 green=1"}, "lamps", '"green=1": the lamp or its output is there already'),
        ({"lamps": "red=300"}, "lamps", '"red=300" does not fit into {number} of on'),
        ({"on": ""}, "on", "is empty: a lamp could never be switched"),
        ({"on": "{nmber}"}, "on", "character 1: {nmber} is no field of this template; did you mean {number}?"),
        ({"nak": r"NO\r"}, "nak", "needs ack: without it no answer is waited for"),
        ({"pressed": "{address}"}, "pressed",
         "has no byte of its own and no checksum: it would be found in everything"),
        ({"button": "input"}, "button", '"input" is not TABLE:ADDRESS, such as input:0, with TABLE coil or input or '
                                        "holding or input_word"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_options_is_told_at_its_option(options, at, said):
    with pytest.raises(ValidationError) as refused:
        LightOptions(**options)
    assert [(fault["loc"], fault["msg"]) for fault in refused.value.errors()] == [((at,), said)]


# Lamps, in six weathers


@pytest.mark.parametrize("weather", [clear, byte_by_byte, delay, garbage_around])
def test_the_lamps_that_were_asked_for_shine_and_no_others(talk, board, weather):
    wire = talk(board, weather)
    for job, on in ((RED, {1}), (GREEN, {2}), (SetLamps("all", ("green", "red")), {1, 2}), (SetLamps("none"), set())):
        while not wire.conversation.ready:
            wire.run(0.01)
        wire.ask(job)
        wire.run(5)
        assert board.on == on
    assert verdicts(wire) == [
        LampsSet(job, lit, confirmed=True)
        for job, lit in (("red", ("red",)), ("green", ("green",)), ("all", ("green", "red")), ("none", ()))
    ]


def test_a_lamp_goes_out_before_the_other_lights(talk):
    board = Board()
    wire = talk(board)
    wire.ask(GREEN)
    wire.run(1)
    assert board.received == [b"OFF 1\r", b"ON 2\r"]


def test_a_board_that_never_answers_by_its_make_is_believed_and_set_again_and_again(talk):
    board = Board()
    board.silent = True
    wire = talk(board, ack="", nak="", repeat_s=60.0)
    wire.ask(RED)
    wire.run(59)
    assert verdicts(wire) == [LampsSet("red", ("red",), confirmed=False)]
    assert len(board.received) == 2
    board.on.clear()  # the power dropped for a moment
    wire.run(2)
    assert board.on == {1}
    assert len(verdicts(wire)) == 1


def test_a_lost_answer_makes_the_order_go_out_again(talk, board):
    lost = iter([True] + [False] * 1000)
    wire = talk(board, lambda answer: iter(()) if next(lost) else clear(answer), button="")
    wire.ask(RED)
    wire.run(5)
    assert verdicts(wire) == [LampsSet("red", ("red",), confirmed=True)]
    assert len(board.received) == 3


def test_a_light_that_falls_silent_is_told_and_has_its_lamps_again_when_it_is_back(talk, board):
    wire = talk(board)
    wire.ask(RED)
    wire.run(5)
    board.silent = True
    wire.ask(GREEN)
    wire.run(5)
    assert verdicts(wire)[1:] == [LampsNotSet("green", LIGHT_SILENT)]
    assert wire.of(LightStatus)[-1].answers == "no"
    assert wire.hung_up == 1
    wire.open()
    wire.run(10)
    board.on.clear()
    board.silent = False
    wire.run(10)
    assert board.on == {2}
    assert wire.of(LightStatus)[-1].answers == "yes"
    assert len(verdicts(wire)) == 2


def test_a_refused_order_fails_and_is_not_put_again(talk, board):
    wire = talk(board, button="")
    wire.ask(RED)
    wire.run(5)
    board.refuses = True
    wire.ask(GREEN)
    wire.run(5)
    [failed] = verdicts(wire)[1:]
    assert (failed.id, failed.fault.code) == ("green", "light_refused")
    board.refuses = False
    wire.run(120)
    assert board.on == {1}


def test_a_lamp_that_is_not_in_the_table_is_refused_and_nothing_is_sent(talk, board):
    wire = talk(board, button="")
    wire.ask(SetLamps("blue", ("blue",)))
    wire.run(200)
    assert (verdicts(wire), board.received) == ([LampsNotSet("blue", NO_SUCH_LAMP)], [])


def test_unplugged_in_the_middle_of_an_order_it_fails_once_and_is_done_on_the_next_line(talk, board):
    wire = talk(board)
    wire.run(1)
    wire.takes_data = False
    while not wire.conversation.ready:
        wire.takes_data = True
        wire.run(0.05)
    wire.takes_data = False
    wire.ask(RED)
    wire.unplug()
    assert verdicts(wire) == [LampsNotSet("red", GONE)]
    wire.takes_data = True
    board.on.clear()
    wire.open()
    wire.run(5)
    assert board.on == {1}


def test_lamps_that_were_wanted_while_there_was_no_line_shine_when_it_is_there(talk, board):
    wire = talk(board)
    wire.unplug()
    assert wire.conversation.refuse(RED, MISSING) == (LampsNotSet("red", MISSING),)
    wire.open()
    wire.run(5)
    assert board.on == {1}


# The button


def test_a_press_is_told_once_however_long_it_lasts(talk):
    board = Board(modbus=True)
    wire = talk(board)
    wire.run(1)
    board.pressed = True
    wire.run(0.5)
    assert presses(wire) == 1
    assert wire.of(LightStatus)[-1] == LightStatus("yes", "pressed")
    wire.run(60)
    board.pressed = False
    wire.run(1)
    board.pressed = True
    wire.run(1)
    assert presses(wire) == 2


def test_a_press_is_told_within_a_poll_also_between_orders(talk):
    board = Board(modbus=True)
    wire = talk(board)
    for _ in range(10):
        wire.run(0.3)
        while not wire.conversation.ready:
            wire.run(0.01)
        wire.ask(RED)
    board.pressed = True
    wire.run(0.4)
    assert presses(wire) == 1


def test_of_a_contact_that_opens_a_cut_wire_is_a_press(talk):
    board = Board(modbus=True)
    board.pressed = True  # the contact is closed
    wire = talk(board, normally_closed=True)
    wire.run(5)
    assert presses(wire) == 0
    board.pressed = False
    wire.run(1)
    assert presses(wire) == 1


def test_a_button_on_a_silent_board_is_unknown_and_one_found_pressed_was_pressed(talk):
    board = Board(modbus=True)
    wire = talk(board)
    wire.run(1)
    board.silent = True
    wire.run(10)
    assert wire.of(LightStatus)[-1] == LightStatus("no", "unknown")
    board.silent, board.pressed = False, True
    wire.open()
    wire.run(5)
    assert presses(wire) == 1


def test_a_button_that_says_so_itself_is_told_once_while_it_repeats_itself_and_in_the_middle_of_orders(talk):
    board = Board()
    wire = talk(board)
    wire.ask(RED)
    for byte in b"XALARM 1\rALARM 1\r":
        wire.hear(bytes((byte,)))
    wire.hear(b"ALARM 2\r")  # another light on the same line
    wire.run(5)
    assert presses(wire) == 1
    assert verdicts(wire) == [LampsSet("red", ("red",), confirmed=True)]
    wire.hear(b"ALARM 1\r")
    assert presses(wire) == 2


def test_a_button_that_also_says_when_it_is_let_go_has_a_state(talk):
    board = Board()
    wire = talk(board, released=r"CALM {address:d}\r")
    wire.hear(b"ALARM 1\r")
    assert wire.of(LightStatus)[-1].button == "pressed"
    wire.hear(b"CALM 1\rALARM 1\r")
    assert presses(wire) == 2


def test_whoever_tries_the_button_is_told_of_the_press_or_that_none_came(talk):
    board = Board(modbus=True)
    wire = talk(board)
    wire.run(1)
    for job in (AwaitPress("one"), AwaitPress("two")):
        while not wire.conversation.ready:
            wire.run(0.01)
        wire.ask(job)
    board.pressed = True
    wire.run(1)
    while not wire.conversation.ready:
        wire.run(0.01)
    wire.ask(AwaitPress("three", wait_s=5))
    wire.run(10)
    told = [fact for fact in wire.facts if isinstance(fact, PressCame | NoPressCame)]
    assert told == [NoPressCame("one", REPLACED), PressCame("two"), NoPressCame("three", NOT_PRESSED)]


# Any bytes


@given(
    st.lists(st.tuples(st.binary(max_size=40), st.sampled_from((0.0, 0.1, 0.6, 3.0))), max_size=40),
    st.sampled_from(["lines", "modbus", "mute"]),
)
def test_any_bytes_at_any_time_end_every_job_once(heard, kind):
    options = {"lines": LINES, "modbus": MODBUS, "mute": {"lamps": LAMPS}}[kind]
    conversation = LightConversation(LightOptions(**options))
    conversation.open(0.0)
    facts, now, asked = [], 0.0, []
    for number, (data, seconds) in enumerate(heard):
        now += seconds
        if conversation.ready:
            asked.append(str(number))
            job = AwaitPress(str(number), wait_s=1) if number % 3 == 0 else SetLamps(str(number), ("red",))
            facts += conversation.ask(job, now).facts
        for step in (conversation.sent(now), conversation.hear(data, now), conversation.tick(now)):
            facts += step.facts
            if step.hang_up is not None:
                facts += conversation.lost(step.hang_up, now)
                conversation.open(now)
    facts += conversation.lost(GONE, now)
    ends = (LampsSet, LampsNotSet, PressCame, NoPressCame)
    assert sorted((fact.id for fact in facts if isinstance(fact, ends)), key=int) == asked


@pytest.mark.parametrize("options", [LINES, MODBUS], ids=["lines", "modbus"])
def test_a_board_that_never_stops_talking_fills_no_memory(options):
    conversation = LightConversation(LightOptions(**options))
    conversation.open(0.0)
    conversation.tick(0.0)
    conversation.hear(b"A" * 4000, 0.0)
    tracemalloc.start()
    try:
        for _ in range(50):
            conversation.hear(b"ALARM 1" * 600, 0.0)
        assert tracemalloc.get_traced_memory()[0] < 20_000
    finally:
        tracemalloc.stop()
