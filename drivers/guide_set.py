"""Wireless guide sets (无线讲解设备): which of them stand in the rack and are charged, or which one was handed over.

The wire, by `by`:

    rack      Modbus RTU or TCP to the charging rack, read only; the map is in the options (`racks.py` shows it). The
              default map is inferred, not from a source. A free slot is a set that is lent out.
    barcode   a scanner (`scanner.py`) that reads the code on the back of a set: text, then CR or LF. What the code
              looks like is `code`, with {number} for the number of the set: GS-007 is set 007.

The rules it keeps stand in `racks.py` and `rack_talk.py`, or in `scanner.py`: a code is told once until it was away.
What is no code of a set is told as a fault and never as a number; it may be a ticket or somebody's phone, so its text
leaves nowhere.
"""

import re
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from drivers.conversation import Conversation, Fact, Fault, Step
from drivers.rack_faults import NOT_A_SET
from drivers.rack_talk import RackConversation
from drivers.racks import RackOptions
from drivers.scanner import CodeScanned, CodeUnreadable, ScanFailed, ScannerConversation, ScannerOptions
from drivers.scanner import Job as ScanJob

_NUMBER: Final = "{number}"


class GuideSetOptions(RackOptions):
    """Whether there is a rack to ask or a scanner to listen to, and how."""

    by: Literal["rack", "barcode"] = Field(default="rack", description="Ask the charging rack, or scan the sets.")
    code: str = Field(default="GS-{number}", description="What the code on a set looks like.")
    repeat_s: float = Field(default=3.0, ge=0, le=60, description="So long a code must be away to be told again.")

    @field_validator("code")
    @classmethod
    def _has_a_number(cls, source: str) -> str:
        if source.count(_NUMBER) != 1:
            raise PydanticCustomError("code", "needs {number} once, where the number of the set stands")
        return source


# ---------------------------------------------------------------------------------------------------------------- codec


def number_of(code: str, template: str) -> str | None:
    """The number of the set that bears this code; None: it is no set's."""
    before, _, after = template.partition(_NUMBER)
    found = re.fullmatch(f"{re.escape(before)}([0-9A-Za-z]{{1,20}}){re.escape(after)}", code)
    return found[1] if found else None


# --------------------------------------------------------------------------------------------------------- conversation


@dataclass(frozen=True, slots=True)
class SetScanned(Fact):
    """Somebody holds this set before the scanner. `id` is of the job that waited; None: it came by itself."""

    id: str | None
    number: str


class SetScannerConversation:
    """A scanner that reads sets: jobs are those of `scanner.py`, `Scan` and `StopScan`."""

    def __init__(self, options: GuideSetOptions) -> None:
        self._template = options.code
        self._scanner = ScannerConversation(ScannerOptions(repeat_s=options.repeat_s, chars_min=1))

    @property
    def ready(self) -> bool:
        return self._scanner.ready

    @property
    def due(self) -> float | None:
        return self._scanner.due

    def open(self, now: float) -> Step:
        return self._read(self._scanner.open(now))

    def ask(self, job: ScanJob, now: float) -> Step:
        return self._read(self._scanner.ask(job, now))

    def sent(self, now: float) -> Step:
        return self._read(self._scanner.sent(now))

    def hear(self, data: bytes, now: float) -> Step:
        return self._read(self._scanner.hear(data, now))

    def tick(self, now: float) -> Step:
        return self._read(self._scanner.tick(now))

    def lost(self, fault: Fault, now: float) -> tuple[Fact, ...]:
        return self._scanner.lost(fault, now)

    def refuse(self, job: ScanJob, fault: Fault) -> tuple[Fact, ...]:
        return self._scanner.refuse(job, fault)

    def _read(self, step: Step) -> Step:
        return replace(step, facts=tuple(map(self._of_set, step.facts)))

    def _of_set(self, fact: Fact) -> Fact:
        if not isinstance(fact, CodeScanned):
            return fact
        number = number_of(fact.text, self._template)
        if number is not None:
            return SetScanned(fact.id, number)
        return CodeUnreadable(NOT_A_SET) if fact.id is None else ScanFailed(fact.id, NOT_A_SET)


def guide_sets(options: GuideSetOptions) -> Conversation[Any]:
    """The conversation that `by` asks for."""
    return RackConversation(options) if options.by == "rack" else SetScannerConversation(options)
