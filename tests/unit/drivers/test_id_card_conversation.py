"""The ID reader's conversation in every weather, and that no byte can hurt it."""

import tracemalloc
from datetime import date

import pytest
from fakes.sdt import ADDRESS, FIND, FOREIGNER, HEAD, READ, RESIDENT, SAM_ID, SELECT, SdtReader, framed, read_answer
from hypothesis import given
from hypothesis import strategies as st

from drivers.faults import MISSING
from drivers.id_card import (
    CardRead,
    FrameDecoder,
    IdCardConversation,
    IdCardOptions,
    ReadCard,
    Reader,
    ReadFailed,
    ReadingStopped,
    StopReading,
    TryAgain,
    command,
    text_of,
)
from drivers.id_card_text import hashed

TODAY = date(2026, 11, 27)
KEY = b"a key of this test"
JOB = ReadCard("one", TODAY, KEY)
GOOD = Reader("good", "05.03-20174425-0000123456-0000654321")
NOTHING_KNOWN = Reader()


def byte_by_byte(answer):
    for place in range(len(answer)):
        yield 0.002 + place * 0.0005, answer[place : place + 1]


def loss(answer):
    return iter(())


def late(answer):
    yield 1.2, answer


def garbage_around(answer):
    yield 0.001, b"\x00\xff\xaa\xaa\x96\x69"
    yield 0.002, HEAD + b"\x00\x06" + answer + HEAD[:4]


@pytest.fixture
def line(wire):
    """Makes a wire to an ID reader: `line(text on it, weather, options)`."""

    def make(text=None, weather=None, insists=True, **options):
        made = wire(**({"weather": weather} if weather else {}))
        made.conversation = IdCardConversation(IdCardOptions(**options))
        made.printer = SdtReader(text, insists=insists)
        made.open()
        return made

    return make


def ends(wire):
    return [fact for fact in wire.facts if isinstance(fact, CardRead | ReadFailed)]


# Clear weather


def test_a_card_that_lies_there_is_found_selected_and_read_without_a_pause(line):
    wire = line(RESIDENT)
    wire.run(1)
    before = wire.now
    wire.ask(JOB)
    wire.run(0.02)  # three answers of 2 ms
    [read] = ends(wire)
    assert wire.printer.asked[-3:] == [FIND, SELECT, READ]
    assert wire.now - before < 0.03
    assert (read.id, read.card.number) == ("one", hashed("530802199003076520", KEY))


def test_a_card_that_comes_later_is_read_within_one_look_of_being_laid_down(line):
    wire = line()
    wire.ask(JOB)
    wire.run(7.77)
    wire.printer.lay(RESIDENT)
    wire.run(0.31)
    assert len(ends(wire)) == 1


def test_an_empty_reader_is_no_error(line):
    wire = line()
    wire.ask(JOB)
    wire.run(20)
    assert wire.facts == [GOOD]


def test_a_card_that_nobody_asked_for_is_not_even_looked_for(line):
    wire = line(RESIDENT)
    wire.run(100)
    assert not {FIND, SELECT, READ} & set(wire.printer.asked)
    assert wire.facts == [GOOD]


def test_waiting_for_a_card_ends(line):
    wire = line()
    wire.ask(ReadCard("one", TODAY, KEY, wait_s=5))
    wire.run(5.5)
    [failed] = ends(wire)
    assert failed.fault.code == "no_card"
    asked = len(wire.printer.asked)
    wire.run(5)
    assert len(wire.printer.asked) == asked


@pytest.mark.parametrize("insists", [True, False])
def test_a_card_that_stays_is_read_once_and_the_next_job_says_to_lift_it(line, insists):
    wire = line(RESIDENT, insists=insists)
    wire.ask(JOB)
    wire.run(5)
    wire.ask(ReadCard("two", TODAY, KEY, wait_s=3))
    wire.run(5)
    read, failed = ends(wire)
    assert read.id == "one"
    assert (failed.id, failed.fault.code) == ("two", "no_card" if insists else "still_there")
    assert wire.printer.asked.count(READ) == 1


@pytest.mark.parametrize("insists", [True, False])
def test_the_next_card_is_read_when_the_first_was_taken_away(line, insists):
    wire = line(RESIDENT, insists=insists)
    wire.ask(JOB)
    wire.run(1)
    wire.printer.lay(None)
    wire.run(1)
    wire.printer.lay(FOREIGNER)
    wire.ask(ReadCard("two", TODAY, KEY))
    wire.run(0.1)
    assert [fact.card.kind for fact in ends(wire)] == ["resident", "foreigner"]


def test_the_first_card_is_not_read_for_the_second_person_after_the_line_was_lost(line):
    wire = line(RESIDENT, insists=False)
    wire.ask(JOB)
    wire.run(1)
    wire.unplug()
    wire.open()
    wire.ask(ReadCard("two", TODAY, KEY, wait_s=2))
    wire.run(3)
    assert [type(fact) for fact in ends(wire)] == [CardRead, ReadFailed]


def test_the_newest_address_is_asked_for_only_where_details_leave(line):
    wire = line(RESIDENT, number="masked", person="full")
    wire.printer.newest = "云南省普洱市宁洱县某某村3号"
    wire.ask(ReadCard("one", TODAY))
    wire.run(1)
    [read] = ends(wire)
    assert read.card.details.address == "云南省普洱市宁洱县某某村3号"
    wire = line(RESIDENT, person="name_masked")
    wire.ask(JOB)
    wire.run(1)
    assert ADDRESS not in wire.printer.asked
    assert ends(wire)[0].card.name == "李**"


def test_a_card_without_a_newest_address_shows_the_printed_one(line):
    wire = line(RESIDENT, number="number", person="full")
    wire.ask(ReadCard("one", TODAY))
    wire.run(1)
    assert ends(wire)[0].card.details.address == "云南省普洱市思茅区某某路1号"


def test_without_a_key_nothing_is_read_where_a_hash_should_leave(line):
    wire = line(RESIDENT)
    wire.ask(ReadCard("one", TODAY))
    wire.run(1)
    [failed] = ends(wire)
    assert failed.fault.code == "no_key"
    assert FIND not in wire.printer.asked


def test_reading_can_be_stopped_and_a_card_laid_down_afterwards_stays_unread(line):
    wire = line()
    wire.ask(JOB)
    wire.run(1)
    wire.ask(StopReading("stop"))
    assert [type(fact) for fact in wire.facts[-2:]] == [ReadFailed, ReadingStopped]
    wire.printer.lay(RESIDENT)
    wire.run(60)
    assert READ not in wire.printer.asked


def test_a_job_takes_the_place_of_the_one_that_waits(line):
    wire = line()
    wire.ask(JOB)
    wire.run(1)
    wire.ask(ReadCard("two", TODAY, KEY))
    wire.printer.lay(RESIDENT)
    wire.run(1)
    failed, read = ends(wire)
    assert (failed.id, failed.fault.code, read.id) == ("one", "cancelled", "two")


@pytest.mark.parametrize("seconds", [0.003, 0.005, 0.007])
def test_stopped_while_a_card_is_being_read_its_text_is_forgotten(line, seconds):
    wire = line(RESIDENT, insists=False, number="number", person="full")
    wire.run(1)
    wire.ask(JOB)
    wire.run(seconds)
    wire.ask(StopReading("stop"))
    wire.run(5)
    assert not wire.of(CardRead)
    assert len(ends(wire)) == 1
    wire.printer.lay(None)
    wire.run(1)
    wire.ask(ReadCard("two", TODAY, KEY))
    wire.printer.lay(FOREIGNER)
    wire.run(1)
    assert [fact.id for fact in wire.of(CardRead)] == ["two"]


# What a reader and a card refuse


@pytest.mark.parametrize(
    ("command", "sw", "code"),
    [
        (SELECT, 0x81, "moved"),
        (READ, 0x41, "moved"),
        (READ, 0x31, "not_an_id"),
        (SELECT, 0x40, "not_an_id"),
        (FIND, 0x66, "unauthorised"),
        (READ, 0x60, "reader_broken"),
    ],
)
def test_a_refusal_is_told_with_a_hint_after_some_tries_or_at_once(line, command, sw, code):
    wire = line(RESIDENT, insists=False)
    wire.printer.refusals = {command: sw}
    wire.ask(JOB)
    wire.run(5)
    [failed] = ends(wire)
    assert failed.fault.code == code
    assert failed.fault.hint and failed.fault.hint_en
    assert len(wire.of(TryAgain)) == (0 if code in ("unauthorised", "reader_broken") else 4)


def test_a_card_that_moved_is_read_when_it_lies_still(line):
    wire = line(RESIDENT, insists=False)
    wire.printer.refusals = {READ: 0x41}
    wire.ask(JOB)
    wire.run(0.4)
    assert [fact.fault.code for fact in wire.of(TryAgain)] == ["moved", "moved"]
    wire.printer.refusals = {}
    wire.run(0.4)
    assert [type(fact) for fact in ends(wire)] == [CardRead]


def test_a_wrong_check_digit_is_no_person(line):
    wire = line(RESIDENT.replace("520".encode("utf-16-le"), "529".encode("utf-16-le")), insists=False)
    wire.ask(JOB)
    wire.run(5)
    [failed] = ends(wire)
    assert failed.fault.code == "number_wrong"


def test_a_card_of_an_unknown_kind_is_not_decoded(line):
    wire = line(RESIDENT[:248] + b"K\0" + RESIDENT[250:], insists=False)
    wire.ask(JOB)
    wire.run(5)
    [failed] = ends(wire)
    assert failed.fault.code == "not_an_id"


def test_a_reader_that_fails_its_test_says_so_when_idle_and_when_it_recovers(line):
    wire = line()
    wire.run(1)
    wire.printer.refusals = {bytes.fromhex("11 FF"): 0x66}
    wire.run(15)
    assert [reader.state for reader in wire.of(Reader)] == ["good", "broken"]
    wire.printer.refusals = {}
    wire.run(15)
    assert [reader.state for reader in wire.of(Reader)] == ["good", "broken", "good"]


def test_a_reader_that_knows_no_questions_of_its_state_reads_all_the_same(line):
    wire = line()
    wire.printer.refusals = {bytes.fromhex("11 FF"): 0x21, bytes.fromhex("12 FF"): 0x21}
    wire.printer.lay(RESIDENT)
    wire.ask(JOB)
    wire.run(1)
    assert [type(fact) for fact in wire.facts] == [Reader, CardRead]
    assert wire.facts[0] == Reader("good")


def test_a_card_that_is_none_of_ours_must_be_taken_away_as_well(line):
    wire = line(RESIDENT[:248] + b"K\0" + RESIDENT[250:], insists=False)
    wire.ask(JOB)
    wire.run(5)
    tries = wire.printer.asked.count(READ)
    wire.ask(ReadCard("two", TODAY, KEY, wait_s=2))
    wire.run(3)
    assert [fact.fault.code for fact in ends(wire)] == ["not_an_id", "still_there"]
    assert wire.printer.asked.count(READ) == tries


# One byte at a time, garbage


@pytest.mark.parametrize("weather", [byte_by_byte, garbage_around])
def test_answers_cut_into_bytes_or_wrapped_in_garbage_change_nothing(line, weather):
    wire = line(RESIDENT, weather)
    wire.ask(JOB)
    wire.run(3)
    assert wire.facts[0] == GOOD
    assert [type(fact) for fact in ends(wire)] == [CardRead]


def test_an_answer_behind_the_head_of_a_long_frame_that_never_comes_is_found(line):
    wire = line(RESIDENT, lambda answer: iter([(0.002, HEAD + b"\x09\x00" + answer)]), reply_s=0.2, read_s=0.2)
    wire.ask(JOB)
    wire.run(3)
    assert [type(fact) for fact in ends(wire)] == [CardRead]


def test_half_a_frame_from_before_does_not_hold_up_the_next_answer(line):
    wire = line(RESIDENT)
    wire.run(1)
    wire.hear(HEAD + b"\x09\x00\x00")
    wire.ask(JOB)
    wire.run(0.1)
    assert [type(fact) for fact in ends(wire)] == [CardRead]


def test_a_frame_that_fits_by_chance_does_not_swallow_a_good_one():
    good = framed(b"\0\0\x9f\0\0\0\0")
    chance = HEAD + b"\x00\x10\x45"  # with the 15 bytes of the good one its check is right
    assert FrameDecoder().feed(chance + good) == [b"\0\0\x9f\0\0\0\0"]


def test_an_answer_whose_photo_is_cut_off_is_no_text():
    body = read_answer(RESIDENT)[7:-1]
    assert text_of(body) == RESIDENT
    assert text_of(body[:-1]) is None
    assert text_of(body[:3] + b"\x01\x02" + body[5:]) is None


# Loss


def test_now_and_then_a_lost_answer_does_not_add_up_to_silence(line):
    def every_third(answer):
        nonlocal count
        count += 1
        return iter(()) if count % 3 == 0 else iter([(0.002, answer)])

    count = 0
    wire = line(weather=every_third)
    wire.run(300)
    assert count > 20
    assert wire.hung_up == 0


def test_a_reader_that_never_answers_is_hung_up_on_and_the_job_says_why(line):
    wire = line(RESIDENT, loss)
    wire.ask(JOB)
    wire.run(10)
    [failed] = ends(wire)
    assert failed.fault.code == "silent"
    assert wire.hung_up == 1


def test_an_idle_reader_that_falls_silent_is_noticed_before_somebody_comes(line):
    wire = line()
    wire.run(5)
    wire.printer.silent = True
    wire.run(15)
    assert wire.hung_up == 1
    assert wire.of(Reader) == [GOOD, NOTHING_KNOWN]


@pytest.mark.parametrize("command", [FIND, SELECT, READ])
def test_one_lost_answer_costs_a_try_and_not_the_card(line, command):
    lost = []

    def weather(answer):
        if wire.printer.asked[-1] == command and not lost:
            lost.append(command)
            return
        yield 0.002, answer

    wire = line(weather=lambda answer: iter([(0.002, answer)]), insists=False)
    wire.run(1)
    wire.weather = weather
    wire.printer.lay(RESIDENT)
    wire.ask(JOB)
    wire.run(6)
    assert lost
    assert [type(fact) for fact in ends(wire)] == [CardRead]


# Delay


def test_an_answer_that_comes_too_late_is_not_taken_for_another_one(line):
    wire = line(insists=False)
    wire.run(1)
    wire.weather = late
    wire.printer.lay(RESIDENT)
    wire.ask(JOB)
    wire.run(1.5)  # "found" comes when the next look has begun, then "selected" would
    wire.weather = lambda answer: iter([(0.002, answer)])
    wire.run(3)
    assert [type(fact) for fact in ends(wire)] == [CardRead]
    assert wire.hung_up == 0


def test_a_late_no_card_is_not_taken_for_the_answer_to_another_question(line):
    wire = line(loss)
    conversation = wire.conversation
    for answer in (b"\0\0\x90", b"\0\0\x90" + SAM_ID):
        conversation.hear(framed(answer), wire.now)
    assert conversation.ask(JOB, wire.now).send == command("find")
    assert conversation.hear(framed(b"\0\0\x9f" + bytes(4)), wire.now).send == command("select")
    assert conversation.hear(framed(b"\0\0\x80"), wire.now).send == b""
    assert conversation.hear(framed(b"\0\0\x90" + bytes(8)), wire.now).send == command("read")


def test_answers_to_questions_that_nobody_asked_are_not_believed(line):
    wire = line()
    wire.ask(JOB)
    wire.run(1)
    wire.hear(read_answer(RESIDENT))
    wire.hear(framed(b"\0\0\x90" + bytes(8)))
    wire.run(1)
    assert wire.facts == [GOOD]
    assert not {SELECT, READ} & set(wire.printer.asked)


# Unplugged


@pytest.mark.parametrize("seconds", [0.0, 0.003, 0.005, 0.3])
def test_unplugged_in_the_middle_the_job_fails_once_and_nothing_of_the_card_is_left(line, seconds):
    wire = line(weather=byte_by_byte)
    wire.run(1)
    wire.ask(JOB)
    wire.printer.lay(RESIDENT)
    wire.run(seconds)
    wire.unplug()
    [failed] = ends(wire)
    assert failed.fault.code == "gone"
    assert wire.facts[-1] == NOTHING_KNOWN
    wire.printer.lay(None)
    wire.open()
    wire.run(60)
    assert len(ends(wire)) == 1


def test_half_an_answer_does_not_outlive_the_line(line):
    wire = line()
    wire.run(1)
    wire.hear(read_answer(RESIDENT)[:700])
    wire.unplug()
    wire.open()
    wire.run(1)
    assert wire.of(Reader) == [GOOD, NOTHING_KNOWN, GOOD]


def test_a_job_that_never_reached_the_line_is_refused_with_the_reason():
    conversation = IdCardConversation(IdCardOptions())
    assert conversation.refuse(JOB, MISSING) == (ReadFailed("one", MISSING),)
    assert conversation.refuse(StopReading("stop"), MISSING) == (ReadingStopped("stop"),)


# Nothing of a person


@pytest.mark.parametrize("number", ["hash", "masked", "number"])
def test_nothing_of_a_person_stands_in_what_may_be_written_to_a_log(line, number):
    wire = line(RESIDENT, number=number, person="full")
    wire.printer.newest = "云南省普洱市宁洱县某某村3号"
    wire.ask(JOB)
    wire.run(1)
    written = repr(wire.facts) + repr(JOB) + str(ends(wire)[0])
    assert not [word for word in ("李", "云南", "6520", "1990", hashed("530802199003076520", KEY)) if word in written]
    assert "a key" not in written


def test_nothing_of_a_card_stays_in_the_conversation(line):
    wire = line(RESIDENT, number="number", person="full")
    wire.ask(JOB)
    wire.run(1)
    assert ends(wire)[0].card.number == "530802199003076520"
    kept = [getattr(wire.conversation, name) for name in vars(wire.conversation)]
    assert "530802" not in repr(kept)
    assert wire.conversation._card is None
    assert not wire.conversation._decoder._bytes


# Any bytes


@given(st.binary(max_size=400), st.integers(1, 50))
def test_any_bytes_cut_anywhere_give_the_same_frames(data, cut):
    whole, parts = FrameDecoder(), FrameDecoder()
    expected = whole.feed(data)
    assert [body for at in range(0, len(data), cut) for body in parts.feed(data[at : at + cut])] == expected


PIECES = st.sampled_from(
    [HEAD, HEAD + b"\x00\x04", HEAD + b"\x09\x00", b"\xaa", framed(b"\0\0\x80"), framed(b"\0\0\x41")]
)


@given(st.lists(st.one_of(st.binary(max_size=30), PIECES), max_size=20).map(b"".join), st.integers(1, 50))
def test_after_any_bytes_the_next_good_frame_is_heard(noise, cut):
    good = framed(b"\0\0\x9f\x01\x02\x03\x04")
    decoder = FrameDecoder()
    bodies = [body for at in range(0, len(noise), cut) for body in decoder.feed(noise[at : at + cut])]
    bodies += decoder.feed(good)
    bodies += decoder.give_up()
    assert bodies[-1] == b"\0\0\x9f\x01\x02\x03\x04"


@given(
    st.lists(
        st.tuples(st.one_of(st.binary(max_size=60), PIECES, st.just(read_answer(RESIDENT))), st.floats(0, 4)),
        max_size=40,
    )
)
def test_any_bytes_at_any_time_never_break_the_conversation(heard):
    conversation = IdCardConversation(IdCardOptions(person="full"))
    now, asked, told = 0.0, 0, 0
    conversation.open(now)
    for data, seconds in heard:
        now += seconds
        if conversation.due is None or asked == told:
            asked += 1
            steps = [conversation.ask(ReadCard(str(asked), TODAY, KEY, wait_s=2), now)]
        else:
            steps = []
        steps += [conversation.hear(data, now), conversation.tick(now), conversation.sent(now)]
        told += sum(isinstance(fact, CardRead | ReadFailed) for step in steps for fact in step.facts)
        assert conversation.due is not None
        assert told <= asked
    facts = conversation.lost(MISSING, now)
    assert told + sum(isinstance(fact, ReadFailed) for fact in facts) == asked


@pytest.mark.parametrize("noise", [HEAD, HEAD + b"\x09\x00", b"\xaa", b"\0", framed(b"\0\0\x80")])
def test_a_reader_that_never_stops_talking_fills_no_memory(noise):
    conversation = IdCardConversation(IdCardOptions())
    conversation.open(0.0)
    conversation.hear(noise * 1000, 0.0)
    tracemalloc.start()
    try:
        for _ in range(20):
            conversation.hear(noise * 1000, 0.0)
        assert tracemalloc.get_traced_memory()[0] < 20_000
    finally:
        tracemalloc.stop()
