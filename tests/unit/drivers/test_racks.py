"""Charging racks: what is checked in their map, and the talk with one in every weather."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from drivers.charger import ChargerConversation, ChargerOptions
from drivers.checksums import crc16
from drivers.conversation import Fact
from drivers.faults import GONE
from drivers.guide_set import GuideSetOptions, SetScanned, guide_sets, number_of
from drivers.rack_faults import NOT_A_SET, RACK_SILENT
from drivers.rack_talk import LookAtRack, LookFailed, RackLooked
from drivers.racks import Rack, RackMap, RackOptions
from drivers.scanner import CodeScanned, CodeUnreadable, Scan, ScanFailed

SLOTS = ("free", "charging", "full", "free")
LOOK = LookAtRack("look-1")


class Station:
    """A rack of four slots on a serial line; answers what it is asked from `words`, by function and address."""

    def __init__(self):
        self.words = {(3, 0): 0, (3, 1): 1, (3, 2): 2, (3, 3): 0, (4, 9): 250}
        self.questions = 0
        self.silent = False
        self.refuses = None

    def take(self, data):
        self.questions += 1
        unit, function, at, count = data[0], data[1], int.from_bytes(data[2:4], "big"), int.from_bytes(data[4:6], "big")
        assert crc16(data[:-2], 0xFFFF) == int.from_bytes(data[-2:], "little")
        words = b"".join(self.words[function, at + n].to_bytes(2, "big") for n in range(count))
        body = bytes((unit, function, len(words))) + words
        if self.refuses is not None:
            body = bytes((unit, function | 0x80, self.refuses))
        return [] if self.silent else [body + crc16(body, 0xFFFF).to_bytes(2, "little")]


@pytest.fixture
def station():
    return Station()


@pytest.fixture
def talk(wire, station):
    def make(weather=None, **options):
        options = {"slots": 4, "temperature": "input_word:9", **options}
        more = {} if weather is None else {"weather": weather}
        wired = wire(conversation=ChargerConversation(ChargerOptions(**options)), device=station, **more)
        wired.open()
        return wired

    return make


def told(wire):
    return [fact.slots for fact in wire.of(Rack)]


UNKNOWN = ("unknown",) * 4

# The map

REFUSED = {
    "no place": {"state": "holding"},
    "bits of words": {"state": "input:0"},
    "far": {"state": "holding:65530"},
    "no step": {"state": "holding:0:0"},
    "far address": {"temperature": "holding:65536"},
    "both": {"busy": "input:0"},
    "neither": {"state": ""},
    "states": {"states": "0=full 1=lent"},
    "no states": {"states": " "},
    "broken number": {"states": "0x=full"},
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_map_that_means_nothing_is_refused(name):
    with pytest.raises(ValidationError) as refused:
        RackOptions(**REFUSED[name])
    assert all(error["type"] == "rack" for error in refused.value.errors())


def test_a_long_rack_is_asked_in_as_many_questions_as_it_needs_and_read_as_one():
    rack_map = RackMap(RackOptions(slots=128, state="holding:0:2"))
    answers, word = [], 0
    for question in rack_map.questions:
        answers.append(tuple(range(word, word + question.count)))
        word += question.count
    assert ([question.count for question in rack_map.questions], word) == ([125, 125, 5], 255)
    assert rack_map.read(answers).slots == ("free", "full", *["unknown"] * 126)


@given(st.lists(st.integers(0, 0xFFFF), min_size=5, max_size=5))
def test_any_words_are_some_rack(words):
    rack_map = RackMap(RackOptions(slots=4, temperature="holding:9"))
    rack = rack_map.read([tuple(words[:4]), tuple(words[4:])])
    assert rack.free + rack.busy + len(rack.faulty) + rack.count("unknown") == 4
    assert (rack.fault is None) == (rack.temperature_c <= 60 and not rack.faulty)


# The talk


def byte_by_byte(answer):
    for place, byte in enumerate(answer):
        yield 0.002 + place * 0.01, bytes((byte,))


def clear(answer):
    yield 0.002, answer


def late(answer):
    yield 0.6, answer


def lossy():
    lost = iter([True, False] * 1000)

    def weather(answer):
        if not next(lost):
            yield 0.002, answer

    return weather


def garbage_around(answer):
    yield 0.001, b"\x00\x01\x03\x08"
    yield 0.002, b"\x81" + answer + b"\x01\x83"


@pytest.mark.parametrize("weather", [clear, byte_by_byte, late, garbage_around, lossy()])
def test_a_rack_is_read_in_any_weather_and_told_once(talk, weather):
    wire = talk(weather, poll_s=3.0)
    wire.run(20)
    assert told(wire) == [UNKNOWN, SLOTS]
    assert wire.of(Rack)[-1].temperature_c == 25.0


def test_what_changes_is_told_and_a_temperature_that_hardly_moves_is_not(talk, station):
    wire = talk()
    wire.run(1)
    station.words[4, 9] = 259
    wire.run(10)
    station.words[3, 0] = 3
    wire.run(10)
    station.words[4, 9] = 612
    wire.run(10)
    racks = wire.of(Rack)[1:]
    assert [(rack.temperature_c, rack.faulty, rack.fault and rack.fault.code) for rack in racks] == [
        (25.0, (), None),
        (25.0, (1,), "slot_fault"),
        (61.2, (1,), "rack_hot"),
    ]


def test_a_look_that_is_asked_for_is_answered_once_with_what_is_there(talk, station):
    wire = talk()
    wire.run(1)
    station.words[3, 1] = 2
    wire.ask(LOOK)
    wire.run(1)
    assert [(fact.id, fact.rack.slots) for fact in wire.of(RackLooked)] == [(LOOK.id, ("free", "full", "full", "free"))]


def test_a_silent_rack_is_unknown_is_hung_up_on_and_is_read_when_it_is_back(talk, station):
    wire = talk()
    wire.run(1)
    station.silent = True
    wire.ask(LOOK)
    wire.run(3)
    assert wire.of(LookFailed) == [LookFailed(LOOK.id, RACK_SILENT)]
    assert (told(wire)[-1], wire.of(Rack)[-1].fault, wire.hung_up) == (UNKNOWN, RACK_SILENT, 1)
    station.silent = False
    wire.open()
    wire.run(1)
    assert told(wire)[-1] == SLOTS


def test_a_rack_that_never_answered_is_asked_on_without_being_hung_up_on(talk, station):
    station.silent = True
    wire = talk()
    wire.run(60)
    assert (wire.hung_up, told(wire)) == (0, [UNKNOWN, UNKNOWN])
    assert 15 <= station.questions <= 35


def test_nothing_is_asked_while_a_late_answer_may_still_come(talk, station):
    station.silent = True
    wire = talk(tries=1)
    wire.run(0.55)
    assert not wire.conversation.ready
    wire.run(0.55)
    assert wire.conversation.ready


def test_a_rack_that_refuses_says_which_part_of_its_options_is_wrong(talk, station):
    wire = talk()
    wire.run(1)
    station.refuses = 2
    wire.ask(LOOK)
    wire.run(1)
    failed = wire.of(LookFailed)[0]
    assert (failed.fault.code, failed.fault.why) == ("rack_refused", "充电架拒绝查询：没有这个地址")
    assert told(wire)[-1] == UNKNOWN


def test_a_line_that_is_lost_in_mid_frame_fails_the_look_once(talk):
    wire = talk()
    wire.run(1)
    wire.takes_data = False
    wire.ask(LOOK)
    wire.unplug()
    assert wire.of(LookFailed) == [LookFailed(LOOK.id, GONE)]
    assert told(wire)[-1] == UNKNOWN
    assert wire.conversation.refuse(LOOK, GONE) == (LookFailed(LOOK.id, GONE),)


@given(st.lists(st.binary(max_size=40), max_size=12))
def test_after_any_bytes_the_rack_is_read_by_the_next_look(parts):
    conversation, station = ChargerConversation(ChargerOptions(slots=4, tries=1)), Station()
    now, step, facts = 0.0, conversation.open(0.0), []
    conversation.sent(now)
    for part in parts:
        facts += conversation.hear(part, now).facts
    while (due := conversation.due) is not None and now < 20:
        now = due
        if (step := conversation.tick(now)).send:
            conversation.sent(now)
            facts += conversation.hear(station.take(step.send)[0], now).facts
    assert all(isinstance(fact, Fact) for fact in facts)
    assert [fact.slots for fact in facts][-1] == SLOTS


# Guide sets by their codes

CODES = {"GS-007": "007", "GS-": None, "gs-007": None, "GS-007x y": None, "A012": None, "GS-" + "9" * 21: None}


@pytest.mark.parametrize("code", CODES)
def test_the_code_of_a_set_gives_its_number_and_any_other_none(code):
    assert number_of(code, "GS-{number}") == CODES[code]


@pytest.mark.parametrize("code", ["GS-", "{number}{number}"])
def test_a_code_without_one_place_for_the_number_is_refused(code):
    with pytest.raises(ValidationError, match=r"needs .number. once"):
        GuideSetOptions(code=code)


def scanned(wire):
    return [fact for fact in wire.facts if isinstance(fact, SetScanned | CodeUnreadable | ScanFailed | CodeScanned)]


@pytest.fixture
def sets(wire):
    wired = wire(conversation=guide_sets(GuideSetOptions(by="barcode")), device=Station())
    wired.open()
    return wired


@pytest.mark.parametrize("cut", [6, 1])
def test_a_set_is_told_by_itself_or_to_the_job_that_waits(sets, cut):
    for at in range(0, 7, cut):
        sets.hear(b"GS-007\r"[at : at + cut])
    sets.run(5)
    sets.ask(Scan("lend-1"))
    sets.hear(b"GS-008\r\n")
    assert scanned(sets) == [SetScanned(None, "007"), SetScanned("lend-1", "008")]


def test_what_is_no_set_is_told_as_a_fault_and_its_text_leaves_nowhere(sets):
    sets.hear(b"A012\r")
    sets.ask(Scan("lend-1"))
    sets.hear(b"https://hall.example/t/1\r")
    assert scanned(sets) == [CodeUnreadable(NOT_A_SET), ScanFailed("lend-1", NOT_A_SET)]


def test_a_scan_that_waits_ends_when_the_line_is_lost_or_nothing_is_scanned(sets):
    sets.ask(Scan("lend-1", wait_s=2.0))
    sets.run(3)
    sets.ask(Scan("lend-2"))
    sets.unplug()
    assert [(fact.id, fact.fault.code) for fact in scanned(sets)] == [("lend-1", "no_code"), ("lend-2", "gone")]
    assert sets.conversation.refuse(Scan("lend-3"), GONE) == (ScanFailed("lend-3", GONE),)
