"""A4 printers: what their reasons mean, and the talk with drivers/twins/a4_printer.py in all weathers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from drivers import ipp
from drivers.a4_faults import A4_GARBLED, A4_SILENT, A4_TOO_SLOW
from drivers.a4_printer import A4Conversation, A4Options, A4Status, PdfFailed, PdfPrinted, PrintPdf, read_status
from drivers.conversation import Fact
from drivers.faults import GONE
from drivers.twins.a4_printer import A4Printer, Options
from drivers.twins.twin import Deed, Reply

PDF = b"%PDF-1.7\n1 0 obj << /Type /Page >> endobj\n2 0 obj << /Type /Page >> endobj\n"
JOB = PrintPdf("receipt-1", PDF)


class Printer:
    """The twin behind the wire of a test."""

    def __init__(self, **options):
        self.twin = A4Printer(Options(**options))
        self.now = 0.0
        self.deeds = []
        self.says_nothing = False
        self.instead = None

    def take(self, data):
        outputs = self.twin.hear(data, self.now)
        self.deeds += [output.did for output in outputs if isinstance(output, Deed)]
        answers = [output.data for output in outputs if isinstance(output, Reply)]
        return [] if self.says_nothing else [self.instead or answer for answer in answers]

    def obey(self, word, rest=""):
        self.twin.obey(word, rest, self.now)


@pytest.fixture
def printer():
    return Printer()


@pytest.fixture
def talk(wire, printer):
    def make(weather=None, **options):
        more = {} if weather is None else {"weather": weather}
        wired = wire(conversation=A4Conversation(A4Options(**options)), device=printer, **more)
        wired.open()
        run(wired, 1)
        return wired

    return make


def run(wire, seconds):
    """Let time pass for both, a little at a time."""
    for _ in range(int(seconds * 10)):
        wire.printer.now = wire.now
        wire.printer.deeds += [deed.did for deed in wire.printer.twin.tick(wire.now)]
        wire.run(0.1)


def verdicts(wire):
    return [fact for fact in wire.facts if isinstance(fact, PdfPrinted | PdfFailed)]


# What a printer says of itself


def said(state, *reasons, accepting=True, levels=(80,)):
    words = {"printer-state": (state,), "printer-state-reasons": reasons or ("none",), "marker-levels": levels}
    return read_status(ipp.IppAnswer(0, 1, ((ipp.PRINTER, {**words, "printer-is-accepting-jobs": (accepting,)}),)))


STATES = {
    "good": (said(3), ("idle", "ok", "ok", None)),
    "busy": (said(4), ("printing", "ok", "ok", None)),
    "paper out": (said(5, "media-empty-error"), ("stopped", "out", "ok", "paper_out")),
    "paper needed": (said(3, "media-needed"), ("idle", "out", "ok", "paper_out")),
    "one tray of two is empty": (said(3, "media-empty-warning"), ("idle", "out", "ok", None)),
    "paper low": (said(3, "media-low-report"), ("idle", "low", "ok", None)),
    "jam before paper": (said(5, "media-empty-error", "media-jam-error"), ("stopped", "out", "ok", "paper_jam")),
    "cover": (said(5, "door-open-error"), ("stopped", "ok", "ok", "cover_open")),
    "toner low": (said(3, "toner-low-warning"), ("idle", "ok", "low", None)),
    "toner nearly out": (said(3, levels=(40, 5)), ("idle", "ok", "low", None)),
    "toner out": (said(5, "marker-supply-empty-error", levels=(0,)), ("stopped", "ok", "out", "toner_out")),
    "toner not known": (said(3, levels=(-2, -3)), ("idle", "ok", "unknown", None)),
    "paused": (said(5, "paused"), ("stopped", "ok", "ok", "paused")),
    "takes no jobs": (said(3, accepting=False), ("idle", "ok", "ok", "paused")),
    "stopped without a word": (said(5), ("stopped", "ok", "ok", "stopped")),
    "stopped by what else only warns": (said(5, "media-empty-report"), ("stopped", "out", "ok", "paper_out")),
    "connecting in passing": (said(4, "connecting-to-device"), ("printing", "ok", "ok", None)),
    "not reached": (said(3, "offline-report"), ("idle", "ok", "ok", "offline")),
    "nothing known": (read_status(ipp.IppAnswer(0, 1, ())), ("unknown", "unknown", "unknown", None)),
}


@pytest.mark.parametrize("name", STATES)
def test_the_reasons_of_a_printer_mean_what_a_person_has_to_do(name):
    status, wanted = STATES[name]
    assert (status.state, status.paper, status.toner, status.fault and status.fault.code) == wanted


@pytest.mark.parametrize("wrong", [b"", b"hello", b"%PDF-" + bytes(33 << 20)])
def test_only_a_pdf_of_sensible_size_is_taken(wrong):
    with pytest.raises(ValueError, match="must be a PDF"):
        PrintPdf("x", wrong)


@pytest.mark.parametrize(
    "wrong", [{"path": "ipp"}, {"path": "/a b"}, {"host": "a\r\nb"}, {"user": ""}, {"media": "A 4"}]
)
def test_options_that_would_break_a_request_are_refused(wrong):
    with pytest.raises(ValidationError):
        A4Options(**wrong)


# The talk


def byte_by_byte(answer):
    for place, byte in enumerate(answer):
        yield 0.002 + place * 0.001, bytes((byte,))


def clear(answer):
    yield 0.002, answer


def late(answer):
    yield 2.0, answer


def garbage_around(answer):
    yield 0.001, b"\x00HTTP/\xff"
    yield 0.002, b"\x81\n" + answer + b"HTTP/1"


@pytest.mark.parametrize("weather", [clear, byte_by_byte, late, garbage_around])
def test_a_pdf_is_printed_in_any_weather_and_told_once(talk, printer, weather):
    wire = talk(weather)
    run(wire, 5)
    for job in (JOB, PrintPdf("receipt-2", PDF, copies=2)):
        wire.ask(job)
        run(wire, 20)
    assert verdicts(wire) == [PdfPrinted("receipt-1"), PdfPrinted("receipt-2")]
    assert [deed for deed in printer.deeds if deed != "page"] == ["took", "printed"] * 2
    assert printer.deeds.count("page") == 6
    assert wire.of(A4Status)[:2] == [A4Status(), A4Status("idle", "ok", "ok")]


def test_a_printer_that_cannot_print_is_not_sent_a_thing(talk, printer):
    wire = talk()
    for word, code in (("paper-out", "paper_out"), ("jam", "paper_jam")):
        printer.obey(word)
        run(wire, 11)
        wire.ask(PrintPdf(word, PDF))
        run(wire, 3)
        assert (verdicts(wire)[-1].id, verdicts(wire)[-1].fault.code) == (word, code)
    assert printer.deeds == []


def test_a_print_that_stands_still_goes_on_when_paper_is_there(talk, printer):
    printer.twin.sheets = 1
    wire = talk()
    wire.ask(JOB)
    run(wire, 10)
    assert (verdicts(wire), wire.of(A4Status)[-1].fault.code) == ([], "paper_out")
    printer.obey("paper", "100")
    run(wire, 5)
    assert verdicts(wire) == [PdfPrinted(JOB.id)]


def test_a_print_that_is_not_done_in_time_is_cancelled_and_says_why(talk, printer):
    printer.twin.sheets = 1
    wire = talk(patience_s=10.0)
    wire.ask(JOB)
    run(wire, 20)
    assert [(fact.id, fact.fault.code) for fact in verdicts(wire)] == [(JOB.id, "paper_out")]
    printer.obey("paper", "100")
    run(wire, 30)
    assert printer.deeds == ["took", "page", "out of paper", "cancelled"]


def test_a_print_that_is_only_slow_is_cancelled_as_too_slow(wire):
    printer = Printer(page_s=60.0)
    wired = wire(conversation=A4Conversation(A4Options(patience_s=10.0)), device=printer)
    wired.open()
    run(wired, 1)
    wired.ask(JOB)
    run(wired, 20)
    assert verdicts(wired) == [PdfFailed(JOB.id, A4_TOO_SLOW)]


def test_a_print_that_is_done_while_it_is_being_cancelled_counts_as_printed(wire):
    printer = Printer(page_s=2.0)
    wired = wire(conversation=A4Conversation(A4Options(patience_s=5.0)), device=printer, weather=late)
    wired.open()
    run(wired, 3)
    wired.ask(JOB)
    run(wired, 20)
    assert (verdicts(wired), printer.deeds) == ([PdfPrinted(JOB.id)], ["took", "page", "page", "printed"])


def test_a_line_lost_in_mid_print_fails_it_once_and_it_is_cancelled_on_the_next_line(talk, printer):
    printer.twin.sheets = 1
    wire = talk()
    wire.ask(JOB)
    run(wire, 5)
    wire.unplug()
    assert [(fact.id, fact.fault.code) for fact in verdicts(wire)] == [(JOB.id, "cut_off")]
    assert "（与设备的连接断开了）" in verdicts(wire)[0].fault.why
    wire.open()
    run(wire, 2)
    assert printer.deeds == ["took", "page", "out of paper", "cancelled"]
    assert wire.conversation.ready


def test_a_line_lost_while_the_pdf_is_being_sent_may_have_printed_and_before_that_has_not(talk):
    wire = talk()
    wire.ask(JOB)
    wire.unplug()
    wire.open()
    run(wire, 1)
    wire.ask(PrintPdf("second", PDF))
    wire.takes_data = False
    wire.run(0.003)
    wire.unplug()
    assert [fact.fault.code for fact in verdicts(wire)] == [GONE.code, "cut_off"]


def test_a_silent_printer_is_hung_up_on_and_the_print_fails(talk, printer):
    wire = talk()
    printer.says_nothing = True
    wire.ask(JOB)
    run(wire, 11)
    assert (verdicts(wire), wire.hung_up) == ([PdfFailed(JOB.id, A4_SILENT)], 1)
    assert wire.of(A4Status)[-1] == A4Status(fault=A4_SILENT)


REFUSALS = {
    "404": (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "wrong_path"),
    "426": (b"HTTP/1.1 426 Upgrade Required\r\nContent-Length: 2\r\n\r\nno", "no_right"),
    "500": (b"HTTP/1.1 500 Sorry\r\nContent-Length: 0\r\n\r\n", "refused"),
    "no ipp": (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "garbled"),
    "no length": (b"HTTP/1.1 200 OK\r\n\r\n", "garbled"),
    "another number": (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n\1\1\0\0\0\0\0\0\3", "garbled"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_what_is_no_good_answer_ends_the_print_with_what_to_do(talk, printer, name):
    printer_says, code = REFUSALS[name]
    wire = talk()
    printer.instead = printer_says
    wire.ask(JOB)
    run(wire, 2)
    assert [fact.fault.code for fact in verdicts(wire)] == [code]
    assert wire.hung_up == (code == "garbled")
    assert wire.of(A4Status)[-1].fault.code == code


def test_a_printer_that_cannot_read_pdf_says_so(wire):
    printer = Printer(pdf=False)
    wired = wire(conversation=A4Conversation(A4Options()), device=printer)
    wired.open()
    run(wired, 1)
    wired.ask(JOB)
    run(wired, 2)
    assert [fact.fault.code for fact in verdicts(wired)] == ["not_pdf"]


def test_a_printer_that_forgot_the_print_leaves_it_open_whether_it_came_out(talk, printer):
    wire = talk()
    wire.ask(JOB)
    run(wire, 0.4)
    printer.twin.jobs.clear()
    run(wire, 3)
    assert [fact.fault.code for fact in verdicts(wire)] == ["cut_off"]
    assert wire.conversation.ready


def test_a_printer_that_hangs_up_when_idle_is_not_told_as_unknown(talk):
    wire = talk()
    before = list(wire.facts)
    wire.unplug()
    assert wire.facts == before


@given(st.lists(st.binary(max_size=60), max_size=10))
def test_after_any_bytes_and_a_new_line_the_printer_is_read(parts):
    conversation, printer, now = A4Conversation(A4Options()), Printer(), 0.0
    conversation.open(now)
    facts, hung_up = [], None
    for part in parts:
        step = conversation.hear(part, now)
        facts += step.facts
        hung_up = hung_up or step.hang_up
    facts += conversation.lost(hung_up or A4_GARBLED, now)
    for answer in printer.take(conversation.open(now).send):
        facts += conversation.hear(answer, now).facts
    assert all(isinstance(fact, Fact) for fact in facts)
    assert facts[-1] == A4Status("idle", "ok", "ok")
