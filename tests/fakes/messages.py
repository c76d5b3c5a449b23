"""Random messages of the contract, made from the models themselves: a new field or command is covered at once."""

import types
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from edge_hub.contract import (
    admission,
    announcement,
    appointment,
    configuration,
    device,
    envelope,
    hall,
    item,
    lease,
    need,
    queue,
    reprint,
    window,
    wired,
)
from edge_hub.contract.base import Lasting, Lenient, Snapshot, Strict, once_each
from edge_hub.domain.fold import EVENTS

COMMANDS: tuple[type[Strict], ...] = get_args(envelope.AnyCommand)
EVENT_KINDS: tuple[type[Lasting], ...] = tuple(EVENTS.values())
SNAPSHOTS: tuple[type[Snapshot], ...] = (
    hall.HubStatus, hall.Directory, hall.Catalogue, hall.Lines, hall.Board, window.WindowNow, device.Desk,
    reprint.Reprints, need.GuidedHere, announcement.Announcements, wired.WiredHere, wired.WiredStates,
)  # fmt: skip
RESULTS: tuple[type[Lenient], ...] = (
    queue.TicketSlip, queue.AtWindow, queue.TicketStory, window.SignedIn, lease.NumberLease, reprint.Reprint,
    item.ClosedItem, announcement.Announcement,
    admission.DeviceList,
    item.ClosedItem, appointment.AppointmentSlip, appointment.AppointmentList, appointment.Slots,
    configuration.Staged, configuration.Review, configuration.Configurations, configuration.Applied,
)  # fmt: skip
"""What a reply may carry."""


def _nested(numbers: SearchStrategy[float]) -> SearchStrategy[Any]:
    return st.recursive(
        st.none() | st.booleans() | st.integers() | numbers | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
        max_leaves=8,
    )


JSON = _nested(st.floats())
"""What somebody may send who does not know that JSON has no infinity."""
FINITE = _nested(st.floats(allow_nan=False, allow_infinity=False))


@cache
def of(model: type[BaseModel]) -> SearchStrategy[Any]:
    """Any valid value of a model."""
    return st.builds(model, **{name: _field(info) for name, info in model.model_fields.items()})


def commands() -> SearchStrategy[envelope.Command]:
    """Any valid command in its envelope."""
    return of(envelope.Command)


def _field(info: FieldInfo) -> SearchStrategy[Any]:
    return _kind(info.annotation, tuple(info.metadata))


def _kind(kind: Any, rules: tuple[Any, ...] = ()) -> SearchStrategy[Any]:
    origin, args = get_origin(kind), get_args(kind)
    if origin is Annotated:
        inner = [rule for one in args[1:] for rule in (one.metadata if isinstance(one, FieldInfo) else [one])]
        return _kind(args[0], (*rules, *inner))
    if origin in (Union, types.UnionType):
        return st.one_of([_kind(one, rules) for one in args])
    if origin is Literal:
        return st.sampled_from(args)
    if origin is tuple:
        return _tuple(args, rules)
    if origin is dict:
        return st.dictionaries(_kind(args[0]), _kind(args[1]), max_size=min(4, _rule(rules, "max_length", 4)))
    return _plain(kind, rules)


def _tuple(args: tuple[Any, ...], rules: tuple[Any, ...]) -> SearchStrategy[Any]:
    if args[-1] is not ...:
        return st.tuples(*(_kind(one) for one in args))
    low, high = _rule(rules, "min_length", 0), min(4, _rule(rules, "max_length", 4))
    once = any(getattr(rule, "func", None) is once_each for rule in rules)
    return st.lists(_kind(args[0]), min_size=low, max_size=high, unique=once).map(tuple)


def _plain(kind: Any, rules: tuple[Any, ...]) -> SearchStrategy[Any]:
    if kind is Any:
        return FINITE
    if kind is type(None):
        return st.none()
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return of(kind)
    if kind is bool:
        return st.booleans()
    if kind is int:
        return st.integers(_rule(rules, "ge", -(2**63)), _rule(rules, "le", 2**63 - 1))
    if kind is float:
        low, high = _rule(rules, "ge", _rule(rules, "gt", None)), _rule(rules, "le", None)
        return st.floats(
            low, high, exclude_min=_rule(rules, "gt", None) is not None, allow_nan=False, allow_infinity=False
        )
    if kind is str:
        return _text(rules)
    raise AssertionError(f"no strategy for {kind}")


def _text(rules: tuple[Any, ...]) -> SearchStrategy[str]:
    pattern = next((rule.pattern for rule in rules if getattr(rule, "pattern", None)), None)
    low, high = _rule(rules, "min_length", 0), _rule(rules, "max_length", 40)
    if pattern is None:
        return st.text(min_size=low, max_size=min(high, 40))
    return st.from_regex(pattern.replace("$", r"\Z")).filter(lambda text: low <= len(text) <= high)


def _rule(rules: tuple[Any, ...], name: str, default: Any) -> Any:
    return next((getattr(rule, name) for rule in rules if hasattr(rule, name)), default)
