"""The simulated A4 printer on a real TCP port: a PDF of some size, paper that runs out, the power in the middle."""

import hashlib

import pytest

from drivers.a4_printer import A4Conversation, A4Options, A4Status, PdfFailed, PdfPrinted, PrintPdf
from drivers.health import Up
from drivers.port import Port, Timing, parse_connection
from drivers.twins.kinds import make
from drivers.twins.serving import serve_tcp

QUICK = Timing(connect_s=1.0, write_s=2.0, backoff_s=0.01, backoff_ceiling_s=0.05, job_wait_s=2.0, stable_s=0.0)
PDF = b"%PDF-1.7\n/Type /Page\n" + bytes(range(256)) * 8000 + b"\n%%EOF\n"


@pytest.fixture
def printer():
    with serve_tcp(make("a4_printer", ["page_s=0.05"])) as server:
        yield server


@pytest.fixture
def port(printer, facts, opened):
    options = A4Options(look_s=0.2, poll_s=1.0, reply_s=3.0)
    return opened(Port(parse_connection(printer.connection), A4Conversation(options), facts, timing=QUICK))


def test_a_pdf_of_two_megabytes_arrives_whole_and_is_printed(printer, port, facts):
    assert port.ask(PrintPdf("one", PDF)) is None
    assert facts.wait(PdfPrinted).id == "one"
    took = next(deed for deed in printer.deeds if deed["did"] == "took")
    assert (took["bytes"], took["sha256"]) == (len(PDF), hashlib.sha256(PDF).hexdigest())
    assert (took["media"], took["sides"]) == ("iso_a4_210x297mm", "one-sided")


def test_paper_that_runs_out_is_told_and_the_print_goes_on_with_new_paper(printer, port, facts):
    facts.wait(A4Status, lambda status: status.paper == "ok")
    printer.say("paper 1")
    assert port.ask(PrintPdf("two", PDF, copies=2)) is None
    assert facts.wait(A4Status, lambda status: status.paper == "out").fault.code == "paper_out"
    printer.say("paper 100")
    assert facts.wait(PdfPrinted).id == "two"


def test_the_power_that_drops_in_mid_print_fails_it_once_and_the_next_is_printed(printer, port, facts):
    facts.wait(A4Status, lambda status: status.paper == "ok")
    printer.say("paper 1")
    assert port.ask(PrintPdf("three", PDF, copies=2)) is None
    facts.wait(A4Status, lambda status: status.paper == "out")
    printer.say("power-drop")
    assert facts.wait(PdfFailed).fault.code == "cut_off"
    printer.say("paper 100")
    facts.wait(Up)
    facts.wait(A4Status, lambda status: status.paper == "ok")
    assert port.ask(PrintPdf("four", PDF)) is None
    assert facts.wait(PdfPrinted).id == "four"
    assert [fact.id for fact in facts.of(PdfFailed)] == ["three"]
