"""How far each consumer of the journal has got: a row for each, so that a restart knows it and nothing is pruned that
one of them still needs.

A row is never ahead of the consumer: it is written after the consumer has said so, in the file whose records it speaks
of, and so is right in a backup of that file too. Its consumer may lose what it had: then the row goes back.
"""

from collections.abc import Collection, Mapping

import apsw

from .connection import query


class Consumers:
    """Belongs to the writer's thread. Each change is a transaction of its own."""

    def __init__(self, db: apsw.Connection) -> None:
        self._db = db

    def declare(self, mandatory: Collection[str]) -> None:
        """From now on these must have a record before it may go, and no others. A new one has none yet."""
        had = {name for (name,) in query(self._db, "SELECT name FROM consumer WHERE mandatory")}
        if had == set(mandatory):
            return
        with self._db:
            self._db.execute("UPDATE consumer SET mandatory = 0")
            self._db.executemany(
                "INSERT INTO consumer VALUES(?, 1, 0) ON CONFLICT(name) DO UPDATE SET mandatory = 1",
                [(name,) for name in mandatory],
            )

    def stand(self, seqs: Mapping[str, int]) -> None:
        """Where some of them stand now."""
        had = dict(query(self._db, "SELECT name, seq FROM consumer"))
        moved = [(seq, name) for name, seq in seqs.items() if had.get(name) != seq]
        if moved:
            with self._db:
                self._db.executemany("UPDATE consumer SET seq = ? WHERE name = ?", moved)

    def all_have(self, seq: int) -> bool:
        """Whether no mandatory consumer lacks that record."""
        return not query(self._db, "SELECT 1 FROM consumer WHERE mandatory AND seq < ?", (seq,))
