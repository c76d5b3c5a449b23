"""Status bytes, automatic status, identity: every bit where the published command set has it."""

import pytest

from drivers.twins.printer import EscposInterpreter, Reply

ASB_WELL = b"\x10\x00\x00\x0f"


def replies(outputs) -> bytes:
    return b"".join(out.data for out in outputs if isinstance(out, Reply))


@pytest.mark.parametrize(
    ("state", "answers"),
    [
        ({}, "12 12 12 12"),
        ({"paper": "low"}, "12 12 12 1e"),
        ({"paper": "out"}, "1a 32 12 7e"),
        ({"cover_open": True}, "1a 16 12 12"),
        ({"offline": True}, "1a 12 12 12"),
        ({"cutter_error": True}, "1a 52 1a 12"),
        ({"drawer_open": True}, "16 12 12 12"),
        ({"paper": "out", "cover_open": True}, "1a 36 12 7e"),
    ],
)
def test_the_real_time_status_tells_the_state(printer, state, answers):
    printer.set(**state)
    heard = replies(printer.feed(b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04"))
    assert heard == bytes.fromhex(answers)
    assert all(byte & 0x93 == 0x12 for byte in heard)


def test_the_real_time_status_is_answered_in_the_middle_of_a_slip_and_changes_nothing_on_it(printer):
    plain = printer.feed(b"AB\n\x1dVB\x00")[0]
    reply, slip = printer.feed(b"A\x10\x04\x01B\n\x1dVB\x00")
    assert reply == Reply(b"\x12")
    assert slip.image.tobytes() == plain.image.tobytes()


def test_the_real_time_status_is_no_status_inside_the_data_of_a_command(printer):
    assert printer.feed(b"\x1dv0\x00\x03\x00\x02\x00\x10\x04\x01\x10\x04\x01") == ()
    assert printer.feed(b"\x1d(k\x06\x001P0\x10\x04\x01") == ()
    assert printer.feed(b"\x10\x04\x01") == (Reply(b"\x12"),)


def test_the_real_time_status_is_answered_ahead_of_what_waits(printer):
    printer.set(cover_open=True)
    assert printer.feed(b"\x1dr\x01\x10\x04\x02") == (Reply(b"\x16"),)
    assert printer.set(cover_open=False) == (Reply(b"\x00"),)


@pytest.mark.parametrize(("paper", "answer"), [("ok", b"\x00"), ("low", b"\x03")])
def test_the_paper_status_is_answered_in_order(printer, paper, answer):
    printer.set(paper=paper)
    assert printer.feed(b"\x1dr\x01\x1dr1\x1bv") == (Reply(answer),) * 3


def test_the_drawer_status_is_answered(printer):
    assert printer.feed(b"\x1dr\x02\x1bu\x00") == (Reply(b"\x00"), Reply(b"\x00"))
    printer.set(drawer_open=True)
    assert printer.feed(b"\x1dr2") == (Reply(b"\x01"),)


def test_automatic_status_comes_at_once_and_on_every_change(printer):
    assert printer.feed(b"\x1da\x0f") == (Reply(ASB_WELL),)
    assert printer.set(paper="low") == (Reply(b"\x10\x00\x03\x0f"),)
    assert printer.set(paper="low") == ()
    assert printer.set(paper="out") == (Reply(b"\x18\x00\x0f\x0f"),)
    assert printer.set(paper="ok", cover_open=True) == (Reply(b"\x38\x00\x00\x0f"),)
    assert printer.set(cover_open=False, cutter_error=True) == (Reply(b"\x18\x08\x00\x0f"),)
    assert printer.set(cutter_error=False, drawer_open=True) == (Reply(b"\x14\x00\x00\x0f"),)
    printer.feed(b"\x1da\x00")
    assert printer.set(paper="low") == ()


def test_automatic_status_tells_only_of_the_groups_asked_for(printer):
    printer.feed(b"\x1da\x08")
    assert printer.set(drawer_open=True) == ()
    assert printer.set(paper="low") == (Reply(b"\x14\x00\x03\x0f"),)
    printer.feed(b"\x1b@")
    assert printer.set(paper="ok") == ()


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        (b"\x1dI\x01", b"\x20"),
        (b"\x1dI2", b"\x03"),
        (b"\x1dIC", b"_TWIN-80\x00"),
        (b"\x1dIB", b"_HALL\x00"),
        (b"\x1d(H\x06\x0000abcd", b"\x37\x22abcd\x00"),
        (b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08", b"\x37\x25\x00"),
    ],
)
def test_identity_and_process_ids_are_answered(printer, sent, answer):
    assert printer.feed(sent) == (Reply(answer),)


@pytest.mark.parametrize(
    "sent",
    [
        b"\x10\x04\x05", b"\x10\x04\x07\x01", b"\x10\x05\x07", b"\x10\x14\x02\x01\x08", b"\x1dr\x07", b"\x1dI\x63",
        b"\x1d(H\x02\x0000", b"\x1d(z\x01\x00a", b"\x1d8z\x01\x00\x00\x00a", b"\x1bL", b"\x1bK\x05", b"\x1d:",
        b"\x1c(A\x02\x0000", b"\x1cC\x01", b"\x1cp\x01\x00", b"\x1b%\x01", b"\x1bp\x07\x00\x00", b"\x0c",
    ],
)  # fmt: skip
def test_what_this_printer_does_not_have_is_reported_not_answered(printer, sent):
    assert printer.feed(sent) == ()
    assert len(printer.faults) == 1


def test_the_drawer_pulse_is_taken(printer):
    assert printer.feed(b"\x1bp\x00\x19\xfa\x10\x14\x01\x00\x05") == ()
    assert printer.faults == ()


def test_an_unknown_state_is_refused():
    with pytest.raises(ValueError):
        EscposInterpreter().set(paper="wet")
    with pytest.raises(TypeError):
        EscposInterpreter().set(papr="ok")
