"""What terminals are told of the configuration, and that every snapshot of a hall fits through the broker."""

import pytest

from configs.site import Site
from edge_hub import directory
from edge_hub.contract.base import Snapshot
from edge_hub.contract.codec import decode, encode
from edge_hub.contract.device import Health, ReportHealth, ReportSlip
from edge_hub.contract.hall import Catalogue, Directory
from edge_hub.contract.rating import Level
from edge_hub.domain import views
from edge_hub.domain.hall import Hall
from edge_hub.domain.plan import plan_of
from edge_hub.opening import site_or_exit

CATALOGUE_MAX, SNAPSHOT_MAX = 32 * 1024, 64 * 1024


@pytest.fixture(scope="module")
def puer() -> Site:
    return site_or_exit(None)


def test_the_catalogue_of_every_department_stays_below_32_kib(puer: Site) -> None:
    sizes = {one.department: len(encode(one)) for one in directory.catalogues(puer, 1, 1)}
    assert set(sizes) == {one.id for one in puer.departments}
    assert {name: size for name, size in sizes.items() if size >= CATALOGUE_MAX} == {}


def test_every_item_stands_in_the_catalogue_of_its_department_and_nowhere_else(puer: Site) -> None:
    told = [
        (one.department, item.id, item.department) for one in directory.catalogues(puer, 1, 1) for item in one.items
    ]
    assert sorted(item for _, item, _ in told) == sorted(item.id for item in puer.items)
    assert all(catalogue == department for catalogue, _, department in told)


def test_directory_and_catalogues_read_as_they_were_written(puer: Site) -> None:
    told = directory.directory(puer, 3, 9)
    assert decode(Directory, encode(told)) == told and (told.epoch, told.seq) == (3, 9)
    assert [decode(Catalogue, encode(one)) for one in directory.catalogues(puer, 3, 9)] == directory.catalogues(
        puer, 3, 9
    )


def test_the_directory_names_everything_a_screen_must_know(puer: Site) -> None:
    told = directory.directory(puer, 1, 1)
    assert {one.id for one in told.windows} == {one.id for one in puer.windows}
    assert {one.id for one in told.departments} == {one.id for one in puer.departments}
    assert [one.level for one in told.levels] == list(Level) and all(len(one.tags) == 8 for one in told.levels)
    assert {one.id for one in told.classes} >= {"normal"}


def test_the_directory_tells_no_names_of_people(puer: Site) -> None:
    text = encode(directory.directory(puer, 1, 1)).decode()
    assert puer.clerks and [one.name for one in puer.clerks if one.name in text] == []


def crowded(puer: Site) -> Hall:
    """A hall of Pu'er on its worst day: thousands of tickets, every printer dead, every device complaining."""
    from fakes.desk import Desk

    hall = Hall(plan_of(puer), "2026-11-24")
    desk = Desk(hall)
    machines = [one.id for one in puer.devices if one.kind == "ticket_machine"]
    items = [one for one in puer.items if not (one.real_name or one.daily_cap or one.person_daily_limit)]
    for n in range(3000):
        desk.take(items[n % len(items)].id, device=machines[n % len(machines)])
    for ticket in list(hall.tickets):
        desk.do(machines[0], ReportSlip(ticket=ticket, printed=False, why="坏" * 500, at_ms=desk.now_ms))
    for one in puer.devices:
        for part in range(4):
            body = ReportHealth(
                part=f"part-{part}", health=Health.DOWN, why="\x01" * 500, hint="字" * 500, since_ms=desk.now_ms
            )
            desk.do(one.id, body)
    hall.offline.update(one.id for one in puer.devices)
    return hall


def test_every_snapshot_of_a_crowded_hall_fits_through_the_broker(puer: Site) -> None:
    hall = crowded(puer)
    now_ms = hall.tickets[next(iter(hall.tickets))].taken_ms
    lines = {item.id: views.item_line(hall, item.id, now_ms) for item in puer.items}
    told: list[Snapshot] = [
        directory.directory(puer, 1, 1), views.lines(hall, lines, 1, 1), views.board(hall, 1, 1),
        views.desk(hall, now_ms, 1, 1),
        *(views.window_now(hall, one.id, now_ms, 1, 1) for one in puer.windows),
    ]  # fmt: skip
    sizes = {f"{type(one).__name__} {getattr(one, 'window', '')}": len(encode(one)) for one in told}
    assert {name: size for name, size in sizes.items() if size >= SNAPSHOT_MAX} == {}


def test_the_desk_tells_the_newest_slips_and_the_worst_parts_first(puer: Site) -> None:
    hall = crowded(puer)
    desk = views.desk(hall, hall.tickets[next(iter(hall.tickets))].taken_ms, 1, 1)
    times = [one.at_ms for one in desk.slips]
    assert times == sorted(times, reverse=True) and desk.slips_more == 3000 - len(desk.slips) > 0
    assert desk.parts_more == 4 * len(puer.devices) - len(desk.parts) > 0
