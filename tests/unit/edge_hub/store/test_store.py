"""The one writer: stored replies, what is forgotten, what stays over a restart, and commits that lose nothing."""

from pathlib import Path
from typing import Any

import pytest
from fakes.loop_rig import PowerCut, Rig
from fakes.quiet import Expect
from fakes.small_hall import small_hall

from edge_hub.contract import queue as q
from edge_hub.contract.clock import ClockRule
from edge_hub.contract.hall import HubStarted
from edge_hub.domain.fold import fold
from edge_hub.domain.means import Happening
from edge_hub.store.connection import open_reader, query
from edge_hub.store.journal import verify
from edge_hub.store.replies import KEPT_MS
from edge_hub.store.store import Store, quick_check

DAY_MS = 86_400_000


@pytest.fixture
def store(tmp_path: Path) -> Any:
    one = Store(tmp_path, "boot")
    yield one
    one.close()


def give(store: Store, cmd_id: str, reply: bytes = b"{}", wall_ms: int = 0, digest: bytes = b"d" * 16) -> None:
    store.begin([cmd_id])
    store.store_reply(cmd_id, "tm-1", digest, reply, None, wall_ms)
    store.commit()


def known(store: Store, *cmd_ids: str) -> list[bytes | None]:
    store.begin(cmd_ids)
    found = [store.stored_reply(one) for one in cmd_ids]
    store.rollback()
    return [one.reply if one else None for one in found]


def test_a_stored_reply_is_found_again_also_after_a_restart(tmp_path: Path, store: Store) -> None:
    give(store, "a", b"first")
    assert known(store, "a", "b") == [b"first", None]
    store.close()
    again = Store(tmp_path, "boot")
    assert known(again, "a") == [b"first"]
    again.close()


def test_a_reply_stored_in_the_open_group_is_found_in_it(store: Store) -> None:
    store.begin(["a", "a"])
    store.store_reply("a", "tm-1", b"d", b"first", None, 0)
    found = store.stored_reply("a")
    assert found is not None and found.reply == b"first"
    store.commit()


def test_what_was_rolled_back_was_never_said(store: Store) -> None:
    store.begin(["a"])
    store.store_reply("a", "tm-1", b"d", b"first", None, 0)
    store.rollback()
    assert known(store, "a") == [None]


def test_the_digest_of_a_command_is_not_stored_as_it_is(rig: Rig) -> None:
    """The digest of a sign-in could be searched for its PIN, which has only a million values."""
    incoming = rig.command("tm-1", q.TakeTicket(items=("card",)))
    rig.ask(incoming)
    stored = query(rig.store._db, "SELECT digest FROM command_dedup")
    assert len(stored) == 1 and stored[0][0] != incoming.digest
    assert rig.ask(incoming).ok


def test_replies_are_forgotten_after_three_days_and_a_few_at_a_time(store: Store) -> None:
    now = 10 * DAY_MS
    for n in range(7):
        give(store, f"old-{n}", wall_ms=now - KEPT_MS - 7 + n)
    give(store, "young", wall_ms=now - KEPT_MS)
    assert store.forget_replies(now, rows_max=5) == 5
    assert known(store, "old-0", "old-4", "old-5", "old-6") == [None, None, b"{}", b"{}"], "the oldest go first"
    assert [store.forget_replies(now, rows_max=5) for _ in range(2)] == [2, 0]
    assert known(store, "young") == [b"{}"]


def test_a_command_whose_reply_was_forgotten_is_not_carried_out_again(rig: Rig) -> None:
    """Its record in the journal is for ever: doing it again would break the one key per record, and the hub with it."""
    incoming = rig.command("tm-1", q.TakeTicket(items=("card",)))
    assert rig.ask(incoming).ok
    rig.store.forget_replies(rig.clock.ms + KEPT_MS + 1)
    seq = rig.store.seq
    reply = rig.ask(incoming)
    assert not reply.ok and reply.reason == "ID_REUSED" and rig.store.seq == seq
    assert rig.do("tm-1", q.TakeTicket(items=("card",))).result["number"] == "A002"


def test_the_hub_keeps_its_name_and_reign(tmp_path: Path, store: Store) -> None:
    name = store.hub_id
    store.close()
    again = Store(tmp_path, "boot")
    assert (again.hub_id, again.epoch) == (name, 1)
    again.close()


def start(store: Store, key: str) -> None:
    """Record the start of a hub of the store's reign."""
    hall = small_hall()
    store.begin()
    event = HubStarted(hub=store.hub_id, epoch=store.epoch, version="1", at_ms=0)
    fold(hall, event)
    store.append(hall, Happening(event), f"{key}:0", 0, 0)
    store.commit()


def test_a_new_reign_begins_with_the_commit_of_its_first_record_and_not_before(tmp_path: Path, store: Store) -> None:
    start(store, "a")
    store.step_up()
    store.close()
    once = Store(tmp_path, "boot")
    assert once.epoch == 1, "nothing was committed"
    once.step_up()
    start(once, "b")
    once.close()
    again = Store(tmp_path, "boot")
    assert again.epoch == 2
    start(again, "c")
    again.close()
    reader = open_reader(tmp_path / "hub.db")
    assert verify(reader) == (3, None)
    assert query(reader, "SELECT epoch FROM journal") == [(1,), (2,), (2,)]
    reader.close()


def test_a_practice_clock_goes_on_as_it_began(tmp_path: Path, store: Store) -> None:
    first = ClockRule(start_ms=1000, real_start_ms=7, speed=60)
    assert store.practice_clock(first) == first
    store.close()
    again = Store(tmp_path, "boot")
    assert again.practice_clock(ClockRule(start_ms=5, real_start_ms=9, speed=2)) == first
    again.close()


def test_a_power_cut_between_the_two_files_does_no_harm(tmp_path: Path) -> None:
    """The key of a record is on disk and the record is not: the command comes again under its id and is carried out."""
    rig = Rig(tmp_path)
    slip = rig.do("tm-1", q.TakeTicket(items=("card",)))
    cancel = rig.command("desk", q.Cancel(ticket=slip.result["ticket"], why="回家"))
    rig.store.cut = "between"
    with pytest.raises(PowerCut):
        rig.step(cancel)
    rig.restart()
    assert rig.ask(cancel).ok
    reader = open_reader(rig.store.path)
    ((key, sealed),) = query(reader, "SELECT idem_key, sealed FROM journal WHERE type = 'TicketCancelled'")
    reader.close()
    assert rig.store.keys.unseal(key, sealed) == {"why": "回家"}
    rig.close()


def test_new_keys_beside_an_old_journal_are_worth_a_warning(tmp_path: Path, expects_warning: Expect) -> None:
    expects_warning("keys.db was missing and is new: every PIN must be set again", times=1)
    rig = Rig(tmp_path)
    rig.close()
    (tmp_path / "keys.db").unlink()
    for _ in range(2):
        Store(tmp_path, "boot").close()


def test_nothing_of_a_group_is_seen_before_its_commit(tmp_path: Path, store: Store) -> None:
    hall = small_hall()
    store.begin()
    event = HubStarted(hub="h", epoch=1, version="1", at_ms=0)
    fold(hall, event)
    store.append(hall, Happening(event), "k:0", 0, 0)
    reader = open_reader(tmp_path / "hub.db")
    assert query(reader, "SELECT count(*) FROM journal") == [(0,)]
    store.commit()
    assert query(reader, "SELECT count(*) FROM journal") == [(1,)]
    reader.close()


def test_nothing_is_sealed_without_a_rule_that_says_for_how_long(store: Store) -> None:
    hall = small_hall()
    event = HubStarted(hub="h", epoch=1, version="1", at_ms=0)
    fold(hall, event)
    with pytest.raises(AssertionError, match="no rule says how long"):
        store.append(hall, Happening(event, {"why": "x"}), "k:0", 0, 0)


def test_a_sound_file_has_nothing_to_say(tmp_path: Path, store: Store) -> None:
    assert quick_check(tmp_path) == []


@pytest.mark.parametrize("at", [0, 20, 100, 4096, 8192])
def test_a_damaged_file_is_found_and_never_an_exception(tmp_path: Path, recorded: Path, at: int) -> None:
    data = bytearray((recorded / "hub.db").read_bytes())
    data[at : at + 300] = b"\xa5" * 300
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "hub.db").write_bytes(bytes(data))
    assert quick_check(tmp_path / "damaged")
