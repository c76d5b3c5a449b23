"""Scanners of QR and bar codes, on a serial line or typing like a keyboard: what was scanned, once.

The wire (no standard; what the makers' manuals share; 9600 or 115200 8N1):

    from the scanner   the text of the code, then CR, CR LF or TAB, or nothing: then silence ends it (50 to 100 ms)
    to the scanner     nothing where it scans by itself or by its button; else by `trigger`
        stx            02 82 03 83                   answered by 06, or 15: no
        gm65           7E 00 08 01 00 02 01 AB CD    answered by 02 00 00 01 00 33 31 (the command is from memory)
    keys               instead of text, key events of 24 bytes: see `key_events.py`; on `hid://` alone

The answers to a trigger come on the same line as codes and carry no mark; no text contains their bytes.

The rules it keeps, and why:
- UTF-8 first, then GB18030: a scanner passes on what the code holds and does not say which it is. Text in GB18030 is
  hardly ever UTF-8 by chance; the other way round it often is.
- The same code is told once until it was not seen for `repeat_s`: who holds a phone there for ten seconds comes once.
- What is longer than 2 KB is skipped to its end, and its rest is not taken for a code. What is no text is told as a
  fault, never as a code; so are bytes of a wrong baud rate.
- A code may say who somebody is: it stands in no repr, and what is kept to know it again is a digest.
- Silence means nothing: a scanner has no state to tell. Only a trigger that is never answered is a fault of its job.
"""

import codecs
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from drivers.connection import Connection, Hid
from drivers.conversation import Fact, Fault, Step
from drivers.key_events import KeyDecoder
from drivers.scanner_faults import GARBLED, NO_CODE, REFUSED_TO_SCAN, SCANNER_SILENT, STOPPED, TOO_LONG


class ScannerOptions(BaseModel):
    """How a scanner is set up."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    end: Literal["line", "tab", "none"] = Field(
        default="line", description="What ends a code: CR, LF or both; TAB; or only silence."
    )
    idle_s: float = Field(default=0.08, ge=0.02, le=1, description="So much silence ends a code that has no end sign.")
    charset: Literal["auto", "utf-8", "gb18030"] = Field(
        default="auto", description="How text is encoded; auto: UTF-8, and where it is none, GB18030."
    )
    chars_min: int = Field(default=4, ge=1, le=64, description="What is shorter is noise.")
    repeat_s: float = Field(default=3.0, ge=0, le=60, description="So long a code must be away to be told again.")
    trigger: Literal["none", "stx", "gm65"] = Field(
        default="none", description="How it is told to scan, if it must be."
    )
    again_s: float = Field(default=5.0, ge=1, le=60, description="How often to trigger while a job waits.")
    reply_s: float = Field(default=0.5, gt=0, le=5, description="Longest wait for the answer to a trigger.")
    keys: bool = Field(default=False, description="It types like a keyboard: the line carries key events.")

    def on(self, connection: Connection) -> "ScannerOptions":
        """The same options; on a keyboard's wire it types, whatever they say."""
        return self.model_copy(update={"keys": True}) if isinstance(connection, Hid) else self


# ---------------------------------------------------------------------------------------------------------------- codec

CODE_BYTES_MAX: Final = 2048


@dataclass(frozen=True, slots=True)
class Trigger:
    """What starts a scan, and its answers. `no` is empty where there is none."""

    command: bytes
    yes: bytes
    no: bytes


TRIGGERS: Final[Mapping[str, Trigger]] = {
    "stx": Trigger(b"\x02\x82\x03\x83", b"\x06", b"\x15"),
    "gm65": Trigger(b"\x7e\x00\x08\x01\x00\x02\x01\xab\xcd", b"\x02\x00\x00\x01\x00\x33\x31", b""),
}
_ENDS: Final = {"line": (b"\r", b"\n"), "tab": (b"\t",), "none": ()}
_FRAMING: Final = bytes((*range(0x21), 0x7F))
"""Signs and spaces around a code that do not belong to it."""
_NO_TEXT: Final = re.compile("[\x00-\x03\x05-\x08\x0b\x0c\x0e-\x1b\x1f\x7f-\x9f\ufffe\uffff]")
"""What no code contains: tabs, line ends and the separators of GS1 (04, 1C to 1E) are text."""


class CodeDecoder:
    """Cuts what comes into codes, by end sign or by silence (`flush`). Keeps one code at most.

    A code that was longer than CODE_BYTES_MAX is given as None, when it ends.
    """

    def __init__(self, end: Literal["line", "tab", "none"]) -> None:
        self._ends = _ENDS[end]
        self._begun = b""
        self._skipping = False

    @property
    def begun(self) -> bytes:
        """What came of a code that has not ended."""
        return self._begun

    @property
    def waits(self) -> bool:
        """Whether silence would end something."""
        return bool(self._begun) or self._skipping

    def feed(self, data: bytes) -> list[bytes | None]:
        for other in self._ends[1:]:
            data = data.replace(other, self._ends[0])
        if not self._ends or self._ends[0] not in data:
            self._add(data)
            return []
        first, *whole = data.split(self._ends[0])
        rest = whole.pop()
        self._add(first)
        codes = self.flush()
        codes += [code if len(code) <= CODE_BYTES_MAX else None for code in whole if code]
        self._add(rest)
        return codes

    def flush(self) -> list[bytes | None]:
        """An end sign or silence: what has begun is over."""
        code, skipped = self._begun, self._skipping
        self._begun, self._skipping = b"", False
        return [None] if skipped else [code] if code else []

    def take_out(self, answer: bytes) -> bool:
        """Whether this answer stood in what has begun; then it is taken out."""
        before, found, after = self._begun.partition(answer)
        if found:
            self._begun = before + after
        return bool(found)

    def _add(self, data: bytes) -> None:
        if self._skipping or len(self._begun) + len(data) > CODE_BYTES_MAX:
            self._begun, self._skipping = b"", True
        else:
            self._begun += data


def text_of(code: bytes, charset: Literal["auto", "utf-8", "gb18030"]) -> str | None:
    """The text without signs around it; empty where there is none; None: it is no text."""
    code = code.strip(_FRAMING).removeprefix(codecs.BOM_UTF8)
    for name in ("utf-8", "gb18030") if charset == "auto" else (charset,):
        try:
            text = code.decode(name)
        except UnicodeDecodeError:
            continue
        return None if _NO_TEXT.search(text) else text
    return None


# --------------------------------------------------------------------------------------------------------- conversation


@dataclass(frozen=True, slots=True)
class Scan:
    """Wait for one code, and trigger the scanner if need be. Asked while another waits, it takes that one's place."""

    id: str
    wait_s: float = 15.0


@dataclass(frozen=True, slots=True)
class StopScan:
    """Nobody wants a code any more."""

    id: str


@dataclass(frozen=True, slots=True)
class CodeScanned(Fact):
    """A code that has not been told just before. `id` is of the job that waited; None: it came by itself."""

    id: str | None
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CodeUnreadable(Fact):
    """Something was scanned that is no code of ours; a job still waits. For the hint on the screen."""

    fault: Fault


@dataclass(frozen=True, slots=True)
class ScanFailed(Fact):
    id: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class ScanStopped(Fact):
    """Of `StopScan`: whoever waited for a code has been told so."""

    id: str


Job = Scan | StopScan

_RECENT_MAX: Final = 16
_NEVER: Final = float("inf")


class ScannerConversation:
    """One scanner. It listens always; while a job waits it is triggered, and the job gets the next code."""

    def __init__(self, options: ScannerOptions) -> None:
        self._options = options
        self._trigger = TRIGGERS.get(options.trigger)
        self._recent: dict[bytes, float] = {}
        self._close()

    def _close(self) -> None:
        self._open = False
        self._keys = KeyDecoder() if self._options.keys else None
        self._codes = CodeDecoder(self._options.end)
        self._idle_at = self._reply_at = _NEVER
        self._forget()

    def _forget(self) -> None:
        self._job: Scan | None = None
        self._deadline = self._again_at = _NEVER
        self._answered = False

    @property
    def ready(self) -> bool:
        return self._open

    @property
    def due(self) -> float | None:
        due = min(self._idle_at, self._reply_at, self._deadline, self._again_at)
        return None if due == _NEVER else due

    def open(self, now: float) -> Step:
        self._close()
        self._open = True
        return Step()

    def ask(self, job: Job, now: float) -> Step:
        assert self._open
        replaced = self._fail(STOPPED)
        if isinstance(job, StopScan):
            return replaced.then(Step(facts=(ScanStopped(job.id),)))
        self._job = job
        self._deadline = now + job.wait_s
        return replaced.then(self._pull(now))

    def sent(self, now: float) -> Step:
        return Step()

    def hear(self, data: bytes, now: float) -> Step:
        step = self._told(self._codes.feed(self._keys.feed(data) if self._keys is not None else data), now)
        step = step.then(self._reply())
        self._idle_at = now + self._options.idle_s if self._codes.waits else _NEVER
        return step

    def tick(self, now: float) -> Step:
        step = Step()
        if now >= self._reply_at:
            self._reply_at = _NEVER
            if self._half_a_reply():
                self._codes.flush()
        if now >= self._idle_at:
            step = self._quiet(now)
        if now >= self._deadline:
            silent = self._trigger is not None and not self._answered
            return step.then(self._fail(SCANNER_SILENT if silent else NO_CODE))
        return step.then(self._pull(now)) if now >= self._again_at else step

    def lost(self, fault: Fault, now: float) -> tuple[Fact, ...]:
        facts = self._fail(fault).facts
        self._close()
        return facts

    def refuse(self, job: Job, fault: Fault) -> tuple[Fact, ...]:
        return (ScanStopped(job.id) if isinstance(job, StopScan) else ScanFailed(job.id, fault),)

    def _pull(self, now: float) -> Step:
        """Trigger the scanner, which harms nothing when it is done again."""
        if self._trigger is None:
            return Step()
        self._reply_at = now + self._options.reply_s
        self._again_at = now + self._options.again_s
        return Step(self._trigger.command)

    def _reply(self) -> Step:
        """The answer to a trigger, taken out of what came."""
        if self._trigger is None:
            return Step()
        if self._codes.take_out(self._trigger.yes):
            self._reply_at = _NEVER
            self._answered = True
        elif self._trigger.no and self._codes.take_out(self._trigger.no):
            self._reply_at = _NEVER
            return self._fail(REFUSED_TO_SCAN)
        return Step()

    def _half_a_reply(self) -> bool:
        begun = self._codes.begun
        return bool(begun) and self._trigger is not None and self._trigger.yes.startswith(begun)

    def _quiet(self, now: float) -> Step:
        """Silence ends a code, but not the answer to a trigger of which half has come."""
        if self._reply_at != _NEVER and self._half_a_reply():
            self._idle_at = self._reply_at
            return Step()
        self._idle_at = _NEVER
        return self._told(self._codes.flush(), now)

    def _told(self, codes: list[bytes | None], now: float) -> Step:
        step = Step()
        for code in codes:
            if code is None:
                step = step.then(self._unreadable(TOO_LONG, now))
                continue
            text = text_of(self._without_reply(code), self._options.charset)
            if text is None:
                step = step.then(self._unreadable(GARBLED, now))
            elif len(text) >= self._options.chars_min:
                step = step.then(self._scanned(text, now))
        return step

    def _without_reply(self, code: bytes) -> bytes:
        """An answer may come in one piece with the code after it."""
        if self._trigger is None or self._trigger.yes not in code:
            return code
        self._reply_at = _NEVER
        self._answered = True
        return code.replace(self._trigger.yes, b"", 1)

    def _scanned(self, text: str, now: float) -> Step:
        if self._seen(text.encode(), now):
            return self._pull(now) if self._job is not None else Step()
        job = self._job
        self._forget()
        return Step(facts=(CodeScanned(job.id if job is not None else None, text),))

    def _unreadable(self, fault: Fault, now: float) -> Step:
        told = () if self._seen(b"\0" + fault.code.encode(), now) else (CodeUnreadable(fault),)
        return Step(facts=told).then(self._pull(now) if self._job is not None else Step())

    def _seen(self, what: bytes, now: float) -> bool:
        """Whether it was there just before; it is noted that it is there now."""
        digest = hashlib.sha256(what).digest()
        last = self._recent.pop(digest, -_NEVER)
        while len(self._recent) >= _RECENT_MAX:
            del self._recent[next(iter(self._recent))]
        self._recent[digest] = now
        return now - last < self._options.repeat_s

    def _fail(self, fault: Fault) -> Step:
        job = self._job
        self._forget()
        return Step(facts=(ScanFailed(job.id, fault),) if job is not None else ())
