"""Bytes to messages and back: whatever bytes come, the answer is a message or a `Malformed`, never an exception.

JSON in UTF-8; values that are None are left out, so every optional field has None as its default.
"""

from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from .base import Lasting, Lenient
from .envelope import COMMAND_BYTES_MAX, Command, CommandId, Rejected, Reply, rejected
from .reasons import Reason

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Malformed:
    """Bytes that are no command: why, for the reply, the counter and the log (never the bytes themselves).

    The id, where one can be read, so that a newer terminal is told "no" by an older hub instead of nothing at all.
    """

    no: Rejected
    command_id: str | None = None


def decode_command(data: bytes) -> Command | Malformed:
    """A command from untrusted bytes; unknown keys, loose types, odd sizes and odd encodings are refused."""
    if len(data) > COMMAND_BYTES_MAX:
        return Malformed(rejected(Reason.TOO_LARGE, max=COMMAND_BYTES_MAX))
    try:
        return Command.model_validate_json(data)
    except ValidationError as fault:
        return Malformed(rejected(Reason.MALFORMED, fault=_first(fault)), _id_of(data))
    except RecursionError:
        return Malformed(rejected(Reason.MALFORMED, fault="nested too deeply"))


def encode(message: BaseModel) -> bytes:
    """A message as JSON bytes; unset optional values are left out."""
    return message.__pydantic_serializer__.to_json(message, exclude_none=True)


def encode_event(event: Lasting, sender: str | None, staff: str | None = None) -> bytes:
    """An event that has no sender yet, with the device whose command made it happen and who gave it. Spliced in as the
    first keys (as which `Lasting` has them): a copy of the event would cost more than all the rest. Both are ids."""
    body = encode(event)
    if sender is None:
        return body
    if staff is None:
        return b'{"sender":"%b",%b' % (sender.encode(), body[1:])
    return b'{"sender":"%b","staff":"%b",%b' % (sender.encode(), staff.encode(), body[1:])


def decode(model: type[M], data: bytes) -> M | None:
    """A snapshot, reply or event from bytes; None if they are not one (the caller keeps what it had)."""
    try:
        return model.model_validate_json(data)
    except ValidationError:
        return None


def decode_reply(data: bytes) -> Reply | None:
    return decode(Reply, data)


class _Named(Lenient):
    id: CommandId


def _id_of(data: bytes) -> str | None:
    named = decode(_Named, data)
    return named.id if named else None


def _first(fault: ValidationError) -> str:
    """The first fault as `place: what`, without the input itself (it may hold personal data)."""
    first = fault.errors(include_url=False, include_context=False, include_input=False)[0]
    if first["type"] == "union_tag_invalid":  # the only message of pydantic that repeats the input
        return "body: no command has this name"
    place = ".".join(str(part) for part in first["loc"])[:120]
    return f"{place}: {first['msg'][:160]}" if place else first["msg"][:160]
