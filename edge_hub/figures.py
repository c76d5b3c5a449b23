"""`hall figures`: the figures of some days for a person or a program, as the rows in the hub's database have them."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from configs.site import Site
from edge_hub.contract.rating import LEVEL_NAMES, STARS
from edge_hub.domain.figures import MEASURES
from edge_hub.domain.hall import Hall
from edge_hub.domain.plan import plan_of

from .columns import aligned
from .store import figures
from .store.connection import open_reader
from .store.store import DB_NAME

BY = ("day", "hour", "item", "window", "clerk", "level", "age", "sex")
"""What a table may have a row for."""
OF_PERSONS = ("age", "sex")
MIN_MS = 60_000
HEAD = ("事项", "等候 min", ">10", ">30", "服务", "办理 min", "过号", "评价", "好评", "误差 min", "范围内")
"""Items asked for (a ticket may carry several), mean wait, waits of more than 10 and 30 minutes, services, their mean
length, no-shows, ratings, the good ones, the error of forecasts, and the waits within their range."""
LEVEL_HEAD = (*(f"{stars} {LEVEL_NAMES[level].zh}" for level, stars in STARS.items()), "评价", "好评", "默认")
"""Ratings of each level, all of them, the share of good ones, and services that nobody rated in time: no ratings, so
in none of the others."""
Sums = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """From which day to which, by what, and whether the journal is counted instead of reading the rows."""

    first: str | None
    last: str | None
    by: str = "hour"
    from_journal: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Sums of the days `first` to `last`: of all, and by key."""

    first: str
    last: str
    by: str
    all: Sums
    rows: Mapping[str, Sums]


def read(data: Path, asked: Asked, site: Site) -> Found:
    """The figures from a hub's folder, running or not. Raises StoreFault or apsw.Error."""
    reader = open_reader(data / DB_NAME)
    try:
        counted = figures.recounted(reader, Hall(plan_of(site))) if asked.from_journal else None

        def sums(by: str, first: str, last: str) -> Mapping[str, Sums]:
            if counted is None:
                return figures.sums(reader, by, first, last)
            return figures.grouped(counted, by, first, last)

        first = asked.first or max(sums("day", "", "~"), default="")
        last = asked.last or first
        by_day = sums("day", first, last)
        whole = {name: sum(of[name] for of in by_day.values()) for name in MEASURES}
        return Found(first, last, asked.by, whole, _rows(asked.by, whole, lambda by: sums(by, first, last)))
    finally:
        reader.close()


def _rows(by: str, whole: Sums, sums: Callable[[str], Mapping[str, Sums]]) -> Mapping[str, Sums]:
    if by == "level":
        return {str(stars): {"ratings": whole[f"star_{stars}"]} for stars in range(5, 0, -1)}
    return sums(by)


def derived(of: Sums) -> dict[str, float | None]:
    """Means and shares; None where nothing was counted."""

    def per(above: float, below: str | int, digits: int) -> float | None:
        under = of[below] if isinstance(below, str) else below
        return round(above / under, digits) if under else None

    rated = sum(of[f"star_{stars}"] for stars in range(1, 6))
    return {
        "wait_min": per(of["wait_ms"] / MIN_MS, "waits", 2),
        "service_min": per(of["service_ms"] / MIN_MS, "timed", 2),
        "ratings": rated,
        "good": per(of["star_5"] + of["star_4"] + of["star_3"], rated, 4),
        "told_off_min": per(of["told_off_s"] / 60, "told", 2),
        "told_inside": per(of["told_in"], "told", 3),
    }


def as_json(found: Found) -> str:
    """One line: sums as they were counted, and what follows from them."""

    def full(of: Sums) -> dict[str, Any]:
        return {**of, **derived(of)} if "tickets" in of else dict(of)

    return json.dumps(
        {
            "first": found.first, "last": found.last, "by": found.by, "all": full(found.all),
            "rows": {key: full(of) for key, of in found.rows.items()},
        },
        ensure_ascii=False,
    )  # fmt: skip


def in_words(found: Found, site: Site, levels: bool = False) -> str:
    """A summary and a table in both languages' shortest words; `levels`: of what was rated how, in each row."""
    days = found.first if found.first == found.last else f"{found.first} – {found.last}"
    if not found.all["asked"] and not any(found.all.values()):
        return f"{days or '----'}: 没有记录 nothing was counted"
    of, more = found.all, derived(found.all)
    lines = [
        f"{days}  取号 tickets {of['tickets']}, 服务 services {of['served']}, 过号 no-shows {of['no_shows']}, "
        f"未办 left over {of['left_over']}",
        f"等候 wait {_said(more['wait_min'], '.1f')} min, >30 min {of['over_30']}, 预计误差 forecast off "
        f"{_said(more['told_off_min'], '.1f')} min, {_said(more['told_inside'], '.0%')} 在范围内 within",
    ]
    if found.by in OF_PERSONS:
        known = sum(row["tickets"] for key, row in found.rows.items() if key)
        lines.append(f"{known} / {of['tickets']} 已知 known")
    return "\n".join([*lines, "", *(_levels(of) if found.by == "level" else _table(found, site, levels))])


def _table(found: Found, site: Site, levels: bool) -> list[str]:
    shown = {key: of for key, of in found.rows.items() if any(of.values()) and (key or found.by in OF_PERSONS)}
    head, cells = (LEVEL_HEAD, _rated) if levels else (HEAD, _line)
    return aligned([(found.by, *head), *((_name(found.by, key, site), *cells(of)) for key, of in shown.items())])


def _rated(of: Sums) -> tuple[str, ...]:
    more = derived(of)
    stars = (str(of[f"star_{stars}"]) for stars in STARS.values())
    return (*stars, f"{more['ratings']:.0f}", _said(more["good"], ".1%"), str(of["defaulted"]))


def _line(of: Sums) -> tuple[str, ...]:
    more = derived(of)
    return (
        str(of["asked"]), _said(more["wait_min"], ".1f"), str(of["over_10"]), str(of["over_30"]),
        str(of["served"]), _said(more["service_min"], ".1f"), str(of["no_shows"]), f"{more['ratings']:.0f}",
        _said(more["good"], ".1%"), _said(more["told_off_min"], ".1f"), _said(more["told_inside"], ".0%"),
    )  # fmt: skip


def _levels(of: Sums) -> list[str]:
    rated = sum(of[f"star_{stars}"] for stars in STARS.values())
    rows = [
        (f"{stars} {LEVEL_NAMES[level].zh}", str(of[f"star_{stars}"]), f"{of[f'star_{stars}'] / max(1, rated):.3%}")
        for level, stars in STARS.items()
    ]
    return aligned([("level", "评价 ratings", ""), *rows, ("无 none, 默认 default", str(of["defaulted"]), "")])


def _name(by: str, key: str, site: Site) -> str:
    """What people call it; what has left the configuration goes by its id."""
    if not key:
        return "未知 unknown"
    if by == "item" and key in site.items_by_id:
        return site.item(key).name.zh
    if by == "window" and key in site.windows_by_id:
        return f"{site.window(key).label} {site.window(key).name.zh}"
    if by == "clerk" and key in site.clerks_by_id:
        return f"{key} {site.clerk(key).name}"
    return f"{int(key):02}:00" if by == "hour" else key


def _said(value: float | None, form: str) -> str:
    return "-" if value is None else format(value, form)
