"""Replies already given: whoever asks again under the same id gets the same answer, word for word.

They lie in the order in which they were given: the place of a reply is the record before it, and its turn after that
one. So those after a record are found without an index of their own, for which every command would pay.
"""

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import apsw

from .connection import query

KEPT_MS = 3 * 86_400_000
TURNS = 24
"""Bits of a place for the turn: more than any flood of refusals after one record brings."""
KNOWN = (
    "SELECT value, coalesce(digest, x''), coalesce(reply, x''), ticket FROM json_each(?)"
    " LEFT JOIN command_dedup ON cmd_id = value LEFT JOIN journal ON cmd_id IS NULL AND idem_key = value || ':0'"
    " WHERE cmd_id NOTNULL OR idem_key NOTNULL"
)
"""Empty for a command whose reply was forgotten and whose effect stands in the journal."""
ANSWERED = "SELECT ticket FROM command_dedup WHERE cmd_id = ?"
INSERT = "INSERT INTO command_dedup VALUES(?,?,?,?,?,?,?)"
GIVEN = (
    f"SELECT cmd_id, device, digest, reply, ticket, place >> {TURNS}, wall_ms FROM command_dedup"
    f" WHERE place >= ? << {TURNS} AND place < (? + 1) << {TURNS} ORDER BY place LIMIT ?"
)

Given = tuple[str, str, bytes, bytes, str | None, int, int]
"""Command, device, blind digest of what was asked, reply, the ticket whose token belongs to it, number of the newest
record then, wall time in ms."""


class Stored(NamedTuple):
    """A reply given before: what was asked (blind digest), what was answered, and the ticket whose token belongs to
    it."""

    digest: bytes
    reply: bytes
    ticket: str | None


class Replies:
    """Those of one database, for its writer. What is added becomes part of the open transaction with `write`."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._db = connection
        self._fresh: list[tuple[object, ...]] = []
        self._known: dict[str, Stored] = {}
        self._place = self._newest()

    def look_up(self, cmd_ids: Sequence[str]) -> None:
        """Read at once what was answered to any of these commands."""
        found = query(self._db, KNOWN, (json.dumps(cmd_ids),))
        self._known = {cmd_id: Stored(*rest) for cmd_id, *rest in found}

    def known(self, cmd_id: str) -> Stored | None:
        """The reply to a command that was looked up, also one of the open group."""
        return self._known.get(cmd_id)

    def ticket_of(self, cmd_id: str) -> str | None:
        """The ticket that a command of the last days was answered with, also one of the open group."""
        known = self._known.get(cmd_id)
        if known is not None:
            return known.ticket
        found = query(self._db, ANSWERED, (cmd_id,))
        return found[0][0] if found else None

    def add(self, given: Given) -> None:
        """One that leaves with the next commit."""
        cmd_id, device, digest, reply, ticket, seq, wall_ms = given
        self._place = max(self._place + 1, seq << TURNS)
        self._fresh.append((self._place, cmd_id, device, digest, reply, ticket, wall_ms))
        self._known[cmd_id] = Stored(digest, reply, ticket)

    def adopt(self, others: Iterable[Given]) -> None:
        """Replies of another hub, in their order. One may come twice."""
        for one in others:
            if one[0] not in self._known and not query(self._db, ANSWERED, one[:1]):
                self.add(one)

    def write(self) -> None:
        """Into the open transaction."""
        self._db.executemany(INSERT, self._fresh)

    def settle(self) -> None:
        """After the commit."""
        self._fresh, self._known = [], {}

    def take_back(self) -> None:
        """What was added was never said."""
        self.settle()
        self._place = self._newest()

    def forget(self, before_ms: int, rows_max: int) -> int:
        """Drop so many of the oldest replies that are older; how many went."""
        oldest = "SELECT place, wall_ms FROM command_dedup ORDER BY place LIMIT ?"
        with self._db:
            self._db.execute(
                f"DELETE FROM command_dedup WHERE place IN (SELECT place FROM ({oldest}) WHERE wall_ms < ?)",
                (rows_max, before_ms),
            )
        return self._db.changes()

    def _newest(self) -> int:
        ((place,),) = query(self._db, "SELECT coalesce(max(place), -1) FROM command_dedup")
        return int(place)


def given(connection: apsw.Connection, after: int, upto: int, limit: int) -> list[Given]:
    """Replies given when the newest record was one from `after` to `upto`, at most so many, oldest first."""
    return query(connection, GIVEN, (after, upto, limit))
