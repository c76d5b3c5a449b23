"""The words by which a person troubles a virtual printer from its standard input: "paper-out", "slow 9600", "cure"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from drivers.twins.printer.server import VirtualPrinter

WORDS: Final[Mapping[str, dict[str, Any]]] = {
    "paper-ok": {"paper": "ok"},
    "paper-low": {"paper": "low"},
    "paper-out": {"paper": "out"},
    "cover-open": {"cover_open": True},
    "cover-closed": {"cover_open": False},
    "offline": {"offline": True},
    "online": {"offline": False},
    "cutter-error": {"cutter_error": True},
    "cutter-ok": {"cutter_error": False},
    "drawer-open": {"drawer_open": True},
    "drawer-closed": {"drawer_open": False},
    "silent": {"silent": True},
    "answering": {"silent": False},
    "noise": {"noise": True},
    "clean": {"noise": False},
    "unplugged": {"unplugged": True},
    "plugged": {"unplugged": False},
    "full-speed": {"slow_bytes_per_s": None},
}
NUMBERED: Final[Mapping[str, str]] = {"slow": "slow_bytes_per_s", "die": "dies_after_bytes", "roll": "roll_mm"}
ACTS: Final = ("cure", "tear", "quit")


def known_words() -> str:
    return ", ".join([*WORDS, "slow BYTES_PER_S", "die AFTER_BYTES", "roll MM", *ACTS])


def obey(printer: VirtualPrinter, line: str) -> bool:
    """Do what the words say; False for "quit". Raises ValueError with a sentence for words that are not known."""
    word, *rest = line.split()
    if word in NUMBERED and len(rest) == 1 and rest[0].isascii() and rest[0].isdigit():
        printer.set(**{NUMBERED[word]: int(rest[0])})
    elif rest:
        raise ValueError(f"not understood: {line.strip()!r}. Known: {known_words()}")
    elif word in WORDS:
        printer.set(**WORDS[word])
    elif word == "cure":
        printer.cure()
    elif word == "tear":
        printer.tear()
    elif word != "quit":
        raise ValueError(f"not understood: {line.strip()!r}. Known: {known_words()}")
    return word != "quit"
