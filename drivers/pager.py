"""Vibrating call tags (震动叫号牌), for those who neither see nor hear the boards, by a template of bytes.

The wire: there is no common one. Their base station hangs on a serial line or TCP and calls its tags by radio; what it
is told stands in the maker's paper and is put here as templates (drivers/byte_template.py has the language):

    call   'CALL {number:d}\\r'                 tag 7:  43 41 4C 4C 20 37 0D (inferred, as all of this)
           '\\xAA{address}{number:u16be}{xor}'   base 1, tag 7:  AA 01 00 07 AC
    stop   what ends a call before its time; empty: a tag ends it by itself
    ack    what the base answers when it took a call; empty: it never answers
    nak    what it answers when it did not

The rules it keeps, and why:
- "Called" means that the base station has it, no more: radio goes one way, and nobody knows whether the tag is in reach
  or its battery is good. `confirmed` says whether the base itself said so. So a tag is called beside the screens and
  the phone, never instead of them.
- A call that was not answered is sent again: to be shaken twice is better than to be forgotten.
- A call that could not be sent is not kept: shaken ten minutes later, a person goes to a window that does not wait.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from drivers.byte_frames import FrameFinder, read_frame
from drivers.byte_template import CHECKS, NUMBERED, BadTemplate, read_template
from drivers.conversation import Fact, Fault
from drivers.order_talk import OrderOptions, OrderTalk, Said

PAGER_SILENT: Final = Fault(
    "pager_silent",
    "震动叫号牌主机没有应答",
    "请检查主机电源和数据线，并核对波特率；请导服人员当面去叫。",
    "the base station of the tags does not answer",
    "Check its power and cable and its baud rate; let the guide desk fetch the person.",
)
PAGER_REFUSED: Final = Fault(
    "pager_refused",
    "震动叫号牌主机拒绝了呼叫",
    "请核对叫号牌编号；请导服人员当面去叫。",
    "the base station refuses the call",
    "Check the number of the tag; let the guide desk fetch the person.",
)
NO_SUCH_TAG: Final = Fault(
    "no_such_tag",
    "没有这个编号的叫号牌",
    "请核对叫号牌背面的编号。",
    "there is no tag with this number",
    "Check the number on the back of the tag.",
)
NO_STOP: Final = Fault(
    "no_stop",
    "这种叫号牌不能远程停止",
    "请按叫号牌上的按钮停止。",
    "these tags cannot be stopped from here",
    "Press the button on the tag.",
)
_MAY_HAVE: Final[Mapping[str, Collection[str]]] = {
    "call": NUMBERED,
    "stop": NUMBERED,
    "ack": ("address", "from", *CHECKS),
    "nak": ("address", "from", *CHECKS),
}


class PagerOptions(OrderOptions):
    """How a base station is spoken to."""

    model_config = ConfigDict(validate_default=True)  # a default may not fit into the template that is given

    call: str = Field(default=r"CALL {number:d}\r", description="The frame that calls a tag, byte by byte.")
    stop: str = Field(default="", description="The frame that ends a call; empty: tags end it by themselves.")
    ack: str = Field(default="", description="What the base answers when it took a call; empty: it never answers.")
    nak: str = Field(default="", description="What it answers when it did not.")
    address: int = Field(default=1, ge=0, le=0xFFFF, description="The base station's own number, for {address}.")
    tags: int = Field(default=99, ge=1, le=9999, description="Tags are numbered from 1 to this.")

    @field_validator("call", "stop", "ack", "nak")
    @classmethod
    def _is_a_template(cls, source: str, info: ValidationInfo) -> str:
        name = info.field_name
        assert name is not None
        try:
            read = (read_template if name in ("call", "stop") else read_frame)(source, _MAY_HAVE[name])
        except BadTemplate as bad:
            raise _refused(str(bad)) from None
        if (name == "call" or (name == "stop" and source)) and all(piece.name != "number" for piece in read.pieces):
            raise _refused("has no {number}: it would always be the same tag")
        if name == "nak" and source and not info.data.get("ack", True):
            raise _refused("needs ack: without it no answer is waited for")
        return source

    @field_validator("address", "tags")
    @classmethod
    def _fits(cls, value: int, info: ValidationInfo) -> int:
        field = "address" if info.field_name == "address" else "number"
        for name in ("call", "stop"):
            limit = read_template(info.data[name], _MAY_HAVE[name]).limit(field) if name in info.data else None
            if limit is not None and value >= limit:
                raise _refused(f"{value} does not fit into {{{field}}} of {name}, which ends at {limit - 1}")
        return value


def _refused(said: str) -> PydanticCustomError:
    return PydanticCustomError("pager", "{said}", {"said": said})


# ---------------------------------------------------------------------------------------------------------------- codec


class PagerCodec:
    """The bytes of one base station; an order is its frame."""

    def __init__(self, options: PagerOptions) -> None:
        self.answers = bool(options.ack)
        self._address = options.address
        heard = {"ack": read_frame(options.ack, _MAY_HAVE["ack"]), "nak": read_frame(options.nak, _MAY_HAVE["nak"])}
        self._frames = FrameFinder(heard)

    def frame(self, order: bytes) -> bytes:
        return order

    def feed(self, data: bytes) -> list[Said]:
        ours = [each for each in self._frames.feed(data) if each.values.get("address", self._address) == self._address]
        return [Said(each.name == "ack", why=PAGER_REFUSED) for each in ours]

    def forget(self) -> None:
        self._frames.forget()


# --------------------------------------------------------------------------------------------------------- conversation


@dataclass(frozen=True, slots=True)
class CallTag:
    """Shake this tag now. `stop`: end that instead."""

    id: str
    tag: int
    stop: bool = False


@dataclass(frozen=True, slots=True)
class TagCalled(Fact):
    """The base station has the call (or its end). `confirmed`: it said so itself."""

    id: str
    tag: int
    confirmed: bool


@dataclass(frozen=True, slots=True)
class TagNotCalled(Fact):
    """The base station does not have it, or nobody can say: the person must be fetched in another way."""

    id: str
    tag: int
    fault: Fault


class PagerConversation(OrderTalk[bytes, CallTag]):
    """One base station; what is said when stands in drivers/order_talk.py."""

    def __init__(self, options: PagerOptions) -> None:
        super().__init__(PagerCodec(options), options, PAGER_SILENT)
        self._tags, self._address = options.tags, options.address
        self._call, self._stop = (read_template(source, NUMBERED) for source in (options.call, options.stop))

    def wrong(self, job: CallTag) -> Fault | None:
        if not 1 <= job.tag <= self._tags:
            return NO_SUCH_TAG
        return NO_STOP if job.stop and not self._stop.pieces else None

    def orders(self, job: CallTag) -> Iterable[bytes]:
        return ((self._stop if job.stop else self._call).fill(self._address, number=job.tag),)

    def done(self, job: CallTag, now: float) -> tuple[Fact, ...]:
        return (TagCalled(job.id, job.tag, self._codec.answers),)

    def refuse(self, job: CallTag, fault: Fault) -> tuple[Fact, ...]:
        return (TagNotCalled(job.id, job.tag, fault),)
