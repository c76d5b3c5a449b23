"""A closed store with a few records, and a way to change its file behind the hub's back."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw
import pytest
from fakes.loop_rig import Rig

from edge_hub.contract import queue as q
from edge_hub.store.connection import open_reader
from edge_hub.store.journal import GENESIS, ChainFault, hashes, records, verify
from edge_hub.store.store import DB_NAME


@dataclass
class Copy:
    """A closed copy of a hub's data. `change` edits it as an intruder with the file in hand would."""

    directory: Path

    @property
    def path(self) -> Path:
        return self.directory / DB_NAME

    def change(self, statement: str, bindings: Sequence[Any] = ()) -> int:
        """Run one statement on the file; how many rows it changed."""
        connection = apsw.Connection(str(self.path))
        connection.execute(statement, bindings).fetchall()
        changed = connection.changes()
        connection.close()
        return changed

    def hash_again(self) -> None:
        """Make every hash right: the work of somebody who knows how the chain is made."""
        connection = apsw.Connection(str(self.path))
        before = GENESIS
        for one in list(records(connection)):
            body_hash, before = hashes(one.header, one.body, one.sealed, before)
            connection.execute(
                "UPDATE journal SET body_hash = ?, chain_hash = ? WHERE seq = ?", (body_hash, before, one.seq)
            )
        connection.close()

    def verified(self, tail: int | None = None) -> tuple[int, ChainFault | None]:
        reader = open_reader(self.path)
        try:
            return verify(reader, tail)
        finally:
            reader.close()


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    (tmp_path / "data").mkdir()
    one = Rig(tmp_path / "data")
    yield one
    one.close()


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Closed data with records, some of them with a sealed part; read-only for the tests."""
    directory = tmp_path_factory.mktemp("recorded")
    rig = Rig(directory)
    for n in range(8):
        slip = rig.do("tm-1", q.TakeTicket(items=("card",)))
        if n % 2:
            rig.do("desk", q.Cancel(ticket=slip.result["ticket"], why=f"原因{n}"))
    rig.close()
    return directory


@pytest.fixture
def copy(recorded: Path, tmp_path: Path) -> Copy:
    directory = tmp_path / "copy"
    shutil.copytree(recorded, directory)
    return Copy(directory)


@pytest.fixture
def changing(copy: Copy) -> Callable[[str], ChainFault | None]:
    """Change the copy by one statement that touches something; what the verifier says then."""

    def change(statement: str) -> ChainFault | None:
        assert copy.change(statement) > 0, "the change missed"
        return copy.verified()[1]

    return change
