"""The text for Prometheus, as a strict reader takes it that was written from the format's description."""

import math

import pytest
from fakes.prometheus import families

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
    read = families(text)
    assert read["hall_refused_total"].samples["hall_refused_total", (("reason", 'a"b\\c\nd'),)] == 1


def test_a_help_stays_one_line_and_what_is_no_number_is_said_as_prometheus_says_it() -> None:
    text = text_of([by("hall_odd", "gauge", "One\nof C:\\", "of", {"a": math.nan, "b": math.inf, "c": -math.inf})])
    assert text.splitlines() == [
        "# HELP hall_odd One\\nof C:\\\\", "# TYPE hall_odd gauge", 'hall_odd{of="a"} NaN', 'hall_odd{of="b"} +Inf',
        'hall_odd{of="c"} -Inf',
    ]  # fmt: skip
    assert families(text)["hall_odd"].help == "One\\nof C:\\\\"


HEAD = "# HELP hall_x_total X.\n# TYPE hall_x_total counter\n"


@pytest.mark.parametrize(
    "text",
    [
        "hall_x_total 1\n",
        "# HELP hall_x X.\n# TYPE hall_x counter\nhall_x 1\n",
        "# HELP hall_x_total X.\n# TYPE hall_x_total gauge\nhall_x_total 1\n",
        "# HELP hall_wait_minutes X.\n# TYPE hall_wait_minutes gauge\nhall_wait_minutes 1\n",
        "# HELP hall_x_total X.\nhall_x_total 1\n",
        "# TYPE hall_x_total counter\nhall_x_total 1\n",
        HEAD + "hall_x_total 1",
        HEAD + "hall_x_total -1\n",
        HEAD + "hall_x_total NaN\n",
        HEAD + "hall_y_total 1\n",
        HEAD + "hall_x_total 1\nhall_x_total 2\n",
        HEAD + 'hall_x_total{a="b"c"} 1\n',
        HEAD + 'hall_x_total{a="\\t"} 1\n',
        HEAD + 'hall_x_total{a="1",a="2"} 1\n',
        HEAD + HEAD,
        "# HELP hall_s X.\n# TYPE hall_s histogram\n"
        'hall_s_bucket{le="1"} 3\nhall_s_bucket{le="+Inf"} 2\nhall_s_sum 1\nhall_s_count 2\n',
        "# HELP hall_s X.\n# TYPE hall_s histogram\n"
        'hall_s_bucket{le="1"} 1\nhall_s_bucket{le="+Inf"} 2\nhall_s_sum 1\nhall_s_count 3\n',
    ],
)
def test_the_reader_refuses_what_is_against_the_format(text: str) -> None:
    with pytest.raises(AssertionError):
        families(text)


def test_a_histogram_counts_up_to_everything() -> None:
    text = text_of([histogram("hall_commit_seconds", "Commits.", (0.001, 1.0), (5, 2, 1), 3.5)])
    assert families(text)["hall_commit_seconds"].samples["hall_commit_seconds_count", ()] == 8
    assert text.splitlines()[2:] == [
        'hall_commit_seconds_bucket{le="0.001"} 5', 'hall_commit_seconds_bucket{le="1"} 7',
        'hall_commit_seconds_bucket{le="+Inf"} 8', "hall_commit_seconds_sum 3.5", "hall_commit_seconds_count 8",
    ]  # fmt: skip
