"""The chain finds every kind of tampering, and says at which record."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fakes.loop_rig import Rig, TestClock

from edge_hub.contract import queue as q
from edge_hub.store.connection import StoreFault, open_reader
from edge_hub.store.journal import GENESIS, ChainFault, head, records, verify
from edge_hub.store.store import Store

pytestmark = pytest.mark.fault(53)

Changing = Callable[[str], ChainFault | None]
COUNT = 15
"""Records of the `recorded` data: a day begun, eight tickets, four of them cancelled."""


def test_a_journal_that_nobody_touched_is_right(copy: Any) -> None:
    assert copy.verified() == (COUNT, None)


def test_the_numbers_are_contiguous_and_the_chain_begins_with_zeros(copy: Any) -> None:
    reader = open_reader(copy.path)
    rows = list(records(reader))
    assert [row.seq for row in rows] == list(range(1, COUNT + 1))
    assert head(reader) == (COUNT, rows[-1].chain_hash) and bytes(32) == GENESIS
    reader.close()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("hub_id", "'other'"), ("epoch", "epoch + 1"), ("wall_ms", "wall_ms + 1"), ("mono_ms", "mono_ms - 1"),
        ("boot_id", "'x'"), ("etype", "'hall'"), ("eid", "'x'"), ("ever", "ever + 1"), ("type", "'TicketPassed'"),
        ("schema_ver", "2"), ("idem_key", "'x'"), ("chain_hash", "randomblob(32)"),
    ],
)  # fmt: skip
def test_an_edited_header_is_found(changing: Changing, column: str, value: str) -> None:
    fault = changing(f"UPDATE journal SET {column} = {value} WHERE seq = 5")
    assert fault == ChainFault(5, "the header was changed, or a record before it")


@pytest.mark.parametrize(
    "change",
    [
        "body = CAST(replace(CAST(body AS TEXT), 'card', 'caro') AS BLOB)", "body = x''", "body_hash = randomblob(32)",
        "sealed = x'00'",
    ],
)  # fmt: skip
def test_an_edited_body_is_found(changing: Changing, change: str) -> None:
    assert changing(f"UPDATE journal SET {change} WHERE seq = 2") == ChainFault(2, "the body was changed")


@pytest.mark.parametrize("sealed", ["x'00'", "NULL", "randomblob(40)", "substr(sealed, 1, length(sealed) - 1)"])
def test_a_changed_or_removed_sealed_part_is_found(changing: Changing, sealed: str) -> None:
    fault = changing(
        f"UPDATE journal SET sealed = {sealed} WHERE seq = (SELECT min(seq) FROM journal WHERE sealed NOTNULL)"
    )
    assert fault is not None and fault.what == "the body was changed"


def test_an_edited_body_with_its_hash_made_right_is_found(copy: Any) -> None:
    """Whoever can edit a record can hash it; the chain needs all records after it too."""
    import hashlib

    body = b'{"type":"TicketTaken"}'
    copy.change(
        "UPDATE journal SET body = ?, body_hash = ? WHERE seq = 7", (body, hashlib.sha256(body + b"\x00").digest())
    )
    assert copy.verified()[1] == ChainFault(7, "the header was changed, or a record before it")


@pytest.mark.parametrize("seq", [1, 2, 7, COUNT - 1])
def test_a_deleted_record_is_found(changing: Changing, seq: int) -> None:
    assert changing(f"DELETE FROM journal WHERE seq = {seq}") == ChainFault(seq, "the record is missing")


@pytest.mark.parametrize("kept", [0, 1, COUNT - 1])
def test_a_cut_off_tail_is_found(changing: Changing, kept: int) -> None:
    fault = changing(f"DELETE FROM journal WHERE seq > {kept}")
    assert fault == ChainFault(kept + 1, "records after this were cut off")


def test_records_in_another_order_are_found(copy: Any) -> None:
    for statement in ("SET seq = 1000 WHERE seq = 4", "SET seq = 4 WHERE seq = 6", "SET seq = 6 WHERE seq = 1000"):
        copy.change(f"UPDATE journal {statement}")
    fault = copy.verified()[1]
    assert fault is not None and fault.seq == 4


def test_a_record_thrown_in_is_found(changing: Changing) -> None:
    fault = changing(
        "INSERT INTO journal SELECT NULL, hub_id, epoch, wall_ms, mono_ms, boot_id, etype, eid, ever, type, schema_ver,"
        " 'thrown-in', body, sealed, body_hash, chain_hash FROM journal WHERE seq = 3"
    )
    assert fault == ChainFault(COUNT + 1, "the header was changed, or a record before it")


def test_a_verified_tail_finds_what_is_in_it_and_trusts_what_is_before(copy: Any) -> None:
    copy.change("UPDATE journal SET eid = 'x' WHERE seq = 4")
    assert copy.verified(tail=COUNT - 4) == (COUNT - 4, None)
    assert copy.verified(tail=COUNT - 3)[1] == ChainFault(4, "the header was changed, or a record before it")
    assert copy.verified(tail=10_000)[1] == ChainFault(4, "the header was changed, or a record before it")


def test_a_tail_whose_beginning_is_gone_is_found(copy: Any) -> None:
    copy.change("DELETE FROM journal WHERE seq = 4")
    assert copy.verified(tail=COUNT - 4)[1] == ChainFault(4, "the record is missing")


def test_a_hub_does_not_start_on_a_broken_tail(copy: Any) -> None:
    copy.change("UPDATE journal SET type = 'TicketPassed' WHERE seq = 9")
    with pytest.raises(StoreFault, match="the journal is broken at record 9"):
        Store(copy.directory, "boot")


LATER = "WHERE seq >= 7"


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        (["SET epoch = 3", f"SET epoch = 2 {LATER}"], "the epoch fell from 3 to 2"),
        ([f"SET epoch = 2 {LATER}"], "epoch 2 began without the start of a hub"),
        ([f"SET hub_id = 'hub-b', epoch = 2 {LATER}"], "epoch 2 began without the start of a hub"),
        (["SET hub_id = 'hub-a'", f"SET hub_id = 'hub-b' {LATER}"],
         "the hub changed from hub-a to hub-b within epoch 1"),
        (["SET hub_id = 'hub-a'", f"SET hub_id = 'hub-b' {LATER}", "SET type = 'HubStarted' WHERE seq = 7"],
         "the hub changed from hub-a to hub-b within epoch 1"),
    ],
)  # fmt: skip
def test_a_reign_that_changes_without_a_step_is_found_though_every_hash_is_right(
    copy: Any, changes: list[str], what: str
) -> None:
    for change in changes:
        copy.change(f"UPDATE journal {change}")
    copy.hash_again()
    assert copy.verified() == (6, ChainFault(7, what))
    assert copy.verified(tail=COUNT - 6) == (0, ChainFault(7, what)), "also just behind what is trusted"
    with pytest.raises(StoreFault, match="the journal is broken at record 7"):
        Store(copy.directory, "boot")


def test_a_start_of_a_hub_with_a_higher_epoch_is_the_legal_step(copy: Any) -> None:
    copy.change(f"UPDATE journal SET hub_id = 'hub-b', epoch = 4 {LATER}")
    copy.change("UPDATE journal SET type = 'HubStarted' WHERE seq = 7")
    copy.hash_again()
    assert copy.verified() == (COUNT, None)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE meta SET value = '2' WHERE key = 'epoch'", "UPDATE meta SET value = '0' WHERE key = 'epoch'",
        "UPDATE meta SET value = 'one' WHERE key = 'epoch'", "DELETE FROM meta WHERE key = 'epoch'",
        "UPDATE meta SET value = 'hub-b' WHERE key = 'hub_id'", "DELETE FROM meta WHERE key = 'hub_id'",
    ],
)  # fmt: skip
def test_a_hub_does_not_start_as_another_than_its_journal_says(copy: Any, change: str) -> None:
    assert copy.change(change) == 1
    for _ in range(2):
        with pytest.raises(StoreFault, match=r"the file notes .* restore the newest good backup"):
            Store(copy.directory, "boot")
    assert copy.verified() == (COUNT, None)


def test_an_empty_journal_is_right(tmp_path: Path) -> None:
    Store(tmp_path, "boot").close()
    reader = open_reader(tmp_path / "hub.db")
    assert verify(reader) == (0, None) and head(reader) == (0, GENESIS)
    reader.close()


def test_the_chain_goes_on_over_a_restart(tmp_path: Path, recorded: Path) -> None:
    shutil.copytree(recorded, tmp_path / "data")
    rig = Rig(tmp_path / "data", TestClock("09:31"))
    rig.do("tm-1", q.TakeTicket(items=("card",)))
    rig.close()
    reader = open_reader(tmp_path / "data" / "hub.db")
    assert verify(reader) == (COUNT + 1, None)
    reader.close()


def test_records_are_read_from_where_a_reader_stopped(copy: Any) -> None:
    reader = open_reader(copy.path)
    assert [row.seq for row in records(reader, after=5, limit=3)] == [6, 7, 8]
    assert list(records(reader, after=COUNT)) == []
    reader.close()
