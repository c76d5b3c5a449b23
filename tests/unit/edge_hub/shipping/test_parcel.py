"""Frames between hub and standby: whatever bytes come, messages or a plain fault."""

import random
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_hub.shipping.parcel import (
    FRAME_BYTES_MAX,
    Answered,
    Beat,
    Frames,
    Garbled,
    Kept,
    Message,
    Parcel,
    Refusal,
    Shipped,
    Standing,
    Welcome,
    frame,
)
from edge_hub.shipping.pause import pause_s

RECORD = Shipped(
    hub_id="hub-1", epoch=2, seq=7, wall_ms=1, mono_ms=2, boot_id="b", etype="ticket", eid="t1", ever=1,
    type="TicketTaken", schema_ver=1, idem_key="c1:0", body='{"number":"A001","name":"鱻"}'.encode(),
    sealed=b"\x00\xff", body_hash=b"\x01" * 32, chain_hash=b"\xfe" * 32,
)  # fmt: skip
REPLY = Answered(
    cmd_id="c1", device="tm-1", digest=b"\x80" * 16, reply=b'{"ok":true}', ticket="t1", seq=7, wall_ms=1
)
MESSAGES: list[Message] = [
    Standing(), Standing(hub="hub-1", epoch=2, seq=7, chain="fe"),
    Welcome(hub="hub-1", epoch=2, notes={"practice": "no"}), Refusal(epoch=3, why="fork", began=12),
    Kept(seq=7), Beat(seq=7),
    Parcel(records=(RECORD, RECORD), replies=(REPLY,), keys={"record:c1:0": b"\x00key"}),
]  # fmt: skip


@pytest.mark.parametrize("message", MESSAGES, ids=lambda one: one.what)
def test_a_message_comes_out_as_it_went_in(message: Message) -> None:
    assert list(Frames().hear(frame(message))) == [message]


@given(st.lists(st.sampled_from(MESSAGES), max_size=6), st.randoms(use_true_random=False))
def test_messages_that_are_cut_anywhere_come_whole_and_in_order(messages: list[Message], lot: random.Random) -> None:
    data = b"".join(map(frame, messages))
    frames, heard = Frames(), []
    while data:
        size = lot.randint(1, max(1, len(data)))
        heard += frames.hear(data[:size])
        data = data[size:]
    assert heard == messages


@settings(max_examples=300)
@given(st.binary(max_size=200))
def test_any_bytes_are_messages_or_a_plain_fault(data: bytes) -> None:
    try:
        list(Frames().hear(data))
    except Garbled:
        return


@given(st.integers(0, 400), st.integers(1, 255))
def test_a_changed_byte_never_makes_another_message(at: int, by: int) -> None:
    whole = bytearray(frame(MESSAGES[-1]))
    at %= len(whole)
    whole[at] ^= by
    try:
        heard = list(Frames().hear(bytes(whole)))
    except Garbled:
        return
    assert heard in ([], [MESSAGES[-1]])


def test_a_frame_that_would_unpack_without_end_is_refused() -> None:
    bomb = zlib.compress(b" " * (FRAME_BYTES_MAX + 1))
    with pytest.raises(Garbled, match="too large"):
        list(Frames().hear(len(bomb).to_bytes(4, "big") + bomb))
    with pytest.raises(Garbled, match="a frame of"):
        list(Frames().hear(b"\xff\xff\xff\xff"))


def test_pauses_grow_to_their_bound_and_differ() -> None:
    lot = random.Random(1)
    for failures in range(1, 2000):
        pauses = {pause_s(failures, lot) for _ in range(5)}
        assert len(pauses) > 1 and all(0.5 <= one <= 300 for one in pauses)
    assert max(pause_s(1, lot) for _ in range(200)) <= 1.0
    assert max(pause_s(50, lot) for _ in range(200)) > 200
