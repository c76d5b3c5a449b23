"""What a printer says of itself, byte by byte, and that no byte can hurt."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.conversation import Step
from drivers.escpos import (
    EscposConversation,
    EscposOptions,
    PrinterStatus,
    PrintJob,
    StatusDecoder,
    is_answer,
    read_answers,
    read_automatic,
    trouble,
)


def test_only_bytes_with_the_four_fixed_bits_are_answers():
    assert sum(map(is_answer, range(256))) == 16
    assert is_answer(0x12) and is_answer(0x1E) and is_answer(0x7E) and is_answer(0x16)
    assert not any(map(is_answer, (0x00, 0xFF, 0x10, 0x11, 0x13, 0x92)))


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ({}, PrinterStatus()),
        ({4: 0x12}, PrinterStatus(paper="ok")),
        ({4: 0x1E}, PrinterStatus(paper="low")),
        ({4: 0x7E}, PrinterStatus(paper="out")),
        ({4: 0x72}, PrinterStatus(paper="out")),
        ({2: 0x16}, PrinterStatus(cover="open")),
        ({2: 0x32}, PrinterStatus(paper="out", cover="closed")),
        ({4: 0x12, 2: 0x32}, PrinterStatus(paper="out", cover="closed")),
        ({2: 0x52}, PrinterStatus(cover="closed", error="recoverable")),
        ({3: 0x12}, PrinterStatus(error="none")),
        ({3: 0x1A}, PrinterStatus(error="cutter")),
        ({3: 0x32}, PrinterStatus(error="unrecoverable")),
        ({3: 0x3A}, PrinterStatus(error="unrecoverable")),
        ({3: 0x52}, PrinterStatus(error="recoverable")),
        ({1: 0x12}, PrinterStatus(online="yes")),
        ({1: 0x1A}, PrinterStatus(online="no")),
        ({1: 0x16}, PrinterStatus(online="yes")),  # bit 2 is the drawer
    ],
)
def test_answers_are_read_as_the_reference_says(answers, status):
    assert read_answers(answers) == status


@pytest.mark.parametrize(
    ("frame", "status"),
    [
        (b"\x10\x00\x00\x00", PrinterStatus("ok", "closed", "yes", "none")),
        (b"\x14\x00\x00\x0f", PrinterStatus("ok", "closed", "yes", "none")),
        (b"\x18\x00\x00\x00", PrinterStatus("ok", "closed", "no", "none")),
        (b"\x30\x00\x00\x00", PrinterStatus("ok", "open", "yes", "none")),
        (b"\x10\x08\x00\x00", PrinterStatus("ok", "closed", "yes", "cutter")),
        (b"\x10\x20\x00\x00", PrinterStatus("ok", "closed", "yes", "unrecoverable")),
        (b"\x10\x40\x00\x00", PrinterStatus("ok", "closed", "yes", "recoverable")),
        (b"\x10\x00\x03\x00", PrinterStatus("low", "closed", "yes", "none")),
        (b"\x10\x00\x0f\x00", PrinterStatus("out", "closed", "yes", "none")),
    ],
)
def test_states_that_the_printer_sends_by_itself_are_read_as_the_reference_says(frame, status):
    assert StatusDecoder(automatic=True).feed(frame) == [frame]
    assert read_automatic(frame) == status


def test_an_automatic_state_that_breaks_off_does_not_swallow_the_answer_after_it():
    assert StatusDecoder(automatic=True).feed(b"\x10\x00\x12\x10\x00\x0f\x00") == [b"\x12", b"\x10\x00\x0f\x00"]


def test_automatic_states_are_skipped_where_nobody_asked_for_them():
    assert StatusDecoder(automatic=False).feed(b"\x10\x00\x0f\x00") == []


def test_unknown_is_no_trouble_and_no_ok_either():
    assert trouble(PrinterStatus()) is None
    assert PrinterStatus().paper == PrinterStatus().online == "unknown"


@given(st.binary(max_size=400), st.booleans(), st.integers(1, 50))
def test_any_bytes_cut_anywhere_give_the_same_frames(data, automatic, cut):
    whole, parts = StatusDecoder(automatic=automatic), StatusDecoder(automatic=automatic)
    expected = whole.feed(data)
    assert [frame for at in range(0, len(data), cut) for frame in parts.feed(data[at : at + cut])] == expected
    assert all(len(frame) in (1, 4) for frame in expected)


@given(st.lists(st.tuples(st.binary(max_size=60), st.sampled_from((0.0, 0.1, 0.6, 5.0))), max_size=40), st.booleans())
def test_any_bytes_at_any_time_never_break_the_conversation(heard, automatic):
    conversation = EscposConversation(EscposOptions(automatic_status=automatic))
    now = 0.0
    conversation.open(now)
    job = 0
    for data, seconds in heard:
        now += seconds
        steps = [conversation.hear(data, now), conversation.tick(now), conversation.sent(now)]
        if conversation.ready:
            job += 1
            steps.append(conversation.ask(PrintJob(str(job), b"x"), now))
        assert all(isinstance(step, Step) for step in steps)
        assert conversation.due is None or conversation.due < now + 60


@pytest.mark.parametrize("noise", [b"\x10", b"\x12", b"\x00", b"\x10\x00\x00"])
def test_a_printer_that_never_stops_talking_fills_no_memory(noise):
    conversation = EscposConversation(EscposOptions(automatic_status=True))
    conversation.open(0.0)
    conversation.hear(noise * 10_000, 0.0)
    tracemalloc.start()
    try:
        for _ in range(20):
            conversation.hear(noise * 10_000, 0.0)
        assert tracemalloc.get_traced_memory()[0] < 20_000
    finally:
        tracemalloc.stop()
