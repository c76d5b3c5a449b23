"""Ids: UUIDv7 (RFC 9562) for commands and records, sortable by time; the caller brings clock and entropy."""


def uuid7(wall_ms: int, entropy: bytes) -> str:
    """A UUIDv7 from 48 bits of Unix milliseconds and the first 74 bits of `entropy` (at least 10 bytes)."""
    if len(entropy) < 10:
        raise ValueError(f"uuid7 needs 10 bytes of entropy, got {len(entropy)}")
    rand = int.from_bytes(entropy[:10], "big")
    wall_ms &= 2**48 - 1
    head, tail = f"{wall_ms:012x}", f"{rand & 2**48 - 1:012x}"
    return f"{head[:8]}-{head[8:]}-{0x7000 | rand >> 68:04x}-{0x8000 | rand >> 48 & 0x3FFF:04x}-{tail}"


def uuid7_ms(text: str) -> int:
    """The Unix milliseconds that a UUIDv7 carries."""
    return int(text.replace("-", "")[:12], 16)
