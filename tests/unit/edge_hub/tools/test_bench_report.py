"""The table says what was found, and a figure that was missed is called missed."""

import copy
from typing import Any

from edge_hub.tools.bench_report import table, targets, wrongs

CORE_MS = {"echo": 0.3, "hub": 0.5, "broker": 0.1, "generator": 0.1}


def one(per_s: float, p50: float, p99: float) -> dict[str, Any]:
    return {"per_s": per_s, "p50_ms": p50, "p99_ms": p99, "core_ms": CORE_MS}


LOOP = {"echo": one(4000, 50, 90), "take": one(2400, 80, 100), "call": one(2200, 90, 110)}
CHECKED = dict.fromkeys(
    ("lost", "altered", "unexpected", "duplicated", "double_numbers", "double_calls", "gaps", "recovered"), 0
)
HUB = {
    "start_s": 1.0,
    "rss_mb": 80.0,
    "rss_tickets": 900,
    "rss_end_mb": 130.0,
    "loops": {"1": LOOP, "50": LOOP, "200": LOOP},
    "steady": {"echo": one(300, 1.0, 4.0), "take": {"p50_ms": 1.8, "p99_ms": 9.0}, "call": {"p50_ms": 2, "p99_ms": 8}},
    "crowd": {"lost_replies": 0},
    "checked": {**CHECKED, "attempts": 24_000, "acked": 24_000},
}
FOUND: dict[str, Any] = {
    "raw": {"commits_per_s": 4800, "commits_p50_ms": 0.19, "commits_100_per_s": 97_000, "fsyncs_per_s": 3150},
    "empty": HUB,
    "terminals": {
        "call board": {"first_frame_ms": 400, "rss_mb": 95},
        "ticket machine": {"first_frame_ms": 500, "rss_mb": 136, "uss_mb": 118, "visits": 12, "peak_mb": 159},
    },
}


def test_a_run_that_reaches_everything_says_so() -> None:
    assert {row.met for row in targets(FOUND)} == {True, None}
    assert "NO" not in table(FOUND)


def test_every_missed_figure_is_called_missed() -> None:
    bad = copy.deepcopy(FOUND)
    bad["empty"]["loops"]["200"]["take"]["per_s"] = 1999
    bad["empty"]["loops"]["200"]["call"]["per_s"] = 1999
    bad["empty"]["steady"]["take"] = {"p50_ms": 2.1, "p99_ms": 20.1}
    bad["empty"]["checked"]["lost"] = 1
    bad["empty"]["rss_mb"] = 101
    bad["terminals"]["call board"] = {"first_frame_ms": 801, "rss_mb": 141}
    bad["million"] = copy.deepcopy(HUB) | {"steady": {**HUB["steady"], "take": {"p50_ms": 2.6, "p99_ms": 9}}}
    assert [row.met for row in targets(bad)] == [False] * 9
    assert table(bad).count(" NO\n") == 8
    assert table(bad).endswith(" NO")


def test_the_million_is_compared_with_the_empty_database_of_the_same_run() -> None:
    found = {**FOUND, "million": HUB}
    row = next(row for row in targets(found) if "1,000,000" in row.what)
    assert (row.found, row.met) == ("1.00 x", True)


def test_a_reply_that_never_came_counts_as_wrong() -> None:
    hub = copy.deepcopy(HUB)
    hub["crowd"]["lost_replies"] = 2
    hub["checked"]["double_numbers"] = 1
    hub["checked"]["recovered"] = 5
    assert wrongs(hub) == 3


def test_the_memory_of_the_ticket_machine_says_how_many_people_it_served_before() -> None:
    row = next(row for row in targets(FOUND) if "memory of a terminal" in row.what)
    assert "ticket machine, 12 people served" in row.what and row.found == "136 MB"
    line = next(line for line in table(FOUND).splitlines() if line.startswith("  ticket machine"))
    assert line.split() == ["ticket", "machine", "500", "ms", "136", "MB", "118", "MB", "159", "MB"]
