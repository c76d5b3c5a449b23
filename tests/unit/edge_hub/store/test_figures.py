"""Figures lie in rows that are added to with every event, and are read by any dimension over any days."""

from pathlib import Path

import apsw
import pytest

from edge_hub.domain.figures import DIMENSIONS, MEASURES, Place, Tally
from edge_hub.store import figures
from edge_hub.store.connection import open_writer, query
from edge_hub.store.schema import upgrade


def place(day: str = "2026-11-24", hour: int = 9, item: str = "card", window: str = "", clerk: str = "") -> Place:
    return (day, hour, item, window, clerk, "", "")


@pytest.fixture
def writer(tmp_path: Path) -> apsw.Connection:
    one = open_writer(tmp_path / "a.db")
    upgrade(one)
    return one


def test_the_columns_are_the_dimensions_and_the_measures(writer: apsw.Connection) -> None:
    names = [name for (name,) in query(writer, "SELECT name FROM pragma_table_info('figure')")]
    assert names == ["day", *DIMENSIONS, *MEASURES]


def test_what_is_counted_adds_up_and_what_is_taken_away_is_gone(writer: apsw.Connection) -> None:
    figures.save(writer, [Tally(place(), {"tickets": 1, "asked": 1}), Tally(place(), {"tickets": 1, "asked": 1})])
    figures.save(writer, [Tally(place(window="w1"), {"no_shows": 1})])
    figures.save(writer, [Tally(place(window="w1"), {"no_shows": -1})])
    assert figures.rows(writer) == {place(): {**dict.fromkeys(MEASURES, 0), "tickets": 2, "asked": 2}}


def test_sums_are_by_any_dimension_over_any_days(writer: apsw.Connection) -> None:
    for day, hour, item, window in (
        ("2026-11-24", 9, "card", "w1"), ("2026-11-24", 10, "card", "w2"), ("2026-11-25", 9, "stamp", "w1"),
    ):  # fmt: skip
        figures.save(writer, [Tally(place(day, hour, item, window), {"served": 1})])

    def served(by: str, first: str, last: str) -> dict[str, int]:
        return {key: of["served"] for key, of in figures.sums(writer, by, first, last).items()}

    assert served("day", "", "~") == {"2026-11-24": 2, "2026-11-25": 1}
    assert served("hour", "2026-11-24", "2026-11-24") == {"9": 1, "10": 1}
    assert served("window", "2026-11-24", "2026-11-25") == {"w1": 2, "w2": 1}
    assert served("item", "2026-11-25", "2026-11-25") == {"stamp": 1}
    assert served("age", "2026-11-24", "2026-11-25") == {"": 3}, "no card was read"
    kept = figures.rows(writer)
    for by in ("day", "hour", "item", "window", "sex"):
        assert figures.grouped(kept, by, "2026-11-24", "2026-11-25") == figures.sums(
            writer, by, "2026-11-24", "2026-11-25"
        )
