"""Call pads and rating boxes, on a serial line, over TCP or typing like a keyboard: which key of which pad was pressed.

The wire: there is no common one. Makers sell their pads with a library and do not publish its bytes, so what a pad
sends is a template (drivers/byte_template.py has the language), and what its keys mean a table of this very pad:

    press   '{address:d},{number:d}\\r'            1,3 CR: key 3 of the pad with address 1 (inferred, as all of this)
            '\\xAA{address}{number}{xor}'          AA 01 03 A8
    keys    '1=rate_5 2=rate_4 16=recall'         what a number means; 0x10 is 16, and the key "A" as a byte 0x41
    ack     '\\x06'                                what such a pad wants to hear after a press, if anything
    show    '\\x02{address}{text:gbk}\\x03'         what shows a text on a pad with a display, if it has one

    source frame    bytes as `press` describes them
           typed    it types what `press` describes, as key events of Linux (key_events.py)
           codes    each of its keys is one key of a keyboard; `keys` has the key codes (79=rate_1: 1 on the number pad)

The rules it keeps, and why:
- The order of keys differs between makes, also of boxes that look the same: no key has a meaning before the table gives
  it one. A key that is not in the table is told by its number, so that whoever sets up a pad presses each and reads it.
- A press that is told again and again while the key is held, or bounces, is one press: until the same key has been
  quiet for `repeat_s`. Another key ends that.
- Half a frame that is not continued within `idle_s` is over: the next press must not be read into it.
- A silent pad is a pad that nobody presses; a line that is gone is all that can be told.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from drivers.byte_frames import FrameFinder, read_frame
from drivers.byte_template import FIELDS, NUMBERED, BadTemplate, read_template
from drivers.conversation import Fact, Fault, Step
from drivers.key_events import EventDecoder, KeyDecoder, keys_down
from drivers.lettering import letter_within

TEXT_MAX: Final = 200
TEXT_BYTES_MAX: Final = 400
NO_DISPLAY: Final = Fault(
    "no_display",
    "这个按键器没有显示屏",
    "如果有显示屏，请在配置中填写 show。",
    "this pad has no display",
    "If it has one, give `show` in its options.",
)
NO_KEY: Final = Fault(
    "no_key",
    "没有收到按键",
    "请按一下按键器上的任意键；一直如此请检查数据线、波特率和 press。",
    "no key was pressed",
    "Press any key; if that does not help, check cable, baud rate and `press` in its options.",
)
REPLACED: Final = Fault(
    "cancelled", "已停止等待按键", "需要时请重新开始。", "waiting for a key was stopped", "Start again if you want to."
)
_WORD: Final = re.compile(r"(0x[0-9A-Fa-f]{1,4}|\d{1,5})=([a-z][a-z0-9_]{0,31})")


class KeypadOptions(BaseModel):
    """How pads on this line speak, and what their keys mean."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    source: Literal["frame", "typed", "codes"] = Field(
        default="frame", description="Bytes as `press`; typed by it as `press`; or one key of a keyboard a key."
    )
    press: str = Field(default=r"{address:d},{number:d}\r", description="What comes when a key is pressed.")
    keys: str = Field(default="", description="NUMBER=WORD of each key, such as '1=rate_5 2=rate_4'.")
    address: int = Field(default=1, ge=0, le=0xFFFF, description="The pad's number where `press` has no {address}.")
    ack: str = Field(default="", description="What the pad wants to hear after a press; empty: nothing.")
    show: str = Field(default="", description="The frame that shows a text on the pad; empty: it has no display.")
    repeat_s: float = Field(default=0.4, ge=0, le=5, description="A key must be quiet so long to be pressed again.")
    idle_s: float = Field(default=0.1, ge=0.02, le=1, description="After so much silence half a frame is over.")

    @field_validator("press", "ack", "show")
    @classmethod
    def _is_a_template(cls, source: str, info: ValidationInfo) -> str:
        try:
            if info.field_name == "show":
                read_template(source, FIELDS)
            elif info.field_name == "ack":
                read_template(source, NUMBERED)
            elif all(piece.name != "number" for piece in read_frame(source, NUMBERED).pieces):
                raise BadTemplate("has no {number}: every key would be the same")
        except BadTemplate as bad:
            raise _refused(str(bad)) from None
        return source

    @field_validator("keys")
    @classmethod
    def _is_a_table(cls, source: str) -> str:
        read_keys(source)
        return source


def _refused(said: str) -> PydanticCustomError:
    return PydanticCustomError("keypad", "{said}", {"said": said})


# ---------------------------------------------------------------------------------------------------------------- codec


def read_keys(source: str) -> Mapping[int, str]:
    """Read `1=rate_5 2=rate_4`. Raises what pydantic tells as a fault of that option."""
    keys: dict[int, str] = {}
    for word in source.split():
        found = _WORD.fullmatch(word)
        if found is None:
            raise _refused(f'"{word}" is not NUMBER=WORD, such as 1=rate_5 or 0x41=recall')
        number = int(found[1], 16 if found[1].startswith("0x") else 10)
        if number in keys:
            raise _refused(f'"{word}": key {number} means {keys[number]} already')
        keys[number] = found[2]
    return keys


Press = tuple[int, int]
"""Address of the pad and number of the key."""


class PressDecoder:
    """The presses in what comes, cut anywhere. Keeps less than one frame."""

    def __init__(self, options: KeypadOptions) -> None:
        self._address = options.address
        self._source = options.source
        self._events, self._typed = EventDecoder(), KeyDecoder()
        self._frames = FrameFinder({"press": read_frame(options.press, NUMBERED)})

    def feed(self, data: bytes) -> list[Press]:
        if self._source == "codes":
            return [(self._address, code) for code in keys_down(self._events.feed(data))]
        if self._source == "typed":
            data = self._typed.feed(data)
        found = [frame.values for frame in self._frames.feed(data)]
        return [(values.get("address", self._address), values["number"]) for values in found]

    def quiet(self) -> None:
        """There was a silence: half a frame is over."""
        self._frames.forget()


# --------------------------------------------------------------------------------------------------------- conversation


@dataclass(frozen=True, slots=True)
class ShowOnPad:
    """Show this on the display of a pad."""

    id: str
    address: int
    text: str

    def __post_init__(self) -> None:
        if len(self.text) > TEXT_MAX or not 0 <= self.address <= 0xFFFF:
            raise ValueError(f"job {self.id}: at most {TEXT_MAX} characters, and an address of 0 to 65535")


@dataclass(frozen=True, slots=True)
class AwaitKey:
    """Tell of the next key that is pressed, whatever it means: for whoever tries a pad. Takes the place of another."""

    id: str
    wait_s: float = 20.0


Job = ShowOnPad | AwaitKey


@dataclass(frozen=True, slots=True)
class KeyPressed(Fact):
    """A key that the table knows, by its word there."""

    address: int
    key: str


@dataclass(frozen=True, slots=True)
class KeyUnknown(Fact):
    """A key that the table does not know. For whoever sets up the pad; nothing else may follow from it."""

    address: int
    number: int


@dataclass(frozen=True, slots=True)
class PadShown(Fact):
    """The text was handed over; pads do not say whether they show it."""

    id: str


@dataclass(frozen=True, slots=True)
class PadNotShown(Fact):
    id: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class KeyCame(Fact):
    """Of `AwaitKey`, after the key itself was told. `key` is None where the table does not know it."""

    id: str
    address: int
    number: int
    key: str | None


@dataclass(frozen=True, slots=True)
class NoKeyCame(Fact):
    id: str
    fault: Fault


class KeypadConversation:
    """The pads of one line. It listens always; a text is handed over in between."""

    def __init__(self, options: KeypadOptions) -> None:
        self._options = options
        self._keys = read_keys(options.keys)
        self._show, self._ack = read_template(options.show, FIELDS), read_template(options.ack, NUMBERED)
        self._text_max = min(TEXT_BYTES_MAX, (self._show.limit("length") or TEXT_BYTES_MAX + 1) - 1)
        self._open = False
        self._job: ShowOnPad | None = None
        self._awaits: AwaitKey | None = None
        self._deadline = 0.0
        self._decoder = PressDecoder(options)
        self._heard_at = float("-inf")
        self._last: Press | None = None
        self._last_at = float("-inf")

    @property
    def ready(self) -> bool:
        return self._open and self._job is None

    @property
    def due(self) -> float | None:
        return None if self._awaits is None else self._deadline

    def open(self, now: float) -> Step:
        self._open = True
        self._decoder = PressDecoder(self._options)
        return Step()

    def ask(self, job: Job, now: float) -> Step:
        assert self.ready
        if isinstance(job, AwaitKey):
            replaced = self._no_key(REPLACED)
            self._awaits, self._deadline = job, now + job.wait_s
            return Step(facts=replaced)
        if not self._show.pieces or not self._show.holds(address=job.address):
            return Step(facts=self.refuse(job, NO_DISPLAY))
        self._job = job
        text = letter_within(job.text, self._show.charset, self._text_max)
        return Step(self._show.fill(job.address, text.data))

    def sent(self, now: float) -> Step:
        job, self._job = self._job, None
        return Step() if job is None else Step(facts=(PadShown(job.id),))

    def hear(self, data: bytes, now: float) -> Step:
        if now - self._heard_at > self._options.idle_s:
            self._decoder.quiet()
        self._heard_at = now
        step = Step()
        for press in self._decoder.feed(data):
            step = step.then(self._pressed(press, now))
        return step

    def tick(self, now: float) -> Step:
        return Step(facts=self._no_key(NO_KEY)) if now >= self._deadline else Step()

    def lost(self, fault: Fault, now: float) -> tuple[Fact, ...]:
        job, self._job = self._job, None
        self._open = False
        return (*(() if job is None else self.refuse(job, fault)), *self._no_key(fault))

    def refuse(self, job: Job, fault: Fault) -> tuple[Fact, ...]:
        return (NoKeyCame(job.id, fault) if isinstance(job, AwaitKey) else PadNotShown(job.id, fault),)

    def _no_key(self, fault: Fault) -> tuple[Fact, ...]:
        awaits, self._awaits = self._awaits, None
        return () if awaits is None else self.refuse(awaits, fault)

    def _pressed(self, press: Press, now: float) -> Step:
        is_same = press == self._last and now - self._last_at < self._options.repeat_s
        self._last, self._last_at = press, now
        address, number = press
        heard = self._ack.fill(address, number=number) if self._ack.holds(address=address, number=number) else b""
        if is_same:
            return Step(heard)
        word = self._keys.get(number)
        awaits, self._awaits = self._awaits, None
        came = () if awaits is None else (KeyCame(awaits.id, address, number, word),)
        return Step(heard, (KeyPressed(address, word) if word else KeyUnknown(address, number), *came))
