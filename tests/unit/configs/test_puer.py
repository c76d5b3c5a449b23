"""The shipped hall: as large, as complete and as legible as the hall it stands for."""

import re
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

import configs
from configs.site import Site, load_site
from drivers.registry import DRIVERS

ROOT = Path(configs.__file__).parent
ICONS = ROOT.parent / "kiosk" / "ui" / "HallUi" / "icons"
HAN = re.compile(r"[\u4e00-\u9fff]")
CODELESS = {"service", "utilities"}
"""What their windows do is service without an entry in the list of powers and services."""


@pytest.fixture(scope="module")
def puer() -> Site:
    return load_site(ROOT / "puer", {name: spec.options for name, spec in DRIVERS.items()})


def test_the_hall_has_the_size_of_the_real_one(puer: Site) -> None:
    assert len(puer.departments) >= 14
    assert len(puer.items) >= 80
    assert Counter(window.kind for window in puer.windows) == {"intake": 30, "output": 2}
    kinds = Counter(device.kind for device in puer.devices)
    assert kinds == {
        "ticket_machine": 2,
        "call_board": 2,
        "call_pad": 32,
        "rating_pad": 32,
        "window_screen": 32,
        "console": 2,
        "device_host": 3,
    }


def test_what_hangs_on_wires_has_an_owner_and_what_the_commissioning_report_asks_for(puer: Site) -> None:
    assert Counter(one.kind for one in puer.wired) == {"id_card": 2, "scanner": 2, "led": 3, "lock": 1}
    hosts = {one.id for one in puer.devices if one.kind == "device_host"}
    assert {one.owner for one in puer.wired if one.kind != "scanner"} == hosts
    assert {one.owner for one in puer.wired if one.kind == "scanner"} == {"tm-1", "tm-2"}
    assert all(one.arrived for one in puer.wired)


def test_the_businesses_of_a_city_are_all_there(puer: Site) -> None:
    businesses = {
        "human-resources", "medical-insurance", "housing-fund", "real-estate", "household", "exit-entry", "market",
        "tax", "civil-affairs", "transport", "natural-resources", "health", "education", "veterans", "notary",
        "service",
    }  # fmt: skip
    assert businesses <= set(puer.departments_by_id)


def test_five_themes_are_one_choice_each_over_several_departments(puer: Site) -> None:
    themes = [item for item in puer.items if item.theme]
    assert len(themes) == 5
    for theme in themes:
        assert len(theme.joint_departments) >= 2
        assert "“一件事”" in theme.name.zh
        assert puer.item_windows[theme.id], theme.id
    names = " ".join(theme.name.zh for theme in themes)
    assert "新生儿出生" in names
    assert "企业开办" in names


def test_the_windows_that_every_hall_must_have_are_there(puer: Site) -> None:
    labels = {window.name.zh: window for window in puer.windows}
    for name, item in (
        ("综合窗口", "general-window"),
        ("办不成事反映窗口", "unresolved"),
        ("帮办代办窗口", "assisted"),
    ):
        assert item in puer.window_items[labels[name].id]
    outputs = [window.id for window in puer.windows if window.kind == "output"]
    assert puer.item_windows["result-collect"] == tuple(outputs)


def test_every_window_has_its_pads_and_its_screen_and_every_machine_its_printer(puer: Site) -> None:
    for window in puer.windows:
        kinds = {device.kind for device in puer.devices if device.window == window.id}
        assert kinds == {"call_pad", "rating_pad", "window_screen"}
    machines = [device for device in puer.devices if device.kind == "ticket_machine"]
    assert all(machine.printer and machine.zone == "entrance" for machine in machines)


def test_names_are_chinese_and_english_throughout(puer: Site) -> None:
    texts = [text for each in (*puer.items, *puer.departments) for text in (each.name, each.short_name) if text]
    texts += [window.name for window in puer.windows] + [zone.name for zone in puer.hall.zones]
    texts += [material.name for item in puer.items for material in item.materials]
    texts += [item.cost for item in puer.items if item.cost] + list(puer.hall.notices)
    texts += [reason.name for each in puer.rules.classes for reason in (each, *each.reasons)]
    for text in texts:
        assert HAN.search(text.zh), text
        assert not HAN.search(text.en), text
        assert not re.search(r"[,;:!?()]", text.zh), f"half-width punctuation: {text.zh}"


def test_short_names_are_short(puer: Site) -> None:
    for item in puer.items:
        assert len((item.short_name or item.name).zh) <= 10, item.id
    for department in puer.departments:
        assert len(department.short_name.zh) <= 6, department.id


def test_pinyin_has_a_syllable_for_each_character_and_finds_the_item(puer: Site) -> None:
    for item in puer.items:
        assert len(item.pinyin.split()) == len(HAN.findall(item.name.zh)), item.id
        assert item.initials == "".join(syllable[0] for syllable in item.pinyin.split())
    assert puer.item("social-card-apply").initials == "shbzksl"
    assert puer.item("elder-allowance").pinyin == "gao ling jin tie fa fang"


def test_codes_are_there_for_all_but_plain_services(puer: Site) -> None:
    for item in puer.items:
        assert (item.code is None) == (item.department in CODELESS or item.theme), item.id


def test_times_at_the_window_are_those_of_people(puer: Site) -> None:
    minutes = [item.service_min for item in puer.items]
    assert min(minutes) >= 2
    assert max(minutes) <= 60
    assert 8 <= sum(minutes) / len(minutes) <= 20


def test_what_is_most_wanted_is_ranked_without_gaps(puer: Site) -> None:
    ranks = sorted(item.wanted for item in puer.items if item.wanted)
    assert ranks == list(range(1, len(ranks) + 1))
    assert len(ranks) >= 10


def test_every_icon_is_one_that_the_screens_can_draw(puer: Site) -> None:
    drawn = {path.stem for path in ICONS.glob("*.svg")}
    assert {department.icon for department in puer.departments} <= drawn


def test_white_text_is_legible_on_every_colour(puer: Site) -> None:
    def luminance(color: str) -> float:
        parts = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for department in puer.departments:
        assert 1.05 / (luminance(department.color) + 0.05) >= 4.5, department.id
    assert len({department.color for department in puer.departments}) == len(puer.departments)


def test_make_up_workdays_are_days_of_rest_and_the_year_has_its_holidays(puer: Site) -> None:
    opening = puer.hall.opening
    assert all(work.day.weekday() >= 5 for work in opening.workdays)
    closed = {
        holiday.first + timedelta(days=n)
        for holiday in opening.holidays
        for n in range((holiday.last - holiday.first).days + 1)
    }
    assert sum(day.year == 2026 for day in closed) == 33, "as announced for 2026"
    assert {date(2027, 2, 6), date(2027, 10, 1)} <= closed, "the days that the law itself fixes"


def test_every_person_has_one_name_and_no_two_share_it(puer: Site) -> None:
    names = [clerk.name for clerk in puer.clerks]
    assert len(set(names)) == len(names)
    assert {role for clerk in puer.clerks for role in clerk.roles} == {
        "clerk", "guide", "manager", "system_admin", "security_admin", "auditor",
    }  # fmt: skip


def test_no_department_outgrows_one_message(puer: Site) -> None:
    for department in puer.departments:
        items = [item for item in puer.items if item.department == department.id]
        assert sum(len(item.model_dump_json().encode()) for item in items) < 32 * 1024, department.id


def test_the_hall_is_read_in_a_moment() -> None:
    def once() -> float:
        before = time.process_time()
        load_site(ROOT / "puer")
        return time.process_time() - before

    assert min(once() for _ in range(3)) < 0.4
