"""The release gate: no reply leaves the hub before the commit it speaks of. A standby could hold it here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A reply on its way to a device."""

    device: str
    payload: bytes
    correlation: bytes | None


class ReleaseGate:
    """Passes on what a commit has made true, in order."""

    def __init__(self, send: Callable[[Outgoing], None]) -> None:
        self._send = send

    def release(self, replies: Iterable[Outgoing]) -> None:
        """Called once per commit, after it."""
        for reply in replies:
            self._send(reply)
