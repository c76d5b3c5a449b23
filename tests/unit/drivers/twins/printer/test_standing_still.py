"""A printer that cannot print: jobs wait, buffers end, rolls run out, the power fails."""

import pytest

from drivers.twins.printer import EscposInterpreter, Reply, Slip

JOB = b"\x1b@Hello\n\x1dVB\x00"


@pytest.mark.parametrize(
    "trouble", [{"paper": "out"}, {"cover_open": True}, {"offline": True}, {"cutter_error": True}]
)  # fmt: skip
def test_a_job_waits_until_the_trouble_is_over(printer, trouble):
    printer.set(**trouble)
    assert printer.feed(JOB, 1.0) == ()
    well = {"paper": "ok"} if "paper" in trouble else dict.fromkeys(trouble, False)
    (slip,) = printer.set(9.0, **well)
    assert slip.text == "Hello"
    assert (slip.first_byte_s, slip.last_byte_s) == (1.0, 1.0)


def test_low_paper_prints(printer):
    printer.set(paper="low")
    assert isinstance(printer.feed(JOB)[0], Slip)


def test_the_buffer_has_an_end(printer):
    printer.set(cover_open=True)
    assert printer.room_bytes == 65536
    printer.feed(b"x" * 60_000)
    assert printer.room_bytes == 5536
    printer.feed(b"x" * 10_000)
    assert printer.room_bytes < 4096
    printer.set(cover_open=False)
    assert printer.room_bytes == 65536
    assert any("the buffer is full" in fault for fault in printer.faults)


def test_a_slip_that_was_open_when_the_cover_was_opened_goes_on(printer):
    printer.feed(b"Hel")
    printer.set(cover_open=True)
    printer.feed(b"lo\n\x1dVB\x00")
    (slip,) = printer.set(cover_open=False)
    assert slip.text == "Hello"


def test_a_new_roll_does_not_continue_the_old_one(printer):
    printer.feed(b"first half\n")
    printer.set(paper="out")
    printer.feed(b"second half\n\x1dVB\x00")
    torn, rest = printer.set(paper="ok")
    assert (torn.text, torn.ending) == ("first half", "torn")
    assert rest.text == "second half"


def test_a_roll_runs_out_in_the_middle_of_a_raster(printer):
    printer.feed(b"\x1da\x08")
    printer.set(roll_dots=100)
    rows = 400
    outputs = printer.feed(b"\x1dv0\x00\x48\x00" + rows.to_bytes(2, "little") + b"\xff" * 72 * rows + b"\x1dVB\x00")
    assert outputs == (Reply(b"\x18\x00\x0f\x0f"),)
    torn, reply, rest = printer.set(paper="ok")
    assert isinstance(reply, Reply)
    assert 100 <= torn.height_dots < 160
    assert torn.height_dots + rest.height_dots == rows


def test_the_host_may_throw_away_what_waits(printer):
    printer.set(paper="out")
    printer.feed(b"old\n\x1dVB\x00")
    printer.feed(b"\x10\x05\x02" + b"new\n\x1dVB\x00")
    (slip,) = printer.set(paper="ok")
    assert slip.text == "new"


def test_a_power_cycle_forgets_settings_and_buffers_and_leaves_torn_paper(printer):
    printer.feed(b"\x1d!\x11half\n\x1dv0\x00\x48\x00\x08\x00abc")
    assert printer.mid_command
    (torn,) = printer.power_cycle()
    assert torn.ending == "torn"
    assert torn.text == "half"
    (slip,) = printer.feed(b"A\n\x1dVB\x00")
    assert slip.height_dots == 30


def test_a_power_cycle_does_not_mend_anything():
    printer = EscposInterpreter()
    printer.set(paper="out")
    printer.feed(JOB)
    assert printer.power_cycle() == ()
    assert printer.feed(b"\x10\x04\x04") == (Reply(b"\x7e"),)
    assert printer.set(paper="ok") == ()


def test_a_slip_bears_the_times_of_its_first_and_last_byte(printer):
    printer.feed(b"\x1b@", 1.0)
    printer.feed(b"\x1b@", 2.0)
    printer.feed(b"\x10\x04\x01", 2.5)
    printer.feed(b"A\n", 3.0)
    (slip,) = printer.feed(b"\x1dVB\x00\x1b@", 4.0)
    assert (slip.first_byte_s, slip.last_byte_s, slip.byte_count) == (2.0, 4.0, 8)
    (slip,) = printer.feed(b"B\n\x1dVB\x00", 5.0)
    assert slip.first_byte_s == 4.0
