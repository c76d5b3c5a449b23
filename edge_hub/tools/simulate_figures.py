"""What a played day comes to: waits, windows, overtaking; as figures for a program and as a table for a person."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from configs.site import Site

from .simulate_record import Record, Told

Figures = dict[str, Any]
NOTHING: Figures = {"n": 0, "mean": None, "p50": None, "p90": None, "p99": None, "max": None}


def figures(record: Record) -> Figures:
    """Everything of a day. Times in seconds unless the name says otherwise."""
    by_item: dict[str, list[int]] = {}
    for wait in record.waits:
        by_item.setdefault(wait.item, []).append(wait.wait_ms)
    by_class: dict[str, list[int]] = {}
    for wait in record.waits:
        by_class.setdefault(wait.cls, []).append(wait.wait_ms)
    served: dict[str, list[int]] = {}
    for item, ms in record.service_ms:
        served.setdefault(item, []).append(ms)
    return {
        "came": record.came, "taken": record.taken, "refused": dict(sorted(record.refused.items())),
        "called": len(record.overtaken), "served": sum(desk.served for desk in record.desks.values()),
        "no_shows": record.no_shows, "left_over": record.left_over,
        "wait_s": spread([wait.wait_ms for wait in record.waits]),
        "items": {
            item: {"wait_s": spread(waits), "service_s": spread(served.get(item, ()))}
            for item, waits in sorted(by_item.items(), key=lambda one: (-len(one[1]), one[0]))
        },
        "windows": {
            window: {
                "served": desk.served, "open_min": round(desk.open_ms / 60_000, 1),
                "busy_min": round(desk.busy_ms / 60_000, 1),
                "utilisation": round(desk.busy_ms / desk.open_ms, 3) if desk.open_ms else None,
            }
            for window, desk in record.desks.items()
        },
        "forecast": forecasts(record.told),
        "classes": {
            cls: {"wait_s": spread(waits)} for cls, waits in sorted(by_class.items(), key=lambda one: -len(one[1]))
        },
        "overtakes": {
            "calls": sum(count > 0 for count in record.overtaken), "all": sum(record.overtaken),
            "most": max(record.overtaken, default=0), "tickets": sum(times > 0 for times in record.suffered),
            "ticket_most": max(record.suffered, default=0), "firm": record.firm,
        },
        "rules": {
            rule: {
                "times": len(spans),
                "minutes": round(sum(to_ms - from_ms for from_ms, to_ms in spans) / 60_000, 1),
            }
            for rule, spans in record.rules_on.items()
        },
    }  # fmt: skip


def forecasts(told: Sequence[Told]) -> Figures:
    """How far forecasts lay from the truth, in minutes on average, and which share of waits lay in their range."""
    if not told:
        return {"n": 0, "off_min": None, "inside": None, "head_off_min": None, "line_off_min": None}

    def off_min(said: Callable[[Told], float]) -> float:
        return round(sum(abs(one.wait_s - said(one)) for one in told) / len(told) / 60, 2)

    inside = sum(one.forecast.low_s <= one.wait_s <= one.forecast.high_s for one in told)
    return {
        "n": len(told), "off_min": off_min(lambda one: one.forecast.likely_s), "inside": round(inside / len(told), 3),
        "head_off_min": off_min(lambda one: one.head_s), "line_off_min": off_min(lambda one: one.line_s),
    }  # fmt: skip


def spread(ms: Sequence[int]) -> Figures:
    """Count, mean and quantiles in seconds; the quantile p is the smallest value that a share p does not exceed."""
    if not ms:
        return dict(NOTHING)
    ordered = sorted(ms)
    at = {name: ordered[-(-len(ordered) * percent // 100) - 1] for name, percent in QUANTILES.items()}
    return {
        "n": len(ordered), "mean": round(sum(ordered) / len(ordered) / 1000, 1),
        **{name: round(value / 1000, 1) for name, value in at.items()}, "max": round(ordered[-1] / 1000, 1),
    }  # fmt: skip


QUANTILES = {"p50": 50, "p90": 90, "p99": 99}


def in_words(found: Mapping[str, Any], site: Site) -> str:
    """The figures as lines and tables for a person; waits in minutes."""
    refused = sum(found["refused"].values())
    why = ", ".join(f"{reason} {times}" for reason, times in found["refused"].items())
    lines = [
        f"{found['came']} came, {found['taken']} took a ticket, {refused} were refused{f' ({why})' if why else ''}",
        f"{found['called']} calls, {found['served']} services, {found['no_shows']} no-shows, "
        f"{found['left_over']} still waiting at the end",
        *_overtake_words(found),
        *_forecast_words(found["forecast"]),
        "",
        *table(
            ("wait in minutes", "people", "mean", "p50", "p90", "p99", "max", "service"),
            [
                ("all", *_waits(found["wait_s"]), ""),
                *((f"class {cls}", *_waits(of["wait_s"]), "") for cls, of in found["classes"].items()),
                *(
                    (site.item(item).name.en[:40], *_waits(of["wait_s"]), _minutes(of["service_s"]["mean"]))
                    for item, of in found["items"].items()
                ),
            ],
        ),
        "",
        *table(
            ("window", "services", "open min", "busy min", "busy"),
            [
                (
                    f"{site.window(window).label} {site.window(window).name.en}"[:40], str(of["served"]),
                    f"{of['open_min']:.0f}", f"{of['busy_min']:.0f}",
                    "" if of["utilisation"] is None else f"{of['utilisation']:.0%}",
                )
                for window, of in found["windows"].items()
            ],
        ),
    ]  # fmt: skip
    return "\n".join(lines)


COLUMNS = (
    "passing: calls that passed over somebody older; overtaken: tickets that younger ones of better classes overtook,",
    "and how often one at most; bound: calls that a bound against starvation decided; forecast off: minutes",
)


def compared(found: Mapping[str, Mapping[str, Any]]) -> str:
    """The same day by several policies, one on a line; waits in minutes."""
    classes = list(dict.fromkeys(cls for of in found.values() for cls in of["classes"]))
    head = ["policy", "mean", "p90", "max", *(f"{cls} {what}" for cls in classes for what in ("mean", "p90", "max"))]
    rows = []
    for policy, of in found.items():
        waits = [of["wait_s"], *(of["classes"].get(cls, {"wait_s": NOTHING})["wait_s"] for cls in classes)]
        minutes = [_minutes(wait[what]) for wait in waits for what in ("mean", "p90", "max")]
        over = of["overtakes"]
        counts = [over["calls"], over["tickets"], over["ticket_most"], over["firm"]]
        off = "" if of["forecast"]["off_min"] is None else f"{of['forecast']['off_min']:.1f}"
        rows.append((policy, *minutes, *map(str, counts), off))
    lines = table((*head, "passing", "overtaken", "most", "bound", "forecast off"), rows)
    return "\n".join([*lines, "", *COLUMNS])


def _overtake_words(found: Mapping[str, Any]) -> list[str]:
    over = found["overtakes"]
    rules = (f"{rule} {of['times']} times, {of['minutes']:.0f} min" for rule, of in found["rules"].items())
    on = ", ".join(rules)
    return [
        f"policy {found['policy']}: {over['calls']} calls passed somebody over, {over['most']} people at most; "
        f"{over['tickets']} tickets were overtaken by a better class, {over['ticket_most']} times at most; "
        f"a bound decided {over['firm']} calls",
        *([f"rules that were on: {on}"] if on else []),
    ]


def _forecast_words(of: Mapping[str, Any]) -> list[str]:
    if not of["n"]:
        return []
    return [
        f"forecasts: off by {of['off_min']:.1f} min on average, {of['inside']:.0%} of the waits within their range",
        f"  simpler ones: as long as the first of the line has waited, off by {of['head_off_min']:.1f} min; "
        f"line x minutes / windows, off by {of['line_off_min']:.1f} min",
    ]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Lines with aligned columns: the first to the left, the others to the right."""
    rows = [head, *rows]
    wide = [max(len(row[n]) for row in rows) for n in range(len(head))]
    return [
        "  ".join(cell.ljust(wide[n]) if n == 0 else cell.rjust(wide[n]) for n, cell in enumerate(row)).rstrip()
        for row in rows
    ]


def _waits(of: Mapping[str, Any]) -> tuple[str, ...]:
    return (str(of["n"]), *(_minutes(of[name]) for name in ("mean", "p50", "p90", "p99", "max")))


def _minutes(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds / 60:.1f}"
