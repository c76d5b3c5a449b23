"""The oldest day leaves the journal: late enough, nowhere too early, and the chain holds at every moment of it."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes import invariants
from fakes.loop_rig import PowerCut, Rig
from fakes.quiet import Expect
from fakes.small_hall import DESCRIPTION, small_site
from typer.testing import CliRunner

from configs.rules import Retention
from configs.site import Site
from edge_hub.commands.hub import journal as journal_command
from edge_hub.contract import queue as q
from edge_hub.contract.clock import at_hall
from edge_hub.contract.erasure import JournalPruned
from edge_hub.domain.checkpoint import digest
from edge_hub.domain.fold import fold
from edge_hub.domain.hall import Hall
from edge_hub.domain.plan import plan_of
from edge_hub.standby.copying import Copy, Source
from edge_hub.store import figures
from edge_hub.store.backup import back_up, newest_good, restore
from edge_hub.store.connection import open_reader, open_writer, query
from edge_hub.store.journal import ChainFault, Record, first, records, verify
from edge_hub.store.store import Store

DAY_MS, KEPT_DAYS = 86_400_000, 60
FIRST_DAY, SECOND_DAY = "2026-11-24", "2026-11-25"


def site() -> Site:
    kept = dict.fromkeys(Retention.model_fields, KEPT_DAYS) | DESCRIPTION["rules"]["retention"]
    return Site.model_validate_json(json.dumps({**DESCRIPTION, "rules": {**DESCRIPTION["rules"], "retention": kept}}))


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """The evening before the first day, which has many records, may leave the journal; the second day has some."""
    (tmp_path / "data").mkdir()
    one = Rig(tmp_path / "data", site=site())
    one.loop.pruner.heed({"copy": lambda: 0})  # until a test says otherwise
    work(one, 150)
    one.clock.ms += DAY_MS
    one.tick()
    work(one, 20)
    nights(one, KEPT_DAYS - 1)
    yield one
    one.close()


def work(rig: Rig, count: int) -> None:
    for n in range(count):
        slip = rig.do("tm-1", q.TakeTicket(items=("card",)))
        if n % 2:
            rig.do("desk", q.Cancel(ticket=slip.result["ticket"], why="家里有事"))


def nights(rig: Rig, count: int) -> None:
    """So many evenings; each until the hub has carried out what the day asks for."""
    for _ in range(count):
        rig.clock.ms += DAY_MS - (rig.clock.ms + 8 * 3_600_000) % DAY_MS + 20 * 3_600_000
        while rig.hall.erased_day != at_hall(rig.clock.ms).date().isoformat():
            rig.tick()


def everything(rig: Rig) -> list[Record]:
    reader = open_reader(rig.store.path)
    found = list(records(reader))
    reader.close()
    return found


def chain(rig: Rig) -> ChainFault | None:
    reader = open_reader(rig.store.path)
    _, fault = verify(reader)
    reader.close()
    return fault


def quiet(rig: Rig) -> None:
    """Until nothing more is to be pruned."""
    while rig.loop.pruner._done != rig.hall.day:
        rig.tick()


def test_a_day_leaves_when_it_is_old_enough_and_not_before(rig: Rig) -> None:
    rig.loop.pruner.heed({})
    for _ in range(5):
        rig.tick()
    assert rig.hall.pruned == 0 and everything(rig)[0].seq == 1
    before = everything(rig)
    nights(rig, 1)
    quiet(rig)
    after = everything(rig)
    assert after[0].type == "DayRolled" and json.loads(after[0].body)["day"] == SECOND_DAY
    said = json.loads(next(one.body for one in after if one.type == "JournalPruned"))
    assert (said["day"], said["upto"], said["records"]) == (FIRST_DAY, after[0].seq - 1, after[0].seq - 1)
    assert said["chain"] == before[said["upto"] - 1].chain_hash.hex()
    assert chain(rig) is None
    whole = {one.seq: one for one in (*before, *after)}
    assert list(whole) == list(range(1, rig.store.seq + 1)), "nothing else has gone"
    _the_hall_is_the_fold_of(rig, list(whole.values()))


def _the_hall_is_the_fold_of(rig: Rig, journal: list[Record]) -> None:
    """Of all that ever was; and every checkpoint told the digest of it."""
    from edge_hub.contract.codec import decode
    from edge_hub.domain.fold import EVENTS

    folded, loaded = Hall(plan_of(rig.site)), Hall(plan_of(rig.site))
    for one in journal:
        event = decode(EVENTS[one.type], one.body)
        assert event is not None
        if isinstance(event, JournalPruned):
            assert event.rows == digest(folded)
        fold(folded, event, rig.store.keys.unseal(one.idem_key, one.sealed) if one.sealed else None)
    rig.store.load(loaded)
    assert digest(folded) == digest(loaded) == digest(rig.hall)
    assert folded.pruned == loaded.pruned == rig.hall.pruned


def test_the_figures_of_a_day_outlive_its_records(rig: Rig) -> None:
    rig.loop.pruner.heed({})
    nights(rig, 1)
    quiet(rig)
    reader = open_reader(rig.store.path)
    assert figures.sums(reader, "day", FIRST_DAY, FIRST_DAY)[FIRST_DAY]["tickets"] == 150
    counted = figures.recounted(reader, Hall(plan_of(rig.site)))
    assert counted == {place: of for place, of in figures.rows(reader).items() if place[0] >= SECOND_DAY}
    said = json.loads(next(one.body for one in records(reader) if one.type == "JournalPruned"))
    assert (said["figures"]["tickets"], said["figures"]["cancelled"]) == (150, 75)
    assert query(reader, "SELECT count(*) FROM ticket WHERE day = ?", (FIRST_DAY,)) == [(0,)], "nor are its tickets"
    reader.close()


def test_nothing_leaves_before_every_mandatory_copy_has_it(rig: Rig) -> None:
    nights(rig, 3)
    for _ in range(5):
        rig.tick()
    assert rig.hall.pruned == 0
    rig.loop.pruner.heed({"copy": lambda: 200})
    for _ in range(5):
        rig.tick()
    assert rig.hall.pruned == 0, "it has only half of the day"
    rig.loop.pruner.heed({"copy": lambda: rig.store.seq})
    quiet(rig)
    assert json.loads(everything(rig)[0].body)["day"] == "2026-11-27", "three days, one after the other"
    assert chain(rig) is None


def test_what_a_consumer_has_holds_while_it_is_away_and_over_a_restart(rig: Rig) -> None:
    nights(rig, 1)
    rig.loop.pruner.heed({"standby": lambda: rig.store.seq})
    rig.loop.pruner.note()
    rig.restart()
    rig.loop.pruner.heed({"standby": lambda: None})  # it has not come back yet
    quiet(rig)
    assert rig.hall.pruned > 0, "the oldest day is with it"
    pruned = rig.hall.pruned
    rig.loop.pruner.heed({"standby": lambda: 0})  # it came back with a blank disk
    nights(rig, 2)
    for _ in range(5):
        rig.tick()
    assert rig.hall.pruned == pruned and chain(rig) is None


@pytest.mark.fault(5)
def test_power_cuts_in_the_middle_leave_a_chain_that_holds_and_a_hub_that_goes_on(rig: Rig) -> None:
    nights(rig, 1)
    rig.loop.pruner.heed({})
    for cut in ("before", "after"):
        rig.store.cut = cut
        with contextlib.suppress(PowerCut):
            rig.tick()
        rig.restart()
        assert (rig.hall.pruned > 0) == (cut == "after") and chain(rig) is None
    seen = set()
    while rig.store.prune(rig.hall.pruned, 40):  # in portions of a slower machine
        rig.restart()
        assert chain(rig) is None, "the head is half gone"
        seen.add(everything(rig)[0].seq)
    quiet(rig)
    assert len(seen) > 3 and everything(rig)[0].seq == rig.hall.pruned + 1
    invariants.journal_is_contiguous_and_chained(rig)


def test_somebody_who_takes_the_head_away_is_found(rig: Rig) -> None:
    nights(rig, 1)
    rig.loop.pruner.heed({})
    rig.tick()
    upto = rig.hall.pruned
    assert upto and rig.store.prune(upto, 30)
    rig.store.close()
    writer = open_writer(rig.store.path)

    def broken(statement: str, *bindings: Any) -> ChainFault | None:
        writer.execute("BEGIN")
        writer.execute(statement, bindings)
        fault = verify(writer)[1]
        writer.execute("ROLLBACK")
        return fault

    assert verify(writer)[1] is None
    assert broken("UPDATE journal SET chain_hash = randomblob(32) WHERE seq = 31") is not None
    assert broken("UPDATE journal SET chain_hash = randomblob(32) WHERE seq = ?", upto) is not None
    assert broken("DELETE FROM journal WHERE seq <= ?", upto + 1) == ChainFault(upto + 1, "the record is missing")
    assert broken("DELETE FROM journal WHERE type = 'JournalPruned'") is not None
    writer.execute("DELETE FROM journal WHERE seq <= ?", (upto,))
    assert verify(writer)[1] is None
    assert broken("UPDATE journal SET wall_ms = 1 WHERE seq = ?", upto + 1) == ChainFault(
        upto + 1, "the header was changed, or a record before it"
    )
    writer.close()
    rig.start()


def test_the_command_states_the_anchor(rig: Rig) -> None:
    nights(rig, 1)
    rig.loop.pruner.heed({})
    quiet(rig)
    said = CliRunner().invoke(journal_command, ["verify", "--data", str(rig.directory)])
    assert said.exit_code == 0 and f"anchored after record {rig.hall.pruned}, the last of {FIRST_DAY}" in said.stdout


def test_a_clock_that_leapt_takes_nothing_away(rig: Rig, expects_warning: Expect) -> None:
    expects_warning("waiting for the clock to settle", times=1)
    expects_warning("Look whether the clock is right", times=1)
    rig.loop.pruner.heed({})
    rig.clock.ms += 400 * DAY_MS
    rig.tick()
    rig.clock.ms += 700_000
    for _ in range(5):
        rig.tick()
    assert rig.hall.day > "2027-12" and rig.hall.pruned == 0
    rig.restart()
    for _ in range(5):
        rig.tick()
    assert rig.hall.pruned == 0


def test_a_backup_without_the_head_is_good_and_serves(rig: Rig, tmp_path: Path) -> None:
    nights(rig, 1)
    rig.loop.pruner.heed({})
    rig.tick()
    rig.store.prune(rig.hall.pruned, 30)
    back_up(rig.directory, tmp_path / "backups", rig.clock.ms)
    good, bad = newest_good(tmp_path / "backups")
    assert good is not None and not bad
    restore(good, tmp_path / "other", tmp_path / "backups", rig.clock.ms)
    other = Rig(tmp_path / "other", rig.clock, site())
    quiet(other)
    assert everything(other)[0].seq == rig.hall.pruned + 1 and chain(other) is None
    other.close()


def test_a_standby_loses_the_head_too_and_a_blank_one_begins_with_a_backup(rig: Rig, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    store = Store(tmp_path / "kept", "boot-2")
    copy = Copy(store, plan_of(rig.site))
    rig.loop.pruner.heed({"copy": lambda: copy.standing.seq})
    source = Source(rig.directory)
    _ship(source, copy)
    nights(rig, 1)
    _ship(source, copy)
    quiet(rig)
    _ship(source, copy)
    while copy.prune():
        pass
    reader = open_reader(store.path)
    assert first(reader) == everything(rig)[0].seq == source.begins() and verify(reader)[1] is None
    reader.close()
    assert source.chain_at(rig.hall.pruned) is not None and source.chain_at(rig.hall.pruned - 1) is None
    store.close()
    source.close()


def _ship(source: Source, copy: Copy) -> None:
    while (parcel := source.parcel(copy.standing.seq)) is not None:
        copy.keep(parcel)


CHILD = """
import sys
from pathlib import Path
from edge_hub.store.store import Store
store = Store(Path(sys.argv[1]), "child")
print("go", flush=True)
while store.prune(int(sys.argv[2]), 2):
    pass
while store.give_back(1):
    pass
print("done", flush=True)
"""


@pytest.mark.fault(5)
def test_a_hub_killed_again_and_again_while_it_prunes_loses_nothing_else(rig: Rig) -> None:
    nights(rig, 1)
    rig.loop.pruner.heed({})
    rig.tick()
    upto, newest = rig.hall.pruned, rig.store.seq
    rig.store.close()
    kills = 0
    for n in range(60):
        child = subprocess.Popen([sys.executable, "-c", CHILD, str(rig.directory), str(upto)], stdout=subprocess.PIPE)
        assert child.stdout is not None and child.stdout.readline() == b"go\n"
        if n < 12:
            os.kill(child.pid, signal.SIGKILL)
            kills += 1
        child.wait()
        child.stdout.close()
        reader = open_reader(rig.store.path)
        count, fault = verify(reader)
        begins = first(reader)
        sound = query(reader, "PRAGMA quick_check")
        reader.close()
        assert fault is None and sound == [("ok",)] and count == newest - begins + 1
        if n >= 12:
            break
    assert kills == 12 and begins == upto + 1
    rig.start()


def test_small_sites_keep_their_journal_for_more_than_a_year() -> None:
    assert small_site().rules.retention.journal_days == 400
