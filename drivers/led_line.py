"""Plain LED bars on a serial line or TCP, by a template of bytes in the configuration: an unknown make needs no code.

The wire is what the maker's paper says, put as a template (drivers/byte_template.py has the whole language):

    template: '\\x02{address:02X}{text:gb2312}\\x03{xor}'
    address 1, text 请A001号  ->  02 30 31 C7 EB 41 30 30 31 BA C5 03 23

    template  the frame that shows a text
    ack, nak  what the bar answers, if it does: bytes only, such as '\\x06'
    ping      a harmless question that is answered with ack, if there is one

The rules it keeps, and why:
- A mistake in a template is told when the configuration is checked, with its place: on a bar it would show as nothing.
- No control character and none of `reserved` comes into a text: it would end the frame. One too long for the bar is
  cut behind a whole character.
- ack and nak may not be part of each other: cut in pieces they could not be told apart.
What is said when, and that the text is sent again after a power drop, stands in drivers/sign_talk.py.
"""

import re
from collections.abc import Collection
from typing import Final

from pydantic import ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from drivers.byte_template import CHECKS, FIELDS, BadTemplate, Template, read_template
from drivers.lettering import Lettered, letter_within
from drivers.sign_talk import SignConversation
from drivers.signs import Answer, SignOptions

_MAY_HAVE: Final[dict[str, Collection[str]]] = {
    "template": FIELDS,
    "ping": ("address", "from", *CHECKS),
    "ack": (),
    "nak": (),
}


class LineOptions(SignOptions):
    """How a bar is spoken to."""

    model_config = ConfigDict(validate_default=True)  # a default may not fit into the template that is given

    template: str = Field(
        default=r"\x02{address:02X}{text:gb2312}\x03{xor}", description="The frame that shows a text, byte by byte."
    )
    address: int = Field(default=1, ge=0, le=0xFFFF, description="The bar's own number, for {address}.")
    text_bytes_max: int = Field(default=200, ge=1, le=2000, description="Longest text of the bar, in bytes.")
    reserved: str = Field(default="", description="Characters that may not stand in a text; each becomes a space.")
    ack: str = Field(default="", description="What the bar answers when it took a text; empty: it never answers.")
    nak: str = Field(default="", description="What the bar answers when it did not.")
    ping: str = Field(default="", description="A harmless question that is answered with ack; empty: none.")

    @field_validator("template", "ack", "nak", "ping")
    @classmethod
    def _is_a_template(cls, source: str, info: ValidationInfo) -> str:
        assert info.field_name is not None
        try:
            read = read_template(source, _MAY_HAVE[info.field_name])
        except BadTemplate as bad:
            raise _refused(str(bad)) from None
        if info.field_name == "template" and all(piece.name != "text" for piece in read.pieces):
            raise _refused("has no {text}: the bar would always show the same")
        return source

    @field_validator("address", "text_bytes_max")
    @classmethod
    def _fits(cls, value: int, info: ValidationInfo) -> int:
        field = "address" if info.field_name == "address" else "length"
        limit = read_template(info.data["template"]).limit(field) if "template" in info.data else None
        if limit is not None and value >= limit:
            raise _refused(f"{value} does not fit into {{{field}}} of the template, which ends at {limit - 1}")
        return value

    @field_validator("nak", "ping")
    @classmethod
    def _goes_with_ack(cls, source: str, info: ValidationInfo) -> str:
        ack = info.data.get("ack")
        if source and ack == "":
            raise _refused("needs ack: without it no answer is waited for")
        if source and ack and info.field_name == "nak":
            one, other = read_template(ack).fill(), read_template(source).fill()
            if one in other or other in one:
                raise _refused("and ack are part of each other: they cannot be told apart")
        return source


def _refused(said: str) -> PydanticCustomError:
    return PydanticCustomError("template", "{said}", {"said": said})


# ---------------------------------------------------------------------------------------------------------------- codec


class AnswerDecoder:
    """Finds the answers in what comes; skips what is none. Keeps less than one answer."""

    def __init__(self, ack: bytes, nak: bytes) -> None:
        self._means = {nak: Answer(took=False), ack: Answer()}
        known = sorted(filter(None, (ack, nak)), key=len, reverse=True)
        self._keep = max(map(len, known), default=1) - 1
        self._answer = re.compile(b"(" + (b"|".join(map(re.escape, known)) or b"(?!)") + b")")
        self._begun = b""

    def feed(self, data: bytes) -> list[Answer]:
        parts = self._answer.split(self._begun + data)  # noise, answer, noise, ... noise
        self._begun = parts[-1][-self._keep :] if self._keep else b""
        return [self._means[answer] for answer in parts[1::2]]


class LineCodec:
    """The bytes of one bar."""

    def __init__(self, options: LineOptions) -> None:
        self._options = options
        self._template: Template = read_template(options.template)
        self.answers = bool(options.ack)
        self.ping = read_template(options.ping).fill(options.address)
        self.forget()

    def letter(self, text: str) -> Lettered:
        plain = text.translate({ord(sign): " " for sign in self._options.reserved})
        return letter_within(plain, self._template.charset, self._options.text_bytes_max)

    def frame(self, data: bytes) -> bytes:
        return self._template.fill(self._options.address, data)

    def forget(self) -> None:
        ack, nak = (read_template(source).fill() for source in (self._options.ack, self._options.nak))
        self._decoder = AnswerDecoder(ack, nak)

    def feed(self, data: bytes) -> list[Answer]:
        return self._decoder.feed(data)


# --------------------------------------------------------------------------------------------------------- conversation


class LineConversation(SignConversation):
    """One bar; what is said when stands in drivers/sign_talk.py."""

    def __init__(self, options: LineOptions) -> None:
        super().__init__(LineCodec(options), options)
