"""What is known of the doors of a cabinet: which cell is where, which stands open, and which for too long. Pure."""

from drivers.conversation import Fact
from drivers.locks import Door, DoorLeftOpen, Doors, Heard, LockOptions

Place = tuple[int, int]
"""A board and a lock of it."""


class DoorBook:
    """The doors as they were last seen; what was not seen on this line is unknown."""

    def __init__(self, options: LockOptions) -> None:
        self._options = options
        self._told: tuple[Door, ...] | None = None
        self.boards = tuple(options.board + at for at in range(-(-options.cells // options.channels)))
        self.clear()

    def clear(self) -> None:
        """Nothing is known any more; `change` tells it."""
        self._open: dict[int, bool] = {}
        self._since: dict[int, float] = {}
        self._left: set[int] = set()

    def place(self, cell: int) -> Place:
        at, lock = divmod(cell - 1, self._options.channels)
        return self.boards[at], lock

    def door(self, cell: int) -> Door:
        is_open = self._open.get(cell)
        return "unknown" if is_open is None else "open" if is_open else "closed"

    def all(self) -> tuple[Door, ...]:
        return tuple(map(self.door, range(1, self._options.cells + 1)))

    def learn(self, heard: Heard, now: float) -> tuple[Fact, ...]:
        """Note what a board says; what has changed, and which doors have been left open by now."""
        left: list[Fact] = []
        for lock, is_open in (heard.open or {}).items():
            cell = self._cell(heard.board, lock)
            if cell is None:
                continue
            if not is_open:
                self._drop(cell)
            elif self._is_left_open(cell, now):
                self._left.add(cell)
                left.append(DoorLeftOpen(cell))
            self._open[cell] = is_open
        return (*self.change(), *left)

    def forget(self, board: int) -> tuple[Fact, ...]:
        """The board is silent."""
        for lock in range(self._options.channels):
            if (cell := self._cell(board, lock)) is not None:
                self._drop(cell)
        return self.change()

    def change(self) -> tuple[Fact, ...]:
        doors = self.all()
        if doors == self._told:
            return ()
        self._told = doors
        return (Doors(doors),)

    def _cell(self, board: int, lock: int) -> int | None:
        cell = (board - self._options.board) * self._options.channels + lock + 1
        return cell if board in self.boards and cell <= self._options.cells else None

    def _is_left_open(self, cell: int, now: float) -> bool:
        longest, since = self._options.left_open_s, self._since.setdefault(cell, now)
        return longest > 0 and now - since >= longest and cell not in self._left

    def _drop(self, cell: int) -> None:
        self._open.pop(cell, None)
        self._since.pop(cell, None)
        self._left.discard(cell)
