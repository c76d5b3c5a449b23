"""The scanner's conversation in every weather, and that no byte can hurt it."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.faults import MISSING
from drivers.key_events import EVENT
from drivers.scanner import (
    CODE_BYTES_MAX,
    CodeDecoder,
    CodeScanned,
    CodeUnreadable,
    Scan,
    ScanFailed,
    ScannerConversation,
    ScannerOptions,
    ScanStopped,
    StopScan,
    text_of,
)

STX = b"\x02\x82\x03\x83"


class Scanner:
    """Answers a trigger, if it does, with its acknowledgement and the code that is held before it."""

    def __init__(self):
        self.received = b""
        self.answer = b"\x06"
        self.code = b""

    def take(self, data):
        self.received += data
        return [part for part in (self.answer, self.code) if part]


def clear(answer):
    yield 0.002, answer


def loss(answer):
    return iter(())


@pytest.fixture
def line(wire):
    """Makes a wire to a scanner: `line(weather, options)`."""

    def make(weather=clear, **options):
        made = wire(weather=weather)
        made.conversation = ScannerConversation(ScannerOptions(**options))
        made.printer = Scanner()
        made.open()
        return made

    return make


def codes(wire):
    return [(fact.id, fact.text) for fact in wire.of(CodeScanned)]


# Clear weather


def test_a_code_is_told_when_its_end_sign_comes_and_not_later(line):
    wire = line()
    wire.hear(b"HALL-0001\r")
    assert codes(wire) == [(None, "HALL-0001")]
    assert wire.conversation.due is None
    wire.hear(b"\n")
    wire.run(1)
    assert len(wire.facts) == 1


@pytest.mark.parametrize("end", ["line", "tab", "none"])
def test_without_an_end_sign_silence_ends_a_code(line, end):
    wire = line(end=end)
    wire.hear(b"HALL-")
    wire.run(0.07)
    wire.hear(b"0001")
    wire.run(0.07)
    assert wire.facts == []
    wire.run(0.02)
    assert codes(wire) == [(None, "HALL-0001")]
    assert wire.conversation.due is None


def test_several_lines_are_one_code_where_only_silence_ends_it(line):
    wire = line(end="none")
    wire.hear(b"BEGIN:VCARD\r\nEND:VCARD\r\n")
    wire.run(1)
    assert codes(wire) == [(None, "BEGIN:VCARD\r\nEND:VCARD")]


def test_the_same_code_is_told_once_until_it_was_away_for_three_seconds(line):
    wire = line()
    for _ in range(10):
        wire.hear(b"HALL-0001\r")
        wire.run(1)
    assert len(codes(wire)) == 1
    wire.run(2.1)
    wire.hear(b"HALL-0001\r")
    assert len(codes(wire)) == 2


def test_two_codes_before_it_in_turn_are_told_once_each(line):
    wire = line()
    for _ in range(5):
        wire.hear(b"HALL-0001\rHALL-0002\r")
        wire.run(0.5)
    assert [text for _, text in codes(wire)] == ["HALL-0001", "HALL-0002"]


def test_only_the_last_codes_are_remembered(line):
    wire = line()
    for _ in range(2):
        for number in range(17):
            wire.hear(b"HALL-%04d\r" % number)
    assert len(codes(wire)) == 34


def test_a_code_is_not_told_again_because_the_line_was_lost(line):
    wire = line()
    wire.hear(b"HALL-0001\r")
    wire.unplug()
    wire.open()
    wire.hear(b"HALL-0001\r")
    assert len(codes(wire)) == 1


def test_a_job_gets_the_next_code_and_the_one_after_comes_by_itself(line):
    wire = line()
    wire.ask(Scan("one"))
    wire.hear(b"HALL-0001\rHALL-0002\r")
    assert codes(wire) == [("one", "HALL-0001"), (None, "HALL-0002")]


def test_waiting_for_a_code_ends(line):
    wire = line()
    wire.ask(Scan("one", wait_s=5))
    wire.run(6)
    [failed] = wire.facts
    assert (failed.id, failed.fault.code) == ("one", "no_code")
    assert wire.conversation.due is None


def test_scanning_can_be_stopped_and_a_job_takes_the_place_of_another(line):
    wire = line()
    wire.ask(Scan("one"))
    wire.ask(Scan("two"))
    wire.ask(StopScan("stop"))
    assert [(type(fact), fact.id) for fact in wire.facts] == [
        (ScanFailed, "one"),
        (ScanFailed, "two"),
        (ScanStopped, "stop"),
    ]


# Triggers


@pytest.mark.parametrize(("trigger", "answer"), [("stx", b"\x06"), ("gm65", b"\x02\x00\x00\x01\x00\x33\x31")])
def test_a_job_triggers_the_scanner_and_its_answer_is_no_code(line, trigger, answer):
    wire = line(trigger=trigger)
    wire.printer.answer = answer
    wire.ask(Scan("one"))
    wire.run(1)
    assert wire.facts == []
    wire.hear(b"HALL-0001\r")
    assert codes(wire) == [("one", "HALL-0001")]


def test_a_scanner_that_says_no_fails_the_job_at_once(line):
    wire = line(trigger="stx")
    wire.printer.answer = b"\x15"
    wire.ask(Scan("one"))
    wire.run(0.1)
    [failed] = wire.facts
    assert failed.fault.code == "trigger_refused"


def test_a_scanner_that_gave_up_is_triggered_again_while_the_job_waits_and_not_afterwards(line):
    wire = line(trigger="stx", again_s=5.0)
    wire.ask(Scan("one", wait_s=12))
    wire.run(60)
    assert wire.printer.received == STX * 3
    assert [fact.fault.code for fact in wire.facts] == ["no_code"]


def test_without_a_job_nothing_is_sent(line):
    wire = line(trigger="stx")
    wire.hear(b"HALL-0001\r")
    wire.run(60)
    assert wire.printer.received == b""


def test_a_code_that_was_told_just_before_triggers_anew_and_does_not_end_the_job(line):
    wire = line(trigger="stx")
    wire.hear(b"HALL-0001\r")
    wire.ask(Scan("one"))
    wire.hear(b"HALL-0001\r")
    assert wire.printer.received == STX * 2
    wire.hear(b"HALL-0002\r")
    assert codes(wire) == [(None, "HALL-0001"), ("one", "HALL-0002")]


# One byte at a time, delay, garbage, loss


@pytest.mark.parametrize(("trigger", "answer"), [("stx", b"\x06"), ("gm65", b"\x02\x00\x00\x01\x00\x33\x31")])
@pytest.mark.parametrize("step_s", [0.001, 0.06])
def test_answer_and_code_one_byte_at_a_time(line, trigger, answer, step_s):
    def slowly(part):
        start = 0.001 if part == answer else 0.6
        return iter([(start + place * step_s, part[place : place + 1]) for place in range(len(part))])

    wire = line(slowly, trigger=trigger)
    wire.printer.answer, wire.printer.code = answer, "普洱号票\r".encode("gb18030")
    wire.ask(Scan("one"))
    wire.run(3)
    assert codes(wire) == [("one", "普洱号票")]
    assert not wire.of(CodeUnreadable)


def test_an_answer_that_stops_half_way_for_a_while_is_no_code(line):
    wire = line(trigger="gm65", chars_min=1)
    wire.printer.answer = b""
    wire.ask(Scan("one"))
    wire.hear(b"\x02\x00\x00\x01")
    wire.run(0.3)
    wire.hear(b"\x00\x33\x31")
    wire.run(0.1)
    wire.hear(b"HALL-0001\r")
    assert codes(wire) == [("one", "HALL-0001")]


def test_half_an_answer_whose_rest_never_comes_is_no_code(line):
    wire = line(trigger="gm65", chars_min=1)
    wire.printer.answer = b""
    wire.ask(Scan("one"))
    wire.hear(b"\x02\x00\x00\x01\x00\x33")
    wire.run(2)
    wire.hear(b"A1\r")
    assert codes(wire) == [("one", "A1")]


def test_an_answer_that_comes_too_late_is_no_part_of_a_code(line):
    wire = line(trigger="gm65")
    wire.printer.answer = b""
    wire.ask(Scan("one"))
    wire.run(2)
    wire.hear(b"\x02\x00\x00\x01\x00\x33\x31HALL-0001\r")
    assert codes(wire) == [("one", "HALL-0001")]


def test_a_trigger_that_is_never_answered_is_named_when_the_job_ends(line):
    wire = line(loss, trigger="stx")
    wire.ask(Scan("one"))
    wire.run(20)
    assert [fact.fault.code for fact in wire.facts] == ["silent"]


def test_a_scanner_that_does_not_answer_but_scans_is_good_enough(line):
    wire = line(loss, trigger="stx")
    wire.ask(Scan("one"))
    wire.run(2)
    wire.hear(b"HALL-0001\r")
    assert codes(wire) == [("one", "HALL-0001")]


def test_garbage_is_told_once_as_a_fault_and_the_next_code_is_read(line):
    wire = line()
    wire.ask(Scan("one"))
    for _ in range(5):
        wire.hear(b"\x86\xff\xfe\x18\xc0\r")
    wire.hear(b"HALL-0001\r")
    assert [fact.fault.code for fact in wire.of(CodeUnreadable)] == ["garbled"]
    assert codes(wire) == [("one", "HALL-0001")]


@pytest.mark.parametrize("noise", [b"\r", b"\0", b"\x7f\r", b"x\r", b"ab \r"])
def test_what_is_too_short_is_noise(line, noise):
    wire = line()
    wire.hear(noise)
    wire.run(1)
    assert wire.facts == []


@pytest.mark.parametrize("end", [b"\r", b""])
def test_what_is_too_long_is_skipped_to_its_end_and_its_rest_is_no_code(line, end):
    wire = line()
    for _ in range(30):
        wire.hear(b"x" * 100)
    wire.hear(b"rest" + end)
    wire.run(1)
    assert [fact.fault.code for fact in wire.facts] == ["too_long"]
    wire.hear(b"HALL-0001\r")
    assert codes(wire) == [(None, "HALL-0001")]


def test_the_longest_code_is_read_whole(line):
    wire = line()
    wire.hear(b"x" * CODE_BYTES_MAX + b"\r")
    assert codes(wire) == [(None, "x" * CODE_BYTES_MAX)]
    wire.hear(b"x" * (CODE_BYTES_MAX + 1) + b"\r" + b"y" * (CODE_BYTES_MAX + 1) + b"\r")
    assert len(wire.of(CodeUnreadable)) == 1


# Unplugged


def test_unplugged_in_the_middle_of_a_code_the_job_fails_and_the_half_is_forgotten(line):
    wire = line()
    wire.ask(Scan("one"))
    wire.hear(b"HALL-00")
    wire.unplug()
    [failed] = wire.facts
    assert (failed.id, failed.fault.code) == ("one", "gone")
    wire.open()
    wire.hear(b"HALL-0002\r")
    assert codes(wire) == [(None, "HALL-0002")]


def test_a_job_that_never_reached_the_line_is_refused_with_the_reason(line):
    conversation = line().conversation
    assert conversation.refuse(Scan("one"), MISSING) == (ScanFailed("one", MISSING),)
    assert conversation.refuse(StopScan("stop"), MISSING) == (ScanStopped("stop"),)


# Text


@pytest.mark.parametrize("text", ["普洱", "联通", "A012 号票", "岩香·某", "\u4dae㛃"])
def test_text_is_read_in_either_charset(text):
    assert text_of(text.encode(), "auto") == text
    assert text_of(text.encode("gb18030"), "auto") == text
    assert text_of(text.encode("gb18030"), "gb18030") == text


def test_a_charset_that_was_chosen_is_held_to():
    assert text_of("普洱市".encode("gb18030"), "utf-8") is None
    assert text_of("普洱".encode(), "gb18030") != "普洱"


def test_the_separators_of_goods_codes_are_text_and_other_control_characters_are_not():
    assert text_of(b"0101\x1d10AB", "auto") == "0101\x1d10AB"
    assert text_of(b"01\x1b@01", "auto") is None


def test_nothing_that_was_scanned_stands_in_what_may_be_written_to_a_log(line):
    wire = line()
    wire.hear(b"HALL-0001\r")
    wire.hear(b"\xff530802199003076520\r")
    assert len(wire.facts) == 2
    assert "HALL" not in repr(wire.facts) and "5308" not in repr(wire.facts)
    assert "HALL" not in repr([getattr(wire.conversation, name) for name in vars(wire.conversation)])


# Keys


def keys(*codes):
    return b"".join(EVENT.pack(0, 0, 1, code, value) for code in codes for value in (1, 0))


def test_a_scanner_that_types_is_read_by_its_key_events(line):
    wire = line(keys=True)
    wire.hear(keys(35, 30, 38, 38, 12, 2) + keys(28))
    assert codes(wire) == [(None, "hall-1")]


def test_a_code_with_a_hole_in_it_is_no_code(line):
    wire = line(keys=True)
    wire.hear(keys(35, 30) + EVENT.pack(0, 0, 0, 3, 0) + keys(38, 38, 28))
    assert [fact.fault.code for fact in wire.facts] == ["garbled"]


# Any bytes


@given(st.binary(max_size=5000), st.integers(1, 600), st.sampled_from(["line", "tab", "none"]))
def test_any_bytes_cut_anywhere_give_the_same_codes(data, cut, end):
    whole, parts = CodeDecoder(end), CodeDecoder(end)
    expected = whole.feed(data) + whole.flush()
    got = [code for at in range(0, len(data), cut) for code in parts.feed(data[at : at + cut])] + parts.flush()
    assert got == expected
    assert all(code is None or 0 < len(code) <= CODE_BYTES_MAX for code in got)


@given(st.binary(max_size=5000))
def test_after_any_bytes_and_a_silence_the_next_code_is_read(noise):
    conversation = ScannerConversation(ScannerOptions())
    conversation.open(0.0)
    conversation.hear(noise, 0.0)
    conversation.tick(1.0)
    assert conversation.hear(b"HALL-0001\r", 2.0).facts == (CodeScanned(None, "HALL-0001"),)


@given(
    st.lists(st.tuples(st.binary(max_size=60), st.sampled_from((0.0, 0.05, 0.1, 0.6, 6.0))), max_size=40),
    st.sampled_from(["none", "stx", "gm65"]),
    st.booleans(),
)
def test_any_bytes_at_any_time_end_every_job_in_one_fact(heard, trigger, keys):
    conversation = ScannerConversation(ScannerOptions(trigger=trigger, keys=keys, chars_min=1))
    now, facts = 0.0, []
    conversation.open(now)
    for count, (data, seconds) in enumerate(heard):
        now += seconds
        if count % 3 == 0:
            facts += conversation.ask(Scan(str(count), wait_s=2), now).facts
        facts += conversation.hear(data, now).facts + conversation.tick(now).facts
    facts += conversation.lost(MISSING, now)
    ended = [fact.id for fact in facts if isinstance(fact, ScanFailed | CodeScanned) and fact.id is not None]
    assert sorted(ended, key=int) == [str(count) for count in range(0, len(heard), 3)]


@pytest.mark.parametrize("noise", [b"x", b"\r", b"\xff", b"ab\r", b"\x06"])
def test_a_scanner_that_never_stops_talking_fills_no_memory(noise):
    conversation = ScannerConversation(ScannerOptions(trigger="stx"))
    conversation.open(0.0)
    conversation.hear(noise * 4000, 0.0)
    tracemalloc.start()
    try:
        for _ in range(20):
            conversation.hear(noise * 4000, 0.0)
        assert tracemalloc.get_traced_memory()[0] < 20_000
    finally:
        tracemalloc.stop()
