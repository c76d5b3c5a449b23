"""What an owner of wires must not forget: whole or not at all, and a bad disk costs no more than the counting."""

from pathlib import Path
from typing import Any

import pytest
from fakes.quiet import Expect

from edge_hub.device_host.memory import Memory

LED = {"state": ["UP", ""], "since_ms": 7, "counters": {"texts": 3}}


def test_what_was_kept_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "host-a" / "wired.json"
    Memory(path).keep({"led": LED})
    assert Memory(path).read() == {"led": LED}


def test_the_same_again_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "wired.json"
    memory = Memory(path)
    memory.keep({"led": LED})
    path.unlink()
    memory.keep({"led": LED})
    assert not path.exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[1]", b"\xff\xfe", b'{"led": 5}', b'{"led": {"since_ms": "x", "counters": {}}}',
     b'{"led": {"since_ms": 1, "counters": {"texts": "3"}}}', b'{"led": {"since_ms": 1}}'],
)  # fmt: skip
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "wired.json").write_bytes(content)
    assert Memory(tmp_path / "wired.json").read() == {}


def test_a_disk_that_takes_nothing_is_told_once(tmp_path: Path, expects_warning: Expect) -> None:
    (tmp_path / "file").write_text("")
    memory = Memory(tmp_path / "file" / "wired.json")
    expects_warning("cannot be written")
    contents: tuple[dict[str, Any], ...] = ({"led": LED}, {}, {"bar": LED})
    for content in contents:
        memory.keep(content)
