"""A, process and storage: the power fails between any two operations of the store. 4, and 5 as far as power goes.

The real loop and store on a disk of the tests (`fakes/weak_disk.py`), in lives of random work (`fakes/power_lives.py`);
and at each single operation of what happens rarely. Controls: what must be lost is lost, what must be doubled is.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fakes import invariants
from fakes.fault_table import Handed
from fakes.loop_rig import CuttableStore, Rig, TestClock
from fakes.power_lives import ForgetfulStore, NormalStore, OftenCheckpointing, PowerLives, seated
from fakes.small_hall import DESCRIPTION, at
from fakes.weak_disk import cut_everywhere

from configs.rules import Retention
from configs.site import Site
from edge_hub.contract import queue as q
from edge_hub.contract.hall import HubStarted
from edge_hub.domain.means import Happening
from edge_hub.store.connection import open_reader, query
from edge_hub.store.journal import first, reign, verify
from edge_hub.store.schema import STEPS
from edge_hub.store.store import Store, quick_check
from edge_hub.tools.checker import Verdict

CUTS = 4
"""Power cuts of one seed."""
Morning = tuple[Path, dict[str, str]]
Lost = Callable[..., tuple[Verdict, Rig]]


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Morning:
    folder = tmp_path_factory.mktemp("morning") / "data"
    return folder, seated(folder)


@pytest.fixture
def lived(tmp_path: Path, morning: Morning, hand_in: Handed) -> Iterator[Lost]:
    """Lives of one seed to their end; hands their counts in."""

    def lived(seed: int, store: type[CuttableStore] = OftenCheckpointing) -> tuple[Verdict, Rig]:
        folder = tmp_path / str(seed)
        folder.mkdir()
        lives = PowerLives(folder, *morning, seed, store).live(CUTS)
        verdict, rig = lives.end()
        hand_in({**verdict.counts(), "recovered": lives.recovered}, runs=CUTS, seed=seed)
        return verdict, rig

    return lived


def nothing_is_lost(lived: Lost, seeds: range) -> int:
    acked = 0
    for seed in seeds:
        verdict, rig = lived(seed)
        assert verdict.ok and verdict.unknown == 0, f"seed {seed}: {verdict}"
        for holds in invariants.ALL:
            holds(rig)
        rig.close()
        acked += verdict.acked
        shutil.rmtree(rig.directory.parent)
    return acked


def test_4_power_cut_between_any_two_operations_loses_and_doubles_nothing(lived: Lost, hand_in: Handed) -> None:
    assert nothing_is_lost(lived, range(20)) > 200
    assert hand_in.counts["recovered"] > 0, "no cut ever fell between a commit and its replies"


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_4_power_cuts_of_a_thousand_seeds_lose_and_double_nothing(lived: Lost) -> None:
    assert nothing_is_lost(lived, range(1000, 2000)) > 10_000


def test_control_normal_without_a_sync_at_each_commit_acknowledged_commands_are_lost(lived: Lost) -> None:
    lost = 0
    for seed in range(20):
        verdict, rig = lived(seed, NormalStore)
        rig.close()
        lost += len(verdict.lost)
    assert lost > 20


def test_control_dedup_without_stored_replies_commands_are_carried_out_twice(lived: Lost) -> None:
    doubled = 0
    for seed in range(20):
        verdict, rig = lived(seed, ForgetfulStore)
        rig.close()
        doubled += len(verdict.duplicated)
    assert doubled > 20


def sound(data: Path) -> None:
    assert quick_check(data) == []
    reader = open_reader(data / "hub.db")
    assert verify(reader)[1] is None
    assert query(reader, "PRAGMA user_version") == [(len(STEPS),)]
    reader.close()


def migrate(folder: Path, hand_in: Handed, step: int) -> None:
    """From a blank disk on: every step of the schema is one of those it takes."""
    (folder / "blank").mkdir()
    for found in cut_everywhere(folder, folder / "blank", lambda data: Store(data, "boot").close(), step):
        Store(found, "boot").close()
        sound(found)
        hand_in()
    assert hand_in.runs > 10 * len(STEPS) // step


def test_5_power_cut_in_a_migration_leaves_data_that_the_next_start_brings_on(tmp_path: Path, hand_in: Handed) -> None:
    migrate(tmp_path, hand_in, step=7)


@pytest.mark.slow
def test_5_power_cut_at_every_operation_of_a_migration_leaves_such_data(tmp_path: Path, hand_in: Handed) -> None:
    migrate(tmp_path, hand_in, step=1)


@pytest.fixture
def busy(tmp_path: Path) -> Path:
    """Data of many commits, all of them still in the log."""
    first, copy = tmp_path / "first", tmp_path / "busy"
    first.mkdir()
    rig = Rig(first)
    rig.store._db.execute("PRAGMA wal_autocheckpoint=0")
    for _ in range(30):
        rig.do("tm-1", q.TakeTicket(items=("card",)))
    shutil.copytree(first, copy)  # nobody writes: as a power cut would leave it
    rig.close()
    return copy


def test_5_power_cut_at_any_operation_of_a_checkpoint_loses_nothing(
    tmp_path: Path, busy: Path, hand_in: Handed
) -> None:
    def checkpoint(data: Path) -> None:
        store = Store(data, "boot")
        store.scrub()
        store.close()

    for found in cut_everywhere(tmp_path, busy, checkpoint):
        sound(found)
        store = Store(found, "boot")
        assert store.seq == 31
        store.close()
        hand_in()


def test_5_power_cut_at_any_operation_of_an_epoch_step_leaves_the_old_reign_or_the_new(
    tmp_path: Path, busy: Path, hand_in: Handed
) -> None:
    def step_up(data: Path) -> None:
        rig = Rig(data)
        rig.store.step_up()
        rig.loop.record(Happening(HubStarted(hub=rig.store.hub_id, epoch=rig.store.epoch, version="x", at_ms=0)))
        rig.close()

    ends = set()
    for found in cut_everywhere(tmp_path, busy, step_up):
        sound(found)
        store = Store(found, "boot")
        reader = open_reader(found / "hub.db")
        ends.add((store.epoch, store.seq))
        assert reign(reader) == (store.hub_id, store.epoch)
        reader.close()
        store.close()
        hand_in()
    assert ends == {(1, 31), (2, 32)}


KEPT_DAYS, DAY_MS = 60, 86_400_000
EVENING = at("20:00")


def site_that_prunes() -> Site:
    kept = dict.fromkeys(Retention.model_fields, KEPT_DAYS) | DESCRIPTION["rules"]["retention"]
    return Site.model_validate_json(json.dumps({**DESCRIPTION, "rules": {**DESCRIPTION["rules"], "retention": kept}}))


def evening(data: Path, day: int) -> Rig:
    """The hub on that evening, counted from the first, after all that an evening asks for."""
    clock = TestClock()
    clock.ms = EVENING + day * DAY_MS
    rig = Rig(data, clock, site_that_prunes())
    while rig.hall.erased_day != rig.hall.day or rig.loop.pruner._done != rig.hall.day:
        rig.tick()
    return rig


@pytest.fixture
def old(tmp_path: Path) -> tuple[Path, int]:
    """Data whose first day may leave the journal on the next evening, and what that day's last record is."""
    data = tmp_path / "old"
    data.mkdir()
    rig = Rig(data, TestClock(), site_that_prunes())
    for _ in range(40):
        rig.do("tm-1", q.TakeTicket(items=("card",)))
    last = rig.store.seq
    rig.close()
    for day in range(1, KEPT_DAYS + 1, 20):
        evening(data, day).close()
    evening(data, KEPT_DAYS).close()
    return data, last


def test_5_power_cut_in_a_prune_leaves_a_journal_that_verifies_and_is_pruned_on(
    tmp_path: Path, old: tuple[Path, int], hand_in: Handed
) -> None:
    before, last = old
    for found in cut_everywhere(tmp_path, before, lambda data: evening(data, KEPT_DAYS + 1).close(), step=11):
        sound(found)
        rig = evening(found, KEPT_DAYS + 1)
        assert first(rig.store._db) > last
        invariants.journal_is_contiguous_and_chained(rig)
        rig.close()
        sound(found)
        hand_in()
