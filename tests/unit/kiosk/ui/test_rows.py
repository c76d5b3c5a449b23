"""A list changes in place: QML hears exactly what changed."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from kiosk.ui.rows import FIRST_ROLE, Rows, camel


@dataclass(frozen=True, slots=True)
class Call:
    number: str
    window_label: str = "A01"
    calls: int = 1
    places: tuple[str, ...] = ()


def watched() -> tuple[Rows[Call], list[tuple[Any, ...]]]:
    """A list that Qt's own tester watches, and what it tells."""
    rows = Rows(Call)
    QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal, rows)
    told: list[tuple[Any, ...]] = []
    rows.rowsInserted.connect(lambda parent, first, last: told.append(("in", first)))
    rows.rowsRemoved.connect(lambda parent, first, last: told.append(("out", first)))
    rows.rowsMoved.connect(lambda parent, first, last, to, place: told.append(("move", first, place)))
    rows.dataChanged.connect(lambda first, last, roles: told.append(("data", first.row(), list(roles))))
    rows.countChanged.connect(lambda: told.append(("count", rows.property("count"))))
    return rows, told


def test_roles_are_the_fields_in_qmls_spelling() -> None:
    rows, _ = watched()
    assert [bytes(name.data()).decode() for name in rows.roleNames().values()] == [
        "number",
        "windowLabel",
        "calls",
        "places",
    ]
    assert camel("wait_text_long") == "waitTextLong" and camel("name") == "name"


def test_values_are_read_by_role_and_tuples_come_as_lists() -> None:
    rows, _ = watched()
    rows.show([Call("A1", places=("x", "y"))])
    index = rows.index(0)
    assert [rows.data(index, FIRST_ROLE + n) for n in range(4)] == ["A1", "A01", 1, ["x", "y"]]
    assert rows.data(index, FIRST_ROLE + 4) is None and rows.data(QModelIndex(), FIRST_ROLE) is None
    assert rows.data(index, int(Qt.ItemDataRole.DisplayRole)) is None


def test_the_same_rows_tell_nothing() -> None:
    rows, told = watched()
    rows.show([Call("A1"), Call("A2")])
    told.clear()
    rows.show([Call("A1"), Call("A2")])
    assert told == []


def test_a_changed_value_keeps_its_row_and_names_its_role() -> None:
    rows, told = watched()
    rows.show([Call("A1"), Call("A2")])
    told.clear()
    rows.show([Call("A1"), Call("A2", calls=2)])
    assert told == [("data", 1, [FIRST_ROLE + 2])]


def test_a_new_first_row_moves_nobody() -> None:
    rows, told = watched()
    rows.show([Call("A1"), Call("A2")])
    told.clear()
    rows.show([Call("A3"), Call("A1"), Call("A2")])
    assert told == [("in", 0), ("count", 3)]


def test_any_order_is_reached_from_any_other() -> None:
    rows, _ = watched()
    for order in ("abcd", "dcba", "bd", "", "xaybzc", "cab", "abcdefgh", "hgfa"):
        rows.show([Call(key) for key in order])
        assert "".join(row.number for row in rows.rows) == order
        assert rows.rowCount() == len(order) == rows.property("count")
