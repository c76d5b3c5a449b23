"""The paper of the virtual printer: rows are counted, memory is bounded, the likeness looks like paper."""

import tracemalloc

from drivers.twins.printer import EscposInterpreter, Slip
from drivers.twins.printer.page import Page


def test_blank_rows_are_counted_not_kept():
    page = Page(576)
    page.feed(10)
    page.print(bytes(72 * 5))
    page.feed(7)
    assert page.rows == 22
    assert len(page.strips) == 1
    assert page.blank


def test_the_last_ink_is_known_to_the_row():
    page = Page(16)
    page.print(b"\x00\x00\x80\x00\x00\x01\x00\x00")
    page.feed(3)
    assert page.last_ink_row == 2


def test_paper_without_a_cut_has_an_end(printer):
    slips = printer.feed((b"\x1bd\xff" * 20 + b"A\n") * 20 + b"\x1dVB\x00")
    assert slips[0].height_dots == 16_000
    assert "no cut within 16000 rows" in slips[0].faults[-1]
    (slip,) = printer.feed(b"A\n\x1dVB\x00")
    assert slip.faults == ()


def test_kilometres_of_paper_take_no_memory(printer):
    tracemalloc.start()
    slips = printer.feed((b"\x1bd\xff" + b"\x1bi") * 5_000)
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(slips) == 5_000
    assert slips[0].height_dots == 255 * 30
    assert used < 20_000_000


def test_notes_on_a_slip_have_an_end(printer):
    (slip,) = printer.feed(b"\x01" * 10_000 + b"\x1bE\x01" * 10_000 + b"A" * 100_000 + b"\n\x1dVB\x00")
    assert len(slip.faults) <= 201
    assert slip.faults[-1] == "… and more"
    assert len(slip.commands) <= 201
    assert len(slip.text) <= 20_100


def test_a_line_that_is_overprinted_for_ever_is_printed_at_last(printer):
    (slip,) = printer.feed(b"A\x1b\\\xf4\xff" * 5_000 + b"\n\x1dVB\x00")
    assert slip.height_dots == 3 * 30


def test_a_slip_on_paper_has_margins_and_dark_ink():
    (slip,) = EscposInterpreter().feed(b"\x1dB\x01" + b" " * 48 + b"\n\x1dVB\x10")
    assert isinstance(slip, Slip)
    picture = slip.on_paper()
    assert picture.mode == "RGB"
    left, top = 28 + 32, 28 + 72
    assert picture.getpixel((left + 300, top + 10)) == (28, 27, 30)
    assert picture.getpixel((left - 4, top + 10)) == (253, 253, 251)
    assert picture.getpixel((2, 2)) == (222, 224, 226)


def test_an_empty_slip_has_a_picture():
    (slip,) = EscposInterpreter().feed(b"\x1bi")
    assert isinstance(slip, Slip)
    assert slip.image.size == (576, 1)
    assert slip.on_paper().size == (696, 153)
