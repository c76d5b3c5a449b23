"""The generator's hand-written envelope is the contract's, and its figures are what they say."""

import os

from edge_hub.contract import queue
from edge_hub.contract.codec import decode_command, encode
from edge_hub.contract.envelope import Command
from edge_hub.contract.ids import uuid7
from edge_hub.tools.bench_load import Order, envelope
from edge_hub.tools.bench_sample import Sample


def test_the_envelope_is_a_command_of_the_contract() -> None:
    body = queue.CallNext(window="w1")
    command = uuid7(1_800_000_000_000, os.urandom(10))
    decoded = decode_command(envelope(command, "pad-1", 1_800_000_010_000, Order("CallNext", encode(body), "s-1")))
    assert decoded == Command(id=command, device="pad-1", session="s-1", valid_until_ms=1_800_000_010_000, body=body)


def test_the_envelope_without_a_session_is_a_command_too() -> None:
    body = queue.TakeTicket(items=("a", "b"))
    command = uuid7(1_800_000_000_000, os.urandom(10))
    decoded = decode_command(envelope(command, "tm-1", 1_800_000_010_000, Order("TakeTicket", encode(body))))
    assert decoded == Command(id=command, device="tm-1", valid_until_ms=1_800_000_010_000, body=body)


def test_latencies_are_those_that_the_share_stayed_within() -> None:
    sample = Sample(spans_ns={"a": [n * 1_000_000 for n in range(1, 100)], "b": [100_000_000]})
    assert sample.ms(0.5) == 51
    assert sample.ms(0.99) == 100
    assert sample.ms(0.99, "a") == 99
    assert Sample().ms(0.5) == 0.0


def test_runs_of_the_same_are_joined() -> None:
    sample = Sample(seconds=1.0, done=12, in_time=10, refused={"BUSY": 1}, spans_ns={"a": [1_000_000]})
    refused, spans_ns = {"BUSY": 1, "STALE": 1}, {"a": [3_000_000]}
    sample.add(Sample(seconds=1.0, done=31, in_time=30, lost=2, again=3, refused=refused, spans_ns=spans_ns))
    assert (sample.per_s, sample.done, sample.lost, sample.again) == (20.0, 43, 2, 3)
    assert sample.refused == {"BUSY": 2, "STALE": 1}
    assert sample.ms(0.99) == 3.0
