"""Ids: UUIDv7 (RFC 9562) for commands and records, sortable by time; the caller brings clock and entropy."""


def uuid7(wall_ms: int, entropy: bytes) -> str:
    """A UUIDv7 from 48 bits of Unix milliseconds and the first 74 bits of `entropy` (at least 10 bytes)."""
    if len(entropy) < 10:
        raise ValueError(f"uuid7 needs 10 bytes of entropy, got {len(entropy)}")
    rand = int.from_bytes(entropy[:10], "big")
    value = (wall_ms & (2**48 - 1)) << 80 | 0x7 << 76 | (rand >> 68) << 64 | 0b10 << 62 | (rand & (2**62 - 1))
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def uuid7_ms(text: str) -> int:
    """The Unix milliseconds that a UUIDv7 carries."""
    return int(text.replace("-", "")[:12], 16)
