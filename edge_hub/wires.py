"""What a shell shows of the devices on wires: each with its state, why, and what a technician can do about it."""

import queue
import sys
import time
from collections.abc import Iterator, Sequence

from edge_hub.client.link import Link
from edge_hub.contract.base import Snapshot
from edge_hub.contract.clock import at_hall
from edge_hub.contract.device import Health
from edge_hub.contract.wired import WiredState, WiredStates

from .opening import Way
from .support import listening

HEALTH_NAMES: dict[Health, str] = {
    Health.UP: "正常 well",
    Health.DEGRADED: "需要处理 needs a hand",
    Health.DOWN: "故障 down",
    Health.UNKNOWN: "未知 unknown",
}
AWAY = "主机进程不在线，以下为最后已知状态 its process is away; this is what was known last"


def table(told: Sequence[WiredStates]) -> Iterator[str]:
    """All devices, by owner."""
    for one in sorted(told, key=lambda states: states.device):
        yield f"{one.device}{f': {AWAY}' if one.away else ''}"
        for state in one.wired:
            yield from lines_of(state)


def lines_of(state: WiredState) -> Iterator[str]:
    """One device; what is wrong and what helps below it."""
    since = f" 自 since {_at(state.since_ms)}" if state.since_ms is not None else ""
    where = state.window or state.terminal or state.zone or ""
    yield f"  {state.id:<20} {state.kind:<12} {where:<10} {HEALTH_NAMES[state.health]}{since}"
    for words in (state.why, state.hint):
        if words is not None:
            yield f"    {words.zh} {words.en}"
    told = [f"{name} {count}" for name, count in sorted(state.counters.items())]
    told += [f"{name}: {word}" for name, word in sorted(state.consumables.items())]
    if told:
        yield f"    {', '.join(told)}"


def watch(hall: str, console: str, way: Way) -> None:
    """Print what is, and then whatever changes, until interrupted."""
    inbox: queue.SimpleQueue[Snapshot | Link] = queue.SimpleQueue()
    shown: dict[tuple[str, str], tuple[str, ...]] = {}
    away: dict[str, bool] = {}
    with listening(hall, console, way, inbox.put, inbox.put):
        try:
            while True:
                news = inbox.get()
                if isinstance(news, WiredStates):
                    for line in _changed(news, shown, away):
                        print(line, flush=True)
                elif isinstance(news, Link) and news is not Link.UP:
                    print(f"{_at(None)} 与大厅断开 the hall is not heard ({news.value})", file=sys.stderr, flush=True)
        except KeyboardInterrupt:
            return


def _changed(
    news: WiredStates, shown: dict[tuple[str, str], tuple[str, ...]], away: dict[str, bool]
) -> Iterator[str]:
    if away.get(news.device, False) != news.away:
        yield f"{_at(None)} {news.device}: {AWAY if news.away else '在线 is back'}"
    away[news.device] = news.away
    for state in news.wired:
        lines = tuple(lines_of(state))
        if shown.get((news.device, state.id)) != lines:
            shown[news.device, state.id] = lines
            yield f"{_at(state.told_ms)}{lines[0]}"
            yield from lines[1:]


def _at(ms: int | None) -> str:
    return f"{at_hall(round(time.time() * 1000) if ms is None else ms):%m-%d %H:%M:%S}"
