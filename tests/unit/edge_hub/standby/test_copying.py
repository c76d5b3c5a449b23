"""A copy that follows: record for record the same, rows and replies too; and what it does not take."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import config_desk
from fakes.loop_rig import Rig
from fakes.small_hall import small_bundle, small_site, with_item, without_window

from edge_hub.contract import queue as q
from edge_hub.contract.item import ItemClosed, ItemOpened
from edge_hub.domain.hall import Hall
from edge_hub.domain.means import Happening
from edge_hub.domain.plan import plan_of
from edge_hub.shipping.parcel import PARCEL_BYTES_MAX, Frames, Parcel, Shipped, Standing, frame
from edge_hub.standby.copying import Copy, CopyFault, Source
from edge_hub.store.connection import open_reader, query
from edge_hub.store.journal import COLUMNS, verify
from edge_hub.store.store import Store


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Store]:
    (tmp_path / "kept").mkdir()
    store = Store(tmp_path / "kept", "boot-2")
    yield store
    store.close()


def ship(rig: Rig, copy: Copy, after: int = 0) -> int:
    """Everything after a record, over the wire's own bytes; how many parcels."""
    source, count = Source(rig.directory), 0
    try:
        while (parcel := source.parcel(after)) is not None:
            (arrived,) = Frames().hear(frame(parcel))
            assert isinstance(arrived, Parcel)
            copy.keep(arrived)
            after, count = arrived.records[-1].seq, count + 1
    finally:
        source.close()
    return count


def work(rig: Rig, count: int) -> None:
    for n in range(count):
        slip = rig.do("tm-1", q.TakeTicket(items=("card",)))
        if n % 3 == 0:
            rig.do("desk", q.Cancel(ticket=slip.result["ticket"], why=f"原因{n}"))


def part(whole: Parcel, records: tuple[Shipped, ...]) -> Parcel:
    """Some of a parcel's records, with the replies that are theirs."""
    commands = {one.idem_key.rpartition(":")[0] for one in records}
    replies = tuple(one for one in whole.replies if one.cmd_id in commands)
    return whole.model_copy(update={"records": records, "replies": replies})


def everything(path: Path, table: str, columns: str = "*") -> list[tuple[object, ...]]:
    reader = open_reader(path)
    try:
        return query(reader, f"SELECT {columns} FROM {table} ORDER BY 1, 2")
    finally:
        reader.close()


def test_the_copy_is_the_same_record_for_record_with_rows_replies_and_keys(rig: Rig, kept: Store) -> None:
    work(rig, 30)
    copy = Copy(kept, plan_of(small_site()))
    assert copy.standing == Standing()
    ship(rig, copy)
    assert everything(kept.path, "journal", COLUMNS) == everything(rig.store.path, "journal", COLUMNS)
    for table in ("ticket", "service", "window", "clerk", "part", "entity_version", "command_dedup", "number_floor"):
        assert everything(kept.path, table) == everything(rig.store.path, table), table
    ticket = next(iter(rig.hall.tickets))
    assert kept.keys.token(ticket) == rig.store.keys.token(ticket)
    assert copy.standing.chain == rig.store.chain.hex()
    reader = open_reader(kept.path)
    assert verify(reader)[1] is None
    sealed = query(reader, "SELECT idem_key, sealed FROM journal WHERE sealed NOTNULL")
    reader.close()
    assert sealed and all(kept.keys.unseal(name, part) is not None for name, part in sealed)


def test_a_copy_goes_on_after_a_restart_and_loads_as_the_hub_would(rig: Rig, kept: Store, tmp_path: Path) -> None:
    work(rig, 5)
    ship(rig, Copy(kept, plan_of(small_site())))
    work(rig, 5)
    again = Copy(kept, plan_of(small_site()))
    assert again.standing.seq < rig.store.seq
    ship(rig, again, again.standing.seq)
    hall = Hall(plan_of(small_site()))
    kept.load(hall)
    assert hall.tickets == rig.hall.tickets and hall.issued == rig.hall.issued and hall.day == rig.hall.day


def test_large_runs_are_cut_into_parcels(rig: Rig, kept: Store) -> None:
    work(rig, 300)
    source = Source(rig.directory)
    parcel = source.parcel(0)
    source.close()
    assert parcel is not None and len(parcel.records) == 200
    assert sum(len(one.body) for one in parcel.records) <= PARCEL_BYTES_MAX
    assert ship(rig, Copy(kept, plan_of(small_site()))) > 1


def test_a_parcel_never_ends_within_a_command(rig: Rig) -> None:
    closed, opened = (kind(item="card", device="desk", at_ms=1) for kind in (ItemClosed, ItemOpened))
    work(rig, 2)
    for pairs in (99, 150):
        rig.loop.record(*(Happening(event) for _ in range(pairs) for event in (closed, opened)))
    source, after = Source(rig.directory), 0
    while (parcel := source.parcel(after)) is not None:
        after = parcel.records[-1].seq
        following = source.parcel(after)
        last = parcel.records[-1].idem_key.rpartition(":")[0]
        assert following is None or following.records[0].idem_key.rpartition(":")[0] != last
    source.close()
    assert after == rig.store.seq


@pytest.mark.parametrize("fault", ["gap", "changed", "sealed", "twice"])
def test_what_does_not_follow_is_not_kept_and_what_was_stays_whole(rig: Rig, kept: Store, fault: str) -> None:
    work(rig, 6)
    copy = Copy(kept, plan_of(small_site()))
    source = Source(rig.directory)
    whole = source.parcel(0)
    source.close()
    assert whole is not None
    first, rest = whole.records[:4], whole.records[4:]
    copy.keep(part(whole, first))
    before = copy.standing
    wrong = {
        "gap": rest[1:],
        "changed": (rest[0], rest[1].model_copy(update={"body": rest[1].body.replace(b"A", b"B")}), *rest[2:]),
        "sealed": tuple(one.model_copy(update={"sealed": b"x"}) if one.sealed else one for one in rest),
        "twice": first[-1:],
    }[fault]
    with pytest.raises(CopyFault):
        copy.keep(part(whole, wrong))
    assert copy.standing == before
    copy.keep(part(whole, rest))
    assert copy.standing.chain == rig.store.chain.hex()


def test_a_copy_follows_the_configuration_too_and_is_run_by_it_when_it_takes_the_hub_s_place(
    tmp_path: Path, kept: Store
) -> None:
    """The standby's own folder is an older one; a change arrives while it follows."""
    (tmp_path / "hub").mkdir()
    first, later = small_bundle(), small_bundle(without_window("w2"), with_item("permit"))
    hub = Rig(tmp_path / "hub", bundle=first)
    copy = Copy(kept, plan_of(small_site()))
    ship(hub, copy)
    after = hub.store.seq
    assert config_desk.apply(hub, later).ok
    hub.do("tm-1", q.TakeTicket(items=("permit",)))
    ship(hub, copy, after)
    for table in ("configuration", "configuration_applied", "ticket", "window"):
        assert everything(kept.path, table) == everything(hub.store.path, table), table
    heir = Hall(plan_of(small_site()))
    kept.load(heir)
    assert heir.plan.site == later.site() == hub.hall.plan.site and heir.configured.before == first.digest
    hub.close()
