"""What the wire does to an answer."""

import pytest

from drivers.twins.weather import WAITING_BYTES_MAX, WORDS, Weather, Wire


def test_a_clear_line_brings_an_answer_at_once():
    wire = Wire()
    wire.send(b"abcd", 1.0)
    assert (wire.due(1.0), wire.wake_s()) == (b"abcd", None)


def test_half_a_frame_comes_once():
    wire = Wire()
    wire.obey("half", "")
    wire.send(b"abcd", 0.0)
    wire.send(b"efgh", 0.0)
    assert wire.due(0.0) == b"abefgh"


def test_a_slow_line_brings_byte_after_byte():
    wire = Wire()
    wire.obey("slow", "10")
    wire.send(b"ab", 0.0)
    wire.send(b"c", 0.0)
    assert [wire.due(at) for at in (0.05, 0.1, 0.2, 0.31)] == [b"", b"a", b"b", b"c"]


def test_a_late_answer_keeps_its_order_and_silence_sends_nothing():
    wire = Wire()
    wire.obey("late", "500")
    wire.send(b"a", 0.0)
    wire.obey("full-speed", "")
    wire.send(b"b", 0.1)
    assert (wire.due(0.4), wire.due(0.5)) == (b"", b"ab")
    wire.obey("silent", "")
    wire.send(b"c", 1.0)
    assert wire.due(9.0) == b""


def test_noise_is_never_the_answer_alone_and_cure_ends_it():
    wire = Wire()
    wire.obey("noise", "")
    wire.send(b"abcd", 0.0)
    assert len(wire.due(0.0)) in range(5, 8)
    wire.cure()
    assert wire.weather == Weather()


def test_what_waits_is_bounded():
    wire = Wire()
    wire.obey("slow", "1")
    for _ in range(3):
        wire.send(bytes(WAITING_BYTES_MAX // 2), 0.0)
    assert len(wire.due(1e9)) == WAITING_BYTES_MAX


@pytest.mark.parametrize(("word", "rest"), [("slow", ""), ("slow", "0"), ("late", "x"), ("half", "2")])
def test_words_that_say_no_number_or_one_too_many_are_refused(word, rest):
    with pytest.raises(ValueError, match="not understood"):
        Wire().obey(word, rest)
    assert word in WORDS
