"""Every question, order and answer of Modbus to the byte, as the specification shows them, cut in any way."""

import re
from pathlib import Path

import pytest

from drivers import modbus
from drivers.modbus import Modbus, Reply, read_answer, rtu_frame, tcp_frame

ROW = re.compile(r"(app|rtu|tcp) (\w+) +> ((?:[0-9A-F]{2} )+) +(\w+) (.*)")
ANSWER = re.compile(r"(?:app|rtu|tcp) \w+ +< ((?:[0-9A-F]{2} ?)+?)(?:  +(.*))?")
LINES = [row for row in (Path(__file__).parent / "wire.txt").read_text().splitlines() if not row.startswith("#")]
PAIRS = list(zip(LINES[::2], LINES[1::2], strict=True))


def request_of(name, words):
    at, *rest = map(int, words.split())
    return getattr(modbus, name)(at, rest if name in ("write_coils", "write_words") else rest[0])


def answer_of(request, words):
    if words.startswith("refused"):
        return Reply(request, refused=int(words.split()[1]))
    return Reply(request, tuple(map(int, words.split())))


def read(pair):
    question, answer = ROW.fullmatch(pair[0]), ANSWER.fullmatch(pair[1])
    framing, _, sent, name, words = question.groups()
    request = request_of(name, words)
    return framing, bytes.fromhex(sent), request, bytes.fromhex(answer[1]), answer_of(request, answer[2] or "")


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: " ".join(pair[0].split()[:2]))
def test_a_question_and_its_answer_are_the_bytes_of_the_specification(pair):
    framing, sent, request, heard, reply = read(pair)
    if framing == "app":
        assert (request.pdu, len(heard) in (request.answer_size, 2)) == (sent, True)
        assert read_answer(request, heard) == reply
    elif framing == "rtu":
        assert rtu_frame(sent[0], request.pdu) == sent
    else:
        assert tcp_frame(0x1501, sent[6], request.pdu) == sent


FRAMED = [pair for pair in PAIRS if not pair[0].startswith("app")]


@pytest.mark.parametrize("pair", FRAMED, ids=lambda pair: " ".join(pair[0].split()[:2]))
def test_an_answer_is_read_whole_byte_by_byte_and_with_bytes_around_it(pair):
    framing, sent, request, heard, reply = read(pair)
    unit = sent[0] if framing == "rtu" else sent[6]
    for parts in ([heard], [heard[at : at + 1] for at in range(len(heard))], [b"\x00\xff" + heard + b"\x11\x03"]):
        line = Modbus(framing)
        if framing == "tcp":
            line._transaction = 0x1500
        assert line.ask(unit, request) == sent
        assert [found for part in parts if (found := line.feed(part)) is not None] == [reply]
        assert not line.waits
