"""Old files stay readable: a hall's folder as an earlier schema left it in mid-day is taken over and goes on.

A folder `schema-N` for a version N of the schema (`hub.db` and `keys.db`, packed with gzip), never written again. It
holds what random people did on a morning of the small hall (`tests/fakes/hall_days.py`), lived by the program of then.
"""

import gzip
import subprocess
import sys
from pathlib import Path

import pytest
from fakes import config_desk, invariants
from fakes.hall_days import patient_site
from fakes.loop_rig import Rig, TestClock
from fakes.small_hall import small_bundle, with_item

from edge_hub.contract import queue as q
from edge_hub.domain.fold import fold
from edge_hub.domain.hall import Hall
from edge_hub.domain.plan import plan_of
from edge_hub.store.connection import open_reader, query
from edge_hub.store.journal import verify
from edge_hub.store.schema import STEPS

FOLDERS = sorted(Path(__file__).parent.glob("schema-*"))
BEGUN_ANEW = {"came", "overtaken", "overtaken_ms", "overtakes_seen"}
"""Of tickets: what schema 10 did not count yet. It begins at nothing in the middle of the day, and is right again with
the next day."""


def unpack(folder: Path, to: Path) -> Path:
    for packed in folder.glob("*.gz"):
        (to / packed.stem).write_bytes(gzip.decompress(packed.read_bytes()))
        (to / packed.stem).chmod(0o600)
    return to


def version(data: Path) -> int:
    reader = open_reader(data / "hub.db")
    ((found,),) = query(reader, "PRAGMA user_version")
    reader.close()
    return int(found)


@pytest.mark.fault(14)
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_an_old_folder_is_taken_over_and_the_hall_goes_on(folder: Path, tmp_path: Path) -> None:
    data = unpack(folder, tmp_path)
    assert version(data) == int(folder.name.partition("-")[2]) < len(STEPS)
    rig = Rig(data, TestClock("10:11"), patient_site())
    assert version(data) == len(STEPS)
    before = list(rig.hall.tickets.values())
    assert len(before) > 30 and {one.state for one in before} >= {q.TicketState.WAITING, q.TicketState.DONE}
    number = int(rig.do("tm-1", q.TakeTicket(items=("card",))).result["number"][1:])
    assert number > max(one.nth for one in before if one.queue == "A")
    again = folded(rig).tickets
    told_otherwise = {
        field for one in before for field in one._fields if getattr(one, field) != getattr(again[one.id], field)
    }
    assert told_otherwise <= BEGUN_ANEW
    assert config_desk.apply(rig, small_bundle(with_item("permit")), when_empty=True).ok
    rig.clock.ms += 86_400_000
    rig.tick()
    assert rig.do("tm-1", q.TakeTicket(items=("permit",))).result["number"] == "B001", "the change waited for the night"
    for check in invariants.ALL:
        if check is not invariants.nobody_is_overtaken_beyond_the_bounds:  # the calls of before went by other rules
            check(rig)
    rig.close()


@pytest.mark.fault(5)
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_program_killed_again_and_again_while_it_takes_over_leaves_what_the_next_one_takes_over(
    folder: Path, tmp_path: Path
) -> None:
    """`kill -9` after one statement, after two, and so on: each try gets a step further or not, and spoils nothing."""
    data, versions = unpack(folder, tmp_path), []
    for statements in range(1, 100):
        command = [sys.executable, "-c", UPGRADES, str(data)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            assert process.stdout is not None
            said = [process.stdout.readline() for _ in range(statements)]
            process.kill()
        reader = open_reader(data / "hub.db")
        assert query(reader, "PRAGMA quick_check") == [("ok",)]
        assert verify(reader) == (COUNTS[folder.name], None)
        reader.close()
        versions.append(version(data))
        if not said[-1]:  # it came to its end
            break
    assert versions[0] == int(folder.name.partition("-")[2]) and versions[-1] == len(STEPS)
    assert versions == sorted(versions) and len(set(versions)) > 3, versions
    rig = Rig(data, TestClock("10:11"), patient_site())
    assert rig.do("tm-1", q.TakeTicket(items=("card",))).ok
    rig.close()


COUNTS = {"schema-10": 163}
UPGRADES = """
import sys
from pathlib import Path
from edge_hub.store.connection import open_writer
from edge_hub.store.schema import upgrade
writer = open_writer(Path(sys.argv[1]) / "hub.db")
writer.exec_trace = lambda cursor, statement, bindings: print(flush=True) or True
upgrade(writer)
"""


def folded(rig: Rig) -> Hall:
    hall = Hall(plan_of(rig.site))
    for _, event, sealed in invariants.happenings(rig):
        fold(hall, event, sealed)
    return hall
