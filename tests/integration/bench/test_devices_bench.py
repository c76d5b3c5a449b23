"""A short measurement of the drivers against simulated devices: all figures are there, and what is slow is told."""

import copy

import pytest
from typer.testing import CliRunner

from drivers.measure import GOOD, streams
from drivers.registry import DRIVERS
from edge_hub.tools import bench_devices
from edge_hub.tools.bench_devices import DeviceExtent, targets
from edge_hub.tools.commands import bench

SHORT = DeviceExtent(hostile_s=0.02, slips=1, cards=1)


@pytest.fixture(scope="module")
def found():
    return bench_devices.measure(SHORT, lambda what: None)


def test_every_driver_with_an_answer_of_its_device_is_fed_with_every_stream(found):
    assert found["hostile"]["drivers"].keys() == GOOD.keys() <= DRIVERS.keys()
    for row in found["hostile"]["drivers"].values():
        assert all(row[kind] > 0 for kind in ("noise", "begun", "wrong"))
        assert row["kept_bytes"] < 4096


def test_slip_card_and_job_take_longer_than_the_wire_alone(found):
    assert found["slip"]["bytes"] == 3500 and found["slip"]["most_ms"] >= found["slip"]["wire_ms"] > 300
    assert found["card"]["most_ms"] > found["card"]["wire_ms"] > 100
    assert found["stuck"]["bare"]["p50_ms"] < found["stuck"]["alone"]["p50_ms"]


def test_the_table_has_every_promise_and_a_broken_one_stands_out(found):
    table = bench_devices.table(found)
    assert all(target.what in table for target in targets(found))
    slow = copy.deepcopy(found)
    slow["hostile"]["drivers"]["lock_8a"].update(begun=1.0, kept_bytes=9999)
    slow["slip"]["most_ms"] = 451
    slow["card"]["over_ms"] = 401
    slow["stuck"] |= {"beside": {"p50_ms": 9.0, "p99_ms": 9.0}, "ask": {"p50_ms": 9.0, "p99_ms": 9.0}}
    assert not any(target.met for target in targets(slow))
    assert "lock_8a, begun" in bench_devices.table(slow)


def test_hostile_frames_are_wrong_in_their_last_byte_only():
    data = streams("02 00 35 FF FF 00 00 03 38")
    assert data["wrong"].startswith(bytes.fromhex("02 00 35 FF FF 00 00 03 C7 02 00"))
    assert {len(one) for one in data.values()} == {1 << 20}


def test_two_measurements_at_once_are_refused_in_a_sentence():
    result = CliRunner().invoke(bench, ["--hall", "--devices"])
    assert result.exit_code == 2
    assert "give one of them" in result.output
