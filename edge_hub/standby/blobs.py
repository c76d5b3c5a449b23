"""Blobs on the line: whoever keeps a record must have what it names, and has it first.

The receiver of a parcel asks for what it lacks before it keeps the parcel, and so before it acknowledges. A line that
ends in between leaves no half of a blob, and the same is asked for again the next time.
"""

import logging
from collections.abc import Iterable, Iterator
from os import fstat

from edge_hub.contract.blob import BLOB_NO_WORDS, BlobNo
from edge_hub.shipping.parcel import BLOBS_MAX, PIECE_BYTES, Lacks, Message, Piece
from edge_hub.store.blobs import Blobs
from edge_hub.store.carrying import opened

from .line import Line, LineFault

log = logging.getLogger(__name__)


def answer_of(line: Line, blobs: Blobs, within_s: float) -> Message | None:
    """The receiver's answer to what was said to it; what it lacks is given to it first. Raises LineFault."""
    while isinstance(message := line.hear(within_s), Lacks):
        for name in message.names:
            for piece in _pieces_of(blobs, name):
                line.say(piece, within_s)
    return message


def fetch(line: Line, blobs: Blobs, names: Iterable[str], within_s: float) -> None:
    """Get those that are not here. One that the sender has not either, or for which there is no room, is told and holds
    up no record. Raises LineFault."""
    lacking = [name for name in sorted(names) if isinstance(blobs.size(name), BlobNo)]
    for at in range(0, len(lacking), BLOBS_MAX):
        some = tuple(lacking[at : at + BLOBS_MAX])
        line.say(Lacks(names=some), within_s)
        for name in some:
            _take(line, blobs, name, within_s)


def _pieces_of(blobs: Blobs, name: str) -> Iterator[Piece]:
    file = opened(blobs, name)
    if isinstance(file, BlobNo):
        yield Piece(name=name, size=-1)
        return
    with file:
        size = left = fstat(file.fileno()).st_size
        while True:
            data = file.read(PIECE_BYTES)
            left -= len(data)
            last = left <= 0 or not data
            yield Piece(name=name, size=size, data=data, last=last)
            if last:
                return


def _take(line: Line, blobs: Blobs, name: str, within_s: float) -> None:
    first = _next(line, name, within_s)
    no: BlobNo | None = BlobNo.MISSING
    if first.size >= 0:
        coming = _coming(line, first, within_s)
        no = blobs.keep(name, first.size, coming)
        for _ in coming:
            pass  # of one that was refused in the middle
    if no is BlobNo.OTHER_BYTES:
        raise LineFault(f"the blob {name} was changed on the way")
    if no:
        log.warning("The blob %s is named by a record and is not kept here. %s", name, BLOB_NO_WORDS[no].en)


def _coming(line: Line, piece: Piece, within_s: float) -> Iterator[bytes]:
    yield piece.data
    while not piece.last:
        piece = _next(line, piece.name, within_s)
        yield piece.data


def _next(line: Line, name: str, within_s: float) -> Piece:
    piece = line.hear(within_s)
    if not isinstance(piece, Piece) or piece.name != name:
        raise LineFault("it does not give what it was asked for")
    return piece
