"""Days of a small hall from before opening to past midnight, lived at random through the real loop and the real store.

Citizens and clerks do all that can be done, sensible or not; the power fails around commits; whoever got no answer asks
again with the same id, as terminals do, and some ask again hours later. Every answer is remembered.
"""

import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from configs.bundle import Bundle
from configs.site import Site
from edge_hub.contract import announcement as n
from edge_hub.contract import appointment as a
from edge_hub.contract import desk as k
from edge_hub.contract import device as d
from edge_hub.contract import item as i
from edge_hub.contract import queue as q
from edge_hub.contract import rating as r
from edge_hub.contract import window as w
from edge_hub.contract.base import Strict
from edge_hub.contract.codec import decode_reply
from edge_hub.contract.envelope import Reply
from edge_hub.contract.queue import TicketState
from edge_hub.contract.rating import Level, tags_of
from edge_hub.contract.reasons import Reason
from edge_hub.contract.window import PauseReason, WindowState
from edge_hub.domain.rights import NEEDS_NOBODY
from edge_hub.messages import Incoming

from . import invariants
from .desk import CLERKS, GUIDE, PADS
from .loop_rig import PowerCut, Rig, TestClock
from .small_hall import DESCRIPTION, at

FIRST, SECOND, THIRD = "2026-11-24", "2026-11-25", "2026-11-26"
PIN = "123456"
QUICK_S = 20
"""Half of the groups come so soon after one another."""
LATER_MAX = 300
"""So many old commands may come again."""


@dataclass(frozen=True)
class Phase:
    """A part of a day: until when, at most how many seconds between two groups, and whether clerks are at work."""

    until_ms: int
    step_max_s: int
    at_work: bool
    citizens: bool = True


PHASES = (
    Phase(at("09:00", FIRST), 120, at_work=False),
    Phase(at("12:00", FIRST), 260, at_work=True),
    Phase(at("13:30", FIRST), 500, at_work=False),
    Phase(at("17:00", FIRST), 260, at_work=True),
    Phase(at("18:00", FIRST), 500, at_work=False),
    Phase(at("08:55", SECOND), 7200, at_work=False, citizens=False),
    Phase(at("10:30", SECOND), 260, at_work=True),
    Phase(at("23:59", SECOND), 10_000, at_work=False, citizens=False),
    Phase(at("00:30", THIRD), 200, at_work=False, citizens=False),
)
NIGHT = PHASES[5]


RULES = [
    {
        "id": "help", "name": {"zh": "分流", "en": "Help"}, "line": ["card"], "over": {"waiting": 2, "wait_min": 15},
        "holds_min": 1, "then": {"also_serve": ["w3", "w4"]},
    },
    {
        "id": "stop", "name": {"zh": "停号", "en": "Stop"}, "line": ["department:tax"], "over": {"waiting": 3},
        "until": "16:00", "then": {"stop_tickets": True, "also_serve": ["w1"]},
    },
]  # fmt: skip


def patient_site() -> Site:
    """The small hall, where a pad may lie untouched for longer (checking a PIN is slow on purpose), and a rating closes
    with the next working day. With rules of the day."""
    more = {"session_idle_min": 25, "rating": {"closes_after_days": 1}, "when": RULES}
    rules = {**DESCRIPTION["rules"], **more}
    return Site.model_validate_json(json.dumps({**DESCRIPTION, "rules": rules}))


class HallDays:
    """`run` lives through all phases, and holds the hall to its invariants."""

    def __init__(self, directory: Path, seed: int, bundle: Bundle | None = None) -> None:
        self.lot, self.guides_lot, self.cards_lot = (random.Random(seed) for _ in range(3))
        self.rig = Rig(directory, TestClock("08:50"), patient_site(), bundle)
        self.rig.on_snapshot = invariants.SnapshotsNeverGoBack()
        self.answers: dict[str, bytes] = {}
        self.no: Counter[Reason] = Counter()
        """How often the hub said no, by reason."""
        self.cuts = 0
        self._asked: list[Incoming] = []
        self._sessions: dict[str, str] = {}
        for clerk in (*CLERKS.values(), GUIDE):
            self._give([self.rig.command("desk", w.SetPin(by="901", clerk=clerk, pin=PIN))])
        for window, clerk in CLERKS.items():
            self.rig.do("desk", w.SetCard(by="901", clerk=clerk, card=card_of(window)))

    def run(self) -> None:
        for phase in PHASES:
            while self.rig.clock.ms < phase.until_ms:
                self._turn(phase)
            if phase is NIGHT:
                self._check_everything()
        self._check_everything()
        self._everybody_hears_the_same_again()

    # ---- one group of commands --------------------------------------------------------------------------------------

    def _turn(self, phase: Phase) -> None:
        step_s = self.lot.choice([QUICK_S, phase.step_max_s]) if phase.citizens else phase.step_max_s
        ms = self.rig.clock.ms + self.lot.randrange(0, step_s * 1000)
        self.rig.clock.ms = min(ms, phase.until_ms)
        if not phase.citizens:
            self._give([], cuts=0.3)  # midnight and what is erased then happen by themselves
            return
        group = [self._something(phase) for _ in range(self.lot.randrange(1, 5))]
        if self.lot.random() < 0.2:
            group.append(self.lot.choice(group))
        if self._asked and self.lot.random() < 0.1:
            group.append(self.lot.choice(self._asked))
        self._give(group)

    def _give(self, group: Sequence[Incoming], cuts: float = 0.1) -> None:
        """A commit group, with the power cut now and then; whoever got no answer asks again after the restart."""
        before = len(self.rig.replies)
        self.rig.store.cut = self.lot.choice(["before", "between", "after"]) if self.lot.random() < cuts else None
        try:
            self._through(group, before)
        except PowerCut:
            self.cuts += 1
            self.rig.restart()
            self._through(group, len(self.rig.replies))
        self.rig.store.cut = None
        for _, payload in self.rig.replies[before:]:
            self._heard(payload)
        self._asked = [*self._asked, *group][-LATER_MAX:]
        invariants.a_ticket_is_at_one_window_and_a_window_has_one_ticket(self.rig)
        invariants.who_waits_stands_in_exactly_one_line(self.rig)

    def _through(self, group: Sequence[Incoming], before: int) -> None:
        """Through the loop, and through the thread that checks PINs: until everybody has an answer."""
        self.rig.step(*group)
        while {one.command.id for one in group} - {_reply(payload).id for _, payload in self.rig.replies[before:]}:
            self.rig.step(*self.rig.inbox.take(timeout_s=10))

    def _heard(self, payload: bytes) -> None:
        reply = _reply(payload)
        if not reply.ok:
            assert reply.reason is not None
            self.no[Reason(reply.reason)] += 1
        elif reply.id not in self.answers and reply.result and "session" in reply.result:
            seats = {**{clerk: window for window, clerk in CLERKS.items()}, GUIDE: "desk"}
            self._sessions[seats[reply.result["clerk"]]] = reply.result["session"]
        first = _reply(self.answers.setdefault(reply.id, payload))
        if first.ok:
            assert payload == self.answers[reply.id], "answered again, and not word for word"
        else:
            assert not reply.ok or first.reason == Reason.BUSY, f"a no ({first.reason}) became a yes: {payload!r}"

    def _check_everything(self) -> None:
        for check in invariants.ALL:
            check(self.rig)

    def _everybody_hears_the_same_again(self) -> None:
        seq = self.rig.store.seq
        self._give(self._asked[-40:], cuts=0)
        assert self.rig.store.seq == seq, "a repeated command had an effect"

    # ---- what people do ---------------------------------------------------------------------------------------------

    def _something(self, phase: Phase) -> Incoming:
        if self.guides_lot.random() < 0.08:
            return self.rig.command("desk", self._guide(), session=self._sessions.get("desk"))
        window = self.lot.choice(list(PADS))
        now = self.rig.hall.windows[window]
        choices = [
            (3.0, "tm-1", self._take()),
            (6.0, PADS[window], self._clerk(phase, window)),
            (0.4, *self._support()),
            (0.9, *self._appointment()),
        ]
        if now.to_rate:
            choices += [(0.5, f"rate-{window}", one) for one in self._rating(now.to_rate)]
        late = [id for of in self.rig.hall.unrated.values() for id in of]
        if late:
            choices += [(0.3, "tm-1", one) for one in self._rating_at_home(self.lot.choice(late))]
        _, device, body = self.lot.choices(choices, [weight for weight, _, _ in choices])[0]
        if device == "desk" and "desk" not in self.rig.hall.seats and type(body) not in NEEDS_NOBODY:
            body = self._guide()  # who mostly sits down first
        session = self._sessions.get({PADS[window]: window, "desk": "desk"}.get(device, ""))
        return self.rig.command(device, body, session=session)

    def _take(self) -> Strict:
        items = tuple(self.lot.sample(["card", "pension", "invoice", "stamp"], self.lot.choice([1, 1, 2, 3])))
        if self.lot.random() < 0.1:
            return q.TakeTicket(items=("real",), person=f"{self.lot.randrange(16):064x}")
        cls = self.lot.choice(["normal", "normal", "normal", "priority", "appointment"])
        needs = self.lot.choice([(), (), ("hearing",)])
        return q.TakeTicket(items=items, cls=cls, free=self.lot.random() < 0.5, needs=needs)

    def _support(self) -> tuple[str, Strict]:
        known = list(self.rig.hall.tickets) or ["none"]
        return self.lot.choice([
            ("desk", q.Cancel(ticket=self.lot.choice(known), why="家里有事")), ("desk", i.OpenItem(item="stamp")),
            ("desk", i.CloseItem(item="stamp", why="系统升级")),
            ("tm-1", d.ReportSlip(ticket=self.lot.choice(known), printed=self.lot.random() < 0.5, at_ms=0)),
            ("tm-1", d.ReportHealth(part="printer", health=self.lot.choice(list(d.Health)), since_ms=0)),
        ])  # fmt: skip

    def _appointment(self) -> tuple[str, Strict]:
        """Booked, moved, given up and kept, by card and by codes right and wrong, in time and not."""
        day = self.lot.choice([FIRST, FIRST, SECOND, THIRD])
        start = f"{self.lot.randrange(9, 17):02}:{self.lot.choice(['00', '30'])}"
        person = f"{self.lot.randrange(16):064x}"
        everyone = self.rig.hall.appointments
        booked = [one.id for one in everyone.values() if one.state is a.AppointmentState.BOOKED]
        known = self.lot.choice(booked if booked and self.lot.random() < 0.7 else list(everyone) or ["none"])
        due = [
            one.id for one in everyone.values()
            if abs(one.start_ms - self.rig.clock.ms) < 1_800_000 and one.ticket is None
        ]  # fmt: skip
        if due and self.lot.random() < 0.5:
            return "tm-1", a.CheckIn(shown=self.rig.store.keys.code(due[0]))
        code = self.rig.store.keys.code(known)
        items = (self.lot.choice(["card", "card", "pension"]), "stamp")[: self.lot.choice([1, 1, 2])]
        who = self.lot.choice([None, person])
        return self.lot.choice([
            *[("desk", a.BookAppointment(items=items, day=day, start=start, person=who))] * 4,
            *[("desk", a.MoveAppointment(appointment=known, day=day, start=start))] * 3,
            ("desk", a.CancelAppointment(appointment=code, why="有事")),
            *[("tm-1", a.CheckIn(shown=code))] * 4, ("tm-1", a.CheckIn(shown=person)),
        ])  # fmt: skip

    def _guide(self) -> Strict:
        """What a guide does, at an empty desk and at a taken one."""
        if "desk" not in self.rig.hall.seats and self.guides_lot.random() < 0.8:
            return k.SignInDesk(clerk=GUIDE, pin=PIN if self.guides_lot.random() < 0.9 else "654321")
        known = list(self.rig.hall.tickets) or ["none"]
        one, other = self.guides_lot.choice(known), self.guides_lot.choice(known)
        item = self.guides_lot.choice(["card", "real", "stamp"])
        passed = [one.id for one in self.rig.hall.tickets.values() if one.state is TicketState.PASSED]
        now_ms = self.rig.clock.ms
        return self.guides_lot.choice([
            k.TakeAtDesk(items=(item,), reason=k.HelpReason.SIGHT, why="老人", lift=self.guides_lot.random() < 0.5),
            k.TakeAtDesk(items=(item,), reason=k.HelpReason.MACHINE, print_at="tm-1"),
            k.RegisterWritten(
                number=f"{self.guides_lot.choice('AB')}{self.guides_lot.randrange(795, 815)}", items=(item,),
                taken_ms=max(0, now_ms - self.guides_lot.randrange(7_200_000)),
            ),
            k.MergeTickets(ticket=one, into=other, why="同一人"),
            k.MergeTickets(ticket=one, into=other, why="同一人"),
            k.GivePriority(ticket=one, cls=self.guides_lot.choice(["priority", "normal"]), why="孕妇"),
            k.LiftLimit(ticket=one, item="real", why="材料不齐"),
            n.Announce(zh="停电检修", until_ms=now_ms + self.guides_lot.randrange(1, 40_000_000)),
            n.EndAnnouncement(announcement=self.guides_lot.choice(list(self.rig.hall.announcements) or ["none"])),
            q.Requeue(ticket=self.guides_lot.choice(passed or known)),
            q.CallTicket(window=self.guides_lot.choice(list(PADS)), ticket=one, why="行动不便"),
            k.SignOutDesk(),
        ])  # fmt: skip

    def _rating(self, service: str) -> tuple[Strict, ...]:
        known = self.rig.hall.service(service)
        level = (known and known.level) or self.lot.choice(list(Level))
        tags = tuple(self.lot.sample(tags_of(level), 2))
        again = r.ChangeRating(service=service, level=self.lot.choice(list(Level)))
        detail = r.DetailRating(service=service, tags=tags, text="多谢窗口的同志")
        return r.Rate(service=service, level=level), again, detail

    def _rating_at_home(self, service: str) -> tuple[Strict, ...]:
        """With the slip of another day, or with that of somebody else."""
        of = self.rig.hall.service(service)
        assert of is not None
        token = self.rig.store.keys.token(of.ticket if self.lot.random() < 0.8 else "another")
        return tuple(one.model_copy(update={"token": token}) for one in self._rating(service))

    def _clerk(self, phase: Phase, window: str) -> Strict:
        now = self.rig.hall.windows[window]
        if now.session is None:
            if not phase.at_work and self.lot.random() < 0.8:
                return w.OpenWindow(window=window)  # by nobody
            pin = PIN if self.lot.random() < 0.9 else "654321"
            if self.cards_lot.random() < 0.3:
                card = card_of(window) if self.cards_lot.random() < 0.9 else "LOST0000"
                return w.SignInByCard(window=window, card=card, pin=pin if self.cards_lot.random() < 0.9 else None)
            return w.SignIn(window=window, clerk=CLERKS[window], pin=pin)
        if now.at:
            return self._with_a_ticket(window)
        if phase.at_work and now.state is not WindowState.OPEN and self.lot.random() < 0.6:
            return w.OpenWindow(window=window)
        if not phase.at_work:
            return self.lot.choice([
                w.SignOut(window=window), w.CloseWindow(window=window), q.CallNext(window=window),
                w.PauseWindow(window=window, reason=PauseReason.BREAK),
            ])  # fmt: skip
        return self._without_a_ticket(window)

    def _with_a_ticket(self, window: str) -> Strict:
        return self.lot.choice([
            q.Start(window=window), q.Start(window=window), q.Finish(window=window), q.Finish(window=window),
            q.NoShow(window=window), q.Recall(window=window), q.Return(window=window),
            q.Hold(window=window, why="表"), w.CloseWindow(window=window),
            q.Transfer(window=window, to_item=self.lot.choice(["card", "invoice"]), why="换窗口"),
            q.Transfer(window=window, to_window=self.lot.choice(list(PADS))),
        ])  # fmt: skip

    def _without_a_ticket(self, window: str) -> Strict:
        now, known = self.rig.hall.windows[window], list(self.rig.hall.tickets) or ["none"]
        passed, held = now.passed or tuple(known), now.held or tuple(known)
        return self.lot.choice([
            *[q.CallNext(window=window)] * 7,
            q.CallTicket(window=window, ticket=self.lot.choice(known)), q.Requeue(ticket=self.lot.choice(passed)),
            q.Resume(window=window, ticket=self.lot.choice(held)), q.Cancel(ticket=self.lot.choice(known)),
            q.UndoFinish(window=window, ticket=now.finished or self.lot.choice(known)),
            q.UndoNoShow(window=window, ticket=self.lot.choice(passed)), q.TakeWalkUp(window=window, items=("card",)),
            w.PauseWindow(window=window, reason=PauseReason.BREAK), w.CloseWindow(window=window),
            w.SignOut(window=window),
        ])  # fmt: skip


def card_of(window: str) -> str:
    """The staff card of the window's clerk."""
    return f"04A1B2{window.upper()}"


def _reply(payload: bytes) -> Reply:
    reply = decode_reply(payload)
    assert reply is not None
    return reply
