"""Any bytes at all: no exception, bounded memory, and right again after the next ESC @."""

from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.twins.printer import EscposInterpreter, Slip
from drivers.twins.printer.grammar import GRAMMAR

PROBE = b"\x1b@A001\n\x1dVB\x00"
(REFERENCE,) = EscposInterpreter().feed(PROBE)
QR_PRINT = b"\x1d(k\x03\x001Q0"

raw = st.binary(max_size=300)
command = st.builds(lambda prefix, params: prefix + params, st.sampled_from(sorted(GRAMMAR)), st.binary(max_size=12))
chinese = st.text("普洱市㼆𠮷 A1", max_size=20).map(lambda text: b"\x1c&" + text.encode("gb18030"))
raster = st.builds(
    lambda mode, size, data: b"\x1dv0" + bytes((mode,)) + size + data,
    st.integers(0, 4), st.binary(min_size=4, max_size=4), st.binary(max_size=200),
)  # fmt: skip
jobs = st.lists(st.one_of(raw, command, chinese, raster), max_size=25).map(b"".join)


def end_of_command(printer: EscposInterpreter) -> int:
    """Pad with NUL, as a host does after a break, until no command is open; how many it took."""
    padding = 0
    while printer.mid_command:
        printer.feed(bytes(1024))
        padding += 1024
        assert padding <= 600_000
    return padding


@settings(max_examples=150, deadline=None)
@given(jobs)
def test_any_bytes_leave_a_printer_that_the_next_esc_at_puts_right(job):
    printer = EscposInterpreter(rows_max=4_000)
    printer.feed(job)
    end_of_command(printer)
    printer.flush()
    slips = [out for out in printer.feed(PROBE) if isinstance(out, Slip)]
    assert [slip.text for slip in slips] == ["A001"]
    assert slips[0].image.tobytes() == REFERENCE.image.tobytes()


@settings(max_examples=60, deadline=None)
@given(jobs, st.integers(1, 7))
def test_the_pieces_in_which_bytes_arrive_make_no_difference(job, size):
    whole, pieces = EscposInterpreter(rows_max=4_000), EscposInterpreter(rows_max=4_000)
    at_once = [*whole.feed(job), whole.flush()]
    in_pieces = [out for at in range(0, len(job), size) for out in pieces.feed(job[at : at + size])] + [pieces.flush()]
    assert [_essence(out) for out in at_once] == [_essence(out) for out in in_pieces]


def _essence(output):
    return (output.image.tobytes(), output.text, output.ending) if isinstance(output, Slip) else output


@settings(max_examples=60, deadline=None)
@given(st.lists(jobs, min_size=1, max_size=4), st.booleans())
def test_what_waits_never_outgrows_the_buffer(parts, mend):
    printer = EscposInterpreter(buffer_bytes=512, rows_max=4_000)
    printer.set(paper="out")
    for part in parts:
        printer.feed(part)
        assert printer._waiting_bytes <= 512
    if mend:
        printer.set(paper="ok")
        assert printer._waiting_bytes == 0
