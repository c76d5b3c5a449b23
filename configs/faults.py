"""What is wrong in a configuration, for the person who edits it: file, line, key, a sentence, and what was meant."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `line` counts from 1; 0 means the file as a whole (missing, not readable)."""

    file: str
    line: int
    key: str
    what: str
    meant: str | None = None

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        said = f"{where}: {self.key}: {self.what}" if self.key else f"{where}: {self.what}"
        return f'{said}, did you mean "{self.meant}"?' if self.meant else said


class ConfigError(Exception):
    """Raised with every fault at once, so that one round of editing is enough."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


def show(value: object) -> str:
    """A value as a sentence can carry it: one line, not too long."""
    text = value if isinstance(value, str) else str(value)
    text = text if text.isprintable() else repr(text)[1:-1]
    return f'"{text[:40]}…"' if len(text) > 40 else f'"{text}"'
