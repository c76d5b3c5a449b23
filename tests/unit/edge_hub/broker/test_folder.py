"""Files that only their owner may read, whole or not at all, and untouched while they stay the same."""

import os
import stat
from pathlib import Path

import pytest

from edge_hub.broker.folder import Folder


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def umask_of_nobody() -> object:
    """A machine on which new files are open to all, unless somebody takes care."""
    before = os.umask(0)
    yield
    os.umask(before)


def test_a_file_is_its_owners_from_its_first_byte_on(tmp_path: Path, umask_of_nobody: object) -> None:
    folder = Folder(tmp_path / "made" / "here")
    folder.write("secrets/one", "s3cret")
    assert mode(folder.path / "secrets" / "one") == 0o600 and mode(folder.path / "secrets") == 0o700
    assert mode(folder.path) == 0o711 and folder.changed == ["secrets/one"]


def test_the_same_text_again_touches_nothing_but_closes_what_stood_open(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write("acl", "text")
    before = (tmp_path / "acl").stat()
    (tmp_path / "acl").chmod(0o644)
    again = Folder(tmp_path)
    again.write("acl", "text")
    now = (tmp_path / "acl").stat()
    assert again.changed == [] and (now.st_ino, now.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert mode(tmp_path / "acl") == 0o600


def test_another_text_is_another_file_in_its_place(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write("acl", "old")
    reader = (tmp_path / "acl").open(encoding="utf-8")
    folder.write("acl", "new and longer")
    with reader:
        assert reader.read() == "old", "whoever reads it now reads all of the old one"
    assert folder.read("acl") == "new and longer" and [one.name for one in tmp_path.iterdir()] == ["acl"]


def test_what_a_stopped_run_left_behind_does_not_stop_the_next(tmp_path: Path) -> None:
    (tmp_path / ".acl.new").write_text("half")
    folder = Folder(tmp_path)
    folder.write("acl", "whole")
    assert folder.read("acl") == "whole" and [one.name for one in tmp_path.iterdir()] == ["acl"]


def test_what_is_not_there_reads_as_nothing_and_can_be_removed(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "nowhere")
    assert folder.read("acl") is None and folder.names("secrets") == []
    folder.remove("acl")
    assert folder.changed == [] and not folder.path.exists()
