"""A small hall for tests of the hub: two queues, five items, four windows, and a clerk for each."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from configs.bundle import Bundle
from configs.site import Site
from edge_hub.contract.clock import to_ms
from edge_hub.domain.hall import Hall
from edge_hub.domain.plan import plan_of

DAY = "2026-11-24"
WEEK = {
    day: [{"start": "09:00", "end": "12:00"}, {"start": "13:30", "end": "17:00"}]
    for day in ("mon", "tue", "wed", "thu", "fri")
}


def at(clock: str, day: str = DAY) -> int:
    """Hall milliseconds of a clock time of the test's day, such as `09:30` or `09:30:05`."""
    from datetime import datetime

    return to_ms(datetime.fromisoformat(f"{day}T{clock}+08:00"))


def _text(zh: str) -> dict[str, str]:
    return {"zh": zh, "en": zh.upper()}


def _item(id: str, department: str, **more: Any) -> dict[str, Any]:
    return {
        "id": id, "department": department, "name": {"zh": f"事项{id}", "en": f"Item {id}"}, "pinyin": "shi xiang",
        "kind": "public_service", "case_kind": "immediate", "service_min": 5, **more,
    }  # fmt: skip


def _department(id: str, name: str, icon: str, queue: str) -> dict[str, Any]:
    return {
        "id": id, "name": _text(name), "short_name": _text(name), "icon": icon, "color": "#1155CC", "queue": queue,
        "zone": "a",
    }  # fmt: skip


def _window(id: str, label: str, department: str, items: list[str]) -> dict[str, Any]:
    return {
        "id": id, "label": label, "name": _text(f"窗口{label}"), "zone": "a", "department": department,
        "kind": "intake", "items": items,
    }  # fmt: skip


DESCRIPTION: dict[str, Any] = {
    "hall": {
        "id": "test", "code": "530800", "name": {"zh": "测试大厅", "en": "Test hall"},
        "short_name": {"zh": "测试", "en": "Test"}, "address": {"zh": "某路1号", "en": "1 Some Road"},
        "phone": "0879-1234567", "public_url": "https://hall.example.gov.cn/t",
        "opening": {
            "week": WEEK, "last_ticket_min": 15,
            "holidays": [{"first": "2026-10-01", "last": "2026-10-07", "name": _text("国庆节")}],
            "workdays": [{"day": "2026-10-10", "as_day": "thu", "name": _text("调休")}],
        },
        "zones": [{"id": "a", "name": {"zh": "一区", "en": "Zone A"}, "floor": 1}],
    },
    "departments": [
        _department("social", "社保", "shield-check", "A"), _department("tax", "税务", "receipt", "B"),
    ],
    "items": [
        _item("card", "social", appointments={"slot_min": 30, "places": 2}),
        _item("pension", "social", daily_cap=3, appointments={"slot_min": 60, "places": 1}),
        _item("real", "social", real_name=True, person_daily_limit=1),
        _item("invoice", "tax"), _item("stamp", "tax"), _item("named", "tax", real_name=True),
    ],
    "windows": [
        _window("w1", "A01", "social", ["department:social"]),
        _window("w2", "A02", "social", ["card", "pension"]),
        _window("w3", "B01", "tax", ["department:tax"]),
        _window("w4", "B02", "tax", ["card", "invoice"]),
    ],
    "devices": [
        {"id": "tm-1", "kind": "ticket_machine", "zone": "a", "layout": "portrait"},
        {"id": "tm-2", "kind": "ticket_machine", "zone": "a", "layout": "portrait"},
        {"id": "board-1", "kind": "call_board", "zone": "a", "layout": "landscape"},
        {
            "id": "desk", "kind": "console", "zone": "a", "layout": "landscape",
            "roles": ["guide", "manager", "system_admin", "security_admin", "auditor"],
        },
        *[{"id": f"call-w{n}", "kind": "call_pad", "window": f"w{n}", "layout": "landscape"} for n in (1, 2, 3, 4)],
        *[{"id": f"rate-w{n}", "kind": "rating_pad", "window": f"w{n}", "layout": "landscape"} for n in (1, 2, 3, 4)],
        *[{"id": f"screen-w{n}", "kind": "window_screen", "window": f"w{n}", "layout": "bar"} for n in (1, 2, 3, 4)],
    ],
    "clerks": [
        {"id": "101", "name": "甲一", "department": "social"}, {"id": "102", "name": "乙二", "department": "social"},
        {"id": "103", "name": "丙三", "department": "tax"}, {"id": "104", "name": "丁四", "department": "tax"},
        {"id": "900", "name": "戊管", "department": "social", "roles": ["system_admin"]},
        {"id": "901", "name": "己管", "department": "social", "roles": ["security_admin"]},
        {"id": "902", "name": "庚管", "department": "social", "roles": ["security_admin"]},
        {"id": "903", "name": "辛管", "department": "social", "roles": ["system_admin"]},
        {"id": "105", "name": "戊五", "department": "social", "roles": ["guide"]},
        {"id": "106", "name": "己六", "department": "social", "roles": ["manager"]},
    ],
    "rules": {
        "classes": [
            {"id": "appointment", "name": _text("预约"), "rank": 0},
            {"id": "priority", "name": _text("优先"), "rank": 1},
            {"id": "normal", "name": _text("普通"), "rank": 2},
        ],
        "needs": [{"id": "hearing", "name": _text("听力不便")}, {"id": "hani", "name": _text("讲哈尼语")}],
        "retention": {"persons_days": 1, "tickets_days": 1, "ratings_days": 3},
        "policy": {
            "name": "longest_wait", "head_start_min": 30, "overtakes_max": 3, "priority_delay_max_min": 20,
        },
        "recall_max": 2, "requeue_places": 2, "undo_s": 60, "ticket_max_items": 3,
        "commands_valid_s": 60,
    },
}  # fmt: skip


def small_site(**hall: Any) -> Site:
    """The site; keywords replace keys of `hall`."""
    return Site.model_validate_json(json.dumps({**DESCRIPTION, "hall": {**DESCRIPTION["hall"], **hall}}))


def changed_site(rules: dict[str, Any] | None = None, windows: dict[str, dict[str, Any]] | None = None) -> Site:
    """The site with other rules, and with keys of windows replaced, by id."""
    site = json.loads(json.dumps(DESCRIPTION))
    site["rules"] |= rules or {}
    for window in site["windows"]:
        window |= (windows or {}).get(window["id"], {})
    return Site.model_validate_json(json.dumps(site))


def small_site_without(**gone: tuple[str, ...]) -> Site:
    """The site after an administrator took things out, by id: `items=("card",)`. What names them goes with them."""
    site = json.loads(json.dumps(DESCRIPTION))
    for what, ids in gone.items():
        site[what] = [one for one in site[what] if one["id"] not in ids]
    for window in site["windows"]:
        window["items"] = [item for item in window["items"] if item not in gone.get("items", ())]
    site["devices"] = [one for one in site["devices"] if one.get("window") not in gone.get("windows", ())]
    return Site.model_validate_json(json.dumps(site))


def write_small_site(folder: Path) -> Path:
    """The site as an administrator's folder (JSON is YAML), without the items that need a card reader."""
    folder.mkdir(parents=True)
    files = {name: {name: DESCRIPTION[name]} for name in ("departments", "windows", "devices")}
    files["items"] = {"items": [item for item in DESCRIPTION["items"] if not item.get("real_name")]}
    files |= {"hall": DESCRIPTION["hall"], "rules": DESCRIPTION["rules"], "people": {"clerks": DESCRIPTION["clerks"]}}
    for name, content in files.items():
        (folder / f"{name}.yaml").write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    return folder


Edit = Callable[[dict[str, Any]], object]


def small_bundle(*edits: Edit) -> Bundle:
    """The same as a value, after each edit of its description; what names a thing that was taken out goes with it."""
    site = json.loads(json.dumps(DESCRIPTION))
    site["items"] = [item for item in site["items"] if not item.get("real_name")]
    for edit in edits:
        edit(site)
    rest = {name: {name: site[name]} for name in ("departments", "items", "windows", "devices", "clerks")}
    files = {f"{name}.yaml": content for name, content in rest.items() if name != "clerks"}
    files |= {"people.yaml": rest["clerks"], "hall.yaml": site["hall"], "rules.yaml": site["rules"]}
    return Bundle({name: json.dumps(content, ensure_ascii=False) for name, content in files.items()}, {})


def without_item(item: str) -> Edit:
    def edit(site: dict[str, Any]) -> None:
        site["items"] = [one for one in site["items"] if one["id"] != item]
        for window in site["windows"]:
            window["items"] = [one for one in window["items"] if one != item]

    return edit


def without_window(window: str) -> Edit:
    def edit(site: dict[str, Any]) -> None:
        site["windows"] = [one for one in site["windows"] if one["id"] != window]
        site["devices"] = [one for one in site["devices"] if one.get("window") != window]

    return edit


def with_item(item: str, department: str = "tax") -> Edit:
    return lambda site: site["items"].append(_item(item, department))


def with_window(window: str, label: str, department: str, *items: str) -> Edit:
    def edit(site: dict[str, Any]) -> None:
        site["windows"].append(_window(window, label, department, list(items)))
        kinds = (("call", "call_pad"), ("rate", "rating_pad"), ("screen", "window_screen"))
        site["devices"] += [
            {"id": f"{name}-{window}", "kind": kind, "window": window, "layout": "landscape"} for name, kind in kinds
        ]

    return edit


def with_rules(**rules: Any) -> Edit:
    return lambda site: site["rules"].update(rules)


def small_hall() -> Hall:
    """An empty hall on the test's day."""
    return Hall(plan_of(small_site()), DAY)
