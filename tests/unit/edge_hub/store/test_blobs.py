"""Blobs: durable before they are named, whole or absent after a power cut, never given damaged, never boundless."""

import errno
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.quiet import Expect

from edge_hub.contract.blob import BlobNo, name_of
from edge_hub.store.blobs import Blobs, Limits

DATA = b"\x89PNG and so on" * 9000
NAME = name_of(DATA)
SMALL = Limits(blob_bytes_max=200_000, count_max=3, bytes_max=400_000, free_share_min=0.0)


def kept(blobs: Blobs, data: bytes, *, name: str = "", size: int | None = None) -> BlobNo | None:
    """Keep `data` in pieces of odd sizes."""
    pieces = [data[n : n + 7001] for n in range(0, len(data), 7001)]
    return blobs.keep(name or name_of(data), len(data) if size is None else size, pieces)


def given(blobs: Blobs, name: str) -> bytes | BlobNo:
    file = blobs.open(name)
    if isinstance(file, BlobNo):
        return file
    with file:
        return file.read()


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path, SMALL)


def test_what_was_kept_is_given_back_also_by_the_next_hub(blobs: Blobs, tmp_path: Path) -> None:
    assert kept(blobs, DATA) is None
    assert given(blobs, NAME) == DATA and blobs.size(NAME) == len(DATA) and blobs.has(NAME)
    again = Blobs(tmp_path, SMALL)
    assert given(again, NAME) == DATA
    assert (again.usage().count, again.usage().bytes) == (1, len(DATA))


def test_a_name_that_nobody_has_put_is_missing(blobs: Blobs) -> None:
    assert given(blobs, NAME) is blobs.size(NAME) is BlobNo.MISSING and not blobs.has(NAME)


@pytest.mark.parametrize("name", ["", "..", "../hub.db", NAME.upper(), NAME + "0", "arriving", NAME + "\n"])
def test_what_is_no_name_is_never_a_path(blobs: Blobs, name: str) -> None:
    with pytest.raises(AssertionError):
        blobs.open(name)


def test_the_same_content_twice_is_one_blob(blobs: Blobs) -> None:
    assert kept(blobs, DATA) is kept(blobs, DATA) is None
    assert (blobs.usage().count, blobs.usage().bytes) == (1, len(DATA))


def test_the_same_content_from_eight_at_once_is_one_blob(blobs: Blobs) -> None:
    outcomes: list[BlobNo | None] = []
    threads = [threading.Thread(target=lambda: outcomes.append(kept(blobs, DATA))) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert outcomes == [None] * 8
    assert (blobs.usage().count, blobs.usage().bytes) == (1, len(DATA)) and given(blobs, NAME) == DATA


def test_content_that_is_not_what_its_name_says_is_not_kept(blobs: Blobs, tmp_path: Path) -> None:
    assert kept(blobs, DATA, name=name_of(b"other")) is BlobNo.OTHER_BYTES
    assert kept(blobs, DATA[:-1], name=NAME, size=len(DATA)) is BlobNo.OTHER_BYTES
    assert kept(blobs, DATA + b"x", name=NAME, size=len(DATA)) is BlobNo.TOO_LARGE
    assert left(tmp_path) == []


def test_a_giver_that_breaks_off_leaves_nothing(blobs: Blobs, tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield DATA[:5000]
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        blobs.keep(NAME, len(DATA), pieces())
    assert left(tmp_path) == [] and given(blobs, NAME) is BlobNo.MISSING


@pytest.mark.parametrize("part", [0, 1, 5000, len(DATA)])
def test_what_a_power_cut_left_half_arrived_is_gone_at_the_next_start(blobs: Blobs, tmp_path: Path, part: int) -> None:
    (tmp_path / "blobs" / "arriving" / "0011223344556677").write_bytes(DATA[:part])
    again = Blobs(tmp_path, SMALL)
    assert left(tmp_path) == [] and given(again, NAME) is BlobNo.MISSING and again.usage().count == 0
    assert kept(again, DATA) is None and given(again, NAME) == DATA


@pytest.mark.parametrize(
    "damage", [b"", DATA[:-1], DATA + b"\0", DATA[:100] + b"!" + DATA[101:], bytes(len(DATA)), bytes(300_000)]
)
def test_a_damaged_blob_is_found_told_never_given_and_healed_by_the_next_copy(
    blobs: Blobs, tmp_path: Path, expects_warning: Expect, damage: bytes
) -> None:
    expects_warning(f"The blob {NAME} is damaged", times=1)
    kept(blobs, DATA)
    (tmp_path / "blobs" / NAME).write_bytes(damage)
    assert given(blobs, NAME) is BlobNo.DAMAGED
    assert blobs.usage().damaged == 1
    assert given(blobs, NAME) is BlobNo.DAMAGED, "it is known after that, too"
    assert given(Blobs(tmp_path, SMALL), NAME) is BlobNo.DAMAGED, "and after a restart"
    assert blobs.usage().count == 0
    assert kept(blobs, DATA) is None and given(blobs, NAME) == DATA
    assert left(tmp_path) == [NAME] and blobs.usage().count == 1


def test_a_damaged_blob_that_nobody_has_read_is_found_by_whoever_brings_it_again(
    blobs: Blobs, tmp_path: Path, expects_warning: Expect
) -> None:
    expects_warning(f"The blob {NAME} is damaged", times=1)
    kept(blobs, DATA)
    (tmp_path / "blobs" / NAME).write_bytes(DATA[:-9])
    assert kept(blobs, DATA) is None and given(blobs, NAME) == DATA
    assert blobs.usage().damaged == 1 and left(tmp_path) == [NAME]


def test_too_large_too_many_and_too_much_are_three_refusals(blobs: Blobs, tmp_path: Path) -> None:
    assert kept(blobs, bytes(200_001)) is BlobNo.TOO_LARGE
    assert kept(blobs, bytes(200_000)) is None
    assert kept(blobs, bytes(199_999)) is None
    assert kept(blobs, bytes(3)) is BlobNo.NO_ROOM, "400,000 bytes are the limit"
    assert kept(blobs, b"1") is None
    assert kept(blobs, b"") is BlobNo.TOO_MANY
    assert kept(blobs, bytes(200_000)) is None, "what is here already needs no room"
    assert len(left(tmp_path)) == 3


def test_the_disk_keeps_room_for_the_queue(tmp_path: Path) -> None:
    disk = os.statvfs(tmp_path)
    all_of_it = Limits(free_share_min=1.0, free_bytes_enough=disk.f_blocks * disk.f_frsize)
    assert kept(Blobs(tmp_path, all_of_it), b"x") is BlobNo.NO_ROOM
    assert kept(Blobs(tmp_path, Limits(free_share_min=1.0, free_bytes_enough=0)), b"x") is None


FULL_DISK = """
import sys
from pathlib import Path
from edge_hub.contract.blob import name_of
from edge_hub.store.blobs import Blobs, Limits

blobs = Blobs(Path(sys.argv[1]), Limits(free_share_min=-9.0))  # the look at the disk says yes, the disk says no
small, large = b"s" * 1000, b"l" * 3_000_000
print(blobs.keep(name_of(small), len(small), [small]))
print(blobs.keep(name_of(large), len(large), [large[:999_999], large[999_999:]]))
print([blobs.has(name_of(small)), blobs.has(name_of(large)), len(list(Path(sys.argv[1]).rglob("arriving/*")))])
"""


def test_a_disk_that_fills_up_in_the_middle_is_a_refusal_and_leaves_nothing(tmp_path: Path) -> None:
    """On a real small disk: a tmpfs in a mount namespace of its own."""
    mounted = f'mount -t tmpfs -o size=1m tmpfs "{tmp_path}" && exec "$@"'
    spaces = ["--mount"] if os.geteuid() == 0 else ["--mount", "--user", "--map-root-user"]
    command = ["unshare", *spaces, "sh", "-c", mounted, "sh", sys.executable, "-c", FULL_DISK, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    if "unshare failed" in done.stderr or "permission denied" in done.stderr.lower():
        pytest.skip("no mount namespace for this user")
    assert done.stdout.splitlines() == ["None", "NO_ROOM", "[True, False, 0]"], done.stderr


def test_a_disk_that_fails_is_no_refusal_but_a_fault(blobs: Blobs, tmp_path: Path) -> None:
    kept(blobs, DATA)
    (tmp_path / "blobs" / "arriving").rmdir()
    with pytest.raises(OSError) as fault:
        kept(blobs, b"more")
    assert fault.value.errno == errno.ENOENT
    assert given(blobs, NAME) == DATA


def left(directory: Path) -> list[str]:
    """Every file that lies there."""
    return sorted(path.name for path in (directory / "blobs").rglob("*") if path.is_file())
