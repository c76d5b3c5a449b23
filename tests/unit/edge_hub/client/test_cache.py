"""Names and places on disk: whole or not at all, of this hall or not at all, and never anything about people."""

import os
from pathlib import Path
from typing import Any

import pytest
from fakes.puer_hall import board, catalogues, directory, lines, status
from fakes.quiet import Expect

from edge_hub.client import cache as c
from edge_hub.client.cache import Cache
from edge_hub.contract.hall import Catalogue, Directory
from edge_hub.contract.wired import Wired, WiredHere

HALL = "puer"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "tm-1" / "cache"


def filled(folder: Path) -> Cache:
    cache = Cache(folder, HALL)
    for snapshot in (*catalogues(), directory()):
        cache.keep(snapshot)
    return cache


def again(folder: Path, hall: str = HALL) -> list[Any]:
    """What the next start reads."""
    return Cache(folder, hall).read()


def test_what_was_kept_is_there_after_a_restart_older_than_anything_a_hub_says(folder: Path) -> None:
    filled(folder)
    read = again(folder)
    old = {"epoch": 0, "seq": 0}
    assert read[0] == directory().model_copy(update=old)
    assert {one.department: one for one in read[1:]} == {
        one.department: one.model_copy(update=old) for one in catalogues()
    }


def test_nothing_about_people_is_kept(folder: Path) -> None:
    cache = Cache(folder, HALL)
    for snapshot in (lines(), board(), status()):
        cache.keep(snapshot)
    assert not folder.exists() and again(folder) == []


def test_a_picture_that_says_the_same_again_is_not_written_again(folder: Path) -> None:
    cache = filled(folder)
    before = {path: path.stat().st_ino for path in folder.iterdir()}
    for snapshot in (*catalogues(seq=9), directory(seq=9)):
        cache.keep(snapshot)
    assert {path: path.stat().st_ino for path in folder.iterdir()} == before
    restarted = Cache(folder, HALL)
    restarted.read()
    restarted.keep(directory(seq=10))
    assert (folder / "directory.json").stat().st_ino == before[folder / "directory.json"]


def test_a_picture_that_says_something_new_takes_the_place_of_the_old_one(folder: Path) -> None:
    cache = filled(folder)
    cache.keep(directory().model_copy(update={"phone": "0879-99999"}))
    (read,) = (one for one in again(folder) if isinstance(one, Directory))
    assert read.phone == "0879-99999"


def test_the_catalogue_of_a_department_that_is_gone_goes_too(folder: Path) -> None:
    cache = filled(folder)
    left = directory().departments[:3]
    cache.keep(directory().model_copy(update={"departments": left}))
    assert {one.department for one in again(folder) if isinstance(one, Catalogue)} == {one.id for one in left}


def _flipped(data: bytes) -> bytes:
    return data[:-40] + bytes([data[-40] ^ 1]) + data[-39:]


HURTS = {
    "a bit has flipped": _flipped,
    "the end is missing": lambda data: data[:-1],
    "only the head is there": lambda data: data.partition(b"\n")[0],
    "it is empty": lambda data: b"",
    "it is longer than it was": lambda data: data + b" ",
    "it is endless": lambda data: data + b" " * c.FILE_BYTES_MAX,
    "it is not ours": lambda data: os.urandom(2000),
    "another version wrote it": lambda data: data.replace(b'"format": 1', b'"format": 2'),
}


@pytest.mark.parametrize("hurt", HURTS)
def test_a_damaged_file_is_as_good_as_none_and_the_others_hold(folder: Path, hurt: str) -> None:
    filled(folder)
    path = folder / "catalogue.market.json"
    path.write_bytes(HURTS[hurt](path.read_bytes()))
    read = again(folder)
    assert isinstance(read[0], Directory) and len(read) == len(catalogues())
    assert all(one.department != "market" for one in read[1:])


def test_a_damaged_file_is_written_anew_when_the_hub_speaks(folder: Path) -> None:
    filled(folder)
    (folder / "directory.json").write_bytes(b"")
    cache = Cache(folder, HALL)
    cache.read()
    cache.keep(directory())
    assert isinstance(again(folder)[0], Directory)


def test_a_file_under_the_name_of_another_is_not_believed(folder: Path) -> None:
    filled(folder)
    (folder / "catalogue.market.json").replace(folder / "catalogue.tax.json")
    assert not {"market", "tax"} & {one.department for one in again(folder)[1:]}


def test_a_machine_that_moved_to_another_hall_starts_empty(folder: Path) -> None:
    filled(folder)
    assert again(folder, "kunming") == []


def test_a_write_that_was_cut_off_leaves_the_old_file(folder: Path) -> None:
    filled(folder)
    (folder / "directory.json.new").write_bytes(b'{"format": 1')
    assert isinstance(again(folder)[0], Directory)


def test_a_device_that_cannot_keep_files_says_so_once_and_works(
    tmp_path: Path, expects_warning: Expect
) -> None:
    expects_warning("a start without the hub will show less", times=1)
    (tmp_path / "tm-1").write_text("a file where the folder should be")
    cache = Cache(tmp_path / "tm-1" / "cache", HALL)
    assert cache.read() == []
    for snapshot in (*catalogues(), directory()):
        cache.keep(snapshot)


def test_a_host_knows_its_wires_after_a_restart_without_the_hub(folder: Path) -> None:
    one = Wired(id="led-w1", kind="led", driver="led_onbon", connection="tcp://10.0.0.1:5005", options={"width": 96})
    here = WiredHere(epoch=3, seq=9, device="host-a", wired=(one,))
    filled(folder).keep(here)
    assert here.model_copy(update={"epoch": 0, "seq": 0}) in again(folder)
    assert not any(isinstance(read, WiredHere) for read in again(folder, "other"))
