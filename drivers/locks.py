"""What all cabinets share whatever board is in them: options, jobs, facts, and what a family's codec must do.

Cells are counted from 1 through all boards of the cabinet, as they stand on its doors; boards have consecutive
addresses on one line, and a lock on a board is counted from 0. What is said when stands in drivers/lock_talk.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from drivers.conversation import Fact, Fault

Door = Literal["open", "closed", "unknown"]


class LockOptions(BaseModel):
    """How a cabinet is built and wired."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", validate_default=True)

    boards_end: ClassVar[int]
    """The highest address that a board of this family may have."""

    board: int = Field(default=0, ge=0, description="Address of the first board; the others follow it.")
    channels: int = Field(default=16, description="Locks that one board has room for.")
    cells: int = Field(default=16, ge=1, le=4800, description="Cells of the cabinet, through all of its boards.")
    polarity: Literal["door_closing", "door_opening"] = Field(
        default="door_closing",
        description="What makes the contact: the closed door (上锁短路) or the open one (开锁短路).",
    )
    contacts: bool = Field(default=True, description="The doors have contacts. False: nobody can say if one is open.")
    reply_s: float = Field(default=0.5, gt=0, le=5, description="Longest wait for an answer.")
    open_s: float = Field(default=2.0, ge=0.2, le=10, description="How long after the unlock a door may take to open.")
    poll_s: float = Field(default=2.0, ge=0.2, le=60, description="How often to look at all doors when idle.")
    left_open_s: float = Field(
        default=60.0, ge=0, le=86400, description="A door open so long has been left open; 0: never."
    )

    @field_validator("cells")
    @classmethod
    def _fits(cls, cells: int, info: ValidationInfo) -> int:
        if "board" in info.data and "channels" in info.data:
            room = (cls.boards_end + 1 - info.data["board"]) * info.data["channels"]
            if cells > room:
                said = f"from board {info.data['board']} on there is room for {room} cells"
                raise PydanticCustomError("cells", "{said}", {"said": said})
        return cells


# ------------------------------------------------------------------------------------------------------- jobs and facts


@dataclass(frozen=True, slots=True)
class OpenCell:
    """Unlock one cell. Ends in `CellOpened`, `CellNotOpened` or `CellUnseen`."""

    id: str
    cell: int


@dataclass(frozen=True, slots=True)
class LookAt:
    """How is this cell; None: how are all. Moves nothing. Ends in `CellsSeen`."""

    id: str
    cell: int | None = None


Job = OpenCell | LookAt


@dataclass(frozen=True, slots=True)
class CellOpened(Fact):
    """The door was seen open after the unlock. `was_open`: it stood open already and no unlock was sent."""

    id: str
    cell: int
    was_open: bool = False


@dataclass(frozen=True, slots=True)
class CellNotOpened(Fact):
    """No unlock was sent, or the door was seen closed after the time it may take."""

    id: str
    cell: int
    fault: Fault


@dataclass(frozen=True, slots=True)
class CellUnseen(Fact):
    """An unlock was sent, and nobody can say what the door did. A person looks; opening anew begins with the state."""

    id: str
    cell: int
    fault: Fault


@dataclass(frozen=True, slots=True)
class CellsSeen(Fact):
    """Of `LookAt`: one door, or all in their order. `fault` says why some are unknown."""

    id: str
    doors: tuple[Door, ...]
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Doors(Fact):
    """All doors in the order of their cells; told when one changes. What was not answered is unknown, never closed."""

    doors: tuple[Door, ...]


@dataclass(frozen=True, slots=True)
class DoorLeftOpen(Fact):
    """The door has been seen open for `left_open_s`; told once until it was not."""

    cell: int


# ---------------------------------------------------------------------------------------------------------------- codec


@dataclass(frozen=True, slots=True)
class Heard:
    """One frame of a board."""

    kind: Literal["state", "unlock", "refused", "told"]
    """The answer to a look; to an unlock, taken or not; or a state that the board tells by itself."""
    board: int
    lock: int | None = None
    """Of an answer to an unlock."""
    open: Mapping[int, bool] | None = None
    """By lock: whether the contact says that the door is open. None: the frame does not say, or may be our own echo."""


class LockCodec(Protocol):
    """The bytes of one family."""

    answers_unlock: bool
    """Whether a board answers an unlock at all."""

    def unlock(self, board: int, lock: int) -> bytes:
        """Opens this one lock."""

    def look(self, board: int, lock: int | None) -> bytes:
        """Asks for the state, at least of this lock; None: of all locks of the board."""

    def feed(self, data: bytes) -> list[Heard]:
        """What was heard, cut anywhere."""

    def forget(self) -> None:
        """A new line: what had begun is over."""
