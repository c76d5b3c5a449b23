"""Commands given to the domain as a device would give them, with a clock that the test turns."""

import hmac
from itertools import count

from edge_hub.contract import desk as k
from edge_hub.contract import queue as q
from edge_hub.contract import window as w
from edge_hub.contract.base import Strict
from edge_hub.contract.envelope import Command, Rejected
from edge_hub.contract.ids import uuid7
from edge_hub.contract.queue import TicketState
from edge_hub.contract.reasons import Reason
from edge_hub.domain import card
from edge_hub.domain.decide import SIGN_INS, admit, decide
from edge_hub.domain.fold import fold
from edge_hub.domain.hall import Hall
from edge_hub.domain.means import Means, Verdict
from edge_hub.domain.queue import issue
from edge_hub.domain.rights import NEEDS_NOBODY
from edge_hub.domain.values import Ticket, Window

from .small_hall import at, small_hall

PADS = {f"w{n}": f"call-w{n}" for n in (1, 2, 3, 4)}
GUIDE, MANAGER = "105", "106"
AS_GUIDE = "whoever sits at the desk"
CLERKS = {"w1": "101", "w2": "102", "w3": "103", "w4": "104"}



def sign(text: str) -> str:
    """As the hub signs a leased number, with a key of the tests."""
    return hmac.digest(b"hall", text.encode(), "sha256").hex()[:32]


def code(appointment: str) -> str:
    """As the hub derives the code of an appointment."""
    return f"{int(sign(appointment), 16) % 10**8:08}"


class Desk:
    """A hall and its clock: `do` decides and folds, and keeps every event that happened."""

    def __init__(self, hall: Hall | None = None, clock: str = "09:30") -> None:
        self.hall = hall or small_hall()
        self.now_ms = at(clock)
        self.happened: list[object] = []
        self.result: object = None
        self.epoch = 1
        self._ids = count(1)

    def id(self) -> str:
        return uuid7(self.now_ms, next(self._ids).to_bytes(10, "big"))

    def wait(self, seconds: float) -> None:
        self.now_ms += round(seconds * 1000)

    def verdict(
        self, device: str, body: Strict, *, session: str | None = AS_GUIDE, ver: int | None = None
    ) -> Verdict:  # fmt: skip
        """What the hub would decide, folded in if it is a yes. Unless a session is given (or None), what needs a person
        at the desk is done by whoever sits there: the guide, if nobody does."""
        if session == AS_GUIDE:
            if device == "desk" and type(body) not in NEEDS_NOBODY and device not in self.hall.seats:
                self.sit()
            seat = self.hall.seats.get(device)
            session = seat.session if seat is not None and type(body) is not k.SignInDesk else None
        command = Command(
            id=self.id(), device=device, session=session, expect_ver=ver, valid_until_ms=self.now_ms + 5_000,
            body=body,  # type: ignore[arg-type]
        )  # fmt: skip
        no = admit(self.hall, command, 1, self.now_ms, 15_000)
        if no:
            return no
        means = self._means()
        if isinstance(body, w.SignInByCard):
            by_card = card.shown(self.hall, command, body, means)
            verdict = by_card if not isinstance(by_card, str) else card.sign_in(
                self.hall, command, body, means, body.pin == "123456"
            )  # fmt: skip
        elif isinstance(body, (w.SignIn, k.SignInDesk)):
            _, sign_in = SIGN_INS[type(body)]
            verdict = sign_in(self.hall, command, body, means, body.pin == "123456")
        else:
            verdict = decide(self.hall, command, means)
        if not isinstance(verdict, Rejected):
            for happening in verdict.happenings:
                fold(self.hall, happening.event, happening.sealed)
                self.happened.append(happening.event)
            self.result = verdict.result() if verdict.result else None
            return verdict.no or verdict
        return verdict

    def do(self, device: str, body: Strict, **more: object) -> None:
        """A command that must succeed."""
        verdict = self.verdict(device, body, **more)  # type: ignore[arg-type]
        assert not isinstance(verdict, Rejected), verdict.words.zh

    def refused(self, device: str, body: Strict, **more: object) -> Reason:
        """A command that must be refused, and why."""
        return self.no(device, body, **more).reason

    def no(self, device: str, body: Strict, **more: object) -> Rejected:
        """As `refused`, with the sentence."""
        verdict = self.verdict(device, body, **more)  # type: ignore[arg-type]
        assert isinstance(verdict, Rejected), f"{body} was carried out"
        return verdict

    def _means(self) -> Means:
        return Means(
            self.now_ms, self.id, lambda ticket: f"hash-{ticket}", sign, self.epoch, code=code, code_hash=sign,
            card_hash=sign,
        )  # fmt: skip

    def take(self, *items: str, cls: str = "normal", device: str = "tm-1", person: str | None = None) -> Ticket:
        """A ticket; for the class of an appointment as a check-in gives it."""
        if cls == q.DUE:
            new = issue(self.hall, self._means(), device, items or ("card",), cls, "zh", person)
            fold(self.hall, new.taken.event, new.taken.sealed)
            self.happened.append(new.taken.event)
        else:
            self.do(device, q.TakeTicket(items=items or ("card",), cls=cls, person=person))
        return list(self.hall.tickets.values())[-1]

    def open(self, window: str = "w1") -> str:
        """Sign the window's clerk in and open it; returns the session."""
        self.do(PADS[window], w.SignIn(window=window, clerk=CLERKS[window], pin="123456"))
        self.do(PADS[window], w.OpenWindow(window=window), session=self.window(window).session)
        return self.window(window).session or ""

    def sit(self, clerk: str = GUIDE, device: str = "desk") -> str:
        """A guide sits down at the console; returns the session."""
        self.do(device, k.SignInDesk(clerk=clerk, pin="123456"))
        return self.hall.seats[device].session

    def at_desk(self, body: Strict, **more: object) -> None:
        """A command that must succeed, of the guide who sits at the console."""
        self.do("desk", body, session=self.hall.seats["desk"].session, **more)

    def at_desk_refused(self, body: Strict, **more: object) -> Reason:
        return self.refused("desk", body, session=self.hall.seats["desk"].session, **more)

    def at_window(self, window: str, body: Strict) -> None:
        self.do(PADS[window], body, session=self.window(window).session)

    def at_window_refused(self, window: str, body: Strict) -> Reason:
        return self.refused(PADS[window], body, session=self.window(window).session)

    def no_show(self, window: str) -> None:
        """The called person does not come, for as long as the rules say."""
        self.wait(self.hall.plan.site.rules.no_show_after_s)
        self.at_window(window, q.NoShow(window=window))

    def serve(self, window: str = "w1") -> Ticket:
        """Call the next and start; returns the ticket."""
        self.at_window(window, q.CallNext(window=window))
        self.at_window(window, q.Start(window=window))
        return self.ticket(self.window(window).at or "")

    def window(self, window: str) -> Window:
        return self.hall.windows[window]

    def ticket(self, ticket: str) -> Ticket:
        return self.hall.tickets[ticket]

    def state(self, ticket: Ticket) -> TicketState:
        return self.hall.tickets[ticket.id].state
