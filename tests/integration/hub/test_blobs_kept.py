"""What a record names is where the record is: on the standby, in the backup, in what was restored; whole or not yet."""

import json
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from fakes.broker import Broker, free_port
from fakes.hub_process import HubProcess
from fakes.rating_pad import add_photo
from fakes.small_hall import write_small_site
from fakes.standby import LISTEN, StandbyProcess, promote, seq_of, until

from edge_hub.contract.blob import name_of
from edge_hub.store.backup import backups, blob_faults
from edge_hub.store.blobs import Blobs
from edge_hub.store.carrying import named
from edge_hub.store.connection import open_reader


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The small hall with a status port; clerk 101 has a photo."""
    folder = write_small_site(tmp_path / "site")
    add_photo(folder)
    described = json.loads((folder / "hall.yaml").read_text(encoding="utf-8"))
    described["status_port"] = free_port()
    (folder / "hall.yaml").write_text(json.dumps(described), encoding="utf-8")
    return folder


@pytest.fixture
def second_broker(tmp_path: Path) -> Iterator[Broker]:
    with Broker(tmp_path / "second-broker") as one:
        yield one


def photo(site: Path) -> bytes:
    return (site / "photos" / "101.png").read_bytes()


def named_in(data: Path) -> frozenset[str]:
    """By the records of a store that somebody else writes, or has written."""
    if seq_of(data) == 0:
        return frozenset()
    reader = open_reader(data / "hub.db")
    try:
        return named(reader)
    finally:
        reader.close()


def get(port: int, name: str) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/blobs/{name}", timeout=10) as answer:
        return bytes(answer.read())


def hall(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "edge_hub.cli", *words], capture_output=True, text=True, timeout=60, check=False
    )


def test_a_promoted_standby_gives_every_photo_that_its_records_name(
    site: Path, broker: Broker, second_broker: Broker, tmp_path: Path
) -> None:
    data, kept, face = tmp_path / "data", tmp_path / "kept", photo(site)
    name = name_of(face)
    hub = HubProcess(site, data, broker.address, practice=None, more=(*LISTEN, "--status-port", "0")).start().ready()
    standby = StandbyProcess(site, kept, second_broker.address, hub.hello["standby_port"]).start()
    try:
        until(lambda: seq_of(kept) == seq_of(data) > 0, "the standby has caught up")
        assert named_in(kept) == {name} and (kept / "blobs" / name).read_bytes() == face
        hub.kill()
        shutil.rmtree(site / "photos")  # nor does the folder have it
        assert promote(kept).returncode == 0
        standby.ready()
        assert get(standby.hello["status_port"], name) == face
        assert standby.stop() == 0
    finally:
        for one in (hub, standby):
            one.__exit__(None, None, None)


def test_a_standby_killed_again_and_again_never_has_a_record_without_what_it_names(
    site: Path, broker: Broker, tmp_path: Path
) -> None:
    data, kept, lot = tmp_path / "data", tmp_path / "kept", Random(42)
    hub = HubProcess(site, data, broker.address, practice=None, more=LISTEN).start().ready()
    standby = StandbyProcess(site, kept, broker.address, hub.hello["standby_port"])
    halves = 0
    try:
        for _ in range(6):
            shutil.rmtree(kept / "blobs", ignore_errors=True)
            (kept / "hub.db").unlink(missing_ok=True)
            standby.start()
            until((kept / "blobs" / "arriving").exists, "it begins")
            for _ in range(lot.randrange(3)):
                seq_of(kept)
            standby.kill()
            halves += not named_in(kept)
            for name in named_in(kept):
                assert name_of((kept / "blobs" / name).read_bytes()) == name
        assert halves, "it was killed before it had the record"
        standby.start()
        until(lambda: seq_of(kept) == seq_of(data) > 0, "it catches up")
        (name,) = named_in(kept)
        assert Blobs(kept, read_only=True).has(name) and not list((kept / "blobs" / "arriving").iterdir())
        standby.kill()
        (kept / "blobs" / name).unlink()  # as of a copy that is older than this rule
        standby.start()
        until(lambda: Blobs(kept, read_only=True).has(name), "what an old record names is fetched as well")
    finally:
        for one in (hub, standby):
            one.__exit__(None, None, None)


def test_a_blank_disk_gets_the_photos_back_with_the_records(site: Path, broker: Broker, tmp_path: Path) -> None:
    data, to, name = tmp_path / "data", tmp_path / "backups", name_of(photo(site))
    with HubProcess(site, data, broker.address, practice=None) as hub:
        hub.ready()
        made = hall("backup", "--data", str(data), "--to", str(to))
        assert made.returncode == 0 and "blob" not in made.stderr, made.stderr
        assert hub.stop() == 0
    assert (to / "blobs" / name).read_bytes() == photo(site)
    checked = hall("backup", "--to", str(to), "--check")
    assert checked.returncode == 0, checked.stdout
    with (to / "blobs" / name).open("r+b") as file:
        file.write(b"\xa5" * 8)
    checked = hall("backup", "--to", str(to), "--check")
    assert checked.returncode == 1 and "damaged" in checked.stdout
    again = hall("backup", "--data", str(data), "--to", str(to))
    assert again.returncode == 0, again.stderr
    assert all(not blob_faults(one) for one in backups(to)), "the next backup has healed it"
    shutil.rmtree(data)
    back = hall("restore", "--data", str(data), "--from", str(to))
    assert back.returncode == 0 and "blob" not in back.stderr, back.stderr
    assert (data / "blobs" / name).read_bytes() == photo(site)
    (to / "blobs" / name).unlink()
    shutil.rmtree(data)
    back = hall("restore", "--data", str(data), "--from", str(to))
    assert back.returncode == 0 and name in back.stderr, "one that is nowhere is told and stops no restore"
