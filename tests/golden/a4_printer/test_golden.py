"""What is asked of an A4 printer and what it answers, to the byte, each answer cut in any way."""

import re
from pathlib import Path

import pytest

from drivers import ipp
from drivers.a4_printer import A4Codec, A4Options, PrintPdf

TEXT = (Path(__file__).parent / "wire.txt").read_text(encoding="utf-8")
PIECE = re.compile(r'"((?:[^"])*)"|([0-9A-F]{2})')


def bytes_of(text):
    pieces = (found for line in text.splitlines() if not line.startswith("=") for found in PIECE.finditer(line))
    return b"".join(
        bytes.fromhex(hexed) if hexed else said.encode().decode("unicode_escape").encode("latin-1")
        for said, hexed in (found.groups(default="") for found in pieces)
    )


PARTS = {part.partition("\n")[0]: part.partition("\n")[2] for part in re.split(r"^(?=[<>] )", TEXT, flags=re.M)[1:]}
ANSWERS = {name: text for name, text in PARTS.items() if name.startswith("<")}
ASKED = {
    "> look": lambda codec: codec.look(),
    "> print": lambda codec: codec.print(PrintPdf("one", b"%PDF-1.7 x", 2, "凭证")),
    "> job": lambda codec: codec.job(147),
    "> cancel": lambda codec: codec.cancel(147),
}


@pytest.mark.parametrize("name", ASKED)
def test_a_request_is_these_bytes(name):
    assert ASKED[name](A4Codec(A4Options())) == bytes_of(PARTS[name])


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_of_the_standard_means_this(name):
    words = re.search(r"^= (.*)$", ANSWERS[name], re.M)[1].split()
    wanted = dict(zip(words[::2], words[1::2], strict=True))
    answer = ipp.read_ipp(bytes_of(ANSWERS[name]))
    assert (f"{answer.status:04X}", str(answer.number)) == (wanted.pop("status"), wanted.pop("number"))
    assert {name: str(answer.values(ipp.JOB, name)[0]) for name in wanted} == wanted
    assert answer.done == (answer.status == 0)


def plain(body):
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\ncontent-length: %d\r\n\r\n" % len(body) + body


def chunked(body):
    head = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + b"5;x=y\r\n" + body[:5] + b"\r\n%X\r\n" % len(body[5:]) + body[5:] + b"\r\n0\r\n\r\n"


@pytest.mark.parametrize("carried", [plain, chunked])
@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_read_whole_byte_by_byte_and_with_bytes_around_it(name, carried):
    body = bytes_of(ANSWERS[name])
    data = carried(body)
    for parts in ([data], [data[at : at + 1] for at in range(len(data))], [b"HTTP/\x00" + data + b"HTT"]):
        decoder = ipp.HttpDecoder()
        assert [answer for part in parts for answer in decoder.feed(part)] == [ipp.HttpAnswer(200, body)]
