"""Bytes to messages and back: whatever bytes come, the answer is a message or a `Malformed`, never an exception.

JSON in UTF-8; values that are None are left out, so every optional field has None as its default.
"""

from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from .envelope import COMMAND_BYTES_MAX, Command, Rejected, Reply, rejected
from .reasons import Reason

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Malformed:
    """Bytes that are no command: why, for the reply, the counter and the log (never the bytes themselves)."""

    no: Rejected
    command_id: str | None = None


def decode_command(data: bytes) -> Command | Malformed:
    """A command from untrusted bytes; unknown keys, loose types, odd sizes and odd encodings are refused."""
    if len(data) > COMMAND_BYTES_MAX:
        return Malformed(rejected(Reason.TOO_LARGE, max=COMMAND_BYTES_MAX))
    try:
        return Command.model_validate_json(data)
    except ValidationError as fault:
        return Malformed(rejected(Reason.MALFORMED, fault=_first(fault)))
    except RecursionError:
        return Malformed(rejected(Reason.MALFORMED, fault="nested too deeply"))


def encode(message: BaseModel) -> bytes:
    """A message as JSON bytes; unset optional values are left out."""
    return message.__pydantic_serializer__.to_json(message, exclude_none=True)


def decode(model: type[M], data: bytes) -> M | None:
    """A snapshot, reply or event from bytes; None if they are not one (the caller keeps what it had)."""
    try:
        return model.model_validate_json(data)
    except ValidationError:
        return None


def decode_reply(data: bytes) -> Reply | None:
    return decode(Reply, data)


def _first(fault: ValidationError) -> str:
    """The first fault as `place: what`, without the input itself (it may hold personal data)."""
    first = fault.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])[:120]
    return f"{place}: {first['msg'][:160]}" if place else first["msg"][:160]
