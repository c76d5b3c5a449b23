"""The standby's side: follow a hub, record by record, until somebody makes this machine the hub.

What came is durable here before it is acknowledged. A file of another reign is set aside, what it had more is written
out for people to look at, and the copy begins anew: nothing is merged and nothing is lost.
"""

import json
import logging
import random
import ssl
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from edge_hub.domain.plan import Plan
from edge_hub.shipping.faults import Refused, TryAgain
from edge_hub.shipping.mandate import RENEW_S, TTL_S
from edge_hub.shipping.parcel import Beat, Kept, Parcel, Refusal, Vote, Wanted, Welcome
from edge_hub.shipping.pause import Spans, Tries
from edge_hub.standby.copying import Copy, Source, named_in_parcel
from edge_hub.store.backup import move_aside
from edge_hub.store.blobs import Blobs
from edge_hub.store.connection import open_reader
from edge_hub.store.journal import records
from edge_hub.store.store import DB_NAME, Store

from .blobs import answer_of, fetch
from .line import Line, LineFault, check_safe, dial
from .wish import AGREED, PROMOTE, Wish, asked, begin_reign
from .witness import ask, boot_s, machine_of

log = logging.getLogger(__name__)
DIAL_S, ANSWER_S, SILENCE_S = 3.0, 5.0, 5.0
SPANS: Spans = {TryAgain: (0.2, 0.5), Refused: (2.0, 60.0)}
"""Pauses, in s: a hub that comes back is followed at once; one that refuses, or cannot be kept, waits for a person."""
LOOK_S = 0.25
ORPHANS = "orphans.jsonl"
REIGNS = "reigns"
"""A file there: this machine has taken the hub's place, and does so whenever it is started, until it is deposed."""


@dataclass(slots=True)
class Follower:
    """One standby. `run` returns when it is stopped, or shall be the hub."""

    data: Path
    plan: Plan
    of: tuple[str, int]
    boot_id: str
    context: ssl.SSLContext | None = None
    witness: tuple[str, int] | None = None
    """Asked whether this machine may take the hub's place when that is not heard any more; None: a person decides."""
    _voted_s: float = field(default_factory=boot_s)
    """When this machine last gave the hub its voice, or may have done so before it was started."""

    def run(self, stopped: threading.Event) -> Wish | None:
        """Follow, until somebody wants this machine to be the hub or, with a witness, it must be: who and why. None
        when it was stopped. Raises Unsafe, and the store's failures."""
        check_safe(self.of[0], self.context)
        store = Store(self.data, self.boot_id)
        tries = Tries(SPANS, random.Random())
        try:
            while True:
                wish = asked(self.data)
                if wish is not None:
                    return wish if self._voice_free(store, stopped, wish) else None
                if stopped.is_set():
                    return None
                fork, left_s = None, tries.again_s - time.monotonic()
                if left_s > 0:
                    stopped.wait(min(LOOK_S, left_s))
                else:
                    fork = self._try(store, stopped, tries)
                if self._chosen(store):
                    return _automatic()
                if fork is not None:
                    store.close()
                    self._begin_anew(fork)
                    store = Store(self.data, self.boot_id)
        finally:
            store.close()

    def _try(self, store: Store, stopped: threading.Event, tries: Tries) -> Refusal | None:
        """Follow as long as it goes well."""
        try:
            line = dial(self.of, self.context, DIAL_S)
            try:
                return self._follow(line, store, stopped, tries)
            finally:
                line.close()
        except (TryAgain, Refused) as fault:
            if tries.failed(fault, time.monotonic()):
                log.warning("The hub cannot be followed (%s); trying again.", fault)
            return None

    def _chosen(self, store: Store) -> bool:
        """Whether this machine has two voices: its own, which the hub has no more, and the witness's."""
        if self.witness is None or store.seq == 0 or boot_s() - self._voted_s < TTL_S:
            return False
        vote = Vote(machine=machine_of(self.data), epoch=store.epoch, seq=store.seq)
        voted = ask(self.witness, vote, self.context)
        if voted is None or not voted.granted:
            return False
        log.warning("The hub is gone, and the witness agrees: this machine takes its place after record %d.", store.seq)
        return True

    def _voice_free(self, store: Store, stopped: threading.Event, wish: Wish) -> bool:
        """Wait until the voice that this machine gave the hub has run out, while the witness, if it is heard, stops the
        hub; False if stopped before. Without a witness voices count for nothing, and nothing is waited for."""
        if self.witness is None:
            return True
        log.warning("%s made this machine the hub: it waits %d s at most, until old voices ran out.", wish.by, TTL_S)
        vote = Vote(machine=machine_of(self.data), epoch=store.epoch + 1, seq=store.seq, by_person=True)
        while (left_s := self._voted_s + TTL_S - boot_s()) > 0:
            ask(self.witness, vote, self.context)
            if stopped.wait(min(RENEW_S, left_s)):
                return False
        return True

    def _follow(self, line: Line, store: Store, stopped: threading.Event, tries: Tries) -> Refusal | None:
        """Until the line ends or this standby does; a refusal if the hub's journal is another one."""
        copy = Copy(store, self.plan)
        line.say(copy.standing, ANSWER_S)
        hello = line.hear(ANSWER_S)
        if isinstance(hello, Refusal):
            if hello.why == "older":
                raise LineFault("the hub there is of an older epoch than what is kept here; it has been told")
            if hello.why == "pruned":
                raise Refused(
                    "the hub's journal begins later than what is kept here ends: stop this, put the hub's newest"
                    " backup here (hall restore), and start it again"
                )
            return hello
        if isinstance(hello, Wanted):
            self._give(line, hello.after)
            return None
        if not isinstance(hello, Welcome):
            raise LineFault("it does not welcome")
        copy.note(hello.notes)
        log.info("Following %s in epoch %d, from record %d on.", hello.hub, hello.epoch, store.seq)
        heard_s, blobs, lacked = time.monotonic(), Blobs(self.data), copy.blobs()
        while not stopped.is_set() and asked(self.data) is None:
            message = line.hear(LOOK_S)
            if isinstance(message, Parcel | Beat):
                named = named_in_parcel(message) if isinstance(message, Parcel) else frozenset()
                fetch(line, blobs, lacked | named, ANSWER_S)
                lacked = frozenset()
            if isinstance(message, Parcel):
                copy.keep(message)
            elif message is not None and not isinstance(message, Beat):
                raise LineFault("it says what a hub does not say")
            if message is not None:
                self._voted_s = boot_s()
                line.say(Kept(seq=store.seq), ANSWER_S)
                copy.prune()
                tries.worked()
                heard_s = time.monotonic()
            elif time.monotonic() - heard_s > SILENCE_S:
                raise LineFault("it is silent")
        return None

    def _give(self, line: Line, after: int) -> None:
        """To the hub, which came back from a backup, what it lacks."""
        source, given = Source(self.data), after
        try:
            while (parcel := source.parcel(given)) is not None and parcel.records:
                line.say(parcel, ANSWER_S)
                if not isinstance(answer_of(line, source.blobs, ANSWER_S), Kept):
                    raise LineFault("it does not take what it asked for")
                given = parcel.records[-1].seq
            line.say(Beat(seq=given), ANSWER_S)
        finally:
            source.close()
        log.info("The hub came back from a backup and was given %d records that it lacked.", given - after)

    def _begin_anew(self, fork: Refusal) -> None:
        """The hub there reigns; what was here and not there is written out, and the file set aside."""
        count = export_orphans(self.data, fork.began, self.data / ORPHANS)
        aside = move_aside(self.data, round(time.time() * 1000))
        log.warning(
            "This machine kept records that the hub of epoch %d does not have. %d of them lie in %s to be looked at,"
            " the whole file in %s.", fork.epoch, count, self.data / ORPHANS, aside,
        )  # fmt: skip


def _automatic() -> Wish:
    return Wish(by="", why=AGREED, at_ms=round(time.time() * 1000))


def take_over(data: Path, wish: Wish) -> None:
    """From now on this machine is the hub, whenever it is started, until it is deposed."""
    begin_reign(data, wish)
    (data / REIGNS).touch()
    (data / PROMOTE).unlink(missing_ok=True)


def export_orphans(data: Path, began: int, to: Path) -> int:
    """Append what a deposed hub had from record `began` on to a file, a line a record; how many. Sealed parts stay
    sealed."""
    reader = open_reader(data / DB_NAME)
    count = 0
    try:
        with to.open("a", encoding="utf-8") as out:
            for one in records(reader, max(0, began - 1)):
                line = {
                    "hub": one.hub_id, "epoch": one.epoch, "seq": one.seq, "wall_ms": one.wall_ms, "type": one.type,
                    "body": json.loads(one.body),
                }  # fmt: skip
                out.write(json.dumps(line, ensure_ascii=False) + "\n")
                count += 1
    finally:
        reader.close()
    return count
