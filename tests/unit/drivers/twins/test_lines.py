"""Devices that speak in lines, by templates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.twins.lines import KeypadOptions, LightOptions, LineDevice, Options, PagerOptions
from drivers.twins.twin import Deed, Reply


def said(outputs):
    return [one.data for one in outputs if isinstance(one, Reply)]


def told(outputs):
    return [one.record() for one in outputs if isinstance(one, Deed)]


@pytest.mark.parametrize(
    ("options", "line", "answer", "deed"),
    [
        (Options(), "请A001号".encode("gb18030"), [], {"did": "shows", "text": "请A001号"}),
        (Options(hears=r"\x02{text}\x03", encoding="utf-8"), "\x02普\x03".encode(), [], {"did": "shows", "text": "普"}),
        (PagerOptions(), b"CALL 17", [b"OK\r"], {"did": "buzzes", "number": "17"}),
        (LightOptions(), b"LAMP 2 red", [b"OK\r"], {"did": "lights", "lamp": "2", "state": "red"}),
        (PagerOptions(), b"RING 17", [], {"did": "not understood", "line": "RING 17"}),
    ],
)
def test_a_line_is_understood_whole_in_pieces_and_with_bytes_after_it(options, line, answer, deed):
    outputs = LineDevice(options).hear(line + b"\r\x41", 0.0)
    assert (said(outputs), told(outputs)) == (answer, [deed])
    twin = LineDevice(options)
    outputs = [one for byte in line + b"\r" for one in twin.hear(bytes((byte,)), 0.0)]
    assert (said(outputs), told(outputs)) == (answer, [deed])


def test_a_line_without_an_end_is_over_when_the_host_is_idle():
    twin = LineDevice(Options(end="none", idle_s=0.1))
    assert twin.hear(b"A0", 0.0) == twin.hear(b"01", 0.05) == []
    assert twin.wake_s() == pytest.approx(0.15)
    assert told(twin.tick(0.16)) == [{"did": "shows", "text": "A001"}]


def test_a_key_sends_its_line():
    assert said(LineDevice(KeypadOptions(address=4)).obey("press", "5", 0.0)) == [b"4,5\r"]
    assert said(LineDevice(LightOptions(end="lf")).obey("press", "1", 0.0)) == [b"ALARM 1\n"]
    with pytest.raises(ValueError, match="no keys"):
        LineDevice().obey("press", "1", 0.0)


@pytest.mark.parametrize("options", [{"end": "tab"}, {"hears": "{a}{b}{c}{d}"}, {"idle_s": 9.0}])
def test_options_that_no_device_has_are_refused(options):
    with pytest.raises(ValueError, match=r" is | has "):
        Options(**options)


def test_a_place_that_stands_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        LineDevice(Options(hears="{a}{a}"))


@given(st.sampled_from(["cr", "crlf", "lf", "none"]), st.lists(st.binary(max_size=300), max_size=20))
def test_any_bytes_leave_a_device_that_reads_the_next_line_after_a_pause(end, pieces):
    twin = LineDevice(PagerOptions(end=end))
    for piece in pieces:
        twin.hear(piece, 0.0)
        assert len(twin._waiting) <= 513
    ends = {"cr": b"\r", "crlf": b"\r\n", "lf": b"\n", "none": b""}[end]
    outputs = twin.hear(b"CALL 1" + ends, 1.0) + twin.tick(1.2)
    assert {"did": "buzzes", "number": "1"} in told(outputs)
