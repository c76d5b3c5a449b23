"""The simulated A4 printer, by the bytes of RFC 8010 and 8011: what it takes, what it refuses, what its words do."""

import pytest

from drivers.twins.a4_printer import A4Printer, Options
from drivers.twins.ipp_words import read_request
from drivers.twins.twin import Deed, Reply

PDF = b"%PDF-1.4 /Type /Page /Type/Page /Type /Pages"
CHARSET = b"\x47\x00\x12attributes-charset\x00\x05utf-8"
LANGUAGE = b"\x48\x00\x1battributes-natural-language\x00\x05en-us"
URI = b"\x45\x00\x0bprinter-uri\x00\x17ipp://printer/ipp/print"
FIRST = b"\x01" + CHARSET + LANGUAGE + URI
JOB_1 = b"\x21\x00\x06job-id\x00\x04\x00\x00\x00\x01"
AS_PDF = b"\x49\x00\x0fdocument-format\x00\x0fapplication/pdf"


def ipp(operation, more=b"", document=b"", first=FIRST, version=b"\x01\x01"):
    return version + operation.to_bytes(2, "big") + b"\x00\x00\x00\x07" + first + more + b"\x03" + document


def post(body, path="/ipp/print", more=""):
    return f"POST {path} HTTP/1.1\r\nHost: x\r\n{more}Content-Length: {len(body)}\r\n\r\n".encode() + body


def say(twin, data, now=0.0):
    outputs = twin.hear(data, now)
    answers = [output.data for output in outputs if isinstance(output, Reply)]
    return answers, [output.did for output in outputs if isinstance(output, Deed)]


def status(twin, body, now=0.0):
    (answer,), _ = say(twin, post(body), now)
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    ipp_answer = answer.partition(b"\r\n\r\n")[2]
    assert ipp_answer[4:8] == b"\x00\x00\x00\x07"
    return int.from_bytes(ipp_answer[2:4], "big"), ipp_answer


PRINT = ipp(0x0002, AS_PDF + b"\x02\x21\x00\x06copies\x00\x04\x00\x00\x00\x02", PDF)


def test_a_pdf_is_printed_page_by_page_and_the_job_says_so():
    twin = A4Printer(Options(page_s=1.0))
    code, answer = status(twin, PRINT)
    assert code == 0 and JOB_1 in answer
    assert b"job-state\x00\x04\x00\x00\x00\x05" in status(twin, ipp(0x0009, JOB_1), 0.5)[1]
    pages = [output.did for now in (1.0, 2.0, 3.0, 4.0) for output in twin.tick(now)]
    assert pages == ["page"] * 4 + ["printed"]
    assert b"job-state\x00\x04\x00\x00\x00\x09" in status(twin, ipp(0x0009, JOB_1), 4.1)[1]
    assert status(twin, ipp(0x0008, JOB_1), 4.2)[0] == 0x0404


REFUSED = {
    "no language": (ipp(0x000B, first=b"\x01" + CHARSET + URI), 0x0400),
    "language first": (ipp(0x000B, first=b"\x01" + LANGUAGE + CHARSET + URI), 0x0400),
    "no printer": (ipp(0x000B, first=b"\x01" + CHARSET + LANGUAGE), 0x0400),
    "torn": (ipp(0x000B)[:-1], 0x0400),
    "version 3": (ipp(0x000B, version=b"\x03\x00"), 0x0503),
    "Purge-Jobs": (ipp(0x0012), 0x0501),
    "no such job": (ipp(0x0009, JOB_1), 0x0406),
    "nothing to cancel": (ipp(0x0008, JOB_1), 0x0406),
    "a text": (ipp(0x0002, b"\x49\x00\x0fdocument-format\x00\x0atext/plain", PDF), 0x040A),
    "no pdf in it": (ipp(0x0002, AS_PDF, b"hello"), 0x0411),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_standard_refuses_is_refused_with_its_status(name):
    body, code = REFUSED[name]
    assert status(A4Printer(), body)[0] == code


def test_a_printer_without_pdf_says_what_it_takes():
    twin = A4Printer(Options(pdf=False))
    assert status(twin, PRINT)[0] == 0x040A
    assert b"application/pdf" not in status(twin, ipp(0x000B))[1]


TROUBLES = {
    "paper-out": b"media-empty-error",
    "paper 5": b"media-low-warning",
    "jam": b"media-jam-error",
    "cover-open": b"cover-open-error",
    "toner 5": b"toner-low-warning",
    "toner 0": b"toner-empty-error",
    "pause": b"paused",
}


@pytest.mark.parametrize("word", TROUBLES)
def test_a_word_shows_in_the_reasons_and_a_cure_takes_it_away(word):
    twin = A4Printer()
    twin.obey(*word.partition(" ")[::2], 0.0)
    assert TROUBLES[word] in status(twin, ipp(0x000B))[1]
    twin.cure(0.0)
    answer = status(twin, ipp(0x000B))[1]
    assert TROUBLES[word] not in answer and b"printer-state-reasons\x00\x04none" in answer


def test_without_paper_a_job_stands_still_and_goes_on_when_there_is_some():
    twin = A4Printer(Options(sheets=1, page_s=1.0))
    status(twin, PRINT)
    assert [output.did for output in twin.tick(10.0)] == ["page", "out of paper"]
    assert b"job-state\x00\x04\x00\x00\x00\x06" in status(twin, ipp(0x0009, JOB_1), 10.0)[1]
    twin.obey("paper", "10", 10.0)
    assert [output.did for now in (11.0, 12.0, 13.0) for output in twin.tick(now)] == ["page"] * 3 + ["printed"]


def test_a_power_cut_loses_what_was_not_printed_and_half_a_request():
    twin = A4Printer()
    status(twin, PRINT)
    say(twin, post(PRINT)[:100])
    assert [output.did for output in twin.power_cycle(0.1)] == ["lost"]
    assert status(twin, ipp(0x0009, JOB_1))[1].count(b"\x00\x00\x00\x08") == 1


def test_words_that_make_no_sense_are_refused_with_a_sentence(tmp_path):
    twin = A4Printer()
    for word, rest in (("paper", "x"), ("toner", "101"), ("jam", "3"), ("save", "")):
        with pytest.raises(ValueError, match=r"wanted|nothing|takes"):
            twin.obey(word, rest, 0.0)
    twin.obey("refuse", "", 0.0)
    assert status(twin, PRINT)[0] == 0x0506
    twin.obey("accept", "", 0.0)
    status(twin, PRINT)
    twin.obey("save", str(tmp_path / "last.pdf"), 0.0)
    assert (tmp_path / "last.pdf").read_bytes() == PDF


HTTP = {
    "get": (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", [405]),
    "another path": (post(PRINT, "/printers/other"), [404]),
    "no host": (b"POST /ipp/print HTTP/1.1\r\nContent-Length: 0\r\n\r\n", [400]),
    "no http": (b"hello you there\r\n\r\n", [400]),
    "endless head": (b"POST /ipp/print HTTP/1.1\r\n" + b"a: b\r\n" * 4000, [431]),
    "too large": (b"POST /ipp/print HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\n", [413]),
    "asks before sending": (post(ipp(0x000B), more="Expect: 100-continue\r\n"), [100, 200]),
    "two at once": (post(ipp(0x000B)) * 2, [200, 200]),
}


@pytest.mark.parametrize("name", HTTP)
def test_http_is_answered_as_a_web_server_does_whole_and_byte_by_byte(name):
    data, codes = HTTP[name]
    answers, _ = say(A4Printer(), data)
    assert [int(answer[9:12]) for answer in answers] == codes
    twin = A4Printer()
    answers = [one for at in range(len(data)) for one in say(twin, data[at : at + 1])[0]]
    assert [int(answer[9:12]) for answer in answers][: len(codes)] == codes


def test_a_chunked_request_is_read_as_a_whole():
    head = b"POST /ipp/print HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunks = b"%x\r\n" % 10 + PRINT[:10] + b"\r\n%x;a\r\n" % len(PRINT[10:]) + PRINT[10:] + b"\r\n0\r\n\r\n"
    assert say(A4Printer(), head + chunks)[1] == ["took"]
    assert say(A4Printer(), head + b"zz\r\n")[0][0].startswith(b"HTTP/1.1 400")


def test_a_request_of_the_standard_is_read_with_all_its_parts():
    request = read_request(PRINT)
    assert (request.version, request.operation, request.number, request.document) == ((1, 1), 2, 7, PDF)
    assert (request.integer(2, "copies"), request.text(1, "document-format")) == (2, "application/pdf")
