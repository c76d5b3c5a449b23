"""A4 printers that speak IPP, or a queue of CUPS: print a PDF, and say honestly whether it came out.

The wire (`ipp.py`; RFC 8011; names of reasons: RFC 8011 section 5.4.12 and PWG 5100.9): TCP port 631, in turn

    Get-Printer-Attributes   printer-state 3 idle, 4 processing, 5 stopped; printer-state-reasons;
                             printer-is-accepting-jobs; marker-levels in percent, below 0: not known
    Print-Job                the PDF; the answer brings job-id
    Get-Job-Attributes       job-state 3 pending, 4 held, 5 processing, 6 stopped, 7 cancelled, 8 aborted, 9 completed
    Cancel-Job

    reasons   media-empty, media-needed, media-low, media-jam, toner-low, toner-empty, marker-supply-low,
              marker-supply-empty, cover-open, door-open, input-tray-missing, paused, offline, ...;
              `-report`, `-warning` or `-error` behind them say how bad it is

The path is /ipp/print on a printer and /printers/NAME in CUPS.

The rules it keeps, and why:
- The state is asked before a print. Without paper, jammed or open it is refused: a receipt that comes out an hour later
  lies there for anybody.
- For the same reason a print that is not done within `patience_s` is cancelled, and one whose line was lost is
  cancelled on the next line. It is never sent again by itself.
- Printed means that the printer says so (job-state 9). CUPS says it when the printer has taken all of it.
- A printer that does not answer is "unknown", never "ok". One that answers what makes no sense is hung up on.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from drivers import ipp
from drivers.a4_faults import (
    A4_ABORTED,
    A4_CANCELLED,
    A4_COVER,
    A4_CUT_OFF,
    A4_GARBLED,
    A4_JAM,
    A4_NO_RIGHT,
    A4_NOT_PDF,
    A4_OFFLINE,
    A4_PAPER_OUT,
    A4_PAUSED,
    A4_SILENT,
    A4_STOPPED,
    A4_TONER_OUT,
    A4_TOO_SLOW,
    A4_WRONG_PATH,
    a4_refuses,
)
from drivers.conversation import Fact, Fault, Step

PDF_BYTES_MAX: Final = 32 << 20
TONER_LOW_PERCENT: Final = 10


class A4Options(BaseModel):
    """Where the printer's queue is and how long a print may take."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    path: str = Field(
        default="/ipp/print", pattern=r"^/[!-~]{1,200}$", description="The queue: in CUPS /printers/NAME."
    )
    host: str = Field(
        default="localhost", pattern=r"^[!-~]{1,200}$", description="What the printer is called in the request."
    )
    user: str = Field(default="hall", pattern=r"^[!-~]{1,40}$", description="In whose name is printed.")
    media: str = Field(default="iso_a4_210x297mm", pattern=r"^[a-z0-9_.-]{0,60}$", description="Paper; empty: its own.")
    sides: Literal["one-sided", "two-sided-long-edge", "two-sided-short-edge", "default"] = Field(
        default="one-sided", description="One side or both; default: as the printer is set."
    )
    reply_s: float = Field(default=10.0, gt=0, le=60, description="Longest wait for an answer.")
    patience_s: float = Field(default=90.0, ge=5, le=1800, description="What is not printed by then is cancelled.")
    look_s: float = Field(default=1.0, ge=0.2, le=30, description="How often to ask while it prints.")
    poll_s: float = Field(default=10.0, ge=1, le=600, description="How often to ask when idle.")


# ---------------------------------------------------------------------------------------------------------------- codec


@dataclass(frozen=True, slots=True)
class PrintPdf:
    """Print this. `title` is shown in queues and on panels: no name of a person in it."""

    id: str
    data: bytes = field(repr=False)
    copies: int = 1
    title: str = "hall"

    def __post_init__(self) -> None:
        if not self.data.startswith(b"%PDF-") or len(self.data) > PDF_BYTES_MAX:
            raise ValueError(f"job {self.id}: {len(self.data)} bytes, must be a PDF of at most {PDF_BYTES_MAX}")
        if not 1 <= self.copies <= 20:
            raise ValueError(f"job {self.id}: {self.copies} copies, must be 1 to 20")


@dataclass(frozen=True, slots=True)
class PdfPrinted(Fact):
    """The printer says that it has printed all of it."""

    id: str


@dataclass(frozen=True, slots=True)
class PdfFailed(Fact):
    """It did not come out, or nobody can say that it did."""

    id: str
    fault: Fault


_State = Literal["idle", "printing", "stopped", "unknown"]


@dataclass(frozen=True, slots=True)
class A4Status(Fact):
    """What the printer says of itself; told when it changes."""

    state: _State = "unknown"
    paper: Literal["ok", "low", "out", "unknown"] = "unknown"
    toner: Literal["ok", "low", "out", "unknown"] = "unknown"
    fault: Fault | None = None
    """Why nothing can be printed now."""


_STOPS: Final[tuple[tuple[str, Fault], ...]] = (
    ("media-jam", A4_JAM),
    ("cover-open", A4_COVER),
    ("door-open", A4_COVER),
    ("interlock-open", A4_COVER),
    ("input-tray-missing", A4_COVER),
    ("media-empty", A4_PAPER_OUT),
    ("media-needed", A4_PAPER_OUT),
    ("toner-empty", A4_TONER_OUT),
    ("marker-supply-empty", A4_TONER_OUT),
    ("offline", A4_OFFLINE),
    ("connecting-to-device", A4_OFFLINE),
    ("timed-out", A4_OFFLINE),
    ("paused", A4_PAUSED),
    ("moving-to-paused", A4_PAUSED),
    ("shutdown", A4_STOPPED),
)
"""What each reason means, the one to deal with first on top."""
_PASSING: Final = frozenset({"connecting-to-device", "timed-out", "shutdown"})
"""Reasons that count only while the printer is stopped: CUPS also names them in passing."""
_STATES: Final[dict[int | None, _State]] = {3: "idle", 4: "printing", 5: "stopped"}
_SEVERITIES: Final = ("-report", "-warning", "-error")
_ENDED: Final = {7: A4_CANCELLED, 8: A4_ABORTED}
_HTTP: Final = {401: A4_NO_RIGHT, 403: A4_NO_RIGHT, 426: A4_NO_RIGHT, 404: A4_WRONG_PATH}
_IPP: Final = {0x0401: A4_NO_RIGHT, 0x0402: A4_NO_RIGHT, 0x0403: A4_NO_RIGHT, 0x0406: A4_WRONG_PATH, 0x040A: A4_NOT_PDF}
_LOOKED_AT: Final = ("printer-state", "printer-state-reasons", "printer-is-accepting-jobs", "marker-levels")


def read_status(answer: ipp.IppAnswer) -> A4Status:
    """What the answer to Get-Printer-Attributes says; a reason that only warns does not stop."""
    state: _State = _STATES.get(answer.number_of(ipp.PRINTER, "printer-state"), "unknown")
    said = answer.words(ipp.PRINTER, "printer-state-reasons")
    reasons = {_plain(reason) for reason in said}
    stops = {_plain(reason) for reason in said if not reason.endswith(("-report", "-warning"))} - _PASSING
    stops |= reasons & {"offline"}
    fault = next((fault for reason, fault in _STOPS if reason in stops), None)
    if fault is None and state == "stopped":
        fault = next((fault for reason, fault in _STOPS if reason in reasons), A4_STOPPED)
    if fault is None and answer.values(ipp.PRINTER, "printer-is-accepting-jobs") == (False,):
        fault = A4_PAUSED
    levels = [level for level in answer.values(ipp.PRINTER, "marker-levels") if isinstance(level, int)]
    return A4Status(state, _paper(reasons, state), _toner(reasons, levels), fault)


def _plain(reason: str) -> str:
    for severity in _SEVERITIES:
        reason = reason.removesuffix(severity)
    return reason


def _paper(reasons: Iterable[str], state: str) -> Literal["ok", "low", "out", "unknown"]:
    if {"media-empty", "media-needed"} & set(reasons):
        return "out"
    if "media-low" in reasons:
        return "low"
    return "unknown" if state == "unknown" else "ok"


def _toner(reasons: Iterable[str], levels: list[int]) -> Literal["ok", "low", "out", "unknown"]:
    if {"toner-empty", "marker-supply-empty"} & set(reasons):
        return "out"
    known = [level for level in levels if 0 <= level <= 100]
    if {"toner-low", "marker-supply-low"} & set(reasons) or (known and min(known) < TONER_LOW_PERCENT):
        return "low"
    return "ok" if known else "unknown"


class A4Codec:
    """The requests to one queue. Numbers them, so that an answer to another one is known."""

    def __init__(self, options: A4Options) -> None:
        self._options = options
        self._uri = f"ipp://{options.host}{options.path}"
        self._user: tuple[ipp.Attribute, ...] = ((ipp.NAME, "requesting-user-name", options.user),)
        self.number = 0

    def look(self) -> bytes:
        return self._post(ipp.GET_PRINTER, (*self._user, (ipp.KEYWORD, "requested-attributes", _LOOKED_AT)))

    def print(self, job: PrintPdf) -> bytes:
        wanted: list[ipp.Attribute] = [(ipp.INTEGER, "copies", job.copies)]
        if self._options.sides != "default":
            wanted.append((ipp.KEYWORD, "sides", self._options.sides))
        if self._options.media:
            wanted.append((ipp.KEYWORD, "media", self._options.media))
        named = (ipp.NAME, "job-name", job.title), (ipp.MIME, "document-format", "application/pdf")
        return self._post(ipp.PRINT_JOB, (*self._user, *named), wanted, job.data)

    def job(self, number: int) -> bytes:
        wanted = (ipp.KEYWORD, "requested-attributes", ("job-state", "job-state-reasons"))
        return self._post(ipp.GET_JOB, ((ipp.INTEGER, "job-id", number), *self._user, wanted))

    def cancel(self, number: int) -> bytes:
        return self._post(ipp.CANCEL_JOB, ((ipp.INTEGER, "job-id", number), *self._user))

    def _post(
        self,
        operation: int,
        more: tuple[ipp.Attribute, ...],
        job: tuple[ipp.Attribute, ...] | list[ipp.Attribute] = (),
        document: bytes = b"",
    ) -> bytes:
        self.number = self.number % 0x7FFFFFFF + 1
        body = ipp.request(operation, self.number, self._uri, more, job) + document
        return ipp.post(self._options.path, self._options.host, body)


# --------------------------------------------------------------------------------------------------------- conversation

_Asked = Literal["look", "print", "job", "cancel"]


class A4Conversation:
    """One queue. Always one request in flight or a pause: a look, and for a print look, print, job, look, job, ..."""

    def __init__(self, options: A4Options) -> None:
        self._options = options
        self._codec = A4Codec(options)
        self._decoder = ipp.HttpDecoder()
        self._open = False
        self._asked: _Asked | None = None
        self._due: float | None = None
        self._told: A4Status | None = None
        self._left_over: int | None = None
        """A print of a line that was lost: cancelled first of all on the next."""
        self._forget()

    def _forget(self) -> None:
        self._job: PrintPdf | None = None
        self._number: int | None = None
        self._deadline = 0.0
        self._gives_up: Fault | None = None

    @property
    def ready(self) -> bool:
        return self._open and self._asked is None and self._job is None

    @property
    def due(self) -> float | None:
        return self._due

    def open(self, now: float) -> Step:
        self._decoder = ipp.HttpDecoder()
        self._open = True
        told = () if self._told is not None else self._tell(A4Status())
        return Step(facts=told).then(self._send("look" if self._left_over is None else "cancel"))

    def ask(self, job: PrintPdf, now: float) -> Step:
        assert self.ready
        self._job = job
        return self._send("look")

    def sent(self, now: float) -> Step:
        if self._asked is not None:
            self._due = now + self._options.reply_s
        return Step()

    def hear(self, data: bytes, now: float) -> Step:
        step = Step()
        for answer in self._decoder.feed(data):
            if step.hang_up is None and self._asked is not None:
                step = step.then(self._answered(answer, now))
        return step

    def tick(self, now: float) -> Step:
        if self._due is None or now < self._due:
            return Step()
        if self._asked is not None:
            return Step(hang_up=A4_SILENT)
        return self._send("look" if self._number is None else "job")

    def lost(self, fault: Fault, now: float) -> tuple[Fact, ...]:
        was_idle = self._asked is None and self._job is None
        if self._number is not None:
            self._left_over = self._number
        handed = self._number is not None or self._asked == "print"
        failed = self._end(A4_CUT_OFF.because(fault) if handed else fault)
        self._open, self._asked, self._due = False, None, None
        return failed if was_idle else (*failed, *self._tell(A4Status(fault=fault)))

    def refuse(self, job: PrintPdf, fault: Fault) -> tuple[Fact, ...]:
        return (PdfFailed(job.id, fault),)

    def _send(self, what: _Asked) -> Step:
        self._asked, self._due = what, None
        number = self._left_over if self._number is None else self._number
        if what == "print":
            assert self._job is not None
            return Step(self._codec.print(self._job))
        if what == "look":
            return Step(self._codec.look())
        assert number is not None
        return Step(self._codec.job(number) if what == "job" else self._codec.cancel(number))

    def _answered(self, answer: ipp.HttpAnswer | None, now: float) -> Step:
        if answer is None:
            return Step(hang_up=A4_GARBLED)
        if answer.status != 200:
            return self._no(_HTTP.get(answer.status, a4_refuses(f"HTTP {answer.status}")), now)
        read = ipp.read_ipp(answer.body)
        if read is None or read.number != self._codec.number:
            return Step(hang_up=A4_GARBLED)
        asked, self._asked = self._asked, None
        if asked == "cancel":
            return self._cancelled()
        if not read.done:
            self._asked = asked
            return self._no(_IPP.get(read.status, a4_refuses(f"IPP {read.status:04X}")), now)
        if asked == "look":
            return self._looked(read_status(read), now)
        return self._accepted(read, now) if asked == "print" else self._progress(read, now)

    def _looked(self, status: A4Status, now: float) -> Step:
        told = Step(facts=self._tell(status))
        if self._job is None or self._number is not None:
            return told.then(self._rest(now))
        if status.fault is not None:
            return Step(facts=self._end(status.fault)).then(told).then(self._rest(now))
        self._deadline = now + self._options.patience_s
        return told.then(self._send("print"))

    def _accepted(self, answer: ipp.IppAnswer, now: float) -> Step:
        self._number = answer.number_of(ipp.JOB, "job-id")
        return self._rest(now) if self._number is not None else Step(hang_up=A4_GARBLED)

    def _progress(self, answer: ipp.IppAnswer, now: float) -> Step:
        state = answer.number_of(ipp.JOB, "job-state")
        if state == 9 and self._job is not None:
            done = PdfPrinted(self._job.id)
            self._forget()
            return Step(facts=(done,)).then(self._rest(now))
        if state in _ENDED or self._gives_up is not None:
            failed = self._end(self._gives_up or _ENDED[state or 8])
            return Step(facts=failed).then(self._rest(now))
        if now < self._deadline:
            return self._send("look")
        self._gives_up = (self._told.fault if self._told else None) or A4_TOO_SLOW
        return self._send("cancel")

    def _cancelled(self) -> Step:
        """Cancelled or not: ask how the print ended, unless it is a left-over that nobody waits for."""
        if self._number is not None:
            return self._send("job")
        self._left_over = None
        return self._send("look")

    def _no(self, fault: Fault, now: float) -> Step:
        """The request was refused."""
        asked, self._asked = self._asked, None
        if asked == "cancel":
            return self._cancelled()
        told = self._tell(A4Status(fault=fault)) if asked == "look" else ()
        self._left_over = self._number
        failed = self._end(fault if self._number is None else A4_CUT_OFF.because(fault))
        return Step(facts=(*failed, *told)).then(self._rest(now) if self._left_over is None else self._send("cancel"))

    def _rest(self, now: float) -> Step:
        self._due = now + (self._options.poll_s if self._number is None else self._options.look_s)
        return Step()

    def _end(self, fault: Fault) -> tuple[Fact, ...]:
        job = self._job
        self._forget()
        return () if job is None else (PdfFailed(job.id, fault),)

    def _tell(self, status: A4Status) -> tuple[Fact, ...]:
        if status == self._told:
            return ()
        self._told = status
        return (status,)
