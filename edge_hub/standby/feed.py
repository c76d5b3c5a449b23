"""The hub's side: a thread that sends the journal on to the standby and knows how far it has got.

One standby at a time. It says where it stands and is sent what comes after; one parcel is under way at a time, and what
it acknowledges is durable there. The thread reads the store with a reader's connection and decides nothing.
"""

import logging
import socket
import ssl
import threading
from pathlib import Path

from edge_hub.inbox import Inbox
from edge_hub.messages import Deposed
from edge_hub.shipping.cursor import Cursor
from edge_hub.shipping.faults import TryAgain
from edge_hub.shipping.mandate import Mandate
from edge_hub.shipping.parcel import Beat, Kept, Refusal, Standing, Welcome
from edge_hub.standby.copying import Source

from .blobs import answer_of
from .line import Line, LineFault, check_safe
from .witness import boot_s

log = logging.getLogger(__name__)
BEAT_S = 1.0
ANSWER_S = 5.0
"""A standby that has not answered by then is gone."""
HELLO_S = 5.0


class Feed:
    """Listens until closed. `there`, `commits` and `kept_commits` are what the release gate looks at."""

    def __init__(
        self, data: Path, hub: str, epoch: int, listen: tuple[str, int], inbox: Inbox, context: ssl.SSLContext | None,
        mandate: Mandate | None = None,
    ) -> None:  # fmt: skip
        """Raises OSError where it cannot listen, and Unsafe for another machine without TLS. Each acknowledgement is
        the standby's voice for this hub."""
        self._mandate = mandate
        check_safe(listen[0], context)
        self._data, self._hub, self._epoch, self._inbox, self._context = data, hub, epoch, inbox, context
        self.there = False
        self.cursor = Cursor()
        self.commits = self.kept_commits = 0
        self._news = threading.Event()
        self._over = False
        self._line: Line | None = None
        self._listener = socket.create_server(listen)
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._run, name="standby-feed", daemon=True)
        self._thread.start()

    def committed(self) -> None:
        """There is something new. From the loop's thread."""
        self.commits += 1
        self._news.set()

    def close(self) -> None:
        self._over = True
        self._listener.close()
        if self._line is not None:
            self._line.close()
        self._news.set()

    def _run(self) -> None:
        while not self._over:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return  # closed
            try:
                if self._context is not None:
                    sock.settimeout(HELLO_S)
                    sock = self._context.wrap_socket(sock, server_side=True)
                self._line = Line(sock)
                self._serve(self._line)
            except (TryAgain, OSError) as fault:
                if not self._over:
                    log.info("The standby's line has ended: %s.", fault)
            finally:
                self.there = False
                self._inbox.wake()
                if self._line is not None:
                    self._line.close()

    def _serve(self, line: Line) -> None:
        standing = line.hear(HELLO_S)
        if not isinstance(standing, Standing):
            raise LineFault("it does not say where it stands")
        source = Source(self._data)
        try:
            refusal = self._refusal(source, standing)
            if refusal is not None:
                line.say(refusal, ANSWER_S)
                return
            line.say(Welcome(hub=self._hub, epoch=self._epoch, notes=source.notes()), ANSWER_S)
            self._feed(line, source, standing.seq)
        finally:
            source.close()

    def _refusal(self, source: Source, standing: Standing) -> Refusal | None:
        if standing.epoch > self._epoch:
            self._inbox.post(Deposed(standing.hub, standing.epoch))
            return Refusal(epoch=self._epoch, why="older")
        known, begins = source.chain_at(standing.seq), source.begins()
        if standing.seq < begins - 1 or (known is None and standing.seq < begins):
            log.warning("A standby keeps nothing after record %d, and this journal begins later.", standing.seq)
            return Refusal(epoch=self._epoch, why="pruned")
        began = source.began(self._epoch)
        if standing.seq and known != standing.chain:
            log.warning("A standby keeps records that this hub does not have; it must begin anew.")
            return Refusal(epoch=self._epoch, why="fork", began=began)
        return None

    def _feed(self, line: Line, source: Source, at: int) -> None:
        log.info("A standby follows, from record %d on.", at)
        self.cursor.stands(at)
        self.kept_commits, self.there = 0, True
        while not self._over:
            self._news.clear()
            commits, parcel, asked_s = self.commits, source.parcel(at), boot_s()
            if parcel is not None:
                line.say(parcel, ANSWER_S)
                self.cursor.sent(parcel.records[-1].seq if parcel.records else at)
            elif self._has(commits) or self._news.wait(BEAT_S):
                continue
            else:
                asked_s = boot_s()
                line.say(Beat(seq=at), ANSWER_S)
            kept = answer_of(line, source.blobs, ANSWER_S)
            if not isinstance(kept, Kept):
                raise LineFault("it does not answer")
            if self._mandate is not None:
                self._mandate.heard(asked_s)
            self.cursor.kept(kept.seq)
            at = self.cursor.seq or 0
            if parcel is not None and source.all:
                self._has(commits)

    def _has(self, commits: int) -> bool:
        """What so many commits made is with the standby; whether that is news."""
        news = commits > self.kept_commits
        if news:
            self.kept_commits = commits
            self._inbox.wake()
        return news
