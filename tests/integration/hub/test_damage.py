"""A file that was damaged or tampered with: the hub says so and does not serve, and `hall journal` finds the place."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest
from fakes.broker import Broker
from fakes.hub_process import HubProcess
from fakes.loop_rig import Rig
from fakes.standby import StandbyProcess
from fakes.tap import Tap

from edge_hub.commands.hub import journal
from edge_hub.contract import queue as q
from edge_hub.contract.erasure import KeyDestroyed
from edge_hub.domain.means import Happening
from edge_hub.hub import CHECKED_BYTES_MAX, Wishes
from edge_hub.store.connection import open_reader, query


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Closed data of a morning, a few pages long."""
    data = tmp_path_factory.mktemp("recorded")
    rig = Rig(data)
    rig.step(*(rig.command("tm-1", q.TakeTicket(items=("card",))) for _ in range(60)))
    rig.do("desk", q.Cancel(ticket="A001", why="回家"))
    rig.close()
    return data


OLD = 1500
"""So many records that a start does not look at the first ones."""


@pytest.fixture
def old_data(tmp_path: Path) -> Path:
    """Closed data of a long day and the next morning: a start reads nothing of the day before."""
    data = tmp_path / "old"
    data.mkdir()
    rig = Rig(data)
    for _ in range(OLD // 100):
        rig.step(*(rig.command("tm-1", q.TakeTicket(items=("card",))) for _ in range(100)))
    rig.clock.ms += 86_400_000
    rig.tick()
    rig.close()
    return data


@pytest.fixture
def data(recorded: Path, tmp_path: Path) -> Path:
    shutil.copytree(recorded, tmp_path / "data")
    return tmp_path / "data"


def change(data: Path, statement: str) -> None:
    connection = apsw.Connection(str(data / "hub.db"))
    connection.execute(statement)
    assert connection.changes() > 0
    connection.close()


def overwrite(data: Path, at: int, with_: bytes) -> None:
    with (data / "hub.db").open("r+b") as file:
        file.seek(at)
        file.write(with_)


@pytest.fixture
def hall_journal(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """`hall journal WORD --data DIR …`: (exit code, stdout, stderr)."""

    def run(word: str, data: Path, *more: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            journal(args=[word, "--data", str(data), *more], prog_name="hall journal")
        out, err = capsys.readouterr()
        code = end.value.code
        return (code if isinstance(code, int) else 0), out, err

    return run


Run = Callable[..., tuple[int, str, str]]


# ---- the hub --------------------------------------------------------------------------------------------------------


def test_a_damaged_file_ends_the_hub_and_is_checked_first_by_the_next(
    data: Path, make_hub: Callable[..., HubProcess]
) -> None:
    pages = (data / "hub.db").stat().st_size // 4096
    for page in range(1, pages):
        overwrite(data, page * 4096, b"\xa5" * 64)
    hub = make_hub(data, practice=None).start()
    assert hub.ended() == 74
    assert "hall hub: the store failed: " in hub.errors and "Traceback" not in hub.errors
    assert (data / "check-first").read_text()
    second = make_hub(data, practice=None).start()
    assert second.ended() == 74
    assert "checking the whole file" in second.errors and "Restore the newest good backup" in second.errors
    assert (data / "check-first").exists(), "it is checked first until it is sound"


def page_of_record(data: Path, seq: int) -> int:
    """Where the page begins that holds a record of the journal and nothing that a running hub reads."""
    reader = open_reader(data / "hub.db")
    ((body,),) = query(reader, "SELECT body FROM journal WHERE seq = ?", (seq,))
    reader.close()
    at = (data / "hub.db").read_bytes().index(body)
    return at - at % 4096


def test_damage_where_nobody_looks_is_found_by_the_check_in_the_background(
    old_data: Path, make_hub: Callable[..., HubProcess]
) -> None:
    page = page_of_record(old_data, 20)
    hub = make_hub(old_data, practice=None, more=("--check-after-s", "2")).start().ready()
    overwrite(old_data, page, b"\xa5" * 64)
    assert hub.ended() == 74
    assert "The background check found the database damaged" in hub.errors and "Traceback" not in hub.errors
    second = make_hub(old_data, practice=None).start()
    assert second.ended() == 74
    assert "checking the whole file" in second.errors and "Restore the newest good backup" in second.errors


def test_damage_in_a_small_file_is_found_before_it_is_served(
    old_data: Path, make_hub: Callable[..., HubProcess]
) -> None:
    overwrite(old_data, page_of_record(old_data, 20), b"\xa5" * 64)
    hub = make_hub(old_data, practice=None).start()
    assert hub.ended() == 74 and not hub.is_ready
    assert "Restore the newest good backup" in hub.errors


def test_a_large_file_is_checked_within_ten_minutes_but_first_after_the_store_failed(
    old_data: Path, make_hub: Callable[..., HubProcess]
) -> None:
    """Whatever its size: who has lost the trust in a file does not serve it before it is checked."""
    change(old_data, f"INSERT INTO meta VALUES ('filler', hex(zeroblob({CHECKED_BYTES_MAX // 2})))")
    overwrite(old_data, page_of_record(old_data, 20), b"\xa5" * 64)
    assert Wishes().check_after_s < 600
    hub = make_hub(old_data, practice=None, more=("--check-after-s", "0.1")).start().ready()
    assert hub.ended() == 74 and "The background check found the database damaged" in hub.errors
    for again in range(2):
        second = make_hub(old_data, practice=None).start()
        assert second.ended() == 74 and not second.is_ready, again
        assert "checking the whole file before serving" in second.errors


def test_a_standby_whose_store_failed_checks_the_whole_file_first(old_data: Path, site: Path, broker: Broker) -> None:
    overwrite(old_data, page_of_record(old_data, 20), b"\xa5" * 64)
    change(old_data, f"INSERT INTO meta VALUES ('filler', hex(zeroblob({CHECKED_BYTES_MAX // 2})))")
    standby = StandbyProcess(site, old_data, broker.address, 1).start()
    standby.until_said("cannot be followed")
    assert standby.stop() == 0, "a large file is not checked for nothing"
    (old_data / "check-first").write_text("disk I/O error")
    assert standby.start().ended() == 74
    assert "checking the whole file" in standby.errors and (old_data / "check-first").exists()


def test_a_sound_file_is_checked_and_served_on(
    old_data: Path, make_hub: Callable[..., HubProcess], broker: Broker
) -> None:
    hub = make_hub(old_data, practice=None, more=("--check-after-s", "0.01")).start().ready()
    with Tap(broker.address) as tap:
        tap.until(lambda _: "is sound" in hub.errors, "the check")
        tap.forget()
        tap.until(lambda one: one.ups == [True], "a heartbeat after the check")
    assert hub.stop() == 0


def test_a_file_put_right_again_is_checked_once_and_served(data: Path, make_hub: Callable[..., HubProcess]) -> None:
    (data / "check-first").write_text("disk I/O error")
    hub = make_hub(data, practice=None).start().ready()
    assert not (data / "check-first").exists()
    assert hub.stop() == 0 and "checking the whole file" in hub.errors


def test_a_tampered_journal_is_not_served(data: Path, make_hub: Callable[..., HubProcess]) -> None:
    change(data, "UPDATE journal SET eid = 'other' WHERE seq = 30")
    hub = make_hub(data, practice=None).start()
    assert hub.ended() == 2
    assert "the journal is broken at record 30" in hub.errors and "Traceback" not in hub.errors


def test_data_that_notes_another_epoch_is_not_served(data: Path, make_hub: Callable[..., HubProcess]) -> None:
    change(data, "UPDATE meta SET value = '7' WHERE key = 'epoch'")
    hub = make_hub(data, practice=None).start()
    assert hub.ended() == 2
    assert "in epoch 1, but the file notes" in hub.errors and "Traceback" not in hub.errors


def test_restored_data_is_served_in_a_new_epoch_that_lasts(
    data: Path, make_hub: Callable[..., HubProcess], hall_journal: Run
) -> None:
    for more, epoch in ((("--restored",), 2), ((), 2)):
        hub = make_hub(data, practice=None, more=more).start().ready()
        assert hub.hello["epoch"] == epoch
        assert hub.stop() == 0
    code, out, _ = hall_journal("verify", data)
    assert code == 0 and "the chain is right" in out


@pytest.mark.fault(14)
def test_data_of_a_newer_program_is_not_served(data: Path, make_hub: Callable[..., HubProcess]) -> None:
    connection = apsw.Connection(str(data / "hub.db"))
    connection.execute("PRAGMA user_version=99")
    connection.close()
    hub = make_hub(data, practice=None).start()
    assert hub.ended() == 2 and "Install the newer program again" in hub.errors


# ---- hall journal ---------------------------------------------------------------------------------------------------


def test_a_good_journal_is_said_to_be_right(data: Path, hall_journal: Run) -> None:
    code, out, _ = hall_journal("verify", data)
    assert (code, out) == (0, "64 records, the chain is right.\n")


def test_a_tampered_journal_is_named_with_its_place(data: Path, hall_journal: Run) -> None:
    change(data, "UPDATE journal SET body = x'7b7d' WHERE seq = 7")
    code, out, _ = hall_journal("verify", data)
    assert (code, out) == (1, "Broken at record 7: the body was changed. 6 records before it are right.\n")


def test_records_are_shown_as_lines_and_personal_parts_stay_sealed(data: Path, hall_journal: Run) -> None:
    code, out, _ = hall_journal("show", data, "--json", "--after", "62", "--count", "5")
    lines = [json.loads(line) for line in out.splitlines()]
    assert code == 0 and [line["seq"] for line in lines] == [63, 64]
    assert lines[-1]["type"] == "TicketCancelled" and lines[-1]["sealed"] and "回家" not in out


def test_an_erased_part_is_shown_as_erased(data: Path, hall_journal: Run) -> None:
    rig = Rig(data)
    reader = open_reader(data / "hub.db")
    ((record,),) = query(reader, "SELECT idem_key FROM journal WHERE type = 'TicketCancelled'")
    reader.close()
    event = KeyDestroyed(record=record, record_type="TicketCancelled", at_ms=rig.clock.ms)
    rig.loop.record(Happening(event))
    rig.close()
    assert "[已销毁 erased]" in hall_journal("show", data, "--after", "60")[1]
    _, out, _ = hall_journal("show", data, "--json", "--after", "60")
    shown = {line["type"]: line for line in map(json.loads, out.splitlines())}
    assert shown["TicketCancelled"]["sealed"] == "erased"
    assert shown["KeyDestroyed"]["body"]["record"] == record and not shown["KeyDestroyed"]["sealed"]
    assert hall_journal("verify", data)[0] == 0


def test_a_record_that_cannot_be_read_is_shown_as_it_is(data: Path, hall_journal: Run) -> None:
    """What was tampered with must be seen, not stumbled over."""
    change(data, "UPDATE journal SET body = x'ff00' WHERE seq = 63")
    code, out, err = hall_journal("show", data, "--after", "62")
    assert code == 0 and len(out.splitlines()) == 2 and "ff00" in out and not err


@pytest.mark.parametrize("word", ["verify", "show"])
@pytest.mark.parametrize("state", ["missing", "not a database", "damaged", "another database"])
def test_data_that_holds_no_journal_is_a_sentence(
    tmp_path: Path, data: Path, hall_journal: Run, word: str, state: str
) -> None:
    if state == "missing":
        data = tmp_path / "nowhere"
    elif state == "not a database":
        (data / "hub.db").write_bytes(b"nothing" * 1000)
    elif state == "damaged":
        for at in range(4096, (data / "hub.db").stat().st_size, 4096):
            overwrite(data, at, b"\xa5" * 64)
    else:
        (data / "hub.db").unlink()
        other = apsw.Connection(str(data / "hub.db"))
        other.execute("CREATE TABLE t(a)")
        other.close()
    code, out, err = hall_journal(word, data)
    assert code == 2 and err.startswith("hall: ") and err.count("\n") == 1, (out, err)


def test_a_journal_can_be_verified_while_the_hub_serves(
    data: Path, make_hub: Callable[..., HubProcess], hall_journal: Run
) -> None:
    hub = make_hub(data, practice=None).start()
    assert hub.ready()
    code, out, _ = hall_journal("verify", data)
    assert code == 0 and "the chain is right" in out
    assert hub.stop() == 0
