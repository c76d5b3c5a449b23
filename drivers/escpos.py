"""ESC/POS receipt printers: hand over a slip, and say honestly whether it came out.

The wire (Epson, ESC/POS command reference; DLE EOT, GS a, GS v 0):

    to the printer                                    from the printer
    <the slip: ESC @ ... GS v 0 ... ESC d n  GS V m>  nothing
    10 04 n   tell me your state, n = 1..4            one byte 0xx1xx10
    1D 61 0E  tell me by yourself when it changes     four bytes 0xx1xx00 0xx0xxxx 0xx0xxxx 0xx0xxxx

    10 04 n   n = 1 printer  bit 3 offline
              n = 2 offline  bit 2 cover open, bit 5 stopped for lack of paper, bit 6 error
              n = 3 error    bit 3 cutter, bit 5 unrecoverable, bit 6 recovers by itself
              n = 4 paper    bits 2, 3 near its end, bits 5, 6 out
    e.g.      10 04 04 -> 12 ok, 1E low, 7E out; 10 04 02 -> 16 cover open
    by itself byte 1: bit 3 offline, bit 5 cover open; byte 2: bit 3 cutter, bit 5 unrecoverable, bit 6 recovers;
              byte 3: bits 0, 1 paper near its end, bits 2, 3 out

The rules it keeps, and why:
- Silence is "unknown", never "ok". A byte that cannot be a state is no answer: many clones send constants.
- One question at a time, the next when the last is answered: answers carry no number.
- Never a question inside a slip: `10 04 n` within picture data costs three bytes of the picture.
- A slip counts as printed when every byte was handed over and, where the printer answers, its state `settle_s` later
  (the slip takes that long to come out) is good. Where it does not answer: when it was handed over.
- Out of paper or open before: refused, so that nothing comes out later. Cut off in the middle: failed, and never sent
  again by itself. Since the printer still waits for the rest of a picture then, the next line begins with that many
  empty bytes (which a waiting printer takes as white and another one ignores) and a cut.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from drivers.connection import Connection, Serial
from drivers.conversation import Fact, Fault, Step
from drivers.printer_faults import (
    COVER_OPEN,
    CUT_OFF,
    CUTTER_STUCK,
    OFFLINE,
    PAPER_OUT,
    PRINTER_BROKEN,
    RECOVERING,
    SILENT,
    UNCONFIRMED,
)

FAST_BAUD = 921600
"""From here on a serial line carries a picture of 75 KB in under a second."""


class EscposOptions(BaseModel):
    """How a printer is built and set up."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    width_mm: Literal[58, 80] = Field(default=80, description="Paper width: 80 mm prints 576 dots, 58 mm 384.")
    mode: Literal["auto", "raster", "text"] = Field(
        default="auto", description="Slip as a picture or as text; auto: text on a slow serial line, else a picture."
    )
    status: bool = Field(default=True, description="Ask for the state. False for a model whose answers are not true.")
    automatic_status: bool = Field(default=False, description="Also let the printer tell changes by itself (GS a).")
    cut: Literal["full", "partial", "none"] = Field(default="partial", description="What the cutter does.")
    feed_lines: int = Field(default=5, ge=0, le=20, description="Lines fed before the cut: from head to knife.")
    band_lines: int = Field(default=256, ge=24, le=960, description="Dot lines in one picture command.")
    reply_s: float = Field(default=0.5, gt=0, le=5, description="Longest wait for an answer.")
    settle_s: float = Field(default=0.8, ge=0, le=10, description="How long a slip takes to come out.")
    poll_s: float = Field(default=3.0, ge=0.5, le=60, description="How often to ask when idle.")

    def on(self, connection: Connection) -> "EscposOptions":
        """The same options with mode "auto" settled for that line."""
        if self.mode != "auto":
            return self
        slow = isinstance(connection, Serial) and connection.baud < FAST_BAUD
        return self.model_copy(update={"mode": "text" if slow else "raster"})


# ---------------------------------------------------------------------------------------------------------------- codec

START: Final = b"\x1b\x40"
FULL_CUT: Final = b"\x1d\x56\x00"
PARTIAL_CUT: Final = b"\x1d\x56\x01"
AUTOMATIC_STATUS: Final = b"\x1d\x61\x0e"
CUTS: Final = {"full": FULL_CUT, "partial": PARTIAL_CUT, "none": b""}
QUESTIONS: Final = {n: bytes((0x10, 0x04, n)) for n in (1, 2, 3, 4)}
_ORDER: Final = (1, 4, 2, 3)
"""Commonest first: clones that know one question know this one."""
JOB_BYTES_MAX: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One slip as bytes."""

    id: str
    data: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if not 0 < len(self.data) <= JOB_BYTES_MAX:
            raise ValueError(f"job {self.id}: {len(self.data)} bytes, must be 1 to {JOB_BYTES_MAX}")


@dataclass(frozen=True, slots=True)
class Printed(Fact):
    """The slip came out, as far as the printer can tell."""

    id: str


@dataclass(frozen=True, slots=True)
class PrintFailed(Fact):
    """The slip did not come out, or nobody can say that it did. It may be printed anew, marked as a reprint."""

    id: str
    fault: Fault

    @property
    def why(self) -> str:
        return self.fault.why

    @property
    def hint(self) -> str:
        return self.fault.hint


@dataclass(frozen=True, slots=True)
class PrinterStatus(Fact):
    """What the printer says of itself; told when it changes."""

    paper: Literal["ok", "low", "out", "unknown"] = "unknown"
    cover: Literal["closed", "open", "unknown"] = "unknown"
    online: Literal["yes", "no", "unknown"] = "unknown"
    error: Literal["none", "recoverable", "cutter", "unrecoverable", "unknown"] = "unknown"


_PASSING = frozenset({RECOVERING.code, OFFLINE.code})
"""Faults that may be over in a moment."""


def is_answer(byte: int) -> bool:
    """Whether the byte can be an answer to `10 04 n`."""
    return byte & 0x93 == 0x12


def read_answers(answers: Mapping[int, int]) -> PrinterStatus:
    """The state from the answers there are, by question; what was not answered is unknown."""
    printer, offline, error, paper = (answers.get(n) for n in (1, 2, 3, 4))
    return PrinterStatus(
        paper=_paper(paper, offline),
        cover="unknown" if offline is None else "open" if offline & 0x04 else "closed",
        online="unknown" if printer is None else "no" if printer & 0x08 else "yes",
        error=_error(error, offline),
    )


def _paper(paper: int | None, offline: int | None) -> Literal["ok", "low", "out", "unknown"]:
    if (paper or 0) & 0x60 or (offline or 0) & 0x20:
        return "out"
    return "unknown" if paper is None else "low" if paper & 0x0C else "ok"


def _error(
    error: int | None, offline: int | None
) -> Literal["none", "recoverable", "cutter", "unrecoverable", "unknown"]:
    if (error or 0) & 0x20:
        return "unrecoverable"
    if (error or 0) & 0x08:
        return "cutter"
    if (error or 0) & 0x40 or (offline or 0) & 0x40:
        return "recoverable"
    return "unknown" if error is None else "none"


def read_automatic(frame: bytes) -> PrinterStatus:
    """The state from the four bytes that the printer sends by itself."""
    return PrinterStatus(
        paper="out" if frame[2] & 0x0C else "low" if frame[2] & 0x03 else "ok",
        cover="open" if frame[0] & 0x20 else "closed",
        online="no" if frame[0] & 0x08 else "yes",
        error=_error(frame[1], None),
    )


class StatusDecoder:
    """Cuts what comes into answers (one byte) and automatic states (four bytes); skips what is neither."""

    def __init__(self, *, automatic: bool) -> None:
        self._automatic = automatic
        self._begun = b""

    def feed(self, data: bytes) -> list[bytes]:
        frames = []
        for byte in data:
            if self._begun and byte & 0x90 == 0:
                self._begun += bytes((byte,))
                if len(self._begun) == 4:
                    frames.append(self._begun)
                    self._begun = b""
                continue
            self._begun = b""  # what had begun was no frame
            if is_answer(byte):
                frames.append(bytes((byte,)))
            elif self._automatic and byte & 0x93 == 0x10:
                self._begun = bytes((byte,))
        return frames


def trouble(status: PrinterStatus) -> Fault | None:
    """Why this printer cannot print now; None if it can or does not say."""
    table = (
        (status.paper == "out", PAPER_OUT),
        (status.cover == "open", COVER_OPEN),
        (status.error == "cutter", CUTTER_STUCK),
        (status.error == "unrecoverable", PRINTER_BROKEN),
        (status.error == "recoverable", RECOVERING),
        (status.online == "no", OFFLINE),
    )
    return next((fault for applies, fault in table if applies), None)


# --------------------------------------------------------------------------------------------------------- conversation

_CONFIRM_S: Final = 4.0
"""How long after `settle_s` a passing fault or silence may last before the slip counts as failed."""
_AGAIN_S: Final = 0.5
_FRESH_S: Final = 1.0
"""A state so old is good enough to begin a slip on."""
_MUTE_POLL_S: Final = 30.0
_SILENT_ROUNDS_MAX: Final = 3
_MUTE_ROUNDS: Final = 2
"""Looks without an answer, from the start of a line, that make a printer one that does not answer."""
_MISSES_MAX: Final = 3


@dataclass(slots=True)
class _Round:
    """The questions of one look at the printer."""

    open: list[int]
    until: float
    answers: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Settling:
    """A slip that was handed over and is coming out."""

    job: PrintJob
    until: float


class EscposConversation:
    """One printer. Its life: closed, then idle, checking (a look before a slip), sending, idle again.

    A slip that was handed over settles while the printer is idle already, so that the next one need not wait; then the
    same look confirms the one and clears the other.
    """

    def __init__(self, options: EscposOptions) -> None:
        self._options = options
        self._phase: Literal["closed", "idle", "checking", "sending"] = "closed"
        self._job: PrintJob | None = None
        self._settling: _Settling | None = None
        self._torn = 0
        self._status = PrinterStatus()
        self._told: PrinterStatus | None = None
        self._begin_line()

    def _begin_line(self) -> None:
        self._decoder = StatusDecoder(automatic=self._options.automatic_status)
        self._round: _Round | None = None
        self._answered_at = self._quiet_until = float("-inf")
        self._next_round: float | None = None
        self._heard = self._automatic_heard = False
        self._silent_rounds = 0
        self._misses: Counter[int] = Counter()

    @property
    def ready(self) -> bool:
        return self._phase == "idle"

    @property
    def due(self) -> float | None:
        if self._round is not None:
            return self._round.until
        return self._next_round if self._phase in ("idle", "checking") else None

    def open(self, now: float) -> Step:
        self._begin_line()
        self._phase = "idle"
        step = Step(self._mend() + (AUTOMATIC_STATUS if self._options.automatic_status else b""))
        if self._options.status:
            return step.then(self._look(now))
        return step.then(self._tell(PrinterStatus()))

    def ask(self, job: PrintJob, now: float) -> Step:
        assert self._phase == "idle", self._phase
        self._job = job
        self._phase = "checking"
        if self._round is not None:
            return Step()
        if not self._answers or (self._settling is None and now - self._answered_at <= _FRESH_S):
            return self._begin()
        if now < self._quiet_until:
            self._next_round = self._quiet_until
            return Step()
        return self._look(now)

    def sent(self, now: float) -> Step:
        self._torn = 0
        if self._phase != "sending" or self._job is None:
            return Step()
        job, self._job = self._job, None
        self._phase = "idle"
        if not self._answers:
            self._next_round = now + _MUTE_POLL_S if self._options.status else None
            return Step(facts=(Printed(job.id),))
        self._next_round = now + self._options.settle_s
        self._settling = _Settling(job, self._next_round + _CONFIRM_S)
        return Step()

    def hear(self, data: bytes, now: float) -> Step:
        step = Step()
        for frame in self._decoder.feed(data):
            step = step.then(self._automatic(frame) if len(frame) == 4 else self._answer(frame[0], now))
        return step

    def tick(self, now: float) -> Step:
        if self._round is not None:
            return self._end_round(now) if now >= self._round.until else Step()
        if self._phase in ("idle", "checking") and self._next_round is not None and now >= self._next_round:
            return self._look(now)
        return Step()

    def lost(self, fault: Fault, now: float) -> tuple[Fact, ...]:
        facts: list[Fact] = []
        if self._settling is not None:
            facts.append(PrintFailed(self._settling.job.id, UNCONFIRMED.because(fault)))
        if self._job is not None and self._phase == "sending":
            self._torn = min(len(self._job.data), self._band_bytes)
            facts.append(PrintFailed(self._job.id, CUT_OFF.because(trouble(self._status) or fault)))
        elif self._job is not None:
            facts.append(PrintFailed(self._job.id, fault))
        self._job = self._settling = None
        self._phase = "closed"
        self._round = None
        return (*facts, *self._tell(PrinterStatus()).facts)

    def refuse(self, job: PrintJob, fault: Fault) -> tuple[Fact, ...]:
        return (PrintFailed(job.id, fault),)

    @property
    def _judged(self) -> bool:
        """Whether it is known if this printer answers at all."""
        return self._heard or self._silent_rounds >= _MUTE_ROUNDS

    @property
    def _answers(self) -> bool:
        """Whether to wait for this printer's answers."""
        return self._options.status and (self._heard or not self._judged)

    @property
    def _band_bytes(self) -> int:
        return self._options.band_lines * (72 if self._options.width_mm == 80 else 48)

    def _mend(self) -> bytes:
        """What ends a picture that was cut off, and cuts the torn slip off the next one."""
        if not self._torn:
            return b""
        return bytes(self._torn) + START + bytes((0x1B, 0x64, self._options.feed_lines)) + CUTS[self._options.cut]

    def _look(self, now: float) -> Step:
        """Ask the printer how it is."""
        asked = [n for n in _ORDER if self._misses[n] < _MISSES_MAX]
        self._round = _Round(asked, now + self._options.reply_s)
        return Step(QUESTIONS[asked[0]])

    def _answer(self, byte: int, now: float) -> Step:
        if self._round is None:
            return Step()  # late, or not for us
        self._round.answers[self._round.open.pop(0)] = byte
        if not self._round.open:
            return self._end_round(now)
        self._round.until = now + self._options.reply_s
        return Step(QUESTIONS[self._round.open[0]])

    def _end_round(self, now: float) -> Step:
        """All was answered, or one question was not: then the rest is not asked, and for a while nothing at all, lest a
        late answer be taken for another question's."""
        assert self._round is not None
        answers, missed = self._round.answers, self._round.open[:1]
        self._round = None
        if answers:
            self._answered_at = now
        if missed:
            self._quiet_until = now + self._options.reply_s
        step = self._count_answers(answers, missed).then(self._confirm(bool(answers), now))
        self._next_round = self._next_look(now)
        if self._settling is not None:
            return step
        if self._heard and self._silent_rounds >= _SILENT_ROUNDS_MAX:
            return step.then(self._give_up(SILENT)).then(Step(hang_up=SILENT))
        return step.then(self._begin()) if self._phase == "checking" and self._judged else step

    def _count_answers(self, answers: Mapping[int, int], missed: list[int]) -> Step:
        if not answers:
            self._silent_rounds += 1
            return Step() if self._automatic_heard else self._tell(PrinterStatus())
        self._heard = True
        self._silent_rounds = 0
        for n in answers:
            self._misses[n] = 0
        self._misses.update(missed)
        return self._tell(read_answers(answers))

    def _next_look(self, now: float) -> float:
        if self._settling is not None:
            return now + max(_AGAIN_S, self._options.reply_s)
        if not self._judged:
            return self._quiet_until
        return now + (self._options.poll_s if self._heard else _MUTE_POLL_S)

    def _confirm(self, answered: bool, now: float) -> Step:
        """Judge the slip that is coming out."""
        if self._settling is None:
            return Step()
        job = self._settling.job
        fault = trouble(self._status) if answered else UNCONFIRMED
        passing = not answered or (fault is not None and fault.code in _PASSING)
        if fault is not None and passing and now < self._settling.until:
            return Step()
        self._settling = None
        return Step(facts=(Printed(job.id) if fault is None else PrintFailed(job.id, fault),))

    def _begin(self) -> Step:
        """Send the slip, unless the printer has said that it cannot."""
        fault = trouble(self._status)
        return self._send() if fault is None else self._give_up(fault)

    def _give_up(self, fault: Fault) -> Step:
        """Refuse the slip that waits to be sent, if one does."""
        job, self._job = self._job, None
        self._phase = "idle"
        return Step(facts=(PrintFailed(job.id, fault),) if job is not None else ())

    def _send(self) -> Step:
        assert self._job is not None
        self._phase = "sending"
        return Step(self._job.data)

    def _automatic(self, frame: bytes) -> Step:
        self._automatic_heard = True
        step = self._tell(read_automatic(frame))
        fault = trouble(self._status)
        if self._settling is None or fault is None or fault.code in _PASSING:
            return step
        job = self._settling.job
        self._settling = None
        return step.then(Step(facts=(PrintFailed(job.id, fault),)))

    def _tell(self, status: PrinterStatus) -> Step:
        self._status = status
        if status == self._told:
            return Step()
        self._told = status
        return Step(facts=(status,))
