"""The self-test of one device on a wire: what was done step by step, what a person saw, and what came of it.

`hall device test` makes it, whoever owns the wire, and writes it as one line of JSON (`codec.encode`); the
commissioning report is built from it, so it carries all that stands there: which device of which hall, serial number,
firmware, arrival on site (到货进场), who tested, when. A step that was skipped is not passed: somebody said no before a
cell was opened, or a step before it failed.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from .base import Id, Lenient, Ms, Words

STEPS_MAX = 32


class Outcome(StrEnum):
    PASSED = "PASSED"
    FAILED = "FAILED"
    SKIPPED = "SKIPPED"


OUTCOME_NAMES: dict[Outcome, Words] = {
    Outcome.PASSED: Words(zh="通过", en="passed"),
    Outcome.FAILED: Words(zh="未通过", en="failed"),
    Outcome.SKIPPED: Words(zh="跳过", en="skipped"),
}


class StepResult(Lenient):
    """One step of the table of the device's kind."""

    step: Id
    """Its stable name, such as `line` or `print_slip`."""
    what: Words
    outcome: Outcome
    said: Words | None = None
    """What the device or the person said: the firmware, the text on the bar, why it failed."""
    hint: Words | None = None
    """What the technician can do about a failure."""
    by_person: bool = False
    """Whether a person judged it (a text seen, a slip held), not the device's own word."""
    took_ms: Annotated[int, Field(ge=0)] = 0


class DeviceTest(Lenient):
    """The whole self-test of one device."""

    hall: Id
    device: Id
    kind: str
    driver: str
    connection: str
    host: Id | None = None
    """The machine whose process owns the wire."""
    terminal: Id | None = None
    window: Id | None = None
    serial_number: str | None = None
    """As the configuration says, else as the device says of itself."""
    firmware: str | None = None
    arrived: str | None = None
    """Day of the arrival on site, 2026-10-01."""
    by: str | None = None
    """Who tested: a staff number or a name."""
    through_owner: bool = False
    """Whether the owning process did it, or the port was opened for the test alone."""
    began_ms: Ms
    ended_ms: Ms
    steps: Annotated[tuple[StepResult, ...], Field(min_length=1, max_length=STEPS_MAX)]

    @property
    def passed(self) -> bool:
        """Whether every step passed."""
        return all(one.outcome is Outcome.PASSED for one in self.steps)
