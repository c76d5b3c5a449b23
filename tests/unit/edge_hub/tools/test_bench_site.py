"""The hall of the measurement is one that the hub accepts, and a hub starts on its seeded and its grown database."""

from functools import partial
from pathlib import Path

import pytest

from configs.site import load_site
from edge_hub.contract.queue import TicketState
from edge_hub.contract.window import WindowState
from edge_hub.domain.hall import Hall
from edge_hub.domain.plan import plan_of
from edge_hub.store.connection import open_reader
from edge_hub.store.journal import verify
from edge_hub.store.store import DB_NAME, Store
from edge_hub.tools import bench_history
from edge_hub.tools.bench_seed import DAY, START_MS, seat_clerks
from edge_hub.tools.bench_site import BenchSite, write_site
from edge_hub.tools.records import read_journal


@pytest.fixture
def site(tmp_path: Path) -> BenchSite:
    return write_site(tmp_path / "site", machines=60, windows=50)


def hall_of(site: Path, data: Path) -> Hall:
    """The hall as a hub finds it on its start."""
    store = Store(data, "boot")
    hall = Hall(plan_of(load_site(site)))
    store.load(hall)
    store.close()
    return hall


def test_the_strict_loader_accepts_it_and_knows_every_device(site: BenchSite, tmp_path: Path) -> None:
    loaded = load_site(tmp_path / "site")
    assert set(site.machines) | {seat.pad for seat in site.seats} <= set(loaded.devices_by_id)
    assert set(site.items) == set(loaded.items_by_id)
    assert all(loaded.item_windows[item] for item in site.items)


def test_a_hub_starts_with_every_clerk_at_work(site: BenchSite, tmp_path: Path) -> None:
    sessions = seat_clerks(tmp_path / "site", tmp_path / "data", site.seats)
    hall = hall_of(tmp_path / "site", tmp_path / "data")
    assert hall.day == DAY
    for seat in site.seats:
        window = hall.windows[seat.window]
        assert (window.state, window.clerk, window.session) == (WindowState.OPEN, seat.clerk, sessions[seat.pad])


def test_the_grown_database_is_a_whole_one(site: BenchSite, tmp_path: Path) -> None:
    said: list[tuple[int, int]] = []
    history = partial(
        bench_history.history, tmp_path / "cache", site, tmp_path / "site", 6000, START_MS - bench_history.DAY_MS,
        lambda *done: said.append(done),
    )  # fmt: skip
    kept = history()
    assert said[-1] == (6000, 6000)
    assert history() == kept
    assert len(said) == 3, "it is built once"
    data = tmp_path / "data"
    bench_history.copy_of(kept, data)
    reader = open_reader(data / DB_NAME)
    assert verify(reader) == (30_003, None)
    reader.close()
    events = [row.type for row in read_journal(data)]
    assert {kind: events.count(kind) for kind in set(events)} == {
        "TicketTaken": 6000, "TicketCalled": 6000, "ServiceStarted": 6000, "ServiceFinished": 6000,
        "ServiceRated": 6000, "DayRolled": 3,
    }  # fmt: skip
    seat_clerks(tmp_path / "site", data, site.seats)
    hall = hall_of(tmp_path / "site", data)
    assert hall.day == DAY
    assert not hall.tickets and not hall.unrated, "tickets of other days are not of today"


def test_the_last_day_of_the_grown_database_is_all_finished(site: BenchSite, tmp_path: Path) -> None:
    kept = bench_history.history(tmp_path / "cache", site, tmp_path / "site", 100, START_MS, lambda *_: None)
    reader = open_reader(kept / DB_NAME)
    found = reader.execute("SELECT state, count(*), count(DISTINCT id), count(service) FROM ticket").fetchall()
    assert found == [(TicketState.DONE.value, 100, 100, 100)]
    reader.close()
