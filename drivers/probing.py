"""What a driver asks an unknown wire to learn whether its device hangs there. Pure.

The rules of a question, which a test holds (`tests/unit/drivers/test_questions.py`), and why:
- It only asks: never an unlock, a print, a text, a write. Nobody knows yet who hears it.
- On a serial line any device may hear any question, so none has a byte that makes another one act on what it has
  gathered: line ends, form feeds. A receipt printer that hears the question for a lock prints nothing.
- An answer must prove itself (a checksum, a fixed form): a plug that echoes everything is no device.
- A device that cannot be asked without doing something (a scanner, a bar by a template) has none: it is never found,
  and must be named.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

ACTS = frozenset(b"\x0a\x0c\x0d")
"""LF, FF, CR: what makes a device act that gathers text."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a device said of itself, in both languages, and what is known of it by that."""

    zh: str
    en: str
    serial_number: str | None = None
    options: dict[str, Any] = field(default_factory=dict)
    """Options of the driver that fit it, where they are not the defaults."""


@dataclass(frozen=True, slots=True)
class Question:
    """A harmless question, and how its answer is known."""

    kind: str
    """What it is in devices.yaml, such as `lock`."""
    send: bytes
    judge: Callable[[bytes], Told | None]
    """Of all that came since the question; None: not this device, or not whole yet."""
    bauds: tuple[int, ...] = ()
    """On a serial line at these speeds, the usual one first; none: it is not asked there."""
    ports: tuple[int, ...] = ()
    """TCP ports at which a host is asked this and nothing else."""
    wait_s: float = 0.4
