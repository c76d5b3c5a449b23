"""What a shell keeps of the session at a console: for nobody else to read, and gone when it is forgotten."""

from pathlib import Path

import pytest

from edge_hub import desk_session


@pytest.fixture(autouse=True)
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    return tmp_path


def test_a_session_is_kept_for_its_hall_and_console_until_it_is_forgotten(runtime: Path) -> None:
    assert desk_session.kept("puer", "guide-1") is None
    desk_session.keep("puer", "guide-1", "first")
    desk_session.keep("puer", "guide-1", "second")
    assert desk_session.kept("puer", "guide-1") == "second"
    assert desk_session.kept("puer", "admin-1") is None and desk_session.kept("other", "guide-1") is None
    desk_session.forget("puer", "guide-1")
    desk_session.forget("puer", "guide-1")
    assert desk_session.kept("puer", "guide-1") is None and not list(runtime.iterdir())


def test_nobody_else_reads_it_whatever_lay_there_before(runtime: Path) -> None:
    file = runtime / "hall.puer.guide-1.session"
    file.write_text("old")
    file.chmod(0o666)
    desk_session.keep("puer", "guide-1", "new")
    assert file.stat().st_mode & 0o777 == 0o600 and desk_session.kept("puer", "guide-1") == "new"


def test_a_link_that_somebody_laid_there_is_not_followed(runtime: Path) -> None:
    (runtime / "elsewhere").write_text("theirs")
    (runtime / "hall.puer.guide-1.session").symlink_to(runtime / "elsewhere")
    assert desk_session.kept("puer", "guide-1") is None
    with pytest.raises(OSError, match="symbolic links"):
        desk_session.keep("puer", "guide-1", "mine")
    assert (runtime / "elsewhere").read_text() == "theirs"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"\n"])
def test_what_is_no_session_is_none(runtime: Path, content: bytes) -> None:
    (runtime / "hall.puer.guide-1.session").write_bytes(content)
    assert desk_session.kept("puer", "guide-1") is None
