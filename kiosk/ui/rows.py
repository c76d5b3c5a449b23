"""A list that QML draws and that changes in place: a finger on a row keeps its row when the next snapshot comes.

A plain list given to a Repeater builds every delegate anew, and a touch that is down at that moment is lost. Rows are
frozen dataclasses of one kind; their first field is the key. Roles are the fields in camelCase.
"""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from PySide6.QtCore import (
    Property,
    QAbstractListModel,
    QByteArray,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

Index = QModelIndex | QPersistentModelIndex
FIRST_ROLE = int(Qt.ItemDataRole.UserRole)
NO_INDEX = QModelIndex()


class Row(Protocol):
    """Any dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


R = TypeVar("R", bound=Row)


class Rows(QAbstractListModel, Generic[R]):
    """The rows of one list."""

    countChanged = Signal()

    def __init__(self, kind: type[R], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fields = tuple(field.name for field in fields(kind))
        self._rows: list[R] = []

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def roleNames(self) -> dict[int, QByteArray]:
        return {FIRST_ROLE + n: QByteArray(camel(name).encode()) for n, name in enumerate(self._fields)}

    def data(self, index: Index, role: int = FIRST_ROLE) -> Any:
        if not index.isValid() or not 0 <= role - FIRST_ROLE < len(self._fields):
            return None
        value = getattr(self._rows[index.row()], self._fields[role - FIRST_ROLE])
        return list(value) if isinstance(value, tuple) else value  # Qt knows lists

    @Property(int, notify=countChanged)
    def count(self) -> int:
        return len(self._rows)

    @property
    def rows(self) -> tuple[R, ...]:
        """The rows as they are drawn."""
        return tuple(self._rows)

    def show(self, rows: Sequence[R]) -> None:
        """Draw these: what is gone leaves, what is new comes in, what stays keeps its delegate."""
        before = len(self._rows)
        staying = {self._key(row) for row in rows}
        for at in range(len(self._rows) - 1, -1, -1):
            if self._key(self._rows[at]) not in staying:
                self._remove(at)
        for place, row in enumerate(rows):
            self._put(place, row)
        if len(self._rows) != before:
            self.countChanged.emit()

    def _put(self, place: int, row: R) -> None:
        was = next((at for at in range(place, len(self._rows)) if self._key(self._rows[at]) == self._key(row)), None)
        if was is None:
            self.beginInsertRows(NO_INDEX, place, place)
            self._rows.insert(place, row)
            self.endInsertRows()
            return
        if was != place:
            self.beginMoveRows(NO_INDEX, was, was, NO_INDEX, place)
            self._rows.insert(place, self._rows.pop(was))
            self.endMoveRows()
        old, self._rows[place] = self._rows[place], row
        changed = [FIRST_ROLE + n for n, name in enumerate(self._fields) if getattr(old, name) != getattr(row, name)]
        if changed:
            self.dataChanged.emit(self.index(place), self.index(place), changed)

    def _remove(self, at: int) -> None:
        self.beginRemoveRows(NO_INDEX, at, at)
        del self._rows[at]
        self.endRemoveRows()

    def _key(self, row: R) -> Any:
        return getattr(row, self._fields[0])


def camel(name: str) -> str:
    """`wait_text` as QML writes it: `waitText`."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
