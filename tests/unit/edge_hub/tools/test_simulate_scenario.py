"""A scenario is as strict as the hall's configuration: every fault at once, with its line and what was meant."""

from pathlib import Path

import pytest

from configs.faults import ConfigError
from configs.site import Site, load_site
from edge_hub.tools.simulate import USUAL
from edge_hub.tools.simulate_scenario import load_scenario

PUER = Path(__file__).parents[4] / "configs" / "puer"


@pytest.fixture(scope="module")
def site() -> Site:
    return load_site(PUER)


def faults(site: Site, tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "day.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as told:
        load_scenario(path, site)
    return [str(fault).removeprefix(f"{path}:") for fault in told.value.faults]


def test_the_shipped_day_fits_the_shipped_hall(site: Site) -> None:
    scenario = load_scenario(USUAL, site)
    assert scenario.people.count > 500 and scenario.no_shows.share and scenario.pauses.per_hour
    assert any(one.also for one in scenario.windows), "windows with many skills"


def test_every_fault_of_a_scenario_is_told_at_once(site: Site, tmp_path: Path) -> None:
    said = faults(site, tmp_path, """\
day: 2026-11-24
people:
  count: 0
  profile: [{at: 09:00, rate: 1}, {at: 08:00, rate: 1}]
items:
  - {id: social-card-apply, share: 1, mean_mins: 4}
no_shows: {share: 1.5}
windows:
  - {ids: [w01], hours: [{start: 09:00, end: 12:00}, {start: 11:00, end: 13:00}]}
""")  # fmt: skip
    assert said == [
        "3: people.count: must be at least 1",
        "4: people.profile[1].at: must be later than 09:00",
        '6: items[0].mean_mins: unknown key, did you mean "mean_min"?',
        "7: no_shows.share: must be at most 1",
        "9: windows[0].hours[1].start: begins before 12:00, when the span before it ends",
    ]


def test_names_that_the_hall_does_not_have_are_told_with_what_was_meant(site: Site, tmp_path: Path) -> None:
    said = faults(site, tmp_path, """\
day: 2026-11-29
people: {count: 10, profile: [{at: 09:00, rate: 1}, {at: 12:00, rate: 1}]}
items:
  - {id: social-card-aply, share: 1}
classes:
  - {id: prioritys, share: 0.1}
windows:
  - {ids: [w32b], also: [fund-bye]}
""")  # fmt: skip
    assert said == [
        "1: day: the hall is closed on 2026-11-29",
        '4: items[0].id: there is no item "social-card-aply", did you mean "social-card-apply"?',
        '6: classes[0].id: there is no class beside normal "prioritys", did you mean "priority"?',
        '8: windows[0].ids[0]: there is no window "w32b", did you mean "w32"?',
        '8: windows[0].also[0]: there is no item "fund-bye", did you mean "fund-buy"?',
    ]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("classes: [{id: priority, share: 0.7}, {id: appointment, share: 0.4}]", "the class normal"),
        ("windows: [{ids: [w01]}, {ids: [w02, w01]}]", "w01 is described twice"),
        ("people: {count: 1, profile: [{at: 09:00, rate: 0}, {at: 10:00, rate: 0}]}", "nobody would come"),
    ],
)
def test_what_cannot_be_is_refused(site: Site, tmp_path: Path, lines: str, said: str) -> None:
    people = "people: {count: 1, profile: [{at: 09:00, rate: 1}, {at: 10:00, rate: 1}]}"
    text = "\n".join(["day: 2026-11-24", *([people] if "people" not in lines else []), lines])
    (only,) = faults(site, tmp_path, text)
    assert said in only


def test_a_scenario_without_items_is_about_the_most_wanted_ones(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "day.yaml"
    path.write_text("day: 2026-11-24\npeople: {count: 9, profile: [{at: 09:00, rate: 1}, {at: 10:00, rate: 1}]}\n")
    assert load_scenario(path, site).items == ()
