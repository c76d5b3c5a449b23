"""What is told of the devices on wires: to their owner what hangs on it, to staff how each is, as last reported."""

import json
from typing import Any

from configs.devices import WiredDevice
from configs.site import Site
from edge_hub.contract.base import Words
from edge_hub.contract.device import Health
from edge_hub.contract.wired import TELL_S, Wired, WiredHere, WiredState, WiredStates

from .hall import Hall


def here(site: Site, owner: str, epoch: int, seq: int) -> WiredHere:
    """What hangs on the wires of a host or terminal."""
    wired = tuple(Wired(**configured(one)) for one in site.wired_of.get(owner, ()))
    return WiredHere(epoch=epoch, seq=seq, valid_s=TELL_S, device=owner, wired=wired)


def states(hall: Hall, owner: str, epoch: int, seq: int) -> WiredStates:
    """The same, and how each is."""
    listed = hall.plan.site.wired_of.get(owner, ())
    return WiredStates(
        epoch=epoch, seq=seq, valid_s=TELL_S, device=owner, away=owner in hall.offline,
        wired=tuple(_state(hall, owner, one) for one in listed),
    )  # fmt: skip


def _state(hall: Hall, owner: str, one: WiredDevice) -> WiredState:
    part = hall.parts.get((owner, one.id))
    if part is None:
        return WiredState(**configured(one))
    return WiredState(
        **configured(one), health=Health(part.health), why=_words(part.why, part.why_en),
        hint=_words(part.hint, part.hint_en), since_ms=part.since_ms, counters=json.loads(part.counters),
        consumables=json.loads(part.consumables), told_ms=part.at_ms,
    )  # fmt: skip


def configured(one: WiredDevice) -> dict[str, Any]:
    """As the configuration has it, but for who owns it: that is said elsewhere."""
    told = one.model_dump(mode="json", exclude={"host"}, exclude_none=True)
    return {name: value for name, value in told.items() if name in Wired.model_fields}


def _words(zh: str, en: str) -> Words | None:
    return Words(zh=zh, en=en or zh) if zh else None
