"""Values to rows and back: every field of every value, whatever is in it."""

import types
import typing
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from fakes.loop_rig import Rig
from fakes.small_hall import DAY, small_hall
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edge_hub.contract import item as i
from edge_hub.contract import queue as q
from edge_hub.contract import window as w
from edge_hub.domain.configured import AppliedConfiguration, AwaitedConfiguration, KeptConfiguration
from edge_hub.domain.hall import Hall, Touched
from edge_hub.domain.plan import plan_of
from edge_hub.domain.values import (
    Admission,
    Announcement,
    Appointment,
    Clerk,
    Closing,
    Overtake,
    Part,
    Reprint,
    RuleOn,
    Seat,
    Service,
    Stranded,
    Ticket,
    Tries,
    Window,
)
from edge_hub.store import rows
from edge_hub.store.connection import query
from edge_hub.store.store import Store

NAMES: dict[type, str] = {
    Ticket: "tickets", Service: "services", Window: "windows", Clerk: "clerks", Tries: "tries", Part: "parts",
    Stranded: "stranded",
    Reprint: "reprints", Closing: "item_doors", Overtake: "overtakes", Admission: "admissions", RuleOn: "rules",
    Appointment: "appointments",
    KeptConfiguration: "kept", AppliedConfiguration: "applied", AwaitedConfiguration: "awaited",
    Seat: "seats", Announcement: "announcements",
}  # fmt: skip
"""What `Touched` calls them."""
SAFE = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


def kind_of(annotation: Any) -> st.SearchStrategy[Any]:
    origin, args = get_origin(annotation), get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        return st.one_of([kind_of(one) for one in args])
    if origin is typing.Literal:
        return st.sampled_from(args)
    if origin is tuple:
        return st.lists(kind_of(args[0]), min_size=1, max_size=3).map(tuple)
    if annotation is type(None):
        return st.none()
    if annotation is int:
        return st.integers(-(2**63), 2**63 - 1)
    if annotation is bool:
        return st.booleans()
    if annotation is str:
        return SAFE
    assert issubclass(annotation, StrEnum)
    return st.sampled_from(list(annotation))


def values(kind: type) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    return st.builds(kind, **{name: kind_of(hints[name]) for name in rows.NAMES[kind]})


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Any:
    one = Store(tmp_path_factory.mktemp("rows"), "boot")
    yield one
    one.close()


@pytest.mark.parametrize("kind", rows.TABLES)
def test_every_value_reads_as_it_was_written(store: Store, kind: type) -> None:
    table, key = rows.TABLES[kind]

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(values(kind), values(kind))
    def reads(old: Any, new: Any) -> None:
        new = new._replace(**{name: getattr(old, name) for name in (*key, *rows.FIXED.get(kind, ()))})
        query(store._db, "PRAGMA foreign_keys=0")
        query(store._db, f"DELETE FROM {table}")
        for value in (old, new):
            touched = Touched()
            of = tuple(getattr(value, name) for name in key)
            getattr(touched, NAMES[kind])[of if len(of) > 1 else of[0]] = value
            rows.save(store._db, small_hall(), touched)
            assert rows._values(store._db, kind, "", ()) == [value]  # type: ignore[type-var]

    reads()


def test_every_column_of_a_row_table_is_a_field_and_every_field_a_column(store: Store) -> None:
    for kind, (table, _) in rows.TABLES.items():
        columns = [row[1] for row in query(store._db, f"PRAGMA table_info({table})")]
        assert sorted(columns) == sorted(rows.NAMES[kind]), table


def test_the_database_itself_refuses_a_number_twice_on_one_day(store: Store) -> None:
    query(store._db, "PRAGMA foreign_keys=0")
    query(store._db, "DELETE FROM ticket")
    hall = small_hall()
    one = ticket("t1", "A001", 1)
    save(store, hall, one)
    with pytest.raises(Exception, match="UNIQUE constraint failed"):
        save(store, hall, ticket("t2", "A001", 1))
    save(store, hall, ticket("t3", "A001", 1)._replace(day="2026-11-25"))
    save(store, hall, ticket("t4", "B001", 1)._replace(queue="B"))


def ticket(id: str, number: str, nth: int) -> Ticket:
    return Ticket(
        id=id, ver=1, number=number, queue="A", nth=nth, day=DAY, items=("card",), asked=("card",), at=0, cls="normal",
        rank=2, lang="zh", device="tm-1", person=None, token_hash="", state=q.TicketState.WAITING, since_ms=0,
        taken_ms=0, queued_ms=0, order=0,
    )  # fmt: skip


def save(store: Store, hall: Hall, one: Ticket) -> None:
    touched = Touched()
    touched.tickets[one.id] = one
    rows.save(store._db, hall, touched)


def test_a_loaded_hall_has_nothing_to_save(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    rig.do("tm-1", q.TakeTicket(items=("card",)))
    hall = Hall(plan_of(rig.site))
    rig.store.load(hall)
    assert not any(vars(hall.touched).values()) and len(hall.tickets) == 1
    rig.close()


def test_the_tickets_of_yesterday_stay_in_the_file_and_out_of_the_hall(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    slip = rig.do("tm-1", q.TakeTicket(items=("card",)))
    rig.clock.ms += 24 * 3_600_000
    rig.loop.roll_day()
    rig.restart()
    assert not rig.hall.tickets and rig.hall.day == "2026-11-25"
    assert query(rig.store._db, "SELECT id, state FROM ticket") == [(slip.result["ticket"], "CANCELLED")]
    rig.close()


def test_closed_items_and_slip_faults_are_there_after_a_restart(tmp_path: Path) -> None:
    from edge_hub.contract.device import ReportSlip

    rig = Rig(tmp_path)
    slip = rig.do("tm-1", q.TakeTicket(items=("card",)))
    rig.do("tm-1", ReportSlip(ticket=slip.result["ticket"], printed=False, why="缺纸", at_ms=rig.clock.ms))
    rig.do("desk", i.CloseItem(item="card", why="x"))
    rig.restart()
    assert rig.hall.closed_items == {
        "card": Closing("card", i.ClosingReason.OTHER, rig.clock.ms, device="desk", by="105")
    }
    assert rig.hall.slip_faults == {slip.result["ticket"]: ("tm-1", "缺纸", rig.clock.ms)}
    rig.do("desk", i.OpenItem(why="x", item="card"))
    rig.do("tm-1", ReportSlip(ticket=slip.result["ticket"], printed=True, reprint=True, at_ms=rig.clock.ms))
    rig.restart()
    assert not rig.hall.closed_items and not rig.hall.slip_faults
    rig.close()


def test_a_window_that_is_no_longer_configured_is_left_out(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    rig.store.begin()
    touched = Touched()
    touched.windows["gone"] = Window("gone", state=w.WindowState.OPEN, clerk="101")
    rows.save(rig.store._db, rig.hall, touched)
    rig.store.commit()
    rig.restart()
    assert set(rig.hall.windows) == {"w1", "w2", "w3", "w4"}
    rig.close()
