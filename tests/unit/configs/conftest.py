"""The smallest sound hall, one folder per test, and what the loader says of a change to it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from configs.faults import ConfigError
from configs.site import load_site

SMALL = {
    "hall.yaml": """\
id: small
code: "530800"
name: {zh: 小厅, en: Small hall}
short_name: {zh: 小厅, en: Small hall}
address: {zh: 茶马大道1号, en: 1 Tea Horse Avenue}
phone: 0879-12345
public_url: https://hall.example.gov.cn/t
opening:
  week:
    mon: [{start: 09:00, end: 12:00}, {start: 13:00, end: 17:00}]
    fri: [{start: 09:00, end: 12:00}]
  last_ticket_min: 15
  holidays:
    - {first: 2026-10-01, last: 2026-10-07, name: {zh: 国庆节, en: National Day}}
  workdays:
    - {day: 2026-10-10, as_day: fri, name: {zh: 调休, en: Make-up day}}
zones:
  - {id: east, name: {zh: 东区, en: East}, floor: 1}
""",
    "departments.yaml": """\
departments:
  - id: tax
    name: {zh: 税务局, en: Tax bureau}
    short_name: {zh: 税务, en: Taxes}
    icon: receipt
    color: "#6D28D9"
    queue: H
    zone: east
  - id: market
    name: {zh: 市场监管局, en: Market bureau}
    short_name: {zh: 市监, en: Market}
    icon: store
    color: "#0F766E"
    queue: G
    zone: east
""",
    "items.yaml": """\
items:
  - id: invoice
    department: tax
    name: {zh: 发票领用, en: Invoices}
    pinyin: fa piao ling yong
    code: "11530800990010960W3532030001000"
    kind: public_service
    case_kind: immediate
    service_min: 6
  - id: licence
    department: market
    name: {zh: 营业执照, en: Licence}
    pinyin: ying ye zhi zhao
    kind: confirmation
    case_kind: promised
    legal_days: 5
    promised_days: 1
    service_min: 20
    materials:
      - {name: {zh: 身份证, en: Identity card}}
""",
    "windows.yaml": """\
windows:
  - id: w01
    label: A01
    name: {zh: 税务, en: Taxes}
    zone: east
    department: tax
    kind: intake
    items: [department:tax]
  - id: w02
    label: A02
    name: {zh: 市监, en: Market}
    zone: east
    department: market
    kind: intake
    items: [licence]
""",
    "devices.yaml": """\
devices:
  - id: tm-1
    kind: ticket_machine
    zone: east
    printer: {driver: escpos, connection: tcp://192.168.1.50:9100}
  - {id: call-w01, kind: call_pad, window: w01}
  - {id: call-w02, kind: call_pad, window: w02}
""",
    "people.yaml": """\
clerks:
  - {id: "1001", name: 李晓梅, department: tax}
  - {id: "1002", name: 王志强, department: market, windows: [w02]}
""",
    "rules.yaml": """\
classes:
  - {id: appointment, name: {zh: 预约, en: Appointment}, rank: 10}
  - {id: priority, name: {zh: 优先, en: Priority}, rank: 20}
  - {id: normal, name: {zh: 普通, en: Normal}, rank: 30}
warn_wait_min: 15
red_wait_min: 30
""",
}


@pytest.fixture
def hall(tmp_path: Path) -> Path:
    """A folder with the small hall."""
    for name, text in SMALL.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def change(hall: Path) -> Callable[[str, str, str], None]:
    """Replaces a piece of a file that must be there."""

    def replace(name: str, old: str, new: str) -> None:
        path = hall / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace


@pytest.fixture
def said(hall: Path) -> Callable[[], list[str]]:
    """The faults of the folder as people read them; none if it loads."""

    def ask() -> list[str]:
        try:
            load_site(hall)
        except ConfigError as error:
            return [str(fault) for fault in error.faults]
        return []

    return ask
