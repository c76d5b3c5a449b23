"""UUIDv7: the form of RFC 9562, the time inside, and the order."""

import re
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_hub.contract.ids import uuid7, uuid7_ms

MS = st.integers(0, 2**48 - 1)
ENTROPY = st.binary(min_size=10, max_size=16)


@given(MS, ENTROPY)
def test_an_id_is_a_uuid_of_version_7_that_carries_its_time(ms: int, entropy: bytes) -> None:
    text = uuid7(ms, entropy)
    read = uuid.UUID(text)
    assert str(read) == text and read.version == 7 and read.variant == uuid.RFC_4122
    assert uuid7_ms(text) == ms


@given(MS, ENTROPY, MS, ENTROPY)
def test_ids_sort_by_their_time(one: int, entropy: bytes, other: int, more: bytes) -> None:
    if one != other:
        assert (uuid7(one, entropy) < uuid7(other, more)) == (one < other)


@given(MS, ENTROPY, ENTROPY)
def test_ids_of_one_moment_differ_by_74_bits_of_entropy(ms: int, one: bytes, other: bytes) -> None:
    def used(entropy: bytes) -> int:
        value = int.from_bytes(entropy[:10], "big")
        return value >> 68 << 62 | value & (2**62 - 1)

    assert (uuid7(ms, one) == uuid7(ms, other)) == (used(one) == used(other))


def test_the_known_example_of_the_rfc_comes_out() -> None:
    """RFC 9562, A.6: 2022-02-22 14:22:22.00 GMT-5, rand_a 0xCC3, rand_b 0x18C4DC0C0C07398F."""
    entropy = (0xCC3 << 68 | 0x18C4DC0C0C07398F & (2**62 - 1)).to_bytes(10, "big")
    assert uuid7(0x017F22E279B0, entropy) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


def test_too_little_entropy_is_refused() -> None:
    with pytest.raises(ValueError, match="10 bytes"):
        uuid7(0, bytes(9))


def test_the_pattern_of_the_contract_takes_every_id() -> None:
    from edge_hub.contract.envelope import Command

    pattern = Command.model_fields["id"].metadata[0].pattern
    assert all(re.fullmatch(pattern, uuid7(ms, bytes([255] * 10))) for ms in (0, 1, 2**48 - 1))
