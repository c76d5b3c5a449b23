"""A hall as large as the measurement needs, written as YAML that the strict loader accepts.

Every simulated device must be known to the hub, and a clerk sits at one window only: so there are as many windows, pads
and clerks as devices that call. The hall is open round the clock, so that a measurement at night is one too.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Every queue that a hall can have: none reads like a digit."""
ITEMS_EACH = 3
HALL = "bench"


@dataclass(frozen=True, slots=True)
class Seat:
    """A window with its pad and its clerk."""

    window: str
    pad: str
    clerk: str


@dataclass(frozen=True, slots=True)
class BenchSite:
    """What the generator must know of the hall it wrote."""

    machines: tuple[str, ...]
    seats: tuple[Seat, ...]
    items: tuple[str, ...]
    boards: tuple[str, ...] = ()
    screens: tuple[str, ...] = ()
    """Window screen and rating pad of each seat, in their order, if they were asked for."""
    rating_pads: tuple[str, ...] = ()


def write_site(folder: Path, *, machines: int, windows: int, boards: int = 0, faces: bool = False) -> BenchSite:
    """Write the configuration of a hall with so many ticket machines, windows (with a screen and a rating pad each, if
    `faces`) and call boards into `folder`."""
    site = BenchSite(
        machines=tuple(f"tm-{n}" for n in range(1, machines + 1)),
        seats=tuple(Seat(f"w{n}", f"call-w{n}", str(10_000 + n)) for n in range(1, windows + 1)),
        items=tuple(f"item-{letter.lower()}{n}" for letter in LETTERS for n in range(1, ITEMS_EACH + 1)),
        boards=tuple(f"board-{n}" for n in range(1, boards + 1)),
        screens=tuple(f"screen-w{n}" for n in range(1, windows * faces + 1)),
        rating_pads=tuple(f"rate-w{n}" for n in range(1, windows * faces + 1)),
    )
    files: dict[str, Any] = {
        "hall": _hall(),
        "departments": {"departments": [_department(letter) for letter in LETTERS]},
        "items": {"items": [_item(letter, n) for letter in LETTERS for n in range(1, ITEMS_EACH + 1)]},
        "windows": {"windows": [_window(n, seat) for n, seat in enumerate(site.seats)]},
        "devices": {"devices": [
            *map(_machine, site.machines), *map(_pad, site.seats), *map(_board, site.boards),
            *(_face(name, "window_screen", "bar") for name in site.screens),
            *(_face(name, "rating_pad", "landscape") for name in site.rating_pads),
        ]},
        "people": {"clerks": [_clerk(n, seat) for n, seat in enumerate(site.seats)]},
        "rules": _rules(),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():  # JSON is YAML
        (folder / f"{name}.yaml").write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    return site


def _text(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def _letter(n: int) -> str:
    return LETTERS[n % len(LETTERS)]


def _hall() -> dict[str, Any]:
    always = [{"start": "00:00", "end": "23:59"}]
    return {
        "id": HALL, "code": "530800", "name": _text("测量大厅", "Measuring hall"),
        "short_name": _text("测量大厅", "Measuring hall"), "address": _text("本机", "This machine"),
        "phone": "0879-12345", "zones": [{"id": "a", "name": _text("A区", "Zone A"), "floor": 1}],
        "opening": {"week": dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), always)},
    }  # fmt: skip


def _department(letter: str) -> dict[str, Any]:
    name = _text(f"{letter}部门", f"Department {letter}")
    return {
        "id": f"dept-{letter.lower()}", "name": name, "short_name": name, "icon": "landmark", "color": "#1D4ED8",
        "queue": letter, "zone": "a",
    }  # fmt: skip


def _item(letter: str, n: int) -> dict[str, Any]:
    return {
        "id": f"item-{letter.lower()}{n}", "department": f"dept-{letter.lower()}",
        "name": _text(f"{letter}事项{n}", f"Item {letter}{n}"), "pinyin": f"{letter.lower()} shi xiang {n}",
        "kind": "public_service", "case_kind": "immediate", "service_min": 5,
    }  # fmt: skip


def _window(n: int, seat: Seat) -> dict[str, Any]:
    department = f"dept-{_letter(n).lower()}"
    return {
        "id": seat.window, "label": f"{_letter(n)}{n + 1:03}", "name": _text("窗口", "Window"), "zone": "a",
        "department": department, "kind": "intake", "items": [f"department:{department}"],
    }  # fmt: skip


def _machine(name: str) -> dict[str, Any]:
    return {"id": name, "kind": "ticket_machine", "zone": "a", "layout": "portrait"}


def _pad(seat: Seat) -> dict[str, Any]:
    return {"id": seat.pad, "kind": "call_pad", "window": seat.window}


def _board(name: str) -> dict[str, Any]:
    return {"id": name, "kind": "call_board", "zone": "a", "layout": "landscape"}


def _face(name: str, kind: str, layout: str) -> dict[str, Any]:
    return {"id": name, "kind": kind, "window": name.partition("-")[2], "layout": layout}


def _clerk(n: int, seat: Seat) -> dict[str, Any]:
    department = f"dept-{_letter(n).lower()}"
    return {"id": seat.clerk, "name": f"测量员{n + 1}", "department": department, "windows": [seat.window]}


def _rules() -> dict[str, Any]:
    ranks = {
        "appointment": ("预约", "Appointment", 10),
        "priority": ("优先", "Priority", 20),
        "normal": ("普通", "Normal", 30),
    }
    classes = [{"id": name, "name": _text(zh, en), "rank": rank} for name, (zh, en, rank) in ranks.items()]
    return {"classes": classes, "commands_valid_s": 60}
