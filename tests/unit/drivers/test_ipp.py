"""IPP and HTTP from the far side: any bytes, broken lengths, and that the next good answer is read."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.ipp import ANSWER_BYTES_MAX, HEAD_BYTES_MAX, HttpAnswer, HttpDecoder, read_ipp

GOOD = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"
ANSWER = HttpAnswer(200, b"abc")


@given(st.binary(max_size=200))
def test_any_bytes_are_an_answer_or_none(body):
    for data in (body, b"\x01\x01\x00\x00\x00\x00\x00\x01" + body, b"\x01\x01\x00\x00\x00\x00\x00\x01\x01" + body):
        answer = read_ipp(data)
        assert answer is None or isinstance(answer.groups, tuple)


BROKEN = {
    "no length": b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n",
    "too long": b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (ANSWER_BYTES_MAX + 1),
    "chunk without a number": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
    "chunk too long": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\n",
    "chunk without end": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabcdef",
    "endless head": b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * (HEAD_BYTES_MAX // 6 + 1),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_answer_is_told_once_and_the_next_is_read(name):
    assert HttpDecoder().feed(BROKEN[name] + GOOD) == [None, ANSWER]


def test_answers_come_one_behind_the_other():
    assert HttpDecoder().feed(GOOD + GOOD.replace(b"200 OK", b"404 Not Found")) == [ANSWER, HttpAnswer(404, b"abc")]


@pytest.mark.parametrize("begun", [b"HTTP/1.0 000\n", b"HTTP/1.1 100 Go\r\n", b"HTTP/1.1 404 No\r\nServer: x\r\n"])
def test_an_answer_behind_one_that_was_cut_off_in_its_head_is_read(begun):
    assert HttpDecoder().feed(begun + GOOD) == [ANSWER]


@given(st.lists(st.binary(max_size=60) | st.sampled_from([b"HTTP/1.1 2", b"HTTP/", b"\r\n\r\n"]), max_size=20))
def test_after_bytes_that_are_no_answer_the_next_answer_is_read_and_little_is_kept(parts):
    decoder = HttpDecoder()
    for part in parts:
        decoder.feed(part)
        assert len(decoder._heard) <= max(200, len(part)) + HEAD_BYTES_MAX
    assert decoder.feed(b"\n" + GOOD)[-1:] == [ANSWER]


@pytest.mark.parametrize("end", ["", "1.1 200 OK\r\n", "1.1 200 OK\r\n\r\n", "1.1 100 Go\r\n\r\n"])
def test_hostile_bytes_are_read_faster_than_any_line_brings_them(end):
    """5 MB/s in the processor's time of this thread, which a busy machine does not stretch."""
    hostile = b"HTTP/" + end.encode()
    data = hostile * (1_000_000 // len(hostile))
    decoder = HttpDecoder()
    began = time.thread_time()
    for at in range(0, len(data), 4096):
        decoder.feed(data[at : at + 4096])
    assert time.thread_time() - began < 0.2
    assert len(decoder._heard) <= HEAD_BYTES_MAX + 4096
