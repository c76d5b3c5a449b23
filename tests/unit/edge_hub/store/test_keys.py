"""keys.db: sealed parts come back with their key and not without it; nobody but the hub reads the file."""

import hashlib
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_hub.contract import queue as q
from edge_hub.store.connection import open_reader, query
from edge_hub.store.journal import records
from edge_hub.store.keys import Keys

FIELDS = st.dictionaries(st.text(max_size=12), st.text(max_size=40), min_size=1, max_size=3)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Any:
    one = Keys(tmp_path_factory.mktemp("keys") / "keys.db")
    yield one
    one.close()


@settings(max_examples=40, deadline=None)
@given(fields=FIELDS)
def test_what_was_sealed_is_read_again(keys: Keys, fields: dict[str, str]) -> None:
    name = hashlib.sha256(repr(sorted(fields.items())).encode()).hexdigest()
    sealed = keys.seal(name, fields)
    assert keys.unseal(name, sealed) == fields
    keys.flush()
    assert keys.unseal(name, sealed) == fields


def test_the_ciphertext_says_nothing(keys: Keys) -> None:
    sealed = keys.seal("r1", {"why": "张三的母亲住院"})
    assert "张三".encode() not in sealed and b"why" not in sealed
    assert keys.seal("r2", {"why": "张三的母亲住院"}) != sealed


def test_a_sealed_part_belongs_to_its_record_and_to_no_other(keys: Keys) -> None:
    one, other = keys.seal("r3", {"why": "a"}), keys.seal("r4", {"why": "b"})
    keys.flush()
    assert keys.unseal("r3", other) is None and keys.unseal("r4", one) is None
    assert keys.unseal("r3", one[:-1]) is None and keys.unseal("r3", b"") is None
    assert keys.unseal("nobody", one) is None


def test_a_destroyed_key_erases_and_the_chain_still_verifies(copy: Any) -> None:
    reader = open_reader(copy.path)
    sealed = {row.idem_key: row.sealed for row in records(reader) if row.sealed}
    reader.close()
    _, victim, other, *_ = sealed  # the first is the guide's PIN
    keys = Keys(copy.directory / "keys.db")
    assert set(keys.names()) == set(sealed)
    keys.destroy([victim])
    assert set(keys.names()) == set(sealed) - {victim}
    assert keys.unseal(victim, sealed[victim]) is None
    assert keys.unseal(other, sealed[other]) == {"why": "原因3"}
    keys.close()
    assert copy.verified()[1] is None


def on_disk(path: Path) -> bytes:
    """Every byte of the database, that of its WAL too."""
    return b"".join(one.read_bytes() for one in (path, path.with_name(f"{path.name}-wal")) if one.exists())


def the_keys(path: Path) -> dict[str, bytes]:
    reader = open_reader(path)
    found = dict(query(reader, "SELECT name, value FROM key"))
    reader.close()
    return found  # type: ignore[return-value]


def test_not_a_byte_of_a_destroyed_key_is_left_on_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "keys.db"
    keys, lot = Keys(path), random.Random(1)
    names = [hashlib.sha256(b"%d" % n).hexdigest() for n in range(900)]
    for n in range(0, len(names), 30):
        for name in names[n : n + 30]:
            keys.seal(name, {"why": "x"})
        keys.flush()
    before = the_keys(path)
    raw = on_disk(path)
    assert all(value in raw for value in before.values()), "they can be found while they are there"
    gone = lot.sample(names, 600)
    for n in range(0, len(gone), 50):
        keys.destroy(gone[n : n + 50])
    raw = on_disk(path)
    left = {name for name, value in before.items() if value in raw}
    assert left == before.keys() - {f"record:{name}" for name in gone}
    keys.close()


def test_a_key_that_is_not_on_disk_yet_is_destroyed_too(keys: Keys) -> None:
    sealed = keys.seal("fresh", {"why": "x"})
    keys.destroy(["fresh"])
    keys.flush()
    assert keys.unseal("fresh", sealed) is None and "fresh" not in keys.names()


def test_a_reader_in_the_way_is_not_waited_for_and_the_bytes_go_when_it_has_gone(tmp_path: Path) -> None:
    path = tmp_path / "keys.db"
    keys = Keys(path)
    keys.seal("r", {"why": "x"})
    keys.flush()
    key = the_keys(path)["record:r"]
    reader = open_reader(path)
    cursor = reader.execute("SELECT * FROM key")
    next(cursor)
    keys.destroy(["r"])
    assert not keys.scrub() and key in on_disk(path)
    cursor.close()
    reader.close()
    assert keys.scrub() and key not in on_disk(path)
    keys.close()


@pytest.mark.parametrize("name", ["keys.db", "keys.db-wal", "keys.db-shm"])
def test_nobody_else_may_read_the_keys(tmp_path: Path, name: str) -> None:
    keys = Keys(tmp_path / "keys.db")
    keys.seal("r", {"a": "b"})
    keys.flush()
    assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    keys.close()


def test_a_file_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "keys.db"
    Keys(path).close()
    path.chmod(0o644)
    Keys(path).close()
    assert path.stat().st_mode & 0o777 == 0o600


def test_keys_are_on_disk_before_the_event_that_needs_them(rig: Any) -> None:
    """Between the two commits the machine may go dark: a key without its event does no harm, the reverse would."""
    slip = rig.do("tm-1", q.TakeTicket(items=("card",)))
    seen: list[tuple[int, int]] = []

    def look(*_: object) -> bool:
        keys, hub = open_reader(rig.directory / "keys.db"), open_reader(rig.store.path)
        of_records = query(keys, "SELECT count(*) FROM key WHERE name LIKE 'record:%'")[0][0]
        seen.append((of_records, query(hub, "SELECT count(*) FROM journal WHERE sealed NOTNULL")[0][0]))
        keys.close()
        hub.close()
        return False

    cancel = rig.command("desk", q.Cancel(ticket=slip.result["ticket"], why="回家"))
    rig.store._db.set_commit_hook(look)
    assert rig.ask(cancel).ok
    rig.store._db.set_commit_hook(None)
    look()
    assert seen == [(2, 1), (2, 2)], "the guide's PIN was there before"


def test_the_halls_key_stays_over_a_restart_and_differs_between_halls(tmp_path: Path) -> None:
    one = Keys(tmp_path / "a.db")
    token, token_hash, pepper = one.token("t"), one.token_hash("t"), one.pepper("101", "123456")
    one.close()
    again, other = Keys(tmp_path / "a.db"), Keys(tmp_path / "b.db")
    assert (again.token("t"), again.token_hash("t"), again.pepper("101", "123456")) == (token, token_hash, pepper)
    assert other.token("t") != token and other.pepper("101", "123456") != pepper
    again.close()
    other.close()


def test_a_token_is_128_bits_and_only_its_hash_is_kept(keys: Keys) -> None:
    token = keys.token("ticket-1")
    assert len(bytes.fromhex(token)) == 16 and token != keys.token("ticket-2")
    assert keys.token_hash("ticket-1") == hashlib.sha256(token.encode()).hexdigest()


def test_a_pepper_is_bound_to_clerk_and_pin(keys: Keys) -> None:
    assert len({keys.pepper("101", "123456"), keys.pepper("102", "123456"), keys.pepper("101", "123457")}) == 3


def test_a_blind_digest_cannot_be_guessed_without_the_halls_key(tmp_path: Path, keys: Keys) -> None:
    other = Keys(tmp_path / "b.db")
    assert keys.blind(b"x") == keys.blind(b"x") != keys.blind(b"y")
    assert other.blind(b"x") != keys.blind(b"x") and len(keys.blind(b"x")) == 16
    other.close()
