"""The printer's conversation in every weather."""

import pytest

from drivers.conversation import Fault
from drivers.escpos import EscposOptions, Printed, PrinterStatus, PrintFailed, PrintJob
from drivers.faults import MISSING

SLIP = PrintJob("A012", b"\x1b\x40SLIP-A012\x1d\x56\x01")
NEXT = PrintJob("A013", b"\x1b\x40SLIP-A013\x1d\x56\x01")
GOOD = PrinterStatus("ok", "closed", "yes", "none")
NOTHING_KNOWN = PrinterStatus()


def byte_by_byte(answer):
    for place, byte in enumerate(answer):
        yield 0.002 + place * 0.01, bytes((byte,))


def loss(answer):
    return iter(())


def late(answer):
    yield 0.9, answer


def garbage_around(answer):
    yield 0.001, b"\x00\xff\x11\x13\x80"
    yield 0.002, b"\x81\xa3" + answer + b"\x00\x00\x7f"


def verdicts(wire):
    return [fact for fact in wire.facts if isinstance(fact, Printed | PrintFailed)]


# Clear weather


def test_a_slip_counts_as_printed_when_it_was_handed_over_and_the_state_after_it_is_good(wire):
    wire = wire()
    wire.open()
    wire.run(1)
    wire.ask(SLIP)
    wire.run(0.5)
    assert verdicts(wire) == []  # handed over, but still coming out
    wire.run(1)
    assert verdicts(wire) == [Printed("A012")]
    assert SLIP.data in wire.printer.received


def test_a_state_is_told_once_and_again_when_it_changes(wire):
    wire = wire()
    wire.open()
    wire.run(20)
    wire.printer.answers[4] = 0x1E
    wire.run(20)
    assert wire.of(PrinterStatus) == [GOOD, PrinterStatus("low", "closed", "yes", "none")]


@pytest.mark.parametrize(
    ("question", "answer", "code"),
    [
        (4, 0x7E, "paper_out"),
        (2, 0x32, "paper_out"),
        (2, 0x16, "cover_open"),
        (3, 0x1A, "cutter_stuck"),
        (3, 0x32, "printer_broken"),
        (3, 0x52, "recovering"),
        (1, 0x1A, "offline"),
    ],
)
def test_a_printer_that_cannot_print_is_sent_nothing_and_the_fault_has_a_hint(wire, question, answer, code):
    wire = wire()
    wire.open()
    wire.run(1)
    wire.printer.answers[question] = answer
    wire.run(5)
    wire.ask(SLIP)
    wire.run(1)
    [failed] = verdicts(wire)
    assert (failed.id, failed.fault.code) == ("A012", code)
    assert failed.why and failed.hint
    assert SLIP.data not in wire.printer.received


def test_paper_low_does_not_stop_printing(wire):
    wire = wire()
    wire.printer.answers[4] = 0x1E
    wire.open()
    wire.ask(SLIP)
    wire.run(3)
    assert verdicts(wire) == [Printed("A012")]


def test_paper_that_runs_out_while_the_slip_comes_out_fails_it(wire):
    wire = wire()
    wire.open()
    wire.run(1)
    wire.ask(SLIP)
    wire.run(0.1)
    wire.printer.answers[4] = 0x7E
    wire.run(2)
    [failed] = verdicts(wire)
    assert failed.fault.code == "paper_out"


def test_a_head_that_cools_down_after_the_slip_is_waited_for(wire):
    wire = wire()
    wire.open()
    wire.run(1)
    wire.ask(SLIP)
    wire.run(0.1)
    wire.printer.answers[3] = 0x52
    wire.run(2)
    assert verdicts(wire) == []
    wire.printer.answers[3] = 0x12
    wire.run(2)
    assert verdicts(wire) == [Printed("A012")]


def test_a_head_that_never_cools_down_fails_the_slip_within_its_time(wire):
    wire = wire()
    wire.open()
    wire.run(1)
    wire.ask(SLIP)
    wire.run(0.1)
    wire.printer.answers[3] = 0x52
    wire.run(6)
    [failed] = verdicts(wire)
    assert failed.fault.code == "recovering"


def test_the_next_slip_need_not_wait_for_the_one_that_comes_out(wire):
    wire = wire()
    wire.open()
    wire.run(1)
    wire.ask(SLIP)
    wire.run(0.1)
    wire.ask(NEXT)
    wire.run(0.1)
    assert NEXT.data in wire.printer.received
    wire.run(3)
    assert verdicts(wire) == [Printed("A012"), Printed("A013")]


def test_no_question_is_ever_put_inside_a_slip(wire):
    wire = wire(EscposOptions(poll_s=0.5))
    wire.open()
    wire.run(1)
    wire.takes_data = False  # the slip goes out slowly
    wire.ask(SLIP)
    wire.run(60)
    sent = wire.printer.received
    assert sent.count(b"\x10\x04", sent.index(SLIP.data)) == 0


def test_where_the_state_is_switched_off_a_slip_counts_when_it_was_handed_over_and_nothing_is_asked(wire):
    wire = wire(EscposOptions(status=False))
    wire.open()
    wire.ask(SLIP)
    wire.run(100)
    assert wire.facts == [NOTHING_KNOWN, Printed("A012")]
    assert wire.printer.received == SLIP.data


def test_automatic_states_are_asked_for_and_heard(wire):
    wire = wire(EscposOptions(automatic_status=True))
    wire.open()
    wire.run(1)
    assert b"\x1d\x61\x0e" in wire.printer.received
    wire.hear(b"\x30\x00\x0c\x00")
    assert wire.of(PrinterStatus)[-1] == PrinterStatus("out", "open", "yes", "none")


def test_a_fault_told_by_the_printer_itself_fails_the_slip_that_comes_out_at_once(wire):
    wire = wire(EscposOptions(automatic_status=True))
    wire.open()
    wire.run(1)
    wire.ask(SLIP)
    wire.run(0.1)
    wire.hear(b"\x18\x00\x0f\x00")
    [failed] = verdicts(wire)
    assert failed.fault.code == "paper_out"


def test_a_printer_that_only_tells_by_itself_is_believed(wire):
    wire = wire(EscposOptions(automatic_status=True), loss)
    wire.open()
    wire.hear(b"\x18\x00\x0f\x00")
    wire.run(5)
    wire.ask(SLIP)
    wire.run(1)
    [failed] = verdicts(wire)
    assert failed.fault.code == "paper_out"


# One byte at a time


def test_states_cut_into_single_bytes_are_put_together(wire):
    wire = wire(EscposOptions(automatic_status=True), byte_by_byte)
    wire.open()
    wire.ask(SLIP)
    wire.run(3)
    for byte in b"\x10\x00\x03\x00":
        wire.hear(bytes((byte,)))
    assert verdicts(wire) == [Printed("A012")]
    assert wire.of(PrinterStatus)[-1].paper == "low"


# Loss


def test_a_printer_that_never_answers_is_unknown_and_its_slip_counts_when_handed_over(wire):
    wire = wire(weather=loss)
    wire.open()
    wire.ask(SLIP)
    wire.run(5)
    assert wire.facts == [NOTHING_KNOWN, Printed("A012")]


def test_a_printer_that_never_answers_delays_no_slip_but_the_first(wire):
    wire = wire(weather=loss)
    wire.open()
    wire.run(2)
    wire.ask(SLIP)
    assert SLIP.data in wire.printer.received


def test_one_lost_answer_at_the_start_does_not_make_a_printer_mute(wire):
    wire = wire(weather=loss)
    wire.open()
    wire.ask(SLIP)
    wire.run(0.6)
    assert SLIP.data not in wire.printer.received
    wire.weather = lambda answer: iter([(0.002, answer)])
    wire.run(3)
    assert wire.facts == [NOTHING_KNOWN, GOOD, Printed("A012")]


def test_a_printer_that_finds_its_voice_is_heard_again(wire):
    wire = wire(weather=loss)
    wire.open()
    wire.run(5)
    wire.weather = lambda answer: iter([(0.002, answer)])
    wire.run(60)
    assert wire.of(PrinterStatus) == [NOTHING_KNOWN, GOOD]


def test_one_lost_answer_makes_its_part_unknown_for_a_while_and_never_ok(wire):
    wire = wire()
    wire.open()
    wire.run(1)
    del wire.printer.answers[4]
    wire.run(4)
    assert wire.of(PrinterStatus)[-1].paper == "unknown"
    wire.printer.answers[4] = 0x12
    wire.run(4)
    assert wire.of(PrinterStatus)[-1] == GOOD


def test_a_question_that_is_never_answered_is_no_longer_asked(wire):
    wire = wire()
    wire.printer.answers = {1: 0x12, 2: 0x12, 4: 0x12}
    wire.open()
    wire.run(30)
    asked = wire.printer.received.count(b"\x10\x04\x03")
    wire.run(60)
    assert wire.printer.received.count(b"\x10\x04\x03") == asked == 3
    assert wire.of(PrinterStatus)[-1] == PrinterStatus("ok", "closed", "yes", "unknown")


def test_silence_after_a_slip_is_no_confirmation(wire):
    wire = wire()
    wire.open()
    wire.run(1)
    wire.ask(SLIP)
    wire.run(0.1)
    wire.printer.answers = {}
    wire.run(8)
    [failed] = verdicts(wire)
    assert failed.fault.code == "unconfirmed"


def test_a_printer_that_fell_silent_is_hung_up_on_and_its_state_is_unknown(wire):
    wire = wire()
    wire.open()
    wire.run(1)
    wire.printer.answers = {}
    wire.run(30)
    assert wire.hung_up == 1
    assert wire.facts[-1] == NOTHING_KNOWN


def test_a_slip_that_waits_on_a_printer_that_fell_silent_is_refused_and_not_sent(wire):
    wire = wire()
    wire.open()
    wire.run(1)
    wire.printer.answers = {}
    wire.run(7)  # two looks without an answer
    wire.ask(SLIP)
    wire.run(3)
    [failed] = verdicts(wire)
    assert failed.fault.code == "silent"
    assert SLIP.data not in wire.printer.received


# Delay


def test_an_answer_that_comes_too_late_is_not_taken_for_another_one(wire):
    wire = wire()
    wire.open()
    wire.run(1)
    wire.weather = late
    wire.printer.answers[4] = 0x1E  # as an answer to question 1 it would say "offline"
    wire.run(4)
    wire.ask(SLIP)
    wire.run(3)
    assert all(status.online != "no" for status in wire.of(PrinterStatus))
    assert not [fact for fact in verdicts(wire) if isinstance(fact, PrintFailed) and fact.fault.code == "offline"]


# Garbage


def test_garbage_around_answers_changes_nothing(wire):
    wire = wire(weather=garbage_around)
    wire.open()
    wire.ask(SLIP)
    wire.run(3)
    assert wire.of(PrinterStatus) == [GOOD]
    assert verdicts(wire) == [Printed("A012")]


def test_constants_that_cannot_be_a_state_are_no_answer(wire):
    wire = wire()
    wire.printer.answers = dict.fromkeys((1, 2, 3, 4), 0x00)
    wire.open()
    wire.run(5)
    assert wire.of(PrinterStatus) == [NOTHING_KNOWN]


def test_a_state_nobody_asked_for_is_not_believed(wire):
    wire = wire()
    wire.open()
    wire.run(1)
    wire.hear(b"\x7e\x7e\x30\x00\x0c\x00")
    assert wire.of(PrinterStatus) == [GOOD]


# Unplugged


def test_unplugged_in_the_middle_of_a_slip_it_failed_and_is_never_sent_again_by_itself(wire):
    wire = wire()
    wire.open()
    wire.run(1)
    wire.takes_data = False
    wire.ask(SLIP)
    wire.run(0.1)
    wire.unplug()
    [failed] = verdicts(wire)
    assert failed.fault.code == "cut_off"
    assert "断开" in failed.why
    wire.takes_data = True
    wire.open()
    wire.run(100)
    assert wire.printer.received.count(b"SLIP-A012") == 1
    assert len(verdicts(wire)) == 1


def test_after_a_torn_slip_the_printer_is_freed_from_its_picture_and_the_rest_is_cut_off(wire):
    wire = wire()
    wire.open()
    wire.run(1)
    wire.takes_data = False
    wire.ask(PrintJob("A012", b"\x1d\x76\x30\x00\x48\x00\x00\x01" + b"\xaa" * 70_000))
    wire.unplug()
    wire.takes_data = True
    wire.printer.received = b""
    wire.open()
    wire.run(1)
    band = 72 * 256
    assert wire.printer.received.startswith(bytes(band) + b"\x1b\x40\x1b\x64\x05\x1d\x56\x01\x10\x04")
    wire.unplug()
    wire.printer.received = b""
    wire.open()
    wire.run(1)
    assert wire.printer.received.startswith(b"\x10\x04")  # once is enough


def test_a_mending_that_was_cut_off_itself_is_done_again(wire):
    wire = wire()
    wire.open()
    wire.run(1)
    wire.takes_data = False
    wire.ask(SLIP)
    wire.unplug()
    wire.open()
    wire.unplug()
    wire.printer.received = b""
    wire.open()
    assert wire.printer.received.startswith(bytes(len(SLIP.data)) + b"\x1b\x40")


def test_unplugged_before_a_slip_was_sent_says_why_and_needs_no_mending(wire):
    wire = wire(weather=late)
    wire.open()
    wire.ask(SLIP)
    wire.unplug()
    [failed] = verdicts(wire)
    assert failed.fault.code == "gone"
    wire.printer.received = b""
    wire.open()
    assert wire.printer.received == b"\x10\x04\x01"


def test_unplugged_while_the_slip_comes_out_it_is_unconfirmed(wire):
    wire = wire()
    wire.open()
    wire.run(1)
    wire.ask(SLIP)
    wire.run(0.1)
    wire.unplug()
    [failed] = verdicts(wire)
    assert failed.fault.code == "unconfirmed"
    assert wire.facts[-1] == NOTHING_KNOWN


def test_a_cause_the_printer_told_before_it_was_cut_off_is_named(wire):
    wire = wire(EscposOptions(automatic_status=True))
    wire.open()
    wire.run(1)
    wire.takes_data = False
    wire.ask(SLIP)
    wire.run(0.1)
    wire.hear(b"\x18\x00\x0f\x00")
    wire.unplug()
    [failed] = verdicts(wire)
    assert "缺纸" in failed.why


def test_half_an_automatic_state_does_not_outlive_the_line(wire):
    wire = wire(EscposOptions(automatic_status=True))
    wire.open()
    wire.run(1)
    wire.hear(b"\x30\x00")
    wire.unplug()
    wire.open()
    wire.run(1)
    wire.hear(b"\x0c\x00")
    assert wire.of(PrinterStatus)[-1] == GOOD


def test_a_slip_that_never_reached_the_line_is_refused_with_the_reason(wire):
    [failed] = wire().conversation.refuse(SLIP, MISSING)
    assert failed == PrintFailed("A012", MISSING)
    assert isinstance(failed.fault, Fault)


@pytest.mark.parametrize("data", [b"", bytes((1 << 20) + 1)])
def test_an_empty_or_endless_slip_is_a_mistake_of_the_caller(data):
    with pytest.raises(ValueError, match="A012"):
        PrintJob("A012", data)
