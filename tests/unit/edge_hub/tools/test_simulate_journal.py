"""A day that the hall has had is played again from its journal, with the same people and the same services."""

from datetime import date
from pathlib import Path

import pytest
from fakes import config_desk
from fakes.desk import CLERKS, PADS
from fakes.loop_rig import Rig
from fakes.small_hall import DAY, at, small_bundle, with_item

from edge_hub.contract import queue as q
from edge_hub.contract import window as w
from edge_hub.contract.base import Strict
from edge_hub.contract.window import PauseReason
from edge_hub.tools.simulate import Wishes, run
from edge_hub.tools.simulate_journal import NoSuchJournal, script_of, site_in

TODAY = date.fromisoformat(DAY)


class Real(Rig):
    """A hub whose day really happens, minute by minute."""

    def at(self, clock: str, device: str, body: Strict) -> None:
        self.clock.ms = at(clock)
        window = getattr(body, "window", None)
        if isinstance(body, (w.SetPin, w.SignIn)):
            assert self.through_pins(self.command(device, body)).ok
        elif window:
            self.do(device, body, session=self.hall.windows[window].session)
        else:
            self.do(device, body)

    def here(self, clock: str, body: Strict) -> None:
        self.at(clock, PADS[body.window], body)  # type: ignore[attr-defined]


@pytest.fixture
def hub(tmp_path: Path) -> Real:
    one = Real(tmp_path)
    for window in ("w1", "w2"):
        one.at("08:59", "desk", w.SetPin(by="901", clerk=CLERKS[window], pin="123456"))
        one.here("08:59", w.SignIn(window=window, clerk=CLERKS[window], pin="123456"))
        one.here("09:00", w.OpenWindow(window=window))
    return one


def test_a_day_is_played_by_the_configuration_that_held_then(tmp_path: Path) -> None:
    first, later = small_bundle(), small_bundle(with_item("permit"))
    hub = Real(tmp_path, bundle=first)
    hub.clock.ms += 86_400_000
    hub.tick()
    assert config_desk.apply(hub, later).ok
    hub.close()
    assert site_in(tmp_path, date(2026, 11, 23)) is None
    assert site_in(tmp_path, TODAY) == first.site() and site_in(tmp_path, date(2026, 11, 25)) == later.site()
    assert site_in(tmp_path / "nowhere", TODAY) is None


def serve(hub: Real, window: str, called: str, started: str, finished: str) -> None:
    hub.here(called, q.CallNext(window=window))
    hub.here(started, q.Start(window=window))
    hub.here(finished, q.Finish(window=window))


def test_people_services_walks_and_hours_are_those_of_the_journal(hub: Real, tmp_path: Path) -> None:
    hub.at("09:00:10", "tm-1", q.TakeTicket(items=("card",)))
    hub.at("09:00:20", "tm-1", q.TakeTicket(items=("pension",), cls="priority"))
    serve(hub, "w1", "09:00:30", "09:01:00", "09:11:00")  # the priority ticket first
    serve(hub, "w1", "09:11:08", "09:11:30", "09:15:30")
    hub.here("09:16", w.PauseWindow(window="w1", reason=PauseReason.BREAK))
    hub.here("09:30", w.OpenWindow(window="w1"))
    hub.here("10:00", w.SignOut(window="w1"))
    hub.here("10:01", w.CloseWindow(window="w2"))
    hub.close()
    script = script_of(tmp_path, TODAY, hub.site, 1)
    first, second = script.visits
    assert (first.items, first.service_s, first.walk_s) == (("card",), (240.0,), 22.0)
    assert (second.cls, second.service_s, second.walk_s) == ("priority", (600.0,), 30.0)
    assert [(shift.window, shift.clerk, shift.spans) for shift in script.shifts] == [
        ("w1", "101", ((at("09:00"), at("09:16")), (at("09:30"), at("10:00")))),
        ("w2", "102", ((at("09:00"), at("10:01")),)),
    ]
    assert script.manners.between_s == 8.0


def test_no_shows_and_forgotten_starts_are_told_from_the_journal(hub: Real, tmp_path: Path) -> None:
    for clock in ("09:00:10", "09:00:20", "09:00:30"):
        hub.at(clock, "tm-1", q.TakeTicket(items=("card",)))
    hub.here("09:01", q.CallNext(window="w1"))
    hub.here("09:03", q.NoShow(window="w1"))
    hub.at("09:07", "desk", q.Requeue(ticket="A001"))
    hub.here("09:08", q.CallNext(window="w1"))
    hub.here("09:14", q.Finish(window="w1"))
    hub.close()
    away, forgotten, drawn = script_of(tmp_path, TODAY, hub.site, 1).visits
    assert (away.shows, away.back_s) == (False, 240.0)
    assert forgotten.service_s == (360.0,) and forgotten.shows
    assert drawn.service_s == (360.0,), "as long as another service of the day"


def test_the_day_played_again_waits_as_the_day_itself(hub: Real, tmp_path: Path) -> None:
    for n in range(4):
        hub.at(f"09:0{n}:10", "tm-1", q.TakeTicket(items=("card",)))
    serve(hub, "w1", "09:03:15", "09:03:30", "09:08:30")
    serve(hub, "w2", "09:03:20", "09:03:30", "09:05:30")
    serve(hub, "w2", "09:05:40", "09:06:00", "09:10:00")
    serve(hub, "w1", "09:08:40", "09:09:00", "09:13:00")
    hub.close()
    wishes = Wishes(data=tmp_path, day=TODAY)
    found = run(wishes, hub.site)[0]
    assert found["taken"] == found["served"] == 4
    alone = run(Wishes(data=tmp_path, day=TODAY, close=("w1",)), hub.site)[0]
    assert alone["windows"].keys() == {"w2"} and alone["wait_s"]["mean"] > found["wait_s"]["mean"]


def test_a_journal_without_the_day_or_no_journal_at_all_is_told(hub: Real, tmp_path: Path) -> None:
    hub.close()
    with pytest.raises(NoSuchJournal, match="nobody took a ticket on 2026-11-23"):
        script_of(tmp_path, date(2026, 11, 23), hub.site, 1)
    with pytest.raises(NoSuchJournal, match="There is no database"):
        script_of(tmp_path / "nowhere", TODAY, hub.site, 1)
