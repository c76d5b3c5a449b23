"""The wish that a standby becomes the hub, on its way from a person to the record that begins the reign."""

from pathlib import Path

import pytest
from fakes.quiet import Expect

from edge_hub.standby.follower import take_over
from edge_hub.standby.wish import PROMOTE, Wish, ask_for, asked, of_reign

WISH = Wish(by="106", why="主机坏了", at_ms=1_795_484_520_000)


def test_a_wish_waits_until_the_standby_has_taken_over_and_then_belongs_to_the_reign(tmp_path: Path) -> None:
    assert asked(tmp_path) is of_reign(tmp_path) is None
    ask_for(tmp_path, WISH)
    assert asked(tmp_path) == asked(tmp_path) == WISH and of_reign(tmp_path) is None
    take_over(tmp_path, WISH)
    assert asked(tmp_path) is None and of_reign(tmp_path) == WISH
    assert {one.name for one in tmp_path.iterdir()} == {"restored", "reigns"}


@pytest.mark.parametrize("nameless", [b"", b"{}", b"[1]", b'{"by":"","why":"x","at_ms":1}', b'{"by":"106","why":"'])
def test_a_file_that_names_nobody_is_no_wish_and_is_told_once(
    tmp_path: Path, expects_warning: Expect, nameless: bytes
) -> None:
    expects_warning("does not say who wants this machine to be the hub", times=1)
    (tmp_path / PROMOTE).write_bytes(nameless)
    assert asked(tmp_path) is asked(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("mark", ["", "[]", "{}", '{"from":"hub-1","seq":3}', '{"wish":{"by":"106"}}'])
def test_a_reign_that_came_from_a_backup_is_nobodys_wish(tmp_path: Path, mark: str) -> None:
    (tmp_path / "restored").write_text(mark)
    assert of_reign(tmp_path) is None
