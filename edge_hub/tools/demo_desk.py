"""The guide desk of a practice hall: sees how long the lines are, sends no-shows back in; and the administrator's
console, which gives everybody their PINs.

They are devices of the hall like any other (consoles): all they know comes from snapshots and replies.
"""

import secrets
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from edge_hub.client.answers import NoReply
from edge_hub.client.hub_client import HubClient
from edge_hub.client.link import Link
from edge_hub.contract import topics
from edge_hub.contract.base import Snapshot
from edge_hub.contract.clock import at_hall
from edge_hub.contract.desk import SignInDesk
from edge_hub.contract.envelope import Reply
from edge_hub.contract.hall import HubStatus, Lines
from edge_hub.contract.queue import Requeue
from edge_hub.contract.window import SetPin, SignedIn, WindowNow, WindowState

from .broker import HOST

ANSWER_S = 15.0


class DeskFault(Exception):
    """The hub did not do what a practice hall needs."""


class Desk:
    """The guide desk's connection and what it has seen last."""

    def __init__(
        self, hall: str, device: str, admin: str, port: int, windows: Iterable[str], state: Path, *,
        answer_s: float = ANSWER_S,
    ) -> None:  # fmt: skip
        self._answer_s = answer_s
        self._guide: SignInDesk | None = None
        self._seen = threading.Condition()
        self._link = Link.NO_BROKER
        self._status: HubStatus | None = None
        self._lines: Lines | None = None
        self._windows: dict[str, WindowNow] = {}
        watch = [topics.lines(hall), *(topics.window_now(hall, window) for window in windows)]
        self._client = HubClient(hall, device, [(HOST, port)], watch, self._snapshot, self._linked, state=state)
        self._admin_link = Link.NO_BROKER
        self._admin = HubClient(
            hall, admin, [(HOST, port)], [], lambda _snapshot: None, self._admin_linked, state=state / "admin"
        )

    def start(self) -> None:
        """Connect; returns when the hub is there."""
        self._client.start()
        self._admin.start()
        with self._seen:
            if not self._seen.wait_for(lambda: self._link is self._admin_link is Link.UP, self._answer_s):
                raise DeskFault(f"the hub was not to be seen within {self._answer_s:.0f} s")

    def stop(self) -> None:
        self._client.stop()
        self._admin.stop()

    def give_pins(self, clerks: Iterable[str], by: str) -> dict[str, str]:
        """A new PIN for each clerk, given by an administrator who has none."""
        pins = {clerk: f"{secrets.randbelow(10**6):06}" for clerk in clerks}
        answers: dict[str, Reply | NoReply] = {}

        def answered(clerk: str) -> Callable[[Reply | NoReply], None]:
            def take(reply: Reply | NoReply) -> None:
                with self._seen:
                    answers[clerk] = reply
                    self._seen.notify_all()

            return take

        for clerk, pin in pins.items():
            self._admin.send(SetPin(clerk=clerk, pin=pin, by=by), answered(clerk), timeout_s=self._answer_s)
        with self._seen:
            self._seen.wait_for(lambda: len(answers) == len(pins), self._answer_s + 1)
        for clerk in pins:
            reply = answers.get(clerk)
            if not isinstance(reply, Reply) or not reply.ok:
                why = reply.words.en if reply is not None and reply.words else "no answer"
                raise DeskFault(f"clerk {clerk} could not be given a PIN: {why}")
        return pins

    def sit_down(self, guide: str, pin: str) -> None:
        """From now on `guide` helps people here."""
        self._guide = SignInDesk(clerk=guide, pin=pin)

    def send_back_in(self, ticket: str) -> None:
        """A no-show has turned up at the desk and waits again. The guide signs in for it: hours may lie between two."""
        assert self._guide is not None, "nobody sits at the desk"

        def requeue(reply: Reply | NoReply) -> None:
            if isinstance(reply, Reply) and reply.ok:
                session = SignedIn.model_validate(reply.result).session
                self._client.send(Requeue(ticket=ticket), lambda _reply: None, session=session)

        self._client.send(self._guide, requeue)

    def wait_for(self, wanted: Callable[[], bool], timeout_s: float = ANSWER_S) -> None:
        """Until `wanted`, looked at after each snapshot."""
        with self._seen:
            if not self._seen.wait_for(wanted, timeout_s):
                raise DeskFault(f"what was waited for did not come within {timeout_s:.0f} s")

    @property
    def open_windows(self) -> int:
        with self._seen:
            return sum(now.state is WindowState.OPEN for now in self._windows.values())

    @property
    def empty(self) -> bool:
        """Nobody waits, is called, served, held or passed, as the last snapshots say."""
        with self._seen:
            lines, windows = self._lines, list(self._windows.values())
        nobody = all(now.at is None and not now.held and not now.passed and not now.waiting for now in windows)
        return lines is not None and lines.waiting == 0 and nobody

    @property
    def waiting(self) -> int:
        with self._seen:
            return self._lines.waiting if self._lines is not None else 0

    def to_come(self, window: str) -> int:
        """Services that a window still has before it: its line, and whoever is there."""
        with self._seen:
            now = self._windows.get(window)
            return 0 if now is None else now.waiting + len(now.held) + len(now.passed) + (now.at is not None)

    @property
    def serving(self) -> int:
        with self._seen:
            return sum(now.at is not None for now in self._windows.values())

    @property
    def tickets(self) -> bool:
        """Whether tickets are given now."""
        with self._seen:
            opening = self._status.opening if self._status is not None else None
            return opening is None or opening.tickets

    def clock(self) -> str:
        """The hall's time."""
        return f"{at_hall(self._client.hall_now_ms()):%H:%M}"

    def _linked(self, link: Link) -> None:
        with self._seen:
            self._link = link
            self._seen.notify_all()

    def _admin_linked(self, link: Link) -> None:
        with self._seen:
            self._admin_link = link
            self._seen.notify_all()

    def _snapshot(self, snapshot: Snapshot) -> None:
        with self._seen:
            match snapshot:
                case HubStatus():
                    self._status = snapshot
                case Lines():
                    self._lines = snapshot
                case WindowNow():
                    self._windows[snapshot.window] = snapshot
            self._seen.notify_all()
