"""What travels from a journal to whoever keeps a copy of it, and the answers: pure values and their frames.

The receiver owns the cursor: it says where it stands (epoch, sequence, chain hash), and is sent what comes after. A
parcel is a contiguous run of records; it is kept as a whole or not at all, and only then acknowledged. A frame is four
bytes of length (big-endian) and that many bytes of zlib over JSON. Whatever bytes come, the decoder gives messages or
raises `Garbled`; it never unpacks more than `FRAME_BYTES_MAX`.
"""

import zlib
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from edge_hub.contract.base import Lenient
from edge_hub.contract.codec import encode

RECORDS_MAX = 200
PARCEL_BYTES_MAX = 256 * 1024
"""Of bodies: a parcel ends before it would be larger, but has at least one record."""
BLOBS_MAX = 20
"""That are asked for at one time."""
PIECE_BYTES = 256 * 1024
FRAME_BYTES_MAX = 8 * 1024 * 1024


class Garbled(Exception):
    """The other side does not speak this language, or the line has lost its place."""


class _Raw(Lenient):
    """Bytes as they are; on the wire in base64."""

    model_config = ConfigDict(frozen=True, extra="ignore", ser_json_bytes="base64", val_json_bytes="base64")


class Shipped(_Raw):
    """One record of the journal, as it stands there."""

    hub_id: str
    epoch: int
    seq: int
    wall_ms: int
    mono_ms: int
    boot_id: str
    etype: str
    eid: str
    ever: int
    type: str
    schema_ver: int
    idem_key: str
    body: bytes
    sealed: bytes | None = None
    body_hash: bytes
    chain_hash: bytes


class Answered(_Raw):
    """A stored reply, which belongs to the command of a record."""

    cmd_id: str
    device: str
    digest: bytes
    reply: bytes
    ticket: str | None = None
    seq: int
    wall_ms: int


class Standing(Lenient):
    """Where a receiver stands. Nothing kept yet is (0, 0, "")."""

    what: Literal["standing"] = "standing"
    hub: str = ""
    """The hub whose records it keeps."""
    epoch: int = 0
    seq: int = 0
    chain: str = ""


class Welcome(Lenient):
    """The sender goes on after where the receiver stands. `notes` are what the file says beside its records."""

    what: Literal["welcome"] = "welcome"
    hub: str
    epoch: int
    notes: dict[str, str] = {}


class Refusal(Lenient):
    """The sender cannot go on from there: the receiver has records that the sender has not."""

    what: Literal["refusal"] = "refusal"
    epoch: int
    why: Literal["fork", "older", "another", "pruned"]
    """fork: another record stands at that place; older: the receiver has seen a later epoch; another: another hall;
    pruned: what comes next has left the sender's journal, a backup must be put here first."""
    began: int = 0
    """Where the sender's epoch began: records of an earlier epoch from there on are orphans."""


class Wanted(Lenient):
    """The hub came back from a backup and asks for what the receiver has after that record: parcels, then a beat."""

    what: Literal["wanted"] = "wanted"
    after: int


class Parcel(_Raw):
    """Records in order, the replies to their commands, and the keys of their sealed parts."""

    what: Literal["parcel"] = "parcel"
    records: tuple[Shipped, ...]
    replies: tuple[Answered, ...] = ()
    keys: dict[str, bytes] = {}


class Kept(Lenient):
    """All up to this record is durable where the receiver is."""

    what: Literal["kept"] = "kept"
    seq: int


class Lacks(Lenient):
    """Before it keeps what came, the receiver wants these blobs: one after the other, each in pieces."""

    what: Literal["lacks"] = "lacks"
    names: tuple[Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")], ...] = Field(max_length=BLOBS_MAX)


class Piece(_Raw):
    """The next bytes of a blob of `size` bytes; the last one when `last`. Of one that the sender has not, -1."""

    what: Literal["piece"] = "piece"
    name: str
    size: int
    data: bytes = b""
    last: bool = True


class Beat(Lenient):
    """Nothing new; the line lives."""

    what: Literal["beat"] = "beat"
    seq: int


class Vote(Lenient):
    """A machine asks a witness for its voice (`mandate.py`)."""

    what: Literal["vote"] = "vote"
    machine: str
    epoch: int
    """In which it serves, or which it has seen when it wants to; by a person's wish the one that it will begin."""
    seq: int
    """The last record that it has."""
    needs: int = 0
    """The last record that it has acknowledged alone; 0 when all is with its standby too."""
    by_person: bool = False
    """Somebody decided that this machine is the hub."""


class Voted(Lenient):
    """The witness's answer, and the latest epoch that it knows."""

    what: Literal["voted"] = "voted"
    granted: bool
    epoch: int
    why: str = ""


Message = Annotated[
    Standing | Welcome | Refusal | Wanted | Parcel | Kept | Lacks | Piece | Beat | Vote | Voted,
    Field(discriminator="what"),
]
_MESSAGE: TypeAdapter[Message] = TypeAdapter(Message)


def frame(message: Message) -> bytes:
    """The message as it travels."""
    packed = zlib.compress(encode(message), 1)
    return len(packed).to_bytes(4, "big") + packed


class Frames:
    """Messages from bytes, cut anywhere."""

    def __init__(self) -> None:
        self._rest = b""

    def hear(self, data: bytes) -> Iterator[Message]:
        """The messages that are whole now. Raises `Garbled`."""
        self._rest += data
        while len(self._rest) >= 4:
            size = int.from_bytes(self._rest[:4], "big")
            if size > FRAME_BYTES_MAX:
                raise Garbled(f"a frame of {size} bytes")
            if len(self._rest) < 4 + size:
                return
            packed, self._rest = self._rest[4 : 4 + size], self._rest[4 + size :]
            yield _unpacked(packed)


def _unpacked(packed: bytes) -> Message:
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(packed, FRAME_BYTES_MAX)
        if unpacker.unconsumed_tail or not unpacker.eof:
            raise Garbled("a frame that does not end, or is too large")
        return _MESSAGE.validate_json(text)
    except (zlib.error, ValidationError) as fault:
        raise Garbled(f"a frame that is no message: {type(fault).__name__}") from None
