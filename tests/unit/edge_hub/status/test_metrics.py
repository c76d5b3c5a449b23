"""The text for Prometheus."""

from edge_hub.status.metrics import by, histogram, one, text_of


def test_numbers_are_written_as_prometheus_reads_them() -> None:
    text = text_of(
        [
            one("hall_up", "gauge", "Whether the loop turns.", True),
            one("hall_share", "gauge", "A share.", 0.25),
            by("hall_refused_total", "counter", "Refused.", "reason", {"BUSY": 3, 'a"b\\c\nd': 1}),
            by("hall_nothing_total", "counter", "Nothing yet.", "reason", {}),
        ]
    )
    assert text.splitlines() == [
        "# HELP hall_up Whether the loop turns.",
        "# TYPE hall_up gauge",
        "hall_up 1",
        "# HELP hall_share A share.",
        "# TYPE hall_share gauge",
        "hall_share 0.25",
        "# HELP hall_refused_total Refused.",
        "# TYPE hall_refused_total counter",
        'hall_refused_total{reason="BUSY"} 3',
        'hall_refused_total{reason="a\\"b\\\\c\\nd"} 1',
        "# HELP hall_nothing_total Nothing yet.",
        "# TYPE hall_nothing_total counter",
    ]
    assert text.endswith("\n")


def test_a_histogram_counts_up_to_everything() -> None:
    lines = text_of([histogram("hall_commit_seconds", "Commits.", (0.001, 1.0), (5, 2, 1), 3.5)]).splitlines()
    assert lines[2:] == [
        'hall_commit_seconds_bucket{le="0.001"} 5', 'hall_commit_seconds_bucket{le="1"} 7',
        'hall_commit_seconds_bucket{le="+Inf"} 8', "hall_commit_seconds_sum 3.5", "hall_commit_seconds_count 8",
    ]  # fmt: skip
