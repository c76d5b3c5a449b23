"""What every bar of text shares: the job, the facts, the options, and what a make has to say in bytes.

Each make has a driver file of its own (`led_onbon.py`, `led_line.py`) that turns text into bytes and bytes into
answers; `sign_talk.py` says what is sent when.
"""

from dataclasses import dataclass
from typing import Final, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from drivers.conversation import Fact, Fault
from drivers.lettering import Lettered

TEXT_MAX: Final = 500
SIGN_SILENT: Final = Fault(
    "sign_silent",
    "条屏没有应答",
    "请检查条屏电源和数据线，并核对屏号和波特率。",
    "the sign does not answer",
    "Check its power and its cable, its address and its baud rate.",
)
SIGN_REFUSED: Final = Fault(
    "sign_refused",
    "条屏拒绝显示这段文字",
    "请核对条屏配置中的宽度、高度和型号。",
    "the sign refuses the text",
    "Check width, height and model in the sign's options.",
)


@dataclass(frozen=True, slots=True)
class ShowText:
    """Show this from now on; an empty text clears the bar."""

    id: str
    text: str

    def __post_init__(self) -> None:
        if len(self.text) > TEXT_MAX:
            raise ValueError(f"job {self.id}: {len(self.text)} characters, at most {TEXT_MAX}")


@dataclass(frozen=True, slots=True)
class Shown(Fact):
    """The bar has the text, as far as it can tell."""

    id: str
    text: str
    """As it stands on the bar."""
    replaced: tuple[str, ...] = ()
    """The characters that the bar lacks."""


@dataclass(frozen=True, slots=True)
class ShowFailed(Fact):
    """The text is not on the bar now."""

    id: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class SignStatus(Fact):
    """Whether the bar answers; told when it changes. A bar that never answers by its make stays unknown."""

    answers: Literal["yes", "no", "unknown"] = "unknown"


class SignOptions(BaseModel):
    """What every bar can be told."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    reply_s: float = Field(default=0.5, gt=0, le=5, description="Longest wait for an answer.")
    tries: int = Field(default=3, ge=1, le=9, description="How often a text is sent until it is answered.")
    poll_s: float = Field(default=10.0, ge=1, le=600, description="How often to ask a bar whether it is there.")
    repeat_s: float = Field(
        default=60.0, ge=0, le=3600, description="How often the text is sent again, for unseen power drops; 0: never."
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole frame from the bar: it took what it was sent, or did not, or (None) it said something else."""

    took: bool | None = True
    code: int | None = None
    """Why not, where the make says so."""


class SignCodec(Protocol):
    """One make's bytes."""

    @property
    def answers(self) -> bool:
        """Whether this bar answers at all."""

    @property
    def ping(self) -> bytes:
        """A harmless question; empty where the make has none."""

    def letter(self, text: str) -> Lettered: ...

    def frame(self, data: bytes) -> bytes:
        """The command that shows the text, given in bytes."""

    def feed(self, data: bytes) -> list[Answer]:
        """The answers that are whole now."""

    def forget(self) -> None:
        """A new line: what had begun is not continued."""
