"""The topic table is complete, each function writes a row of it, and only a device's own topic names the device."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import examples, messages
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from edge_hub.contract import device, envelope, topics, wired

TALK: tuple[type[BaseModel], ...] = (envelope.Command, envelope.Reply, wired.StepAsk, wired.StepSaid)

MADE: dict[str, Callable[[], str]] = {
    "h/{hall}/up/{device}/cmd": lambda: topics.command("{hall}", "{device}"),
    "h/{hall}/up/{device}/status": lambda: topics.device_status("{hall}", "{device}"),
    "h/{hall}/down/{device}/reply": lambda: topics.reply("{hall}", "{device}"),
    "h/{hall}/down/{device}/reprints": lambda: topics.reprints("{hall}", "{device}"),
    "h/{hall}/down/{device}/guided": lambda: topics.guided("{hall}", "{device}"),
    "h/{hall}/down/{device}/wired": lambda: topics.wired("{hall}", "{device}"),
    "h/{hall}/ask/{device}/step": lambda: topics.step_ask("{hall}", "{device}"),
    "h/{hall}/up/{device}/step": lambda: topics.step_said("{hall}", "{device}"),
    "h/{hall}/state/public/hub": lambda: topics.hub("{hall}"),
    "h/{hall}/state/public/directory": lambda: topics.directory("{hall}"),
    "h/{hall}/state/public/catalogue/{department}": lambda: topics.catalogue("{hall}", "{department}"),
    "h/{hall}/state/public/lines": lambda: topics.lines("{hall}"),
    "h/{hall}/state/public/board": lambda: topics.board("{hall}"),
    "h/{hall}/state/public/announcements": lambda: topics.announcements("{hall}"),
    "h/{hall}/state/window/{window}/now": lambda: topics.window_now("{hall}", "{window}"),
    "h/{hall}/state/staff/desk": lambda: topics.desk("{hall}"),
    "h/{hall}/state/staff/wired/{device}": lambda: topics.wired_states("{hall}", "{device}"),
}


def test_every_row_has_the_function_that_writes_its_topic() -> None:
    assert {row.pattern: row.pattern for row in topics.TABLE} == {pattern: make() for pattern, make in MADE.items()}


def test_every_message_that_travels_has_a_row() -> None:
    kinds: list[type[BaseModel]] = [*messages.SNAPSHOTS, *TALK, device.DeviceStatus]
    assert sorted(row.carries for row in topics.TABLE) == sorted(kind.__name__ for kind in kinds)
    assert {type(one) for one in examples.SNAPSHOTS} == {*messages.SNAPSHOTS, device.DeviceStatus}


def test_state_is_retained_and_talk_is_not() -> None:
    talk = {kind.__name__ for kind in TALK}
    assert all(row.retained == (row.carries not in talk) for row in topics.TABLE)


def test_what_the_hub_subscribes_to_covers_the_rows_that_devices_write_for_it() -> None:
    mine = {topics.commands("{hall}"), topics.device_statuses("{hall}")}
    rows = [row for row in topics.TABLE if row.writes == topics.DEVICE]
    assert {row.pattern.replace("{device}", "+") for row in rows if topics.HUB in row.reads} == mine
    assert {row.carries for row in rows if topics.HUB not in row.reads} == {"StepSaid"}


def test_a_topic_of_a_device_names_the_device_and_what_it_carries() -> None:
    assert topics.from_device(topics.command("puer", "tm-1")) == ("tm-1", "cmd")
    assert topics.from_device(topics.device_status("puer", "tm-1")) == ("tm-1", "status")


@pytest.mark.parametrize(
    "topic",
    [
        "", "h", "h/puer/up/tm-1", "h/puer/up/tm-1/cmd/x", "x/puer/up/tm-1/cmd", "h/puer/down/tm-1/reply",
        "h/puer/state/public/hub", "/h/puer/up/tm-1/cmd", "h/puer/UP/tm-1/cmd",
    ],
)  # fmt: skip
def test_any_other_topic_names_no_device(topic: str) -> None:
    assert topics.from_device(topic) == ("", "")


@given(st.text(max_size=60))
def test_any_topic_has_an_answer(topic: str) -> None:
    assert topics.from_device(topic) == ("", "") or topic.startswith("h/")


def test_the_table_in_the_readme_is_the_table() -> None:
    readme = Path(topics.__file__).parent / "README.md"
    assert topics.table() in readme.read_text(encoding="utf-8")
