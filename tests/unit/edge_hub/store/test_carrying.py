"""What the records of a hub name goes into its backups, and comes back: whole, once, and also after a kill."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from fakes.loop_rig import Rig
from fakes.quiet import Expect

from configs.bundle import Bundle
from edge_hub.contract.blob import BlobNo, name_of
from edge_hub.contract.configuration import ConfigurationKept
from edge_hub.domain.means import Happening
from edge_hub.domain.naming import named_by, named_in
from edge_hub.store import backup as b
from edge_hub.store.blobs import Blobs, Limits
from edge_hub.store.carrying import carry

NOW_MS = 1_795_500_000_000
FACES = tuple(bytes([n]) * 300_000 for n in range(20))
NAMES = frozenset(map(name_of, FACES))


def filled(folder: Path, *contents: bytes) -> Blobs:
    folder.mkdir(exist_ok=True)
    blobs = Blobs(folder)
    for data in contents:
        assert blobs.keep(name_of(data), len(data), [data]) is None
    return blobs


def kept(**photos: str) -> ConfigurationKept:
    bundle = Bundle({"hall.yaml": "id: puer\n"}, photos)
    return ConfigurationKept(digest=bundle.digest, content=bundle.packed(), at_ms=NOW_MS)


def test_a_record_names_what_its_configuration_shows_and_no_path(rig: Rig) -> None:
    event = kept(a=name_of(b"a"), b="../../etc/passwd")
    assert named_by(event) == {name_of(b"a")}
    assert named_by(event.model_copy(update={"content": "garbage"})) == frozenset()
    rig.loop.record(Happening(event))
    assert named_in(rig.hall.configured) == {name_of(b"a")}


def test_backups_carry_what_their_records_name_once_and_nothing_else(rig: Rig, tmp_path: Path) -> None:
    filled(rig.directory, b"a face", b"put by a device and named by nobody")
    rig.loop.record(Happening(kept(a=name_of(b"a face"), b=name_of(b"nowhere"))))
    to = tmp_path / "to"
    made = [b.back_up(rig.directory, to, NOW_MS + n) for n in range(2)]
    assert {path.name for path in (to / "blobs").iterdir() if path.is_file()} == {name_of(b"a face")}
    assert made[1].lacking == {name_of(b"nowhere")}
    assert b.blob_faults(made[1]) == {name_of(b"nowhere"): BlobNo.MISSING}


def test_a_restore_brings_them_back_and_one_that_is_nowhere_stops_none(
    rig: Rig, tmp_path: Path, expects_warning: Expect
) -> None:
    expects_warning("could not be restored", times=1)
    filled(rig.directory, b"a face")
    rig.loop.record(Happening(kept(a=name_of(b"a face"), b=name_of(b"nowhere"))))
    made = b.back_up(rig.directory, tmp_path / "to", NOW_MS)
    b.restore(made, tmp_path / "blank", tmp_path / "to", NOW_MS)
    assert Blobs(tmp_path / "blank").has(name_of(b"a face"))


def test_a_blob_that_cannot_be_read_costs_no_record(
    rig: Rig, tmp_path: Path, expects_warning: Expect
) -> None:
    expects_warning("cannot be read", times=2)
    expects_warning("could not be restored", times=1)
    filled(rig.directory, b"a face", b"another")
    rig.loop.record(Happening(kept(a=name_of(b"a face"), b=name_of(b"another"))))
    to, bad = tmp_path / "to", name_of(b"a face")
    b.back_up(rig.directory, to, NOW_MS)
    for folder in (rig.directory, to):
        (folder / "blobs" / bad).unlink()
        (folder / "blobs" / bad).mkdir()  # any way of not being readable that root meets too
    made = b.back_up(rig.directory, to, NOW_MS + 1)
    assert b.blob_faults(made) == {bad: BlobNo.DAMAGED}
    b.restore(made, tmp_path / "blank", to, NOW_MS)
    assert Blobs(tmp_path / "blank").has(name_of(b"another"))


def test_a_target_without_room_is_told_and_keeps_what_it_has(tmp_path: Path) -> None:
    source = filled(tmp_path / "source", *FACES)
    (tmp_path / "target").mkdir()
    target = Blobs(tmp_path / "target", Limits(bytes_max=3 * 300_000))
    lacking = carry(NAMES, source, target)
    assert set(lacking.values()) == {BlobNo.NO_ROOM} and len(lacking) == 17 and target.usage().count == 3


def test_what_another_process_brings_in_is_left_to_it(tmp_path: Path) -> None:
    filled(tmp_path / "data")
    coming = tmp_path / "data" / "blobs" / "arriving" / "half"
    coming.write_bytes(b"half of")
    Blobs(tmp_path / "data", read_only=True)
    assert coming.exists()
    Blobs(tmp_path / "nothing", read_only=True)
    assert not (tmp_path / "nothing").exists()


CHILD = """
import sys
from pathlib import Path
from edge_hub.store.blobs import Blobs
from edge_hub.store.carrying import carry
source, target = Blobs(Path(sys.argv[1]), read_only=True), Blobs(Path(sys.argv[2]))
print("go", flush=True)
for name in sys.argv[3:]:
    assert not carry([name], source, target)
    print(name, flush=True)
"""


@pytest.mark.fault(5)
def test_killed_again_and_again_it_leaves_no_half_and_goes_on(tmp_path: Path) -> None:
    filled(tmp_path / "source", *FACES)
    target = tmp_path / "target"
    target.mkdir()
    command = [sys.executable, "-c", CHILD, str(tmp_path / "source"), str(target), *sorted(NAMES)]
    there: set[str] = set()
    for n in range(8):
        child = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert child.stdout is not None and child.stdout.readline() == b"go\n"
        said = [child.stdout.readline().decode().strip() for _ in range(2 * n + 1)]
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        child.stdout.close()
        there = {path.name for path in (target / "blobs").iterdir() if path.is_file()}
        assert set(said) <= there, "what was said to be there is there"
        assert all(name_of((target / "blobs" / name).read_bytes()) == name for name in there)
    assert len(there) >= 15
    assert not carry(NAMES, Blobs(tmp_path / "source"), Blobs(target))
    assert not list((target / "blobs" / "arriving").iterdir())
    shutil.rmtree(target)
