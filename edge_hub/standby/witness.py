"""The witness: a process on a third machine that gives its voice to one of two hubs, and the asking for it.

What it gave is on its disk before it says so. It keeps no records of the hall and knows nobody's name.
"""

import contextlib
import json
import logging
import os
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from secrets import token_hex

from edge_hub.inbox import Inbox
from edge_hub.messages import Deposed
from edge_hub.shipping.mandate import RENEW_S, Ballot, Given, Mandate
from edge_hub.shipping.parcel import Vote, Voted

from .line import Line, LineFault, check_safe, dial

log = logging.getLogger(__name__)
ASK_S = 1.5
"""For dialling, and for the answer."""
GIVEN, MACHINE = "given.json", "machine"


def boot_s() -> float:
    """Seconds since the machine started, sleep included: nobody sets this clock."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def machine_of(data: Path) -> str:
    """The name of this folder's machine, made once: a copy of the records has the hub's name, this is another's."""
    file = data / MACHINE
    if not file.exists():
        _write(file, token_hex(8))
    return file.read_text(encoding="ascii").strip()


def ask(witness: tuple[str, int], vote: Vote, context: ssl.SSLContext | None) -> Voted | None:
    """The witness's answer; None if there is none."""
    try:
        line = dial(witness, context, ASK_S)
    except LineFault:
        return None
    try:
        line.say(vote, ASK_S)
        answer = line.hear(ASK_S)
    except LineFault:
        return None
    finally:
        line.close()
    return answer if isinstance(answer, Voted) else None


class Witness:
    """Listens until closed."""

    def __init__(self, data: Path, listen: tuple[str, int], context: ssl.SSLContext | None) -> None:
        """Raises OSError where it cannot listen or write, and Unsafe for another machine without TLS."""
        check_safe(listen[0], context)
        data.mkdir(parents=True, exist_ok=True)
        self._file, self._context, self._over = data / GIVEN, context, False
        self._ballot = Ballot(_kept(self._file), boot_s())
        self._listener = socket.create_server(listen)
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._run, name="witness", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._over = True
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def _run(self) -> None:
        while not self._over:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return  # closed
            with contextlib.suppress(LineFault, OSError):
                self._answer(sock)

    def _answer(self, sock: socket.socket) -> None:
        """One question and one answer; whoever is slow is hung up on."""
        sock.settimeout(ASK_S)
        try:
            line = Line(sock if self._context is None else self._context.wrap_socket(sock, server_side=True))
        except OSError:
            sock.close()
            raise
        try:
            vote = line.hear(ASK_S)
            if isinstance(vote, Vote):
                line.say(self._voted(vote), ASK_S)
        finally:
            line.close()

    def _voted(self, vote: Vote) -> Voted:
        before = self._ballot.given
        voted = self._ballot.vote(vote, boot_s())
        if self._ballot.given != before:
            _write(self._file, json.dumps(asdict(self._ballot.given)))
        if self._ballot.given.machine != before.machine:
            log.info("The voice goes to machine %s in epoch %d.", vote.machine, vote.epoch)
        return voted


class MandateWatch:
    """Asks for the witness's voice again and again, on a thread of the serving hub, until closed or deposed."""

    def __init__(
        self, witness: tuple[str, int], mine: Callable[[], Vote], context: ssl.SSLContext | None, mandate: Mandate,
        inbox: Inbox,
    ) -> None:  # fmt: skip
        """`mine` says what is so now, as of a machine that has acknowledged everything alone."""
        self._witness, self._mine, self._context = witness, mine, context
        self._mandate, self._inbox = mandate, inbox
        self._over, self._given, self._news = False, False, threading.Event()
        self.alone: Callable[[], bool] = lambda: True
        """Whether the standby may miss what is acknowledged here."""
        threading.Thread(target=self._run, name="mandate-watch", daemon=True).start()

    def wake(self) -> None:
        """What is acknowledged is not with the standby any more, or is again: the witness must know at once."""
        self._news.set()

    def close(self) -> None:
        """Ask no more. An answer that is awaited may still come."""
        self._over = True
        self._news.set()

    def _vote(self) -> Vote:
        mine = self._mine()
        needs = mine.seq if self.alone() else 0
        return mine.model_copy(update={"needs": needs, "by_person": mine.by_person and not self._given})

    def _run(self) -> None:
        while not self._over:
            self._news.clear()
            asked_s, vote = boot_s(), self._vote()
            voted = ask(self._witness, vote, self._context)
            if voted is not None and voted.granted:
                self._mandate.heard(asked_s)
                self._given = True
            elif voted is not None and voted.epoch > vote.epoch:
                self._inbox.post(Deposed("another machine", voted.epoch))
                return
            self._news.wait(RENEW_S)


def _kept(file: Path) -> Given:
    try:
        return Given(**json.loads(file.read_bytes()))
    except FileNotFoundError:
        return Given()


def _write(file: Path, text: str) -> None:
    """Durable before anybody hears of it."""
    partial = file.with_suffix(".partial")
    with partial.open("w", encoding="ascii") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    partial.rename(file)
    handle = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
