"""What the screens and printers of a practice day said, against what the hub recorded. Pure.

Three witnesses tell of each ticket: the screens by what they report, the journal, and the paper by the number that can
be read on it. A ticket is lost when a screen showed something that the journal has not, or when no slip with its number
came out of its machine; it is doubled when the journal has it twice, or when a slip came out that belongs to none. (A
clerk's screen that was busy may leave a call untold: that one is in the journal and on every board, and nothing is
lost.)
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .checker import Recorded, Tally, compare, double_calls, double_numbers, gaps

EVENTS = {
    "taken": ("TicketTaken", "ticket"),
    "called": ("TicketCalled", "ticket"),
    "finished": ("ServiceFinished", "ticket"),
    "rated": ("ServiceRated", "service"),
}
"""What a screen reports -> the event that must stand in the journal, and the field that names it."""

STATES = {"TicketTaken": "WAITING", "TicketCalled": "CALLED", "TicketPassed": "PASSED", "TicketCancelled": "CANCELLED"}


@dataclass(slots=True)
class Score:
    """Everything that was reported, as it comes in."""

    citizens: int = 0
    """Who has come so far."""
    reported: Tally = field(default_factory=Tally)
    slips: dict[str, list[str | None]] = field(default_factory=lambda: defaultdict(list))
    """What number stands on every slip that a printer let out, by machine, in order; None: none can be read."""
    taken_at: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Tickets taken at each machine, in order."""
    printed_at: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    slips_s: dict[str, float] = field(default_factory=dict)
    """When the first slip with a number was out."""
    touches_ns: dict[str, int] = field(default_factory=dict)
    """When each number was asked for."""
    calls_ns: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    shown_ns: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    replies_ms: list[float] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    sorry: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def heard(self, device: str, kind: str, report: Mapping[str, Any]) -> None:
        """One report of a terminal of that kind."""
        what = str(report.get("what"))
        self.counts[what] += 1
        if what in EVENTS and (name := report.get(EVENTS[what][1])) is not None:
            self.reported.add(what, str(name))
        if what == "taken":
            self.taken_at[device].append(str(report["ticket"]))
            self.touches_ns[str(report["number"])] = int(report["touch_ns"])
            if "reply_ns" in report:
                self.replies_ms.append((report["reply_ns"] - report["touch_ns"]) / 1e6)
        elif what == "printed":
            self.printed_at[device].append(str(report["ticket"]))
        elif what == "called":
            self.calls_ns[str(report["number"])].append(int(report["touch_ns"]))
        elif what == "shown" and kind == "call_board":
            self.shown_ns[str(report["number"])].append(int(report["ns"]))
        elif what == "sorry":
            self.sorry.append(f"{report.get('citizen')}: {report.get('reason')}")
        elif what == "fault":
            self.faults.append(f"{device}: {report.get('why')}")

    def slip(self, machine: str, number: str | None, last_byte_s: float) -> None:
        """A slip with that number came out of the printer of a machine; its last byte came at that monotonic time."""
        self.slips[machine].append(number)
        if number is not None:
            self.slips_s.setdefault(number, last_byte_s)

    def slips_ms(self) -> list[float]:
        """From touch to the last byte of the slip at the printer."""
        out = ((number, self.touches_ns.get(number)) for number in self.slips_s)
        return [(self.slips_s[number] - touch_ns / 1e9) * 1000 for number, touch_ns in out if touch_ns is not None]

    def boards_ms(self) -> list[float]:
        """From the clerk's touch to the board's frame that shows the call."""
        return [
            (shown - called) / 1e6
            for number, calls in self.calls_ns.items()
            for called, shown in zip(calls, self.shown_ns.get(number, ()), strict=False)
            if shown >= called
        ]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a practice day. `left` are the numbers that were not served to the end."""

    figures: dict[str, Any]
    lost: tuple[str, ...]
    duplicated: tuple[str, ...]
    left: tuple[str, ...]
    refused: tuple[str, ...]
    """Citizens who got no ticket, with the reason that the machine gave."""
    faults: tuple[str, ...]
    """What a finger could not do on a screen."""
    ok: bool
    noise: tuple[str, ...] = ()
    """What the processes said on stderr though nobody had asked: the first lines of it."""

    def with_noise(self, count: int, lines: Iterable[str]) -> "Outcome":
        """The verdict with what was heard from first to last; a day may be loud and nothing be lost."""
        return replace(self, figures={**self.figures, "noise": count}, noise=tuple(lines))


def outcome(score: Score, journal: Iterable[Recorded], expected: int | None = None) -> Outcome:
    """The verdict of the three witnesses. With `expected` citizens, all of them must be through; else none be lost."""
    rows = tuple(journal)
    recorded = Tally()
    for row in rows:
        for what, (event, name) in EVENTS.items():
            if row.type == event:
                recorded.add(what, str(row.body[name]))
    missing, unreported = compare(score.reported, recorded)
    lost = [f"{what} {name} was shown and is not in the journal" for what, name in missing]
    lost += [f"{what} {name} is in the journal and was shown nowhere" for what, name in unreported if what == "taken"]
    lost += [f"{n} records after {after} are missing" for n, after in enumerate(gaps(rows), 1)]
    doubled = [f"number {one} was issued twice" for one in double_numbers(rows)]
    doubled += [f"ticket {one} was called while at a window" for one in double_calls(rows)]
    doubled += _doubled_ratings(rows)
    no_slip, second_slip = _paper(score, rows)
    states = _states(rows)
    numbers = {str(row.body["ticket"]): str(row.body["number"]) for row in rows if row.type == "TicketTaken"}
    left = tuple(numbers[one] for one, state in states.items() if state not in ("DONE", "CANCELLED") and one in numbers)
    lost += no_slip
    doubled += second_slip
    through = sum(state == "DONE" for state in states.values())
    figures = {
        "citizens": score.citizens if expected is None else expected, "taken": recorded.count("taken"),
        "printed": sum(len(slips) for slips in score.slips.values()),
        "called": len({name for what, name in recorded.facts if what == "called"}), "finished": through,
        "rated": recorded.count("rated"), "services": recorded.count("finished"),
        "lost": len(lost), "duplicated": len(doubled),
        "touch_to_reply_ms": quantiles(score.replies_ms), "call_to_board_ms": quantiles(score.boards_ms()),
        "touch_to_slip_ms": quantiles(score.slips_ms()),
    }  # fmt: skip
    ok = not lost and not doubled and (expected is None or (not left and through >= expected))
    return Outcome(figures, tuple(lost), tuple(doubled), left, tuple(score.sorry), tuple(score.faults), ok)


def quantiles(values: Iterable[float]) -> dict[str, float] | None:
    """p50 and p99 in milliseconds; None if there is nothing to say."""
    ordered = sorted(values)
    if not ordered:
        return None
    last = len(ordered) - 1
    return {"p50": round(ordered[last // 2], 1), "p99": round(ordered[min(last, int(len(ordered) * 0.99))], 1)}


def _paper(score: Score, rows: Iterable[Recorded]) -> tuple[list[str], list[str]]:
    """Numbers of which no slip came out where they were taken, and slips that belong to no ticket of their machine: the
    paper is held against the journal, whatever the screens say of it."""
    lost, doubled = [], []
    taken: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row.type == "TicketTaken":
            taken[str(row.body["device"])][str(row.body["number"])] += 1
    for machine in sorted({*score.taken_at, *score.slips}):
        slips = Counter(number for number in score.slips[machine] if number is not None)
        lost += [f"no slip with the number {number} came out of {machine}" for number in taken[machine] - slips]
        lost += [f"ticket {ticket} was taken and not reported as printed" for ticket in
                 (Counter(score.taken_at[machine]) - Counter(score.printed_at[machine]))]  # fmt: skip
        for number, more in (slips - taken[machine]).items():
            known = taken[machine][number]
            said = f"came out {known + more} times" if known else "belongs to no ticket"
            doubled.append(f"the slip {number} of {machine} {said}")
        doubled += [f"a slip of {machine} has no number that can be read"] * score.slips[machine].count(None)
    return lost, doubled


def _doubled_ratings(rows: Iterable[Recorded]) -> list[str]:
    rated = Counter(str(row.body["service"]) for row in rows if row.type == "ServiceRated")
    return [f"service {service} was rated {count} times" for service, count in rated.items() if count > 1]


def _states(rows: Iterable[Recorded]) -> dict[str, str]:
    """The last state of each ticket, as far as being through is concerned."""
    states: dict[str, str] = {}
    for row in rows:
        ticket = row.body.get("ticket")
        if ticket is None:
            continue
        if row.type == "ServiceFinished":
            states[str(ticket)] = str(row.body["after"])
        elif row.type in STATES:
            states[str(ticket)] = STATES[row.type]
        elif row.type in ("FinishUndone", "ServiceStarted"):
            states[str(ticket)] = "SERVING"
    return states
