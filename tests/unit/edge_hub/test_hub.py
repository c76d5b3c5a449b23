"""What ends a hub: threads that die, folders that cannot be used, two hubs on one folder."""

import fcntl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.loop_rig import Rig
from fakes.quiet import Expect
from fakes.small_hall import small_site

from edge_hub.hub import CANNOT_START, STORE_FAILED, WRONG, serve, watch_threads
from edge_hub.inbox import Inbox
from edge_hub.messages import Broken
from edge_hub.opening import way_to

NO_BROKER = way_to("127.0.0.1:1", "", None, None)


@pytest.fixture
def hook() -> Iterator[None]:
    """The hook of threads as it was, afterwards."""
    before = threading.excepthook
    yield
    threading.excepthook = before


def test_a_thread_that_dies_ends_the_hub(hook: None, rig: Rig, capsys: pytest.CaptureFixture[str]) -> None:
    inbox = Inbox()
    watch_threads(inbox)

    def fail() -> None:
        raise LookupError("no such place")

    thread = threading.Thread(target=fail, name="network")
    thread.start()
    thread.join()
    (message,) = inbox.take(1)
    assert message == Broken("network ended: LookupError: no such place")
    assert "no such place" in capsys.readouterr().err
    with pytest.raises(RuntimeError, match="network ended"):
        rig.step(message)


def test_a_folder_that_cannot_be_used_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("x")
    assert serve(small_site(), tmp_path / "file" / "data", NO_BROKER, None) == CANNOT_START
    assert "cannot be used" in capsys.readouterr().err


def test_a_second_hub_on_the_same_folder_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (tmp_path / "hub.lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert serve(small_site(), tmp_path, NO_BROKER, None) == CANNOT_START
    assert "Two hubs on the same data are refused" in capsys.readouterr().err


def test_a_file_that_is_no_database_is_a_sentence_and_is_checked_first_next_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], expects_warning: Expect
) -> None:
    expects_warning("checking the whole file before serving", times=1)
    (tmp_path / "hub.db").write_bytes(b"not a database" * 400)
    assert serve(small_site(), tmp_path, NO_BROKER, None) == STORE_FAILED
    assert "the file is damaged: file is not a database" in capsys.readouterr().err
    assert (tmp_path / "check-first").exists()
    assert serve(small_site(), tmp_path, NO_BROKER, None) == STORE_FAILED
    assert "Restore the newest good backup" in capsys.readouterr().err


def test_a_row_that_nobody_understands_ends_the_hub_with_its_own_code(
    hook: None, tmp_path: Path, caplog: pytest.LogCaptureFixture, expects_warning: Expect
) -> None:
    expects_warning("The hub is wrong and ends.", times=1)
    rig = Rig(tmp_path)
    rig.store._db.execute("UPDATE window SET state = 'ASLEEP' WHERE id = 'w1'")
    rig.close()
    assert serve(small_site(), tmp_path, NO_BROKER, None) == WRONG
    assert "'ASLEEP' is not a valid WindowState" in caplog.text
