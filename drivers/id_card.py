"""Readers of second-generation identity cards that speak SDT: find a card, select it, read its text.

The wire (GA 450, the SDT API of the readers' security module SAM; serial 9600 to 115200 8N1, 115200 as a rule):

    to the reader     AA AA AA 96 69  length  command parameter  check
    from the reader   AA AA AA 96 69  length  00 00 SW  data     check
    length            two bytes, big-endian, of all that follows it, check included
    check             XOR of all from the length on, itself left out

    11 FF  how are you            90 good, 60 or 66 not
    12 FF  who are you            90 and 16 bytes: two words, three double words, little-endian (inferred: `sam_id`)
    20 01  is there a card        9F and four bytes, or 80: none. 80 is no error, it is what an idle reader says
    20 02  that one               90 and eight bytes, or 81
    30 01  read it                90, length of text, length of photo (big-endian words), 256 text, 1024 photo; or 41
    30 03  newest address         90 and 70 bytes; or 91: there is none
    e.g.   AA AA AA 96 69 00 03 20 01 22 -> AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97

What stands in the text is in `id_card_text.py`. Readers on USB bulk or HID say the same, but need a transport that
`transport.py` has not got yet; USB readers that bring a serial port work.

The rules it keeps, and why:
- The number lives in memory, only while its card is being read. What leaves the driver is what `number` and `person`
  say; as they come, a keyed hash of the number, sex, age band and whether the card has expired. The key comes with each
  job, from whoever keeps the secrets. No repr, fault or log here says anything of a person.
- Only what leaves is asked for: the fingerprint never, the newest address only where details leave. The photo comes
  with the text, counts for the check and is dropped with the frame.
- No pause on the way: found, selected and read follow at once. There are pauses only while no card is there.
- A card is read once: it must be gone, for one look at least, before the next is read. Most readers insist on it, too.
- A card that somebody lays down when nobody asked is not read; one that is being read when the job ends is forgotten.
- One question at a time. Answers carry no number, so one that does not fit the question is not taken for its answer.
"""

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from operator import xor
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from drivers.conversation import Fact, Fault, Step
from drivers.id_card_faults import (
    CANCELLED,
    MOVED,
    NO_CARD,
    NO_KEY,
    NOT_AN_ID,
    NUMBER_WRONG,
    READER_BROKEN,
    READER_SILENT,
    STILL_THERE,
    UNAUTHORISED,
)
from drivers.id_card_text import (
    TEXT_BYTES,
    Card,
    Fields,
    Kind,
    NumberForm,
    PersonForm,
    clean,
    fields_of,
    is_number,
    kind_of,
    shown,
)


class IdCardOptions(BaseModel):
    """How a reader is set up, and what of a person leaves it."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    number: NumberForm = Field(default="hash", description="What leaves of the number: keyed hash, masked, or itself.")
    person: PersonForm = Field(
        default="none", description="What leaves of the rest: nothing, the masked name, or all that is printed."
    )
    find_s: float = Field(default=0.3, ge=0.1, le=2, description="Pause between looks for a card.")
    reply_s: float = Field(default=1.0, gt=0, le=5, description="Longest wait for an answer.")
    read_s: float = Field(default=3.0, gt=0, le=10, description="Longest wait for the text of a card.")
    check_s: float = Field(default=10.0, ge=1, le=300, description="How often to ask an idle reader how it is.")
    sam_id: Literal["words", "hex"] = Field(default="words", description="How to write the 16 bytes of the SAM id.")
    check_2023: bool = Field(default=True, description="Hold new foreigner cards to the check character as well.")


# ---------------------------------------------------------------------------------------------------------------- codec

HEAD: Final = b"\xaa\xaa\xaa\x96\x69"
LENGTH_MIN: Final = 4
LENGTH_MAX: Final = 3 + 6 + TEXT_BYTES + 1024 + 1024 + 1
"""Text, photo and fingerprint: nothing that a reader says is longer."""
ADDRESS_BYTES: Final = 70

Question = Literal["status", "sam", "find", "select", "read", "address"]
COMMANDS: Final[Mapping[Question, bytes]] = {
    "status": b"\x11\xff",
    "sam": b"\x12\xff",
    "find": b"\x20\x01",
    "select": b"\x20\x02",
    "read": b"\x30\x01",
    "address": b"\x30\x03",
}
GOOD: Final = 0x90
FOUND: Final = 0x9F
NONE_THERE: Final = 0x80
_DATA_MIN: Final[Mapping[Question, int]] = {
    "status": 0,
    "sam": 16,
    "find": 0,
    "select": 8,
    "read": 4 + TEXT_BYTES,
    "address": ADDRESS_BYTES,
}
"""So much data a good answer has at least. It also tells the answers apart, which carry no number."""
_DATA_MAX: Final[Mapping[Question, int]] = {**_DATA_MIN, "find": 16, "select": 16, "read": LENGTH_MAX, "sam": 16}
_REFUSALS: Final[Mapping[int, Fault | None]] = {
    **dict.fromkeys((0x10, 0x11, 0x24, 0x33, 0x41, 0x47, 0x50, 0x81, 0x91), MOVED),
    **dict.fromkeys((0x31, 0x32, 0x40), NOT_AN_ID),
    **dict.fromkeys((0x21, 0x23, 0x60, 0x61), READER_BROKEN),
    0x66: UNAUTHORISED,
    NONE_THERE: None,
}
"""SW of an answer that is not good, and what it says to the person; None: no fault."""
_FINAL: Final = frozenset({READER_BROKEN.code, UNAUTHORISED.code})


def frame(body: bytes) -> bytes:
    """Body between head, length and check."""
    counted = (len(body) + 1).to_bytes(2, "big") + body
    return HEAD + counted + bytes((list(accumulate(counted, xor))[-1],))


def command(question: Question) -> bytes:
    return frame(COMMANDS[question])


class FrameDecoder:
    """Cuts what comes into the bodies of frames (`00 00 SW data`); skips what is none. Keeps one frame at most.

    The XOR up to each byte is kept beside it, so that judging a frame costs the same however long it says it is: bytes
    that promise long frames again and again cannot slow it down.
    """

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._xors = bytearray()
        self._xor = 0

    def feed(self, data: bytes) -> list[bytes]:
        self._bytes += data
        self._xors += bytes(accumulate(data, xor, initial=self._xor))[1:]
        self._xor = self._xors[-1] if self._xors else self._xor
        return self._cut()

    def give_up(self) -> list[bytes]:
        """No more comes of what has begun: it was no frame, and what hid behind its head is looked at."""
        bodies: list[bytes] = []
        while self._bytes.startswith(HEAD):
            self._drop(len(HEAD))
            bodies += self._cut()
        self.clear()
        return bodies

    def clear(self) -> None:
        self._drop(len(self._bytes))

    def _cut(self) -> list[bytes]:
        data, xors, bodies = self._bytes, self._xors, []
        at = data.find(HEAD)
        while 0 <= at <= len(data) - 7:
            length = data[at + 5] << 8 | data[at + 6]
            end = at + 7 + length
            if not LENGTH_MIN <= length <= LENGTH_MAX:
                at = data.find(HEAD, at + 5)
            elif end > len(data):
                break
            elif xors[end - 1] != xors[at + 4] or data[at + 7] or data[at + 8]:
                at = data.find(HEAD, at + 5)
            else:
                bodies.append(bytes(data[at + 7 : end - 1]))
                at = data.find(HEAD, end)
                if at < 0:
                    self._drop(end)
                    break
        self._drop(at if at >= 0 else max(0, len(self._bytes) - len(HEAD) + 1))
        return bodies

    def _drop(self, count: int) -> None:
        del self._bytes[:count]
        del self._xors[:count]


def fits(question: Question, body: bytes) -> bool:
    """Whether this can be the answer to that question."""
    if body[:2] != b"\0\0":
        return False
    if body[2] in (GOOD, FOUND):
        good = FOUND if question == "find" else GOOD
        return body[2] == good and _DATA_MIN[question] <= len(body) - 3 <= _DATA_MAX[question]
    if body[2] == NONE_THERE:
        return question == "find"
    return body[2] in _REFUSALS and len(body) == 3


def text_of(body: bytes) -> bytes | None:
    """The 256 bytes of text in an answer to `read`; the photo is left where it is. None: the lengths are odd."""
    text, photo = struct.unpack(">HH", body[3:7])
    return body[7 : 7 + TEXT_BYTES] if text == TEXT_BYTES and len(body) >= 7 + text + photo else None


def sam_id_of(data: bytes, how: Literal["words", "hex"]) -> str:
    """05.03-20170529-0000123456-0000654321"""
    if how == "hex":
        return data.hex()
    maker, kind, day, serial, more = struct.unpack("<HHIII", data)
    return f"{maker:02d}.{kind:02d}-{day:08d}-{serial:010d}-{more:010d}"


# --------------------------------------------------------------------------------------------------------- conversation


@dataclass(frozen=True, slots=True)
class ReadCard:
    """Wait for one card and read it. Asked while another waits, it takes that one's place."""

    id: str
    today: date
    """For age and expiry."""
    key: bytes | None = field(default=None, repr=False)
    """For the hash of the number, where a hash leaves."""
    wait_s: float = 30.0


@dataclass(frozen=True, slots=True)
class StopReading:
    """Nobody wants a card any more."""

    id: str


@dataclass(frozen=True, slots=True)
class CardRead(Fact):
    id: str
    card: Card = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReadFailed(Fact):
    """No card was read; the fault says what to do. Read again by asking again."""

    id: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class TryAgain(Fact):
    """A card was there and could not be read; the job still waits. For the hint on the screen."""

    id: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class ReadingStopped(Fact):
    """Of `StopReading`: whoever waited for a card has been told so."""

    id: str


@dataclass(frozen=True, slots=True)
class Reader(Fact):
    """What the reader says of itself; told when it changes. Silence is "unknown"."""

    state: Literal["good", "broken", "unknown"] = "unknown"
    sam_id: str | None = None
    fault: Fault | None = None


Job = ReadCard | StopReading

_SILENCES_MAX: Final = 3
_TRIES_MAX: Final = 5
"""So often a card that moves is tried before the person is told."""


class IdCardConversation:
    """One reader. Greeted when the line opens, then idle, or looking for a card while a job waits for one.

    After a card was read it keeps looking until none is there, job or not: the next person's card must not be taken
    for the one that was read.
    """

    def __init__(self, options: IdCardOptions) -> None:
        self._options = options
        self._told: Reader | None = None
        self._leaving = False
        self._close()

    def _close(self) -> None:
        self._open = False
        self._decoder = FrameDecoder()
        self._question: Question | None = None
        self._until = 0.0
        self._next: float | None = None
        self._silences = 0
        self._reader = Reader()
        self._forget()

    def _forget(self) -> None:
        """The job is over, and with it everything that was read for it."""
        self._job: ReadCard | None = None
        self._deadline = float("inf")
        self._tries = 0
        self._trouble: Fault | None = None
        self._card: tuple[Fields, Kind] | None = None

    @property
    def ready(self) -> bool:
        return self._open

    @property
    def due(self) -> float | None:
        return self._until if self._question is not None else self._next

    def open(self, now: float) -> Step:
        self._close()
        self._open = True
        return self._put("status", now)

    def ask(self, job: Job, now: float) -> Step:
        assert self._open
        replaced = self._fail(CANCELLED) if self._job is not None else Step()
        if isinstance(job, StopReading):
            return replaced.then(Step(facts=(ReadingStopped(job.id),)))
        if self._options.number == "hash" and not job.key:
            return replaced.then(Step(facts=(ReadFailed(job.id, NO_KEY),)))
        self._job = job
        self._deadline = now + job.wait_s
        if self._question is not None or self._leaving:
            return replaced
        return replaced.then(self._put("find", now))

    def sent(self, now: float) -> Step:
        return Step()

    def hear(self, data: bytes, now: float) -> Step:
        return self._answers(self._decoder.feed(data), now)

    def tick(self, now: float) -> Step:
        if self._question is not None:
            return self._silence(now) if now >= self._until else Step()
        if self._job is not None and now >= self._deadline:
            return self._fail(self._trouble or (STILL_THERE if self._leaving else NO_CARD))
        if self._next is not None and now >= self._next:
            return self._put("find" if self._job is not None or self._leaving else "status", now)
        return Step()

    def lost(self, fault: Fault, now: float) -> tuple[Fact, ...]:
        failed = self._fail(fault).facts if self._job is not None else ()
        self._close()
        return (*failed, *self._tell(Reader()).facts)

    def refuse(self, job: Job, fault: Fault) -> tuple[Fact, ...]:
        return (ReadingStopped(job.id) if isinstance(job, StopReading) else ReadFailed(job.id, fault),)

    def _put(self, question: Question, now: float) -> Step:
        """Ask the reader. What came before is no answer to it."""
        self._decoder.clear()
        self._question = question
        self._until = now + (self._options.read_s if question == "read" else self._options.reply_s)
        return Step(command(question))

    def _answers(self, bodies: list[bytes], now: float) -> Step:
        step = Step()
        for body in bodies:
            question = self._question
            if question is not None and fits(question, body):
                self._question = None
                self._silences = 0
                step = step.then(self._HEARD[question](self, body, now))
        return step

    def _silence(self, now: float) -> Step:
        """The answer did not come in time, or it hides behind the head of a frame that never was one."""
        assert self._question is not None
        bodies, question = self._decoder.give_up(), self._question
        if any(fits(question, body) for body in bodies):
            return self._answers(bodies, now)
        self._question = None
        self._silences += 1
        if self._silences >= _SILENCES_MAX:
            return Step(hang_up=READER_SILENT)
        return self._missed(MOVED, now) if question in ("select", "read", "address") else self._rest(now)

    def _rest(self, now: float) -> Step:
        """Nothing to do before the next look, or the next question how the reader is."""
        looking = self._job is not None or self._leaving or self._silences
        self._next = now + (self._options.find_s if looking else self._options.check_s)
        return Step()

    def _on_status(self, body: bytes, now: float) -> Step:
        fault = _REFUSALS.get(body[2])
        if fault is not None and fault.code in _FINAL and body[2] != 0x21:  # 21: it does not know the question
            step = self._tell(Reader("broken", self._reader.sam_id, fault))
            return step.then(self._rest(now))
        if self._reader.sam_id is None:
            return self._put("sam", now)
        return self._tell(Reader("good", self._reader.sam_id)).then(self._on(now))

    def _on_sam(self, body: bytes, now: float) -> Step:
        named = sam_id_of(body[3:], self._options.sam_id) if body[2] == GOOD else None
        return self._tell(Reader("good", named)).then(self._on(now))

    def _on(self, now: float) -> Step:
        """A job that came meanwhile need not wait."""
        return self._put("find", now) if self._job is not None and not self._leaving else self._rest(now)

    def _on_find(self, body: bytes, now: float) -> Step:
        if body[2] == NONE_THERE:
            self._leaving = False
        fault = _REFUSALS.get(body[2])
        if self._job is not None and fault is not None:
            return self._missed(fault, now)
        if body[2] != FOUND or self._job is None or self._leaving:
            return self._rest(now)
        return self._put("select", now)

    def _on_select(self, body: bytes, now: float) -> Step:
        fault = _REFUSALS.get(body[2])
        return self._put("read", now) if fault is None and self._job is not None else self._missed(fault or MOVED, now)

    def _on_read(self, body: bytes, now: float) -> Step:
        if body[2] != GOOD or self._job is None:
            return self._missed(_REFUSALS.get(body[2]) or MOVED, now)
        text = text_of(body)
        if text is None:
            return self._missed(MOVED, now)
        kind = kind_of(text)
        if kind is None:
            return self._missed(NOT_AN_ID, now)
        fields = fields_of(text, kind)
        if not is_number(fields["number"], kind, check_2023=self._options.check_2023):
            return self._missed(NUMBER_WRONG, now)
        self._card = fields, kind
        if self._options.person == "full" and "address" in fields:
            return self._put("address", now)
        return self._done("", now)

    def _on_address(self, body: bytes, now: float) -> Step:
        return self._done(clean(body[3 : 3 + ADDRESS_BYTES]) if body[2] == GOOD else "", now)

    def _done(self, newest: str, now: float) -> Step:
        job, card = self._job, self._card
        self._leaving = True
        if job is None or card is None:
            return self._rest(now)  # the job ended while its card was being read; the next one reads it anew
        self._forget()
        options = self._options
        told = shown(*card, newest, job.today, options.number, options.person, job.key or b"")
        return Step(facts=(CardRead(job.id, told),)).then(self._rest(now))

    def _missed(self, fault: Fault, now: float) -> Step:
        """This try came to nothing: again, unless that was often enough or nothing will change it."""
        if self._job is None:
            return self._done("", now)
        self._tries += 1
        self._trouble = fault
        if fault.code not in _FINAL and self._tries < _TRIES_MAX:
            return Step(facts=(TryAgain(self._job.id, fault),)).then(self._rest(now))
        self._leaving = fault.code not in _FINAL
        step = self._fail(fault)
        if fault.code in _FINAL:
            step = step.then(self._tell(Reader("broken", self._reader.sam_id, fault)))
        return step.then(self._rest(now))

    def _fail(self, fault: Fault) -> Step:
        assert self._job is not None
        job = self._job
        self._forget()
        return Step(facts=(ReadFailed(job.id, fault),))

    def _tell(self, reader: Reader) -> Step:
        self._reader = reader
        if reader == self._told:
            return Step()
        self._told = reader
        return Step(facts=(reader,))

    _HEARD: Final[Mapping[Question, Callable[["IdCardConversation", bytes, float], Step]]] = {
        "status": _on_status,
        "sam": _on_sam,
        "find": _on_find,
        "select": _on_select,
        "read": _on_read,
        "address": _on_address,
    }
