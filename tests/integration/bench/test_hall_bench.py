"""A short measurement of a small hall with all its devices connected: all figures are there, and nothing is missing."""

from pathlib import Path

from edge_hub.tools import bench_hall
from edge_hub.tools.bench_hall import HallExtent

SHORT = HallExtent(for_s=4.0, machines=4, windows=24, boards=3, tickets_per_min=300, served_at_once=6)


def test_a_short_measurement_of_a_hall_follows_every_call_to_every_display(tmp_path: Path) -> None:
    said: list[str] = []
    found = bench_hall.measure(tmp_path, SHORT, said.append)
    assert found["devices"] == 4 + 3 * 24 + 3 and bench_hall.wrongs(found) == 0
    latency = found["latency"]
    assert {name: latency[name]["count"] for name in ("echo", "take", "call", "finish", "screen", "boards")} == {
        "echo": 20, "take": 20, "call": 20, "finish": 20, "screen": 20, "boards": 20,
    }  # fmt: skip
    assert latency["call"]["p50_ms"] > 0 and 0 < latency["screen"]["p50_ms"] <= latency["boards"]["most_ms"]
    assert found["checked"]["acked"] == found["checked"]["attempts"] > 500
    table = bench_hall.table(found)
    assert "79 devices" in table and all(row.what in table for row in bench_hall.targets(found))
    assert said


def test_a_call_that_a_display_missed_is_told() -> None:
    sample = bench_hall.Sample(spans_ns={bench_hall.CALL: [1_000_000]})
    seen = {"screens": {"A001": 3_000_000}, "boards": {"A001": (2, 5_000_000)}}
    whole = bench_hall._latencies(sample, {"A001": 1_000_000}, seen, boards=2)
    assert whole["unseen"] == 0 and whole["screen"]["p50_ms"] == 2.0 and whole["boards"]["p50_ms"] == 4.0
    assert bench_hall._latencies(sample, {"A001": 1_000_000}, seen, boards=3)["unseen"] == 1
    assert bench_hall._latencies(sample, {"A001": 1_000_000, "A002": 2_000_000}, seen, boards=2)["unseen"] == 2
