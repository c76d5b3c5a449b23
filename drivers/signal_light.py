"""Signal lights: lamps at a window or of the supervision, and the emergency button, on relay boards or by Modbus.

The wire is that of the relay board:

    by bytes    templates (drivers/byte_template.py) of what stands in the maker's paper
        on, off     '\\xA0{number}\\x01{sum}', '\\xA0{number}\\x00{sum}'      output 1: A0 01 01 A2, A0 01 00 A1
                    (memory: LCUS relay boards; they do not answer)
        ack         what the board answers when it took an order; empty: it never answers
        pressed     what the button says, such as 'ALARM {address:d}\\r' (inferred); released: the same, if it does
    by modbus   (drivers/modbus.py has the frames)
        lamps       coils of function 05, or holding words of function 06, by their addresses from 0
        button      'input:0': one bit (or word) that is looked at each `poll_s`
                    output 0 on: 01 05 00 00 FF 00 8C 3A; input 0: 01 02 00 00 00 01 B9 CA -> 01 02 01 01 60 48

    lamps   'red=1 green=2'    which output is which lamp; no lamp has an output before the table gives it one

The rules it keeps, and why:
- The lamps that were asked for last stay: a board forgets them with the power, so they are set again on a new line,
  after a silence and every `repeat_s`. Setting a lamp twice changes nothing.
- The emergency button is told once for each press, and once more if it is found pressed when the line is there again:
  an alarm too many is better than one too few. A press must last `poll_s`; emergency buttons stay pressed.
- `normally_closed`: pressing opens the contact, so that a cut wire alarms too. Ask for such a one.
- Silence is "unknown" for the button, never "released".
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from pydantic import ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from drivers.byte_frames import FrameFinder, read_frame
from drivers.byte_template import CHECKS, NUMBERED, BadTemplate, read_template
from drivers.conversation import Fact, Fault, Step
from drivers.modbus import READS, UNIT_MAX, Framing, Modbus, Request, write_coil, write_word
from drivers.order_talk import OrderCodec, OrderOptions, OrderTalk, Said
from drivers.signal_light_faults import (
    LIGHT_REFUSED,
    LIGHT_SILENT,
    NO_SUCH_LAMP,
    NOT_PRESSED,
    REPLACED,
    light_refuses,
)

_LAMP: Final = re.compile(r"([a-z][a-z0-9_]{0,31})=(\d{1,5})")
_PLACE: Final = re.compile(rf"({'|'.join(READS)}):(\d{{1,5}})")
_HEARD: Final[Collection[str]] = ("address", "from", *CHECKS)
_ORDERS: Final = ("on", "off")


class LightOptions(OrderOptions):
    """How a light is wired, and how its board is spoken to."""

    model_config = ConfigDict(validate_default=True)  # a default may not fit to what is given

    by: Literal["bytes", "modbus"] = Field(default="bytes", description="Relay bytes by template, or Modbus.")
    address: int = Field(default=1, ge=0, le=UNIT_MAX, description="The board's own number: {address}, or the unit.")
    on: str = Field(default=r"\xA0{number}\x01{sum}", description="The frame that switches an output on.")
    off: str = Field(default=r"\xA0{number}\x00{sum}", description="The frame that switches it off.")
    ack: str = Field(default="", description="What the board answers to an order; empty: it never answers.")
    nak: str = Field(default="", description="What it answers when it did not do it.")
    pressed: str = Field(default="", description="What comes when the button is pressed; empty: it has none.")
    released: str = Field(default="", description="What comes when it is let go; empty: nothing does.")
    framing: Framing = Field(default="rtu", description="Of Modbus: rtu on serial lines, tcp on Modbus TCP.")
    lamp_table: Literal["coil", "holding"] = Field(default="coil", description="Of Modbus: what a lamp is.")
    button: str = Field(default="", description="Of Modbus: the button, such as input:0; empty: it has none.")
    normally_closed: bool = Field(default=False, description="Of Modbus: the contact opens when it is pressed.")
    lamps: str = Field(default="", description="WORD=NUMBER of each lamp, such as 'red=1 green=2'.")
    poll_s: float = Field(default=0.2, ge=0.05, le=10, description="How often to look at the button.")
    repeat_s: float = Field(
        default=60.0, ge=0, le=3600, description="How often lamps are set again, for unseen power drops; 0: never."
    )
    press_s: float = Field(default=1.0, ge=0, le=60, description="A press that is told again within is the same press.")

    @field_validator("on", "off", "ack", "nak", "pressed", "released")
    @classmethod
    def _is_a_template(cls, source: str, info: ValidationInfo) -> str:
        name = info.field_name
        assert name is not None
        try:
            read = read_template(source, NUMBERED) if name in _ORDERS else read_frame(source, _HEARD)
        except BadTemplate as bad:
            raise _refused(str(bad)) from None
        if name in _ORDERS and not read.pieces:
            raise _refused("is empty: a lamp could never be switched")
        if name == "nak" and source and not info.data.get("ack", True):
            raise _refused("needs ack: without it no answer is waited for")
        return source

    @field_validator("button")
    @classmethod
    def _is_a_place(cls, source: str) -> str:
        if source:
            read_place(source)
        return source

    @field_validator("lamps")
    @classmethod
    def _are_lamps(cls, source: str, info: ValidationInfo) -> str:
        given = info.data
        for lamp, number in read_lamps(source).items():
            for name in _ORDERS if given.get("by") == "bytes" else ():
                if name in given and not read_template(given[name], NUMBERED).holds(number=number):
                    raise _refused(f'"{lamp}={number}" does not fit into {{number}} of {name}')
        return source


def _refused(said: str) -> PydanticCustomError:
    return PydanticCustomError("signal_light", "{said}", {"said": said})


# ---------------------------------------------------------------------------------------------------------------- codec


def read_lamps(source: str) -> Mapping[str, int]:
    """Read `red=1 green=2`. Raises what pydantic tells as a fault of that option."""
    lamps: dict[str, int] = {}
    for word in source.split():
        found = _LAMP.fullmatch(word)
        if found is None or int(found[2]) > 0xFFFF:
            raise _refused(f'"{word}" is not WORD=NUMBER, such as red=1')
        if found[1] in lamps or int(found[2]) in lamps.values():
            raise _refused(f'"{word}": the lamp or its output is there already')
        lamps[found[1]] = int(found[2])
    return lamps


def read_place(source: str) -> Request:
    """Read `input:0`: the question how that button is. Raises as `read_lamps`."""
    found = _PLACE.fullmatch(source)
    if found is None or int(found[2]) > 0xFFFF:
        raise _refused(f'"{source}" is not TABLE:ADDRESS, such as input:0, with TABLE {" or ".join(READS)}')
    return READS[found[1]](int(found[2]), 1)


@dataclass(frozen=True, slots=True)
class Switch:
    """Switch this output."""

    output: int
    on: bool


@dataclass(frozen=True, slots=True)
class LookAtButton:
    """How is the button?"""


Order = Switch | LookAtButton


class BytesCodec:
    """A relay board by templates."""

    def __init__(self, options: LightOptions) -> None:
        self.answers = bool(options.ack)
        self._address = options.address
        self._on, self._off = (read_template(source, NUMBERED) for source in (options.on, options.off))
        heard = {name: read_frame(getattr(options, name), _HEARD) for name in ("ack", "nak", "pressed", "released")}
        self._frames = FrameFinder(heard)

    def frame(self, order: Order) -> bytes:
        assert isinstance(order, Switch)
        return (self._on if order.on else self._off).fill(self._address, number=order.output)

    def feed(self, data: bytes) -> Iterable[Said]:
        for found in self._frames.feed(data):
            if found.values.get("address", self._address) != self._address:
                continue
            is_answer = found.name in ("ack", "nak")
            yield Said(found.name == "ack", why=LIGHT_REFUSED) if is_answer else Said(None, event=found.name)

    def forget(self) -> None:
        self._frames.forget()


class ModbusCodec:
    """A board with Modbus."""

    answers = True

    def __init__(self, options: LightOptions) -> None:
        self._unit = options.address
        self._line = Modbus(options.framing)
        self._coils = options.lamp_table == "coil"
        self._button = read_place(options.button) if options.button else None

    def frame(self, order: Order) -> bytes:
        if isinstance(order, Switch):
            write = write_coil(order.output, order.on) if self._coils else write_word(order.output, int(order.on))
            return self._line.ask(self._unit, write)
        assert self._button is not None
        return self._line.ask(self._unit, self._button)

    def feed(self, data: bytes) -> Iterable[Said]:
        reply = self._line.feed(data)
        if reply is None:
            return ()
        if reply.refused is not None:
            return (Said(False, why=light_refuses(reply.refused)),)
        return (Said(True, reply.values),)

    def forget(self) -> None:
        self._line.forget()


# --------------------------------------------------------------------------------------------------------- conversation


@dataclass(frozen=True, slots=True)
class SetLamps:
    """From now on these lamps shine and no others."""

    id: str
    lit: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AwaitPress:
    """Tell of the next press of the button: for whoever tries it. Takes the place of another."""

    id: str
    wait_s: float = 20.0


Job = SetLamps | AwaitPress


@dataclass(frozen=True, slots=True)
class LampsSet(Fact):
    """The board has it. `confirmed`: it said so itself."""

    id: str
    lit: tuple[str, ...]
    confirmed: bool


@dataclass(frozen=True, slots=True)
class LampsNotSet(Fact):
    """The lamps may be as they were, or some of them; they are set when the board is back, unless it refused."""

    id: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class EmergencyPressed(Fact):
    """Somebody pressed the button: told once for each press."""


@dataclass(frozen=True, slots=True)
class PressCame(Fact):
    """Of `AwaitPress`, after the press itself was told."""

    id: str


@dataclass(frozen=True, slots=True)
class NoPressCame(Fact):
    id: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class LightStatus(Fact):
    """Whether the board answers, and how its button is; told when it changes."""

    answers: Literal["yes", "no", "unknown"] = "unknown"
    button: Literal["pressed", "released", "unknown"] = "unknown"


_NEVER: Final = float("inf")


class LightConversation(OrderTalk[Order, Job]):
    """One light; when which frame goes out stands in drivers/order_talk.py."""

    def __init__(self, options: LightOptions) -> None:
        codec: OrderCodec[Order] = ModbusCodec(options) if options.by == "modbus" else BytesCodec(options)
        super().__init__(codec, options, LIGHT_SILENT)
        self._light = options
        self._lamps = read_lamps(options.lamps)
        self._looks = options.by == "modbus" and bool(options.button)
        self._wanted: tuple[str, ...] | None = None
        self._before: tuple[str, ...] | None = None
        self._awaits: AwaitPress | None = None
        self._deadline = self._look_at = self._set_at = _NEVER
        self._pressed_at = -_NEVER
        self._button: Literal["pressed", "released", "unknown"] = "unknown"
        self._told: LightStatus | None = None

    @property
    def due(self) -> float | None:
        due = super().due
        if self._awaits is None:
            return due
        return self._deadline if due is None else min(due, self._deadline)

    def open(self, now: float) -> Step:
        self._look_at = now if self._looks else _NEVER
        self._set_at = now if self._wanted is not None else _NEVER
        return super().open(now).then(Step(facts=self.changed()))

    def ask(self, job: Job, now: float) -> Step:
        if isinstance(job, SetLamps):
            return super().ask(job, now)
        replaced = self._no_press(REPLACED)
        self._awaits, self._deadline = job, now + job.wait_s
        return Step(facts=replaced)

    def tick(self, now: float) -> Step:
        late = Step(facts=self._no_press(NOT_PRESSED)) if now >= self._deadline else Step()
        return late.then(super().tick(now))

    def lost(self, fault: Fault, now: float) -> tuple[Fact, ...]:
        self._button = "unknown"
        facts = (*super().lost(fault, now), *self._no_press(fault))
        return (*facts, *self.changed())

    # ---- what a light says of itself

    def wrong(self, job: Job) -> Fault | None:
        return NO_SUCH_LAMP if isinstance(job, SetLamps) and not set(job.lit) <= set(self._lamps) else None

    def orders(self, job: Job) -> Iterable[Order]:
        assert isinstance(job, SetLamps)
        self._before, self._wanted = self._wanted, job.lit
        return self._switches()

    def _switches(self) -> Iterable[Order]:
        """First off, then on: never two lamps that contradict each other."""
        lit = self._wanted or ()
        for on in (False, True):
            yield from (Switch(output, on) for lamp, output in self._lamps.items() if (lamp in lit) is on)

    def done(self, job: Job, now: float) -> tuple[Fact, ...]:
        assert isinstance(job, SetLamps)
        self._plan(now)
        return (LampsSet(job.id, job.lit, self._codec.answers),)

    def refuse(self, job: Job, fault: Fault) -> tuple[Fact, ...]:
        if isinstance(job, AwaitPress):
            return (NoPressCame(job.id, fault),)
        if fault.code == LIGHT_REFUSED.code:
            self._wanted = self._before
        elif self.wrong(job) is None:
            self._wanted = job.lit  # also of a job that never reached the line: it is wanted still
            self._set_at = -_NEVER
        return (LampsNotSet(job.id, fault),)

    @property
    def routine_at(self) -> float | None:
        at = min(self._look_at, -_NEVER if self._away else self._set_at)
        return None if at == _NEVER else at

    @property
    def _away(self) -> bool:
        """Whether the board has lamps to set as soon as it is there again."""
        return self.answers == "no" and self._wanted is not None

    def routine(self, now: float) -> Iterable[Order]:
        if now >= self._set_at or self._away:
            self._plan(now)
            yield from self._switches()
        if self._looks:
            self._look_at = now + self._light.poll_s
            yield LookAtButton()

    def _plan(self, now: float) -> None:
        wanted = self._wanted is not None and self._light.repeat_s > 0
        self._set_at = now + self._light.repeat_s if wanted else _NEVER

    def changed(self) -> tuple[Fact, ...]:
        if self.answers == "no":
            self._button = "unknown"
        status = LightStatus(self.answers, self._button)
        if status == self._told:
            return ()
        self._told = status
        return (status,)

    def learnt(self, order: Order, said: Said, now: float) -> tuple[Fact, ...]:
        if not isinstance(order, LookAtButton):
            return ()
        self._look_at = now + self._light.poll_s  # from the answer on: between two looks there is room for a job
        return self._is("pressed" if bool(said.values[0]) is not self._light.normally_closed else "released")

    def by_itself(self, said: Said, now: float) -> tuple[Fact, ...]:
        if said.event == "released":
            return self._is("released")
        is_same = now - self._pressed_at < self._light.press_s and self._button != "released"
        self._pressed_at = now
        if self._light.released:
            return () if is_same else self._is("pressed", anew=True)
        return () if is_same else self._press()

    def _is(self, button: Literal["pressed", "released"], *, anew: bool = False) -> tuple[Fact, ...]:
        was, self._button = self._button, button
        press = self._press() if button == "pressed" and (anew or was != "pressed") else ()
        return (*press, *self.changed())

    def _press(self) -> tuple[Fact, ...]:
        awaits, self._awaits, self._deadline = self._awaits, None, _NEVER
        return (EmergencyPressed(), *(() if awaits is None else (PressCame(awaits.id),)))

    def _no_press(self, fault: Fault) -> tuple[Fact, ...]:
        awaits, self._awaits, self._deadline = self._awaits, None, _NEVER
        return () if awaits is None else (NoPressCame(awaits.id, fault),)
