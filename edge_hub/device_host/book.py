"""What an owner of wires knows of its devices and when it reports it. Pure but for the times that it is given.

The rules it keeps, and why:
- A state counts from when it began, also over a restart of the owner: what is kept is read back (`kept`).
- Reported are changes; of what flaps the latest, at most every `GAP_S`, for each report is a record for ever. What has
  only counted on is reported now and then.
- UNKNOWN is reported only when it lasts: a device that was just reached has not spoken yet.
- Moments are hall time, since people read them; how long to wait is monotonic, since the hall's clock may be set.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from drivers.standing import Level, Standing
from edge_hub.contract.device import COUNTED_MS, Health, ReportHealth

GAP_S = 10.0
UNKNOWN_S = 15.0
State = tuple[Level, str]
"""How a device is, and the code of its fault."""


@dataclass(slots=True)
class Entry:
    """One device."""

    standing: Standing
    state: State
    since_ms: int
    since_s: float
    told: tuple[State, Mapping[str, str]] | None = None
    told_counters: Mapping[str, int] | None = None
    told_s: float | None = None


class Book:
    """All devices of an owner, by id. Used by one thread."""

    def __init__(self, kept: Mapping[str, Any] | None = None) -> None:
        self._kept = dict(kept or {})
        self._entries: dict[str, Entry] = {}

    def counters(self, device: str) -> dict[str, int]:
        """Where the counting goes on."""
        entry, kept = self._entries.get(device), self._kept.get(device, {})
        return dict(entry.standing.counters) if entry is not None else dict(kept.get("counters", {}))

    def only(self, devices: Iterable[str]) -> None:
        """Whatever else hung here is gone."""
        wanted = set(devices)
        self._entries = {device: entry for device, entry in self._entries.items() if device in wanted}
        self._kept = {device: kept for device, kept in self._kept.items() if device in wanted}

    def heard(self, device: str, standing: Standing, now_ms: int, now_s: float) -> None:
        """How a device is now."""
        if not standing.known:
            return
        state: State = (standing.level, standing.fault.code if standing.fault else "")
        entry = self._entries.get(device)
        if entry is None:
            kept = self._kept.get(device, {})
            since_ms = kept["since_ms"] if kept.get("state") == list(state) else now_ms
            self._entries[device] = Entry(standing, state, since_ms, now_s)
            return
        entry.standing = standing
        if state != entry.state:
            entry.state, entry.since_ms, entry.since_s = state, now_ms, now_s

    def due(self, now_s: float) -> list[ReportHealth]:
        """What is to be reported now; it counts as reported."""
        return [_report(device, entry, now_s) for device, entry in self._entries.items() if _is_due(entry, now_s)]

    def to_keep(self) -> dict[str, Any]:
        """What the next start goes on from."""
        told = {
            device: {"state": list(one.state), "since_ms": one.since_ms, "counters": dict(one.standing.counters)}
            for device, one in self._entries.items()
        }
        return {**self._kept, **told}


def _is_due(entry: Entry, now_s: float) -> bool:
    told_s = entry.told_s
    if told_s is not None and now_s - told_s < GAP_S:
        return False
    if entry.told != (entry.state, entry.standing.consumables):
        return entry.state[0] != "UNKNOWN" or now_s - entry.since_s >= UNKNOWN_S
    counted = entry.standing.counters != entry.told_counters
    return counted and told_s is not None and now_s - told_s >= COUNTED_MS / 1000


def _report(device: str, entry: Entry, now_s: float) -> ReportHealth:
    standing, fault = entry.standing, entry.standing.fault
    entry.told, entry.told_counters = (entry.state, dict(standing.consumables)), dict(standing.counters)
    entry.told_s = now_s
    return ReportHealth(
        part=device, health=Health(standing.level), why=fault.why[:500] if fault else "",
        hint=fault.hint[:500] if fault else "", why_en=fault.why_en[:500] if fault else "",
        hint_en=fault.hint_en[:500] if fault else "", since_ms=max(0, entry.since_ms),
        counters=dict(standing.counters), consumables=dict(standing.consumables),
    )  # fmt: skip
