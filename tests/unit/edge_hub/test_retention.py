"""What an administrator is told about retention, and that something overdue is told."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.loop_rig import Rig
from fakes.small_hall import write_small_site
from typer.testing import CliRunner

from configs.rules import Retention
from edge_hub.commands.retention import retention
from edge_hub.contract import queue as q
from edge_hub.contract.clock import at_hall
from edge_hub.domain.erasure import DAYS_FIXED, FIELDS
from edge_hub.store.connection import open_writer

DAY_MS = 86_400_000


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    (tmp_path / "data").mkdir()
    one = Rig(tmp_path / "data")
    for n in range(3):
        slip = one.do("tm-1", q.TakeTicket(items=("real",), person=f"{n:064x}"))
        one.do("desk", q.Cancel(ticket=slip.result["ticket"], why="家里有事"))
    yield one
    one.close()


def evening(rig: Rig) -> None:
    rig.clock.ms += DAY_MS - (rig.clock.ms + 8 * 3_600_000) % DAY_MS + 20 * 3_600_000
    while rig.hall.erased_day != at_hall(rig.clock.ms).date().isoformat():
        rig.tick()


def told(rig: Rig, *more: str) -> tuple[int, str]:
    site = rig.directory.parent / "site"
    if not site.exists():
        write_small_site(site)
    said = CliRunner().invoke(retention, ["--data", str(rig.directory), "--site", str(site), *more])
    return said.exit_code, said.stdout


def test_every_rule_has_its_words() -> None:
    assert set(FIELDS) == {*Retention.model_fields, *DAYS_FIXED}


def test_it_tells_each_field_how_much_is_readable_and_what_was_done(rig: Rig) -> None:
    code, text = told(rig)
    assert code == 0 and "从不保存 never stored: 证件号码" in text and "尚未执行过" in text
    assert "1 天 days  谁取的号" in text and "现存 3，最早 2026-11-24" in text
    evening(rig)
    evening(rig)
    code, text = told(rig)
    assert code == 0 and "2026-11-26: 已销毁 erased persons_days 3, tickets_days 3" in text and "现存" not in text
    assert json.loads(told(rig, "--json")[1])["readable"] == {}


def test_what_is_overdue_is_told_and_the_exit_code_is_1(rig: Rig) -> None:
    evening(rig)
    evening(rig)
    rig.store.close()
    writer = open_writer(rig.store.path)
    writer.execute("DELETE FROM erased WHERE record IN (SELECT record FROM erased LIMIT 2)")
    writer.close()
    code, text = told(rig)
    assert code == 1 and "2 项已到期而未销毁" in text
    rig.start()
