"""What clients were told against what the journal holds: the same counters for demo, measurement and crash tests.

Rules: pure; a client writes its intent down before it sends and the answer when it comes, so an intent without an
answer is *unknown*, which may be present or absent but never twice. An acknowledged command must be present exactly
once and say what the reply said. The counters are those of Jepsen's total-queue: attempts, acknowledged, lost,
unexpected, duplicated, recovered. The same holds at every place that keeps the records: hub, standby, a backup.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise
from typing import Any


class Outcome(Enum):
    """What the client knows of its command."""

    UNKNOWN = "unknown"
    ACKED = "acked"
    REFUSED = "refused"


@dataclass(slots=True)
class Intent:
    """One command that a client meant to be carried out once; `ticket` and `number` as its reply said."""

    id: str
    do: str
    outcome: Outcome = Outcome.UNKNOWN
    ticket: str | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """One row of the journal; `command` is the id of the command that caused it, if one did."""

    seq: int
    type: str
    command: str | None
    body: Mapping[str, Any]


EFFECT: dict[str, str] = {
    "TakeTicket": "TicketTaken", "TakeWalkUp": "TicketTaken", "CallNext": "TicketCalled", "CallTicket": "TicketCalled",
    "Recall": "TicketRecalled", "Start": "ServiceStarted", "Finish": "ServiceFinished", "NoShow": "TicketPassed",
    "Return": "TicketReturned", "Hold": "TicketHeld", "Resume": "TicketResumed", "Transfer": "TicketTransferred",
    "UndoFinish": "FinishUndone", "UndoNoShow": "NoShowUndone", "Requeue": "TicketRequeued",
    "Cancel": "TicketCancelled", "CloseItem": "ItemClosed", "OpenItem": "ItemOpened", "SignIn": "ClerkSignedIn",
    "SignOut": "ClerkSignedOut", "OpenWindow": "WindowOpened", "PauseWindow": "WindowPaused",
    "CloseWindow": "WindowClosed", "SetPin": "PinSet", "SetCard": "CardSet",
    "SignInByCard": "ClerkSignedIn", "Rate": "ServiceRated", "DetailRating": "RatingDetailed",
    "ChangeRating": "RatingChanged",
    "ReportHealth": "DeviceReported", "ReportSlip": "SlipReported", "ReportStep": "StepDone",
    "LeaseNumbers": "NumbersLeased", "ReportOfflineTicket": "TicketTaken",
    "SignInDesk": "GuideSignedIn", "SignOutDesk": "GuideSignedOut", "TakeAtDesk": "TicketTaken",
    "RegisterWritten": "TicketTaken", "MergeTickets": "TicketMerged", "GivePriority": "PriorityGiven",
    "LiftLimit": "LimitLifted", "Announce": "Announced", "EndAnnouncement": "AnnouncementEnded",
    "ReprintSlip": "ReprintAsked", "FetchSlip": "ReprintFetched",
    "ApproveDevice": "DeviceApproved", "RevokeDevice": "DeviceRevoked",
    "BookAppointment": "AppointmentBooked", "MoveAppointment": "AppointmentMoved",
    "CancelAppointment": "AppointmentCancelled", "CheckIn": "TicketTaken",
    "WithdrawConfiguration": "ConfigurationWithdrawn",
    "NoteNeeds": "NeedsNoted",
}  # fmt: skip
"""The event that proves a command."""
ASKS = frozenset({
    "ShowTicket", "ShowSession", "ShowDevices", "ShowConfiguration", "ListSlots", "ListAppointments",
    "StageConfiguration", "ReviewConfiguration",
})  # fmt: skip
"""Commands that leave no event: questions, and what only prepares another."""
EITHER = frozenset({"ApplyConfiguration"})
"""Commands that one of several events proves: at once, or when the lines are empty. Checked clients send none."""

LEAVES_WINDOW = frozenset(
    {
        "ServiceFinished", "TicketPassed", "TicketReturned", "TicketHeld", "TicketTransferred", "TicketCancelled",
    }
)  # fmt: skip


FAULTS = ("lost", "altered", "unexpected", "duplicated", "double_numbers", "double_calls", "gaps")
"""The counters that must be zero."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The counters, with the ids behind each fault. `ok` when nothing is lost, unexpected or doubled."""

    attempts: int
    acked: int
    refused: int
    unknown: int
    lost: tuple[str, ...]
    altered: tuple[str, ...]
    """Acknowledged and present, but the journal says another ticket or number than the reply."""
    unexpected: tuple[str, ...]
    duplicated: tuple[str, ...]
    recovered: tuple[str, ...]
    """Never answered, but present: a repeat under the same id would have got the stored reply."""
    double_numbers: tuple[str, ...]
    double_calls: tuple[str, ...]
    gaps: tuple[int, ...]
    """Sequence numbers after which one or more are missing."""

    @property
    def ok(self) -> bool:
        return not any(getattr(self, name) for name in FAULTS)

    def counts(self) -> dict[str, int]:
        """The counters as numbers, for a table or JSON."""
        return {
            name: value if isinstance(value, int) else len(value)
            for name, value in ((name, getattr(self, name)) for name in self.__slots__)
        }


    def __str__(self) -> str:
        """One line, faults in capitals."""
        counts = self.counts()
        faults = [f"{name.upper().replace('_', ' ')} {counts[name]}" for name in FAULTS if counts[name]]
        told = f"{self.attempts} attempts, {self.acked} acknowledged, {self.refused} refused, {self.unknown} unknown"
        return f"{told}, {len(self.recovered)} recovered; {', '.join(faults) or 'lost 0, unexpected 0, duplicated 0'}"


def check(intents: Iterable[Intent], journal: Iterable[Recorded]) -> Verdict:
    """The verdict on all intents of all clients against the journal in the order of its sequence.

    Devices, the console and timers write records of their own: a record counts as unexpected only if it names a
    command that a client of this run should have written down and did not, or one that was refused.
    """
    told = {intent.id: intent for intent in intents}
    rows = tuple(journal)
    proofs = _proofs(told, rows)
    return Verdict(
        attempts=len(told),
        acked=sum(intent.outcome is Outcome.ACKED for intent in told.values()),
        refused=sum(intent.outcome is Outcome.REFUSED for intent in told.values()),
        unknown=sum(intent.outcome is Outcome.UNKNOWN for intent in told.values()),
        lost=tuple(i.id for i in told.values() if i.outcome is Outcome.ACKED and i.do in EFFECT and not proofs[i.id]),
        altered=tuple(i.id for i in told.values() if proofs[i.id] and _altered(i, proofs[i.id][0])),
        unexpected=_unexpected(told, rows),
        duplicated=tuple(i.id for i in told.values() if len(proofs[i.id]) > 1),
        recovered=tuple(i.id for i in told.values() if i.outcome is Outcome.UNKNOWN and proofs[i.id]),
        double_numbers=double_numbers(rows),
        double_calls=double_calls(rows),
        gaps=gaps(rows),
    )


def check_places(intents: Sequence[Intent], places: Mapping[str, Sequence[Recorded]]) -> dict[str, Verdict]:
    """The verdict on each place that keeps the records. One that may lag behind is held to what it was told alone:
    give it the intents that were acknowledged while it was in step."""
    return {name: check(intents, rows) for name, rows in places.items()}


def fork(one: Iterable[Recorded], other: Iterable[Recorded]) -> int | None:
    """The first sequence number under which two places keep different records; None when one only ends earlier."""
    theirs = {row.seq: row for row in other}
    return next((row.seq for row in one if theirs.get(row.seq, row) != row), None)


def double_numbers(rows: Iterable[Recorded]) -> tuple[str, ...]:
    """Numbers issued more than once on one day, and tickets taken more than once."""
    taken = [row.body for row in rows if row.type == "TicketTaken"]
    numbers = Counter(f"{body['day']}/{body['number']}" for body in taken)
    tickets = Counter(str(body["ticket"]) for body in taken)
    return tuple(key for key, count in (*numbers.items(), *tickets.items()) if count > 1)


def double_calls(rows: Iterable[Recorded]) -> tuple[str, ...]:
    """Tickets called while at a window, or to a window that had another one."""
    at: dict[str, str] = {}
    faults: list[str] = []
    for row in rows:
        ticket, window = str(row.body.get("ticket")), str(row.body.get("window"))
        if row.type in ("TicketCalled", "TicketResumed", "FinishUndone", "NoShowUndone"):
            if ticket in at or window in at.values():
                faults.append(ticket)
            at[ticket] = window
        elif row.type == "ServiceStarted" and row.body.get("by") == "walk_up":
            at[ticket] = window
        elif row.type in LEAVES_WINDOW and row.body.get("after") != "SERVING":
            at.pop(ticket, None)
        elif row.type == "DayRolled":
            at.clear()
    return tuple(faults)


def gaps(rows: Iterable[Recorded]) -> tuple[int, ...]:
    """Where the sequence is not contiguous."""
    numbers = [row.seq for row in rows]
    return tuple(a for a, b in pairwise(numbers) if b != a + 1)


def _proofs(told: Mapping[str, Intent], rows: Iterable[Recorded]) -> dict[str, list[Recorded]]:
    proofs: dict[str, list[Recorded]] = {key: [] for key in told}
    for row in rows:
        intent = told.get(row.command) if row.command else None
        if intent is not None and row.type == EFFECT.get(intent.do):
            proofs[intent.id].append(row)
    return proofs


def _altered(intent: Intent, row: Recorded) -> bool:
    pairs = ((intent.ticket, row.body.get("ticket")), (intent.number, row.body.get("number")))
    return any(said is not None and held is not None and said != held for said, held in pairs)


def _unexpected(told: Mapping[str, Intent], rows: Iterable[Recorded]) -> tuple[str, ...]:
    kinds = {EFFECT[intent.do] for intent in told.values() if intent.do in EFFECT}
    faults = []
    for row in rows:
        if row.type not in kinds or row.command is None:
            continue
        intent = told.get(row.command)
        if intent is None or intent.outcome is Outcome.REFUSED:
            faults.append(row.command)
    return tuple(dict.fromkeys(faults))


@dataclass(slots=True)
class Tally:
    """Facts of one kind counted by name, from one witness (a screen, the journal, a printer)."""

    facts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, kind: str, name: str) -> None:
        self.facts[kind, name] += 1

    def count(self, kind: str) -> int:
        return sum(count for (what, _name), count in self.facts.items() if what == kind)


def compare(reported: Tally, recorded: Tally) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """What was reported and not recorded (lost), and what was recorded and not reported (unexpected)."""
    return reported.facts - recorded.facts, recorded.facts - reported.facts
