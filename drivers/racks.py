"""Racks that charge things, over Modbus: which slots are free, charging, full or faulty, and how warm the rack is.

What a charging station for phones (`charger.py`) and a rack of guide sets (`guide_set.py`) share. The wire is Modbus
(`modbus.py`). Which register means what stands in no common paper: the whole map is in the options.

    state        'holding:0'          one word a slot from word 0 on; 'holding:0:4': every fourth word
    states       '0=free 1=charging 2=full 3=fault'    what a word means, after `mask`; any other: unknown
    busy         'input:0'            instead of words, one bit a slot: 1, something is in it
    fault        'input:16'           one bit a slot: 1, faulty
    temperature  'input_word:100'     a signed word, times `temperature_unit` in degrees
    e.g.         unit 1, 4 slots, state 'holding:0'
                 01 03 00 00 00 04 44 09 -> 01 03 08 00 00 00 01 00 02 00 03 49 D6: free, charging, full, fault

The tables are coil, input, holding and input_word (functions 1 to 4); addresses count from 0.

The rules it keeps, and why:
- It only reads. Nothing on a rack has to be switched by us, and a wrong map would switch something else.
- Silence is "unknown" for every slot, never "free"; so is a word that the map does not explain.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, cast, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from drivers.conversation import Fact, Fault
from drivers.modbus import BITS_READ_MAX, READS, UNIT_MAX, WORDS_READ_MAX, Framing, Request
from drivers.rack_faults import RACK_HOT, SLOT_BROKEN

Slot = Literal["free", "charging", "full", "fault", "unknown"]
"""`free`: nothing in it. `full`: what is in it is charged."""
_UNKNOWN: Final[Slot] = "unknown"
_WORDS: Final = ("holding", "input_word")
_BITS: Final = ("coil", "input")
_TABLES: Final = {"state": _WORDS, "busy": _BITS, "fault": _BITS, "temperature": _WORDS}


class RackOptions(BaseModel):
    """How a rack is reached, and which of its registers means what."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    framing: Framing = Field(default="rtu", description="rtu on serial lines and serial servers, tcp on Modbus TCP.")
    unit: int = Field(default=1, ge=0, le=UNIT_MAX, description="The rack's own number on the line.")
    slots: int = Field(default=8, ge=1, le=128, description="How many slots it has.")
    state: str = Field(default="holding:0", description="The words of the slots' states; empty: it has bits.")
    states: str = Field(default="0=free 1=charging 2=full 3=fault", description="What a state word means.")
    mask: int = Field(default=0xFFFF, ge=1, le=0xFFFF, description="Which bits of a state word count.")
    busy: str = Field(default="", description="The bits that say something is in a slot, where there are no words.")
    fault: str = Field(default="", description="The bits that say a slot is faulty.")
    temperature: str = Field(default="", description="The word of the temperature; empty: it has none.")
    temperature_unit: float = Field(default=0.1, ge=0.001, le=10, description="Degrees Celsius of one in that word.")
    temperature_max_c: float = Field(default=60.0, ge=20, le=150, description="What is warmer is told as a danger.")
    reply_s: float = Field(default=0.5, gt=0, le=5, description="Longest wait for an answer.")
    tries: int = Field(default=3, ge=1, le=9, description="How often a question is asked until it is answered.")
    gap_s: float = Field(default=0.05, ge=0, le=1, description="Pause between an answer and the next question.")
    poll_s: float = Field(default=5.0, ge=0.5, le=600, description="How often to look.")

    @field_validator("state", "busy", "fault", "temperature")
    @classmethod
    def _is_a_place(cls, source: str, info: ValidationInfo) -> str:
        assert info.field_name is not None
        if source:
            read_place(source, _TABLES[info.field_name])
        return source

    @field_validator("states")
    @classmethod
    def _are_states(cls, source: str) -> str:
        read_states(source)
        return source

    @model_validator(mode="after")
    def _has_one_map(self) -> "RackOptions":
        if bool(self.state) == bool(self.busy):
            raise _refused("either `state` (words) or `busy` (bits) says what is in a slot: give one, empty the other")
        for source in filter(None, (self.state, self.busy, self.fault)):
            place = read_place(source)
            if place.address + place.step * (self.slots - 1) > 0xFFFF:
                raise _refused(f"{source}: {self.slots} slots reach beyond address 65535")
        return self


def _refused(said: str) -> PydanticCustomError:
    return PydanticCustomError("rack", "{said}", {"said": said})


# ---------------------------------------------------------------------------------------------------------------- codec


@dataclass(frozen=True, slots=True)
class Place:
    """Where the first of several registers is, and how far the next."""

    table: str
    address: int
    step: int = 1


_PLACE: Final = re.compile(r"([a-z_]+):(\d{1,5})(?::(\d{1,3}))?")


def read_place(source: str, tables: Iterable[str] = READS) -> Place:
    """Read `TABLE:ADDRESS` or `TABLE:ADDRESS:STEP`. Raises what pydantic tells as a fault of that option."""
    found = _PLACE.fullmatch(source)
    if found is None or found[1] not in tables:
        raise _refused(f'"{source}" is not TABLE:ADDRESS or TABLE:ADDRESS:STEP with TABLE {" or ".join(tables)}')
    place = Place(found[1], int(found[2]), int(found[3] or 1))
    if place.address > 0xFFFF or place.step == 0:
        raise _refused(f'"{source}": an address ends at 65535 and a step begins at 1')
    return place


def read_states(source: str) -> Mapping[int, Slot]:
    """Read `0=free 1=charging`; numbers may be hexadecimal (0x10). Raises as `read_place`."""
    states: dict[int, Slot] = {}
    for word in source.split():
        number, _, state = word.partition("=")
        if state not in get_args(Slot) or not re.fullmatch(r"0x[0-9A-Fa-f]{1,4}|\d{1,5}", number):
            raise _refused(f'"{word}" is not NUMBER=STATE with STATE {", ".join(get_args(Slot))}')
        states[int(number, 0)] = cast(Slot, state)
    if not states:
        raise _refused("says of no word what it means")
    return states


@dataclass(frozen=True, slots=True)
class Rack(Fact):
    """What the rack says of itself; told when it changes. The first slot is number 1."""

    slots: tuple[Slot, ...]
    temperature_c: float | None = None
    fault: Fault | None = None
    """The worst that is wrong: no answer, a refusal, too hot, a faulty slot."""

    def count(self, *states: Slot) -> int:
        return sum(slot in states for slot in self.slots)

    @property
    def free(self) -> int:
        return self.count("free")

    @property
    def busy(self) -> int:
        return self.count("charging", "full")

    @property
    def faulty(self) -> tuple[int, ...]:
        """The numbers of the slots with a fault."""
        return tuple(number for number, slot in enumerate(self.slots, 1) if slot == "fault")


class RackMap:
    """The questions that one look at a rack consists of, and what their answers mean. Pure."""

    def __init__(self, options: RackOptions) -> None:
        self._options = options
        self._states = read_states(options.states)
        self._questions = tuple(self._plan())

    @property
    def questions(self) -> tuple[Request, ...]:
        return tuple(request for _, request in self._questions)

    def read(self, answers: Iterable[tuple[int, ...]]) -> Rack:
        """The rack as it is, from the values of all answers in the order of the questions."""
        found: dict[str, list[int]] = {"state": [], "busy": [], "fault": [], "temperature": []}
        for (name, _), values in zip(self._questions, answers, strict=True):
            found[name] += values
        slots = tuple(self._slots(found))
        warm = (
            round(_signed(found["temperature"][0]) * self._options.temperature_unit, 1)
            if found["temperature"]
            else None
        )
        hot = warm is not None and warm > self._options.temperature_max_c
        return Rack(slots, warm, RACK_HOT if hot else SLOT_BROKEN if "fault" in slots else None)

    def unknown(self, fault: Fault | None) -> Rack:
        """Nobody can say."""
        return Rack((_UNKNOWN,) * self._options.slots, None, fault)

    def _slots(self, found: Mapping[str, list[int]]) -> Iterator[Slot]:
        states = self._spread("state", found)
        busy, faulty = self._spread("busy", found), self._spread("fault", found)
        for at in range(self._options.slots):
            if faulty and faulty[at]:
                yield "fault"
            elif states:
                yield self._states.get(states[at] & self._options.mask, "unknown")
            else:
                yield "charging" if busy[at] else "free"

    def _spread(self, name: str, found: Mapping[str, list[int]]) -> list[int]:
        source = getattr(self._options, name)
        return found[name][:: read_place(source).step] if source else []

    def _plan(self) -> Iterator[tuple[str, Request]]:
        for name in ("state", "busy", "fault"):
            if source := getattr(self._options, name):
                place = read_place(source)
                count = place.step * (self._options.slots - 1) + 1
                for request in _blocks(place, count):
                    yield name, request
        if self._options.temperature:
            yield "temperature", next(_blocks(read_place(self._options.temperature), 1))


def _blocks(place: Place, count: int) -> Iterator[Request]:
    most = WORDS_READ_MAX if place.table in _WORDS else BITS_READ_MAX
    for at in range(0, count, most):
        yield READS[place.table](place.address + at, min(most, count - at))


def _signed(word: int) -> int:
    return word - 0x10000 if word & 0x8000 else word
