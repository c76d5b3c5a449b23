"""What Modbus refuses to ask, what it never takes for an answer, and that noise costs nothing."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.modbus import (
    Modbus,
    Reply,
    read_coils,
    read_holding,
    read_input_words,
    rtu_frame,
    tcp_frame,
    write_coil,
    write_word,
    write_words,
)

WANTED = read_holding(0, 2)
ANSWER = b"\x03\x04\x00\x07\x00\x01"
GOOD = Reply(WANTED, (7, 1))


def frame(framing, unit=1, pdu=ANSWER, transaction=1):
    return rtu_frame(unit, pdu) if framing == "rtu" else tcp_frame(transaction, unit, pdu)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: read_coils(0, 0),
        lambda: read_coils(0, 2001),
        lambda: read_holding(0, 126),
        lambda: read_holding(65530, 10),
        lambda: write_word(0, 65536),
        lambda: write_word(-1, 0),
        lambda: write_words(0, []),
        lambda: write_words(0, [0] * 124),
    ],
)
def test_what_no_frame_can_carry_is_refused(wrong):
    with pytest.raises(ValueError, match=r"must be|outside"):
        wrong()


def test_only_orders_move_something():
    asked = read_coils(0, 1), read_input_words(0, 1), write_coil(0, True), write_word(0, 1)
    assert [one.moves for one in asked] == [False, False, True, True]


OTHERS = {
    "another unit": {"unit": 2},
    "another function": {"pdu": b"\x04" + ANSWER[1:]},
    "another length": {"pdu": b"\x03\x02\x00\x07"},
    "a refusal of another function": {"pdu": b"\x84\x02"},
}


@pytest.mark.parametrize("framing", ["rtu", "tcp"])
@pytest.mark.parametrize("name", OTHERS)
def test_what_answers_another_question_is_no_answer(framing, name):
    line = Modbus(framing)
    line.ask(1, WANTED)
    assert line.feed(frame(framing, **OTHERS[name])) is None
    assert line.feed(frame(framing)) == GOOD


def test_a_late_answer_on_tcp_is_not_taken_for_the_next():
    line = Modbus("tcp")
    line.ask(1, WANTED)
    line.ask(1, WANTED)
    assert line.feed(frame("tcp", pdu=b"\x03\x04\x00\x63\x00\x63", transaction=1)) is None
    assert line.feed(frame("tcp", transaction=2)) == GOOD


def test_transactions_go_round_without_zero():
    line = Modbus("tcp")
    line._transaction = 0xFFFE
    assert [line.ask(1, WANTED)[:2] for _ in range(3)] == [b"\xff\xff", b"\x00\x01", b"\x00\x02"]


def test_an_answer_with_a_wrong_bit_is_none():
    line = Modbus("rtu")
    line.ask(1, WANTED)
    good = frame("rtu")
    for at in range(len(good)):
        assert line.feed(good[:at] + bytes((good[at] ^ 1,)) + good[at + 1 :]) is None
    assert line.feed(good) == GOOD


def test_a_false_beginning_does_not_swallow_the_answer_behind_it():
    line = Modbus("rtu")
    line.ask(1, read_holding(0, 100))
    long = rtu_frame(1, b"\x03\xc8" + bytes(200))
    assert line.feed(b"\x01\x03\xc8\x00\x00" + long).values == (0,) * 100


def test_nothing_is_heard_that_nobody_asked_for():
    line = Modbus("rtu")
    assert line.feed(frame("rtu")) is None
    line.ask(1, WANTED)
    line.forget()
    assert line.feed(frame("rtu")) is None


@given(st.sampled_from(["rtu", "tcp"]), st.lists(st.binary(max_size=60) | st.just(b"\x01\x03\x04"), max_size=20))
def test_after_any_bytes_the_next_answer_is_read_and_little_is_kept(framing, parts):
    line = Modbus(framing)
    line.ask(1, WANTED)
    for part in parts:
        if line.feed(part) is None and line._awaited is not None:
            assert len(line._awaited._heard) < 20
    if line.waits:
        assert line.feed(frame(framing)) == GOOD


def test_a_line_that_only_makes_noise_is_not_listened_to_until_the_next_question():
    line = Modbus("rtu")
    line.ask(1, WANTED)
    line.feed(bytes(8192))
    assert line.feed(frame("rtu")) is None
    line.ask(1, WANTED)
    assert line.feed(frame("rtu")) == GOOD


@pytest.mark.parametrize("hostile", [b"\x01\x03\x04", b"\x01", b"\x01\x83", b"\x00"])
def test_hostile_bytes_are_read_faster_than_any_line_brings_them(hostile):
    """5 MB/s in the processor's time of this thread, a question for every second of a fast serial line."""
    data = hostile * (1_000_000 // len(hostile))
    line = Modbus("rtu")
    began = time.thread_time()
    for at in range(0, len(data), 100_000):
        line.ask(1, WANTED)
        for piece in range(at, at + 100_000, 4096):
            line.feed(data[piece : piece + 4096])
    assert time.thread_time() - began < 0.2
