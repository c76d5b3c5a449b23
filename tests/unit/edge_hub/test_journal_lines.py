"""`hall journal show` in lines for a person."""

from pathlib import Path

import pytest
from fakes import messages
from fakes.loop_rig import Rig

from edge_hub.contract import queue as q
from edge_hub.journal_lines import NAMES, Asked, Lines, Unknown, found, read
from edge_hub.store.connection import open_reader


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A day with three tickets, one of them cancelled."""
    rig = Rig(tmp_path)
    for item in ("card", "card", "invoice"):
        rig.do("tm-1", q.TakeTicket(items=(item,)))
    rig.do("desk", q.Cancel(ticket="A002", why="回家"))
    rig.close()
    return tmp_path


def shown(data: Path, **asked: object) -> list[str]:
    reader = open_reader(data / "hub.db")
    try:
        lines = Lines(reader)
        return [lines.line(one) for one in found(reader, Asked(**asked))]  # type: ignore[arg-type]
    finally:
        reader.close()


def test_every_kind_of_record_has_a_name_in_both_languages() -> None:
    assert set(NAMES) == {kind.__name__ for kind in messages.EVENT_KINDS}
    assert all(one.zh and one.en and not one.zh.isascii() for one in NAMES.values())


def test_a_line_says_what_of_which_ticket_and_who_and_keeps_what_is_sealed(data: Path) -> None:
    line = shown(data, last=1)[0]
    assert "取消 cancelled  A002" in line and line.endswith("[有密封内容 sealed]") and "回家" not in line
    assert "— 105 desk" in line
    taken = next(one for one in shown(data) if "取号" in one)
    assert "A001  card  — tm-1" in taken and "token" not in taken


def test_the_last_records_are_the_newest_in_their_order(data: Path) -> None:
    every = shown(data)
    assert shown(data, last=2) == every[-2:] and shown(data, last=1000) == every
    assert shown(data, count=2) == every[:2] and shown(data, after=2, count=1) == every[2:3]


def test_of_a_ticket_its_own_records_alone_are_shown(data: Path) -> None:
    lines = shown(data, ticket="a002")
    assert len(lines) == 2 and all("A002" in line for line in lines)
    assert shown(data, ticket="A002", day="2026-11-24", last=1) == lines[-1:], "the newest of them"


def test_a_day_is_shown_whole_and_what_is_not_there_is_a_sentence(data: Path) -> None:
    assert shown(data, day="2026-11-24")[0].split()[3:6] == ["新的一天", "a", "day"]
    with pytest.raises(Unknown, match=r"2026-11-24 没有号票 .*A099"):
        shown(data, ticket="A099")
    with pytest.raises(Unknown, match="the journal has no day 2026-11-23"):
        shown(data, ticket="A001", day="2026-11-23")


def test_what_cannot_be_read_is_told_as_the_bytes_it_is() -> None:
    assert read(b"\xff\x00") == {"unreadable": "ff00"} and read(b"[1]") == {"unreadable": "5b315d"}
