"""Old messages stay readable: one file of every message per released version of the contract.

A file of an older version is never written again. What a new version adds gets files of its own, written deliberately:

    python tests/golden/contract/write.py            # files that are missing
    python tests/golden/contract/write.py --again    # also those that changed; only before their version is released
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes import examples, messages
from pydantic import BaseModel

from edge_hub.contract.base import SCHEMA_VERSION, Lasting
from edge_hub.contract.codec import decode, decode_command, decode_reply, encode
from edge_hub.contract.device import DeviceStatus
from edge_hub.contract.envelope import Command, Reply

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("v*/*.json"))
NOW = HERE / f"v{SCHEMA_VERSION}"
READ: dict[str, type[BaseModel]] = {
    kind.__name__: kind for kind in (*messages.EVENT_KINDS, *messages.SNAPSHOTS, DeviceStatus)
}
RESULTS = {kind.__name__: kind for kind in messages.RESULTS}


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def read(path: Path) -> BaseModel | None:
    """A golden file, read as its name says: `command-CallNext`, `event-…`, `snapshot-…`, `reply-…`."""
    sort, _, kind = path.stem.partition("-")
    data = path.read_bytes()
    if sort == "command":
        command = decode_command(data)
        assert isinstance(command, Command), command
        assert type(command.body).__name__ == kind
        return command
    if sort == "reply":
        return decode_reply(data)
    return decode(READ[kind], data)


def test_there_are_files_of_every_version() -> None:
    assert {path.parent.name for path in FILES} == {f"v{n}" for n in range(1, SCHEMA_VERSION + 1)}


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_an_old_message_is_read(path: Path) -> None:
    assert read(path) is not None


@pytest.mark.parametrize("path", [path for path in FILES if path.stem.startswith("event-")], ids=name_of)
@pytest.mark.fault(14)
def test_an_old_event_loses_nothing_when_it_is_read(path: Path) -> None:
    message = read(path)
    assert message is not None
    assert list(lost(json.loads(path.read_bytes()), json.loads(encode(message)))) == []


@pytest.mark.parametrize("path", [path for path in FILES if path.stem.startswith("reply-")], ids=name_of)
def test_the_result_of_an_old_reply_is_read(path: Path) -> None:
    reply = read(path)
    assert isinstance(reply, Reply)
    kind = RESULTS.get(path.stem.partition("-")[2])
    assert kind.model_validate(reply.result) if kind else not reply.ok


@pytest.mark.parametrize("name", examples.golden())
def test_the_contract_of_today_writes_what_its_golden_file_says(name: str) -> None:
    path = NOW / f"{name}.json"
    assert path.exists(), f"{name} is new: write its file with tests/golden/contract/write.py"
    written: dict[str, Any] = json.loads(encode(examples.golden()[name]))
    assert written == json.loads(path.read_bytes()), "the wire has changed: this needs a new version of the contract"


def test_every_kind_of_message_has_an_example() -> None:
    assert {type(one) for one in examples.COMMANDS} == set(messages.COMMANDS)
    assert {type(one) for one in examples.EVENTS} == set(messages.EVENT_KINDS)
    assert {type(one) for one in examples.SNAPSHOTS} == {*messages.SNAPSHOTS, DeviceStatus}
    assert {type(one) for one in examples.RESULTS} == set(messages.RESULTS)


@pytest.mark.parametrize("name", examples.golden())
def test_an_example_sets_every_field(name: str) -> None:
    assert list(unset(examples.golden()[name])) == []


def lost(old: Any, again: Any, at: str = "") -> Iterator[str]:
    """Places of the old message that the message read from it does not have."""
    if isinstance(old, dict) and isinstance(again, dict):
        for key, inner in old.items():
            yield from lost(inner, again.get(key), f"{at}.{key}")
    elif old != again:
        yield at


def unset(value: Any, at: str = "") -> Iterator[str]:
    """Places of fields that are None or empty: a golden file would not notice their loss."""
    if isinstance(value, BaseModel):
        for field in type(value).model_fields:
            inner = getattr(value, field)
            allowed = isinstance(value, Reply) and field in ("result", "reason", "words")
            allowed = allowed or (isinstance(value, Lasting) and field == "staff")  # spliced in: test_codec
            if inner in (None, "", (), {}) and not allowed:
                yield f"{at}.{field}"
            yield from unset(inner, f"{at}.{field}")
    elif isinstance(value, tuple):
        for inner in value:
            yield from unset(inner, at)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from unset(inner, at)
