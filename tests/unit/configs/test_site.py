"""The site that comes out: accessors, what windows serve, drivers, and that nothing but ConfigError ever comes up."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pydantic import BaseModel, ConfigDict

from configs.faults import ConfigError
from configs.hall import Workday
from configs.items import KIND_NAMES, Kind
from configs.routing import LongestWait, SpecialistFirst
from configs.site import load_site


class Options(BaseModel):
    model_config = ConfigDict(extra="forbid")

    width_mm: Literal[58, 80] = 80
    cut: bool = True


THEME = """\
items:
  - id: start
    department: tax
    theme: true
    joint_departments: [market]
    name: {zh: 企业开办, en: Starting a company}
    pinyin: qi ye kai ban
    kind: public_service
    case_kind: immediate
    service_min: 30
"""


def told(directory: Path, **drivers: type[BaseModel]) -> list[str]:
    with pytest.raises(ConfigError) as error:
        load_site(directory, drivers)
    return [str(fault) for fault in error.value.faults]


def test_everything_is_found_by_its_id(hall: Path) -> None:
    site = load_site(hall)
    assert site.department("tax").queue == "H"
    assert site.item("licence").kind is Kind.CONFIRMATION
    assert site.window("w02").label == "A02"
    assert site.device("tm-1").kind == "ticket_machine"
    assert site.clerk("1001").name == "李晓梅"
    with pytest.raises(KeyError):
        site.item("unknown")


def test_windows_and_items_know_each_other(hall: Path) -> None:
    site = load_site(hall)
    assert site.window_items == {"w01": ("invoice",), "w02": ("licence",)}
    assert site.item_windows == {"invoice": ("w01",), "licence": ("w02",)}


def test_a_theme_is_served_only_where_it_is_named(hall: Path, change: Callable[[str, str, str], None]) -> None:
    change("items.yaml", "items:\n", THEME)
    assert told(hall) == [
        'items.yaml:2: items[0].id: no window serves the item "start": a theme must be named by a window'
    ]
    change("windows.yaml", "[licence]", "[licence, start]")
    assert load_site(hall).window_items == {"w01": ("invoice",), "w02": ("start", "licence")}


def test_a_weight_of_an_item_is_nearer_than_that_of_its_department(
    hall: Path, change: Callable[[str, str, str], None]
) -> None:
    change(
        "windows.yaml",
        "[licence]",
        "[department:market, department:tax]\n    weights: {department:market: 2, licence: 0.5}",
    )
    site = load_site(hall)
    assert site.window_weights == {"w01": {}, "w02": {"licence": 0.5}}
    change("windows.yaml", ", licence: 0.5", "")
    assert load_site(hall).window_weights["w02"] == {"licence": 2}


def test_a_policy_has_its_own_options_and_the_longest_wait_is_the_default(
    hall: Path, change: Callable[[str, str, str], None]
) -> None:
    assert load_site(hall).rules.policy == LongestWait(head_start_min=30, overtakes_max=10, priority_delay_max_min=30)
    change("rules.yaml", "warn_wait_min", "policy: {name: specialist_first, others_max: 2}\nwarn_wait_min")
    assert load_site(hall).rules.policy == SpecialistFirst(others_max=2)


def test_a_site_cannot_be_changed(hall: Path) -> None:
    site = load_site(hall)
    with pytest.raises(ValueError, match="frozen"):
        site.hall.name.zh = "x"  # type: ignore[misc]
    with pytest.raises(ValueError, match="frozen"):
        site.items = ()  # type: ignore[misc]


def test_times_and_days_are_times_and_days(hall: Path) -> None:
    opening = load_site(hall).hall.opening
    assert [(span.start, span.end) for span in opening.week["mon"]] == [(time(9), time(12)), (time(13), time(17))]
    assert opening.week["sun"] == ()
    assert list(opening.week) == ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    assert opening.holidays[0].first == date(2026, 10, 1)
    assert opening.workdays[0] == Workday(day=date(2026, 10, 10), as_day="fri", name=opening.workdays[0].name), (
        "models take times and days as well as text"
    )


def test_initials_come_from_pinyin_unless_they_are_given(hall: Path, change: Callable[[str, str, str], None]) -> None:
    change("items.yaml", "    pinyin: ying ye zhi zhao\n", "    pinyin: ying ye zhi zhao\n    initials: zz\n")
    site = load_site(hall)
    assert (site.item("invoice").initials, site.item("licence").initials) == ("fply", "zz")


def test_text_speaks_both_languages(hall: Path) -> None:
    name = load_site(hall).hall.name
    assert (name.say("zh"), name.say("en"), name.say("fr")) == ("小厅", "Small hall", "小厅")
    assert set(KIND_NAMES) == set(Kind)


def test_drivers_and_their_options_are_checked_when_drivers_are_known(
    hall: Path, change: Callable[[str, str, str], None]
) -> None:
    change("devices.yaml", "9100}", "9100, options: {width_mm: 88, cuts: true}}")
    load_site(hall)
    where = "devices.yaml:5: devices[0].printer"
    assert told(hall, escpos=Options) == [
        f"{where}.options.width_mm: must be one of 58, 80",
        f'{where}.options.cuts: unknown key, did you mean "cut"?',
    ]
    assert told(hall, escpso=Options) == [
        f'{where}.driver: no driver "escpos" is installed (there are escpso), did you mean "escpso"?'
    ]


def test_photos_that_are_named_must_be_there(hall: Path, change: Callable[[str, str, str], None]) -> None:
    change("people.yaml", "department: tax", "department: tax, photo: 101.jpg")
    (hall / "photos").mkdir()
    Image.new("RGB", (150, 200)).save(hall / "photos" / "1001.jpg")
    assert told(hall) == ['people.yaml:2: clerks[0].photo: there is no file "photos/101.jpg", did you mean "1001.jpg"?']
    change("people.yaml", "101.jpg", "1001.jpg")
    assert load_site(hall).clerk("1001").photo == "1001.jpg"


FILES = ("hall.yaml", "departments.yaml", "items.yaml", "windows.yaml", "devices.yaml", "people.yaml", "rules.yaml")

KEYS = """departments items windows devices clerks id name zh en queue zone opening week mon start end holidays first
last classes rank kind window printer connection options code pinyin theme roles public_url materials"""
keys = st.sampled_from(KEYS.split())
leaves = st.sampled_from(
    [
        "x",
        "09:00",
        "2026-10-01",
        "null",
        "true",
        "7",
        "-1.5",
        "tax",
        "H",
        '"',
        "*a",
        "&a",
        "tcp://x:1",
        "https://[",
        "李",
    ]
)
trees = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4).map(lambda many: f"[{', '.join(many)}]")
        | st.dictionaries(keys, inner, max_size=5).map(
            lambda many: "{" + ", ".join(f"{key}: {value}" for key, value in many.items()) + "}"
        )
    ),
    max_leaves=25,
)
texts = st.dictionaries(keys, trees, max_size=4).map(
    lambda many: "".join(f"{key}: {value}\n" for key, value in many.items()).encode()
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(FILES), data=st.binary(max_size=200) | texts | st.text(max_size=200).map(str.encode))
def test_any_bytes_give_a_site_or_faults_and_nothing_else(hall: Path, name: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(hall, Path(folder) / "hall"))
        (copy / name).write_bytes(data)
        try:
            site = load_site(copy, {"escpos": Options})
        except ConfigError as error:
            assert error.faults
            assert all(fault.what and "\n" not in str(fault) for fault in error.faults)
        else:
            assert all(site.item_windows.values())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_sound_hall_with_one_place_spoilt_gives_a_site_or_faults(hall: Path, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(hall, Path(folder) / "hall"))
        path = copy / data.draw(st.sampled_from(FILES))
        lines = path.read_text(encoding="utf-8").splitlines()
        at = data.draw(st.integers(0, len(lines) - 1))
        key, colon, _ = lines[at].rpartition(": ")
        lines[at] = data.draw(st.just(key + colon + data.draw(trees)) | st.just("") | st.just(lines[at] * 2))
        path.write_text("\n".join(lines), encoding="utf-8")
        try:
            load_site(copy)
        except ConfigError as error:
            assert all(fault.what and "\n" not in str(fault) for fault in error.faults)
