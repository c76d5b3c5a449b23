"""Blobs on the line: asked for before the record is kept, whole or not there, and never in the way of a record."""

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fakes.quiet import Expect

from edge_hub.contract.blob import name_of
from edge_hub.shipping.parcel import PIECE_BYTES, Kept, Lacks, Piece
from edge_hub.standby.blobs import answer_of, fetch
from edge_hub.standby.line import Line, LineFault
from edge_hub.store.blobs import Blobs, Limits

LARGE, SMALL = bytes(range(256)) * (5 * PIECE_BYTES // 512), b"a face"
Ends = tuple[Line, Line]


@pytest.fixture
def ends() -> Iterator[Ends]:
    """A receiver's and a sender's."""
    one, other = map(Line, socket.socketpair())
    yield one, other
    one.close()
    other.close()


@pytest.fixture
def sender(tmp_path: Path) -> Blobs:
    (tmp_path / "sender").mkdir()
    blobs = Blobs(tmp_path / "sender")
    for data in (LARGE, SMALL):
        assert blobs.keep(name_of(data), len(data), [data]) is None
    return blobs


def at_once(act: Callable[[], object]) -> Callable[[], object]:
    """Do it on a thread; call what comes back to have its outcome."""
    outcomes: list[object] = []
    thread = threading.Thread(target=lambda: outcomes.append(act()))
    thread.start()

    def outcome() -> object:
        thread.join(20)
        return outcomes[0]

    return outcome


def kept_in(folder: Path) -> set[str]:
    return {path.name for path in (folder / "blobs").iterdir() if path.is_file()}


def test_what_is_lacking_comes_whole_in_pieces_and_then_the_record_is_kept(
    ends: Ends, sender: Blobs, tmp_path: Path
) -> None:
    (tmp_path / "receiver").mkdir()
    receiver, names = Blobs(tmp_path / "receiver"), {name_of(LARGE), name_of(SMALL)}
    answer = at_once(lambda: answer_of(ends[1], sender, 5))
    fetch(ends[0], receiver, names, 5)
    assert kept_in(tmp_path / "receiver") == names and all(map(receiver.has, names))
    fetch(ends[0], receiver, names, 5)  # nothing is asked for twice
    ends[0].say(Kept(seq=7), 5)
    assert answer() == Kept(seq=7)


@pytest.mark.parametrize("limits", [Limits(blob_bytes_max=1000), Limits(bytes_max=1000)])
def test_one_that_nobody_has_or_that_has_no_room_is_told_and_the_others_come(
    ends: Ends, sender: Blobs, tmp_path: Path, limits: Limits, expects_warning: Expect
) -> None:
    expects_warning("is named by a record and is not kept here", times=2)
    (tmp_path / "receiver").mkdir()
    receiver = Blobs(tmp_path / "receiver", limits)
    answer = at_once(lambda: answer_of(ends[1], sender, 5))
    fetch(ends[0], receiver, {name_of(LARGE), name_of(SMALL), name_of(b"nobody has this")}, 5)
    ends[0].say(Kept(seq=7), 5)
    assert answer() == Kept(seq=7), "the line is in its place"
    assert kept_in(tmp_path / "receiver") == {name_of(SMALL)}


def test_what_was_changed_on_the_way_or_is_cut_off_leaves_nothing(ends: Ends, tmp_path: Path) -> None:
    (tmp_path / "receiver").mkdir()
    receiver, name = Blobs(tmp_path / "receiver"), name_of(SMALL)

    def lie() -> None:
        assert ends[1].hear(5) == Lacks(names=(name,))
        ends[1].say(Piece(name=name, size=len(SMALL), data=b"A face"), 5)
        assert ends[1].hear(5) == Lacks(names=(name,))
        ends[1].say(Piece(name=name, size=len(SMALL), data=SMALL[:3], last=False), 5)
        ends[1].close()

    lied = at_once(lie)
    for what in ("changed on the way", "has gone"):
        with pytest.raises(LineFault, match=what):
            fetch(ends[0], receiver, {name}, 5)
    lied()
    assert not kept_in(tmp_path / "receiver") and not list((tmp_path / "receiver/blobs/arriving").iterdir())


def test_what_is_no_name_is_never_looked_for(ends: Ends, sender: Blobs) -> None:
    ends[0].say(Lacks.model_construct(what="lacks", names=("../../keys.db",)), 5)
    with pytest.raises(LineFault, match="no message"):
        answer_of(ends[1], sender, 5)
