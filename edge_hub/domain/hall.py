"""The live hall: today's frozen values, and the lines that are derived from them.

Only `fold.py` changes it, one event at a time; decisions read it. Lines are kept sorted by place, so the head of a line
is its first entry and a count is a length.
"""

from bisect import bisect_left, insort
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from edge_hub.contract.base import Words
from edge_hub.contract.clock import at_hall
from edge_hub.contract.hall import Call, Opening
from edge_hub.contract.queue import ItemChoice, TicketBrief, TicketState
from edge_hub.contract.window import LineOfItem, WindowState

from .calendar import hours_on, opening_at
from .configured import AppliedConfiguration, AwaitedConfiguration, Configured, KeptConfiguration
from .learnt import Learnt
from .numbering import next_nth
from .plan import Plan
from .routing import ONE, Line, count_before, firm_until, overtaken_in
from .skills import skills_of
from .values import (
    OVER,
    Admission,
    Announcement,
    Appointment,
    Clerk,
    Closing,
    Key,
    Overtake,
    Overtaken,
    Part,
    Reprint,
    RuleOn,
    Seat,
    Service,
    Stranded,
    Ticket,
    Tries,
    Why,
    Window,
)

RECENT_CALLS = 100
NOBODY: Sequence[Key] = ()
PLAIN = Line(NOBODY)
Note = tuple[int, str, str | None, str | None, str | None, str | None, Why | ItemChoice | None]
"""Of one event of a ticket: (when, its type, window, item, window sent to, policy, why it was called). Made in
`story.py`."""
HOUR_MS = 3_600_000
ORDER_STEP = 1000
"""Room between two tickets for those requeued behind the first."""


class Hall:
    """State of the hall today. `touched` collects what the last events changed, for the store and the snapshots."""

    def __init__(self, plan: Plan, day: str = "") -> None:
        self.plan = plan
        self.day = day
        self.configured = Configured()
        self.windows = Windows({window.id: Window(window.id) for window in plan.site.windows})
        self.parts: dict[tuple[str, str], Part] = {}
        self.clerks: dict[str, Clerk] = {}
        self.tries: dict[tuple[str, str], Tries] = {}
        """By clerk and device."""
        self.admissions: dict[str, Admission] = {}
        """By device: those that somebody approved or revoked."""
        self.barred: frozenset[str] = frozenset()
        """Devices that are let in no more: asked for with every command."""
        self.offline: set[str] = set()
        self.names = names_of(plan)
        self.versions: dict[tuple[str, str], int] = {}
        """Journal versions of the entities that carry none themselves: hall, window, device, clerk, item."""
        self.erased_day = ""
        """The last business day for which the retention rules were carried out; at first the hall's own first day."""
        self.pruned = 0
        """The last record that may be missing at the head of the journal."""
        self.headless = False
        """Whether it is folded from a journal without its head: what came before is not known, and not missed."""
        self.touched = Touched()
        self.happened_ms = self.upsets = 0
        """When the event happened that was folded in last, and how many did more than let one more stand at the end."""
        self.pools: dict[tuple[int, str], Any] = {}
        self.pool_ranks: set[int] = set()
        """What forecasts keep for a moment, by rank and window (`forecast.py`)."""
        self.learnt = Learnt()
        self.unrated: dict[str, dict[str, Service]] = {}
        """Services of earlier business days that may be rated still, by day; also those that were rated today."""
        self.appointments: dict[str, Appointment] = {}
        """Of today and of later days."""
        self.by_code: dict[str, str] = {}
        """Appointments by the hash of their code."""
        self._forget()
        self.announcements: dict[str, Announcement] = {}
        self.start_day()

    def _forget(self) -> None:
        """What was reckoned from the plan."""
        self._hours: tuple[int, tuple[tuple[int, int], ...]] | None = None
        self._opening: tuple[int, Opening] | None = None
        self._open: dict[str, tuple[str, ...]] = {}
        self._staffed: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._labels: dict[tuple[str, ...], tuple[str, ...]] = {}

    def take_plan(self, plan: Plan) -> None:
        """From now on the hall is run by another plan. A window that is gone is remembered until the day ends, in case
        it comes back; an item that is gone is not closed any more."""
        self.plan = plan
        self.windows = self.windows.of([window.id for window in plan.site.windows])
        self.names = names_of(plan)
        for item in [item for item in self.closed_items if plan.item(item) is None]:
            self.touched.item_doors[item] = None
            del self.closed_items[item]
        self._forget()
        self._arrange()
        for made in (self.briefs, self.calls, self.short_lines, self.pools):
            made.clear()
        self.touched.plan = True

    def start_day(self) -> None:
        """Everything that belongs to one day, empty."""
        self.tickets: dict[str, Ticket] = {}
        self.services: dict[str, Service] = {}
        self.slip_faults: dict[str, tuple[str, str, int]] = {}
        """By ticket: (device, why, when)."""
        self.reprints: dict[str, Reprint] = {}
        """By ticket: the last one."""
        self.needs: dict[str, tuple[str, ...]] = {}
        """Of tickets, as long as they can be unsealed; in no row."""
        self.closed_items: dict[str, Closing] = {}
        self.seats: dict[str, Seat] = {}
        """By console of the guide desk."""
        self.stories: dict[str, list[Note]] = {}
        """What happened to each ticket."""
        self.briefs: dict[str, TicketBrief] = {}
        self.calls: dict[str, tuple[int, Call]] = {}
        self.short_lines: dict[str, LineOfItem] = {}
        """What snapshots say of a version of a ticket or a length of a line, made once (`views.py`)."""
        self.recent: deque[str] = deque(maxlen=RECENT_CALLS)
        """Tickets in the order of their calls, newest first."""
        self.issued: dict[str, int] = {}
        self.floors: dict[str, int] = {}
        """By queue: the last number that may have been given out by a hub before this one."""
        self.leased: dict[str, dict[int, int]] = {}
        """By queue, and by the first number of a machine's span: the last number that was lent of it."""
        self.stranded: dict[str, Stranded] = {}
        self.taken_of_item: dict[str, int] = {}
        self.taken_by_person: dict[tuple[str, str], int] = {}
        self.by_number: dict[str, str] = {}
        self.waiting: dict[str, int] = {}
        """By item: how many."""
        self.item_lines: dict[str, list[Key]] = {}
        self.sent_lines: dict[str, list[Key]] = {}
        """Tickets sent to one window by a transfer, which only that window may call. Both kinds of line are plain
        dictionaries: a decision that asks after a line must not make it."""
        self.overtaken: dict[str, Overtaken] = {}
        """Those who wait and were overtaken."""
        self.overtakes = 0
        """Calls of the day that overtook somebody."""
        self.rules: dict[str, RuleOn] = {}
        """Rules of the day that are on (`rule.py`)."""
        self._arrange()

    def put_rule(self, on: RuleOn) -> None:
        """A rule begins: its windows also serve its items."""
        self._rule(on, on)

    def end_rule(self, rule: str) -> None:
        self._rule(self.rules[rule], None)

    def _rule(self, on: RuleOn, now: RuleOn | None) -> None:
        if now is None:
            del self.rules[on.rule]
        else:
            self.rules[on.rule] = now
        self.touched.rules[on.rule] = now
        self.touched.items.update(item for item in on.items if item in self.windows_of_item)
        self.touched.helpers.update(window for window in on.windows if window in self.windows)
        self._arrange()

    def _arrange(self) -> None:
        """After a change of the rules that are on: who serves what now."""
        self.items_of_window, self.windows_of_item, self.helps = skills_of(self.plan, self.rules.values())
        self._open.clear()
        self._staffed.clear()

    def put_ticket(self, ticket: Ticket) -> None:
        """Take in a new value of a ticket and keep the lines right."""
        old = self.tickets.get(ticket.id)
        if old is not None and old.state is TicketState.WAITING:
            self._leave_line(old)
        self.tickets[ticket.id] = ticket
        if ticket.state is TicketState.WAITING:
            self._join_line(ticket)
        elif ticket.state in OVER:
            self.briefs.pop(ticket.id, None)
        self.touched.tickets[ticket.id] = ticket

    def put_window(self, window: Window) -> None:
        if window.state is not self.windows[window.id].state:
            self._open.clear()
            self._staffed.clear()
            self._labels.clear()
        self.windows.put(window)
        self.touched.windows[window.id] = window

    def put_admission(self, admission: Admission) -> None:
        self.admissions[admission.device] = self.touched.admissions[admission.device] = admission
        self.barred = frozenset(one.device for one in self.admissions.values() if one.revoked)

    def put_service(self, service: Service) -> None:
        self.services[service.id] = service
        self.touched.services[service.id] = service

    def service(self, id: str) -> Service | None:
        """Of today, or of an earlier day and still to be rated."""
        return self.services.get(id) or next((of[id] for of in self.unrated.values() if id in of), None)

    def put_rated(self, service: Service) -> None:
        """A new value of a service of any day; one whose rating is closed is let go."""
        if service.id in self.services:
            self.put_service(service)
            return
        self.touched.services[service.id] = service
        day = next(day for day, of in self.unrated.items() if service.id in of)
        if service.defaulted_ms is None:
            self.unrated[day][service.id] = service
        else:
            del self.unrated[day][service.id]
            if not self.unrated[day]:
                del self.unrated[day]

    def keep_unrated(self) -> None:
        """As the day ends: what may still be rated outlives it."""
        of_days = {**self.unrated, self.day: self.services}
        kept = {day: {id: one for id, one in of.items() if one.unrated} for day, of in of_days.items()}
        self.unrated = {day: of for day, of in kept.items() if of}

    def put_needs(self, ticket: str, listed: str) -> None:
        """`listed` as it was sealed: ids separated by commas."""
        needs = tuple(filter(None, listed.split(",")))
        if needs:
            self.needs[ticket] = needs
        else:
            self.needs.pop(ticket, None)
        self.touched.needs.add(ticket)

    def put_appointment(self, appointment: Appointment) -> None:
        self.appointments[appointment.id] = self.touched.appointments[appointment.id] = appointment
        self.by_code[appointment.code_hash] = appointment.id

    def forget_appointments(self) -> None:
        """Those of days that are over."""
        for one in [one for one in self.appointments.values() if one.day < self.day]:
            del self.appointments[one.id], self.by_code[one.code_hash]

    def count_taken(self, ticket: Ticket) -> None:
        """Keep what numbering and the daily limits count."""
        if ticket.nth not in self.plan.lent_all:
            self.issued[ticket.queue] = max(ticket.nth, self.issued.get(ticket.queue, 0))
        self.by_number[ticket.number] = ticket.id
        for item in ticket.asked:
            self.taken_of_item[item] = self.taken_of_item.get(item, 0) + 1
            if ticket.person:
                mine = (ticket.person, item)
                self.taken_by_person[mine] = self.taken_by_person.get(mine, 0) + 1
        for item in ticket.lifted:
            self.lift(ticket, item)

    def lift(self, ticket: Ticket, item: str) -> None:
        """The person of the ticket may take one more."""
        mine = (ticket.person or "", item)
        self.taken_by_person[mine] = self.taken_by_person.get(mine, 0) - 1

    def skip_numbers(self, count: int) -> None:
        """Leave so many numbers of each queue free: whoever was here before may have given them out."""
        before = self.plan.site.rules.numbers.first - 1
        for queue in set(self.plan.queue_of_item.values()):
            last = self.issued.get(queue, before)
            for _ in range(count):  # of those that a hub gives: the spans of the machines do not count
                last = next_nth(last, before, self.lent_of(queue))
            self.issued[queue] = self.floors[queue] = last
        rules = self.plan.site.rules.leases
        for queue in self.issued:
            for span in self.plan.lent.values():
                self.lend(queue, span.start, self.leased.get(queue, {}).get(span.start, span.start - 1) + rules.size)
        self.touched.floors = True

    def lend(self, queue: str, start: int, last: int) -> None:
        """Numbers of the span that begins at `start` are lent up to `last`."""
        self.leased.setdefault(queue, {})[start] = last
        self.touched.leased.add((queue, start))

    def lent_of(self, queue: str) -> list[range]:
        """What the hub itself leaves out: the spans of the machines, and what was lent before they were changed."""
        return [self.plan.lent_all, *(range(a, b + 1) for a, b in self.leased.get(queue, {}).items())]

    def opening(self, now_ms: int) -> Opening:
        """Whether the hall is open; asked for every ticket, answered once a second."""
        second = now_ms // 1000
        if self._opening is None or self._opening[0] != second:
            self._opening = (second, opening_at(self.plan.site.hall.opening, at_hall(now_ms)))
        return self._opening[1]

    def hours(self, now_ms: int) -> tuple[tuple[int, int], ...]:
        """From when to when the hall is open on the day of `now_ms`, breaks left out."""
        hour = now_ms // HOUR_MS
        if self._hours is None or self._hours[0] != hour:
            self._hours = (hour, hours_on(self.plan.site.hall.opening, at_hall(now_ms).date()))
        return self._hours[1]

    def find(self, name: str) -> Ticket | None:
        """A ticket by id or by its number of today."""
        return self.tickets.get(name) or self.tickets.get(self.by_number.get(name.upper(), ""))

    def ahead_of(self, item: str, key: Key, now_ms: int, sent_to: str | None = None) -> int:
        """How many would be called before that place: at the window, of those that may call it, with the fewest."""
        windows = self.open_windows(item) or self.windows_of_item.get(item, ())
        if sent_to and sent_to in self.windows:
            windows = (sent_to,)
        better = bool(self.overtaken) and key[0] < self.plan.worst_rank
        counted: dict[str, int] = {}
        alike: set[tuple[str, ...]] = set()
        best = -1
        for window in windows:
            if better or not self._plain(window):
                total = self._before_here(window, None if sent_to else item, key, now_ms)
            else:
                items = self.items_of_window[window]
                if items in alike:  # nobody less would be called before
                    continue
                if not self.sent_lines.get(window):
                    alike.add(items)
                total = self._before_plainly(window, key, now_ms, best, counted)
            best = total if best < 0 else min(best, total)
        return max(best, 0)

    def _before_plainly(self, window: str, key: Key, now_ms: int, enough: int, counted: dict[str, int]) -> int:
        """How many a window where all waits count alike would call before that place, or `enough` (if not negative)
        and more. `counted` keeps the lines that windows have in common."""
        total, rank, last = 0, key[0], self.is_last(key)
        for item in self.items_of_window[window]:
            line = self.item_lines.get(item)
            if line:
                if last and line[-1][0] <= rank:  # all came before, and none is of a worse class
                    counted[item] = len(line)
                elif item not in counted:
                    counted[item] = count_before(Line(line), key, PLAIN, now_ms, self.plan.policy)
                total += counted[item]
                if 0 <= enough <= total:
                    return total
        sent = self.sent_lines.get(window)
        return total + (count_before(Line(sent), key, PLAIN, now_ms, self.plan.policy) if sent else 0)

    def _before_here(self, window: str, item: str | None, key: Key, now_ms: int) -> int:
        """How many a window would call before that place in the line of `item`, or of those sent to it (None)."""
        policy, lines = self.plan.policy, self.lines(window)
        mine = self._line(window, item, NOBODY)
        until = firm_until(lines, key, now_ms, policy, self.overtaken)
        return sum(count_before(line, key, mine, now_ms, policy, until) for line in lines)

    def waiting_for(self, item: str) -> int:
        """How many wait for an item, those sent to one window included."""
        return self.waiting.get(item, 0)

    def place_at_the_end(self, rank: int, now_ms: int) -> Key:
        """Where a ticket taken now would stand."""
        return (rank, (len(self.tickets) + 1) * ORDER_STEP, now_ms, "")

    def is_last(self, key: Key) -> bool:
        """Whether a place is behind all tickets of the day: where one taken now would stand."""
        return key[1] >= (len(self.tickets) + 1) * ORDER_STEP

    def open_windows(self, item: str) -> tuple[str, ...]:
        """Windows that serve the item and are open now."""
        known = self._open.get(item)
        if known is None:
            serving = self.windows_of_item.get(item, ())
            known = self._open[item] = tuple(w for w in serving if self.windows[w].state is WindowState.OPEN)
        return known

    def staffed(self, item: str) -> tuple[str, ...]:
        """Windows that serve the item now or after a pause; the same value for items of the same windows."""
        serving = self.windows_of_item.get(item, ())
        known = self._staffed.get(serving)
        if known is None:
            still = (window for window in serving if self.windows[window].state is not WindowState.CLOSED)
            known = self._staffed[serving] = tuple(still)
        return known

    def labels(self, windows: tuple[str, ...]) -> tuple[str, ...]:
        """What stands above these windows; the same few sets are asked for again and again."""
        known = self._labels.get(windows)
        if known is None:
            known = self._labels[windows] = tuple(self.plan.label(window) for window in windows)
        return known

    def line_keys(self, window: str) -> list[list[Key]]:
        """The lines that a window may call from."""
        known = self.item_lines
        lines = [line for item in self.items_of_window[window] if (line := known.get(item))]
        sent = self.sent_lines.get(window)
        return [*lines, sent] if sent else lines

    def lines(self, window: str) -> list[Line]:
        """The lines that a window may call from, and how much a wait in each counts there."""
        if self._plain(window):
            return [Line(line) for line in self.line_keys(window)]
        known = self.item_lines
        lines = [self._line(window, item, line) for item in self.items_of_window[window] if (line := known.get(item))]
        sent = self.sent_lines.get(window)
        return [*lines, self._line(window, None, sent)] if sent else lines

    def _plain(self, window: str) -> bool:
        """Whether all waits count alike at a window, but for their class."""
        return not self.plan.weights_of_window[window] and self.plan.policy.special_others_max < 0

    def _line(self, window: str, item: str | None, keys: Sequence[Key]) -> Line:
        """A line as it counts at a window. For those sent to it (None) there is no other window."""
        policy = self.plan.policy
        others = [one for one in self.open_windows(item) if one != window] if item else []
        special = len(others) <= policy.special_others_max
        weight = self.plan.weights_of_window[window].get(item, ONE) if item else ONE
        return Line(keys, weight, policy.special_head_start_ms if special else 0)

    def note_overtakes(self, window: str, key: Key, at_ms: int) -> None:
        """Count whom a call of that ticket by that window overtakes. Before the ticket leaves its line."""
        known, rank = self.item_lines, key[0]
        lines = [(item, line) for item in self.items_of_window[window] if (line := known.get(item))]
        here = [(item, list(overtaken_in(line, key))) for item, line in lines if line[-1][0] > rank]
        behind = [one for _, theirs in here for one in theirs]
        behind += overtaken_in(self.sent_lines.get(window, NOBODY), key)
        if not behind:
            return
        self.overtakes += 1
        for _, _, _, ticket in behind:
            times, first_ms = self.overtaken.get(ticket, (0, at_ms))
            self.overtaken[ticket] = Overtaken(times + 1, first_ms)
        items = tuple(item for item, theirs in here if theirs)
        self.touched.overtakes[self.overtakes] = Overtake(self.overtakes, window, key[0], key[1], items, at_ms)

    def recount(self, overtakes: Iterable[Overtake]) -> None:
        """After a start: count the overtakes of the day (in order) that the rows of those who wait do not know of."""
        for one in overtakes:
            self.overtakes = one.nth
            lines = [
                self.sent_lines.get(one.window, NOBODY),
                *(self.item_lines.get(item, NOBODY) for item in one.items),
            ]
            for line in lines:
                for key in overtaken_in(line, (one.rank, one.order, 0, "")):
                    if self.tickets[key[3]].overtakes_seen < one.nth:
                        times, first_ms = self.overtaken.get(key[3], (0, one.at_ms))
                        self.overtaken[key[3]] = Overtaken(times + 1, first_ms)

    def _join_line(self, ticket: Ticket) -> None:
        lines, name = self._line_of(ticket)
        insort(lines.setdefault(name, []), ticket.key)
        self.waiting[ticket.item] = self.waiting.get(ticket.item, 0) + 1
        if ticket.overtaken:
            self.overtaken[ticket.id] = Overtaken(ticket.overtaken, ticket.overtaken_ms)
        self.touched.items.add(ticket.item)

    def _leave_line(self, ticket: Ticket) -> None:
        lines, name = self._line_of(ticket)
        key, line = ticket.key, lines[name]
        index = bisect_left(line, key)
        assert line[index] == key, f"ticket {ticket.id} is not in its line"
        del line[index]
        self.waiting[ticket.item] -= 1
        self.overtaken.pop(ticket.id, None)
        self.touched.items.add(ticket.item)

    def _line_of(self, ticket: Ticket) -> tuple[dict[str, list[Key]], str]:
        return (self.sent_lines, ticket.sent_to) if ticket.sent_to else (self.item_lines, ticket.item)


class Windows(dict[str, Window]):
    """The windows of the plan. `gone` are those of today that an administrator has taken out; a record of one is read
    as ever, and finds it there."""

    def __init__(self, windows: Mapping[str, Window], gone: Mapping[str, Window] = {}) -> None:
        super().__init__(windows)
        self.gone = dict(gone)

    def __missing__(self, window: str) -> Window:
        return self.gone.get(window) or Window(window)

    def put(self, window: Window) -> None:
        (self if window.id in self else self.gone)[window.id] = window

    def of(self, configured: Sequence[str]) -> "Windows":
        """The same windows, where these are configured, in this order."""
        here = {window: self[window] for window in configured}
        known = {**self.gone, **self}
        return Windows(here, {id: one for id, one in known.items() if id not in here and one != Window(id)})


def names_of(plan: Plan) -> "Names":
    return Names({item.id: Words(zh=item.name.zh, en=item.name.en) for item in plan.site.items})


class Names(dict[str, Words]):
    """Names of items. One that an administrator has taken out goes by its id, as tickets of today may still name it."""

    def __missing__(self, item: str) -> Words:
        return Words(zh=item, en=item)


class Touched:
    """What events have changed since it was last emptied."""

    def __init__(self) -> None:
        self.tickets: dict[str, Ticket] = {}
        self.windows: dict[str, Window] = {}
        self.services: dict[str, Service] = {}
        self.clerks: dict[str, Clerk] = {}
        self.tries: dict[tuple[str, str], Tries] = {}
        self.parts: dict[tuple[str, str], Part] = {}
        self.admissions: dict[str, Admission] = {}
        self.items: set[str] = set()
        self.needs: set[str] = set()
        self.versions: set[tuple[str, str]] = set()
        self.slips: set[str] = set()
        self.reprints: dict[str, Reprint] = {}
        self.appointments: dict[str, Appointment] = {}
        self.item_doors: dict[str, Closing | None] = {}
        """None: open."""
        self.floors = False
        self.leased: set[tuple[str, int]] = set()
        self.stranded: dict[str, Stranded] = {}
        self.overtakes: dict[int, Overtake] = {}
        self.rules: dict[str, RuleOn | None] = {}
        """By name; None: it is over."""
        self.helpers: set[str] = set()
        """Windows that serve more or less than before."""
        self.seats: dict[str, Seat | None] = {}
        self.announcements: dict[str, Announcement | None] = {}
        """None: gone."""
        self.day = False
        self.tallies: list[tuple[Any, Mapping[str, int]]] = []
        """What events add to the figures, and at which place (`figures.py`)."""
        self.erased: dict[str, int] = {}
        """Records whose keys are destroyed, and when."""
        self.kept: dict[str, KeptConfiguration] = {}
        self.applied: dict[int, AppliedConfiguration] = {}
        self.awaited: dict[int, AwaitedConfiguration | None] = {}
        self.plan = False
        self.erased_day = self.pruned = False
        self.detail_from: str | None = None
        """The business day before which the rows of tickets go."""
