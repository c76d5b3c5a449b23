"""The scanner: payload and end, and the two triggers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.twins.scanner import Options, Scanner
from drivers.twins.twin import Reply

STX, GM65 = bytes.fromhex("02820383"), bytes.fromhex("7E000801000201ABCD")


def said(outputs):
    return [one.data for one in outputs if isinstance(one, Reply)]


@pytest.mark.parametrize(
    ("options", "sent"),
    [
        ({}, "普1".encode() + b"\r"),
        ({"end": "crlf", "encoding": "gb18030"}, "普1".encode("gb18030") + b"\r\n"),
        ({"end": "none"}, "普1".encode()),
    ],
)
def test_a_code_is_sent_with_its_end(options, sent):
    assert said(Scanner(Options(**options)).obey("scan", "普1", 0.0)) == [sent]


@pytest.mark.parametrize(
    ("trigger", "asked", "answer"), [("stx", STX, b"\x06"), ("gm65", GM65, bytes.fromhex("02000001003331"))]
)
def test_a_triggered_scanner_reads_only_when_it_is_lit(trigger, asked, answer):
    twin = Scanner(Options(trigger=trigger, lit_s=5.0))
    assert said(twin.obey("scan", "A", 0.0)) == []
    assert said([one for byte in asked for one in twin.hear(bytes((byte,)), 0.0)]) == [answer]
    assert said(twin.obey("scan", "A", 4.9)) == [b"A\r"]
    assert said(twin.obey("scan", "A", 5.0)) == []
    twin.obey("show", "B", 6.0)
    assert said(twin.hear(asked + b"\x00", 6.0)) == [answer, b"B\r"]
    twin.obey("hide", "", 6.0)
    twin.hear(asked, 7.0)
    assert [one.did for one in twin.tick(12.0)] == ["dark"]


def test_a_wrong_check_byte_is_refused_by_the_one_and_passed_over_by_the_other():
    assert said(Scanner(Options(trigger="stx")).hear(STX[:3] + b"\x00", 0.0)) == [b"\x15"]
    twin = Scanner(Options(trigger="gm65"))
    assert said(twin.hear(GM65[:7] + b"\x00\x00" + GM65, 0.0)) == [bytes.fromhex("02000001003331")]


@pytest.mark.parametrize("rest", ["", "x" * 2049])
def test_a_text_that_is_no_code_is_refused(rest):
    with pytest.raises(ValueError, match="2048"):
        Scanner().obey("scan", rest, 0.0)


@given(st.sampled_from(["none", "stx", "gm65"]), st.lists(st.binary(max_size=40), max_size=20))
def test_any_bytes_leave_a_scanner_that_still_reads(trigger, pieces):
    twin = Scanner(Options(trigger=trigger))
    for piece in pieces:
        twin.hear(piece, 0.0)
        assert len(twin._gathering.bytes) <= 32
    twin.power_cycle(0.9)
    twin.hear({"none": b"", "stx": STX, "gm65": GM65}[trigger], 1.0)
    assert said(twin.obey("scan", "A", 1.0)) == [b"A\r"]
