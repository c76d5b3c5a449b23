"""The figures as a table for people: ours, the raw limit beside it, the ratio, and the target. Pure."""

from dataclasses import dataclass
from typing import Any

CROWDED = "200"


@dataclass(frozen=True, slots=True)
class Target:
    """A figure to reach. `met` is None where this run did not measure it."""

    what: str
    wanted: str
    found: str
    met: bool | None


def targets(found: dict[str, Any]) -> list[Target]:
    """The figures that the hall promises, and whether this run reached them."""
    empty, million = found["empty"], found.get("million")
    loops, steady = empty["loops"][CROWDED], empty["steady"]
    rows = []
    for name in ("take", "call"):
        share = loops[name]["per_s"] / loops["echo"]["per_s"]
        rows.append(
            Target(f"{name}, 200 clients, durable, against a bare echo", ">= 0.50 x", f"{share:.2f} x", share >= 0.5)
        )
    take = steady["take"]
    ratio = take["p50_ms"] / steady["echo"]["p50_ms"]
    rows.append(Target("p50 of take at 300/s against a bare echo at 300/s", "<= 2.0 x", f"{ratio:.2f} x", ratio <= 2))
    rows.append(Target("p99 of take at 300/s", "<= 20 ms", f"{take['p99_ms']:.1f} ms", take["p99_ms"] <= 20))
    rows.append(_million(take, million))
    rows.append(_nothing_wrong(found))
    memory = f"memory of the hub with {empty['rss_tickets']:,} tickets of the day"
    rows.append(Target(memory, "<= 100 MB", f"{empty['rss_mb']:.0f} MB", empty["rss_mb"] <= 100))
    return rows + _terminals(found.get("terminals") or {})


def _million(take: dict[str, Any], million: dict[str, Any] | None) -> Target:
    what, wanted = "p50 of take with 1,000,000 finished tickets", "<= 1.20 x"
    if million is None:
        return Target(what, wanted, "not with --quick", None)
    ratio = million["steady"]["take"]["p50_ms"] / take["p50_ms"]
    return Target(what, wanted, f"{ratio:.2f} x", ratio <= 1.2)


def _nothing_wrong(found: dict[str, Any]) -> Target:
    faults = sum(wrongs(found[name]) for name in ("empty", "million") if name in found)
    sent = sum(found[name]["checked"]["attempts"] for name in ("empty", "million") if name in found)
    return Target(f"lost or doubled, of {sent:,} commands", "0", str(faults), faults == 0)


def wrongs(hub: dict[str, Any]) -> int:
    """Everything that must be zero in the verdict on one hub, with the replies that never came."""
    names = ("lost", "altered", "unexpected", "duplicated", "double_numbers", "double_calls", "gaps")
    checked: dict[str, int] = hub["checked"]
    lost_replies: int = hub["crowd"]["lost_replies"]
    return sum(checked[name] for name in names) + lost_replies


def _terminals(terminals: dict[str, Any]) -> list[Target]:
    if not terminals:
        return []
    slow = max(terminals, key=lambda name: terminals[name]["first_frame_ms"])
    large = max(terminals, key=lambda name: terminals[name]["rss_mb"])
    first_s, rss_mb = terminals[slow]["first_frame_ms"] / 1000, terminals[large]["rss_mb"]
    visits = terminals[large].get("visits")
    which = f"{large}, {visits} people served" if visits else large
    return [
        Target(f"first frame of a terminal (slowest: {slow})", "<= 0.80 s", f"{first_s:.2f} s", first_s <= 0.8),
        Target(f"memory of a terminal (largest: {which})", "<= 140 MB", f"{rss_mb:.0f} MB", rss_mb <= 140),
    ]


def table(found: dict[str, Any]) -> str:
    """The whole table."""
    raw, lines = found["raw"], []
    lines += [
        "The limits of this machine, with no work of ours",
        f"  SQLite, WAL, FULL, one operation a commit    {raw['commits_per_s']:>9,}/s   p50 {raw['commits_p50_ms']} ms",
        f"  SQLite, WAL, FULL, 100 operations a commit   {raw['commits_100_per_s']:>9,}/s",
        f"  fdatasync of a 4 KB append                   {raw['fsyncs_per_s']:>9,}/s",
        "",
    ]
    for name, title in (("empty", "empty database"), ("million", "1,000,000 finished tickets")):
        if name in found:
            lines += [*_hub_lines(found[name], title), ""]
    lines += [*_terminal_lines(found.get("terminals") or {}), "", "What is promised"]
    for row in targets(found):
        mark = {True: "yes", False: "NO", None: "-"}[row.met]
        lines.append(f"  {row.what:<58} {row.wanted:>10} {row.found:>16}   {mark}")
    return "\n".join(lines)


def _terminal_lines(terminals: dict[str, Any]) -> list[str]:
    """One line a kind: the first frame; resident at rest, of it what nobody else shares, the most while serving."""
    lines = ["Terminals, offscreen", f"  {'':<22}{'first frame':>13}{'resident':>12}{'its own':>12}{'at most':>12}"]
    for name, row in terminals.items():
        held = "".join(f"{row[key]:>9.0f} MB" if key in row else "" for key in ("rss_mb", "uss_mb", "peak_mb"))
        lines.append(f"  {name:<22}{row['first_frame_ms']:>10} ms{held}")
    return lines


def _hub_lines(hub: dict[str, Any], title: str) -> list[str]:
    """One line a figure: the bare echo, take, call; per second, p50/p99 in ms, ratio to the echo."""
    lines = [
        f"The hub, {title} (started in {hub['start_s']} s; {hub['rss_mb']:.0f} MB after the first loop, "
        f"{hub['rss_end_mb']:.0f} MB after {hub['checked']['acked']:,} commands in one day)",
        f"  {'':<22}{'bare MQTT echo':^27}{'take':^34}{'call and finish':^34}",
        f"  {'':<22}{'/s':>8}{'p50':>9}{'p99':>8}  " + f"{'/s':>8}{'p50':>9}{'p99':>8}{'x':>7}  " * 2,
    ]
    for count, row in hub["loops"].items():
        lines.append(_row(f"{count} client{'s' if count != '1' else ''}, closed loop", row, ("take", "call"), "per_s"))
    lines.append(_row("300/s by the clock", hub["steady"], ("take", "call"), "p50_ms"))
    crowded = hub["loops"][CROWDED]
    echo, take, call = (crowded[name]["core_ms"] for name in ("echo", "take", "call"))
    lines.append(
        f"  milliseconds of a core for one command, 200 clients: echo {echo['echo']}, hub {take['hub']} (take) and "
        f"{call['hub']} (call); broker {take['broker']}, generator {take['generator']}"
    )
    return lines


def _row(label: str, row: dict[str, Any], ours: tuple[str, ...], by: str) -> str:
    echo = row["echo"]
    line = f"  {label:<22}{echo['per_s']:>8,.0f}{echo['p50_ms']:>9.2f}{echo['p99_ms']:>8.1f}  "
    for name in ours:
        one = row[name]
        rate = f"{one['per_s']:>8,.0f}" if "per_s" in one else f"{'':>8}"
        line += f"{rate}{one['p50_ms']:>9.2f}{one['p99_ms']:>8.1f}{one[by] / echo[by]:>7.2f}  "
    return line.rstrip()
