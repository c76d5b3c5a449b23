"""Noise fails: what is said aloud while a test runs, against what the test has declared (see tests/conftest.py)."""

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Expect = Callable[..., None]
"""The fixture `expects_warning`: a part of the text, and how often it comes (`times`, a number or a range)."""
OFTEN = range(1, 1_000_000)


class _Listener(logging.Handler):
    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.said = said

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(f"log {record.name}: {record.getMessage()}")


@dataclass
class Noise:
    """One test's noise. Listens from `start` to `stop`."""

    said: list[str] = field(default_factory=list)
    expected: dict[str, range] = field(default_factory=dict)

    def start(self) -> None:
        self._listener = _Listener(self.said)
        logging.getLogger().addHandler(self._listener)
        self._listen_to_qt(self._qt_said)

    def stop(self) -> None:
        logging.getLogger().removeHandler(self._listener)
        self._listen_to_qt(None)

    def faults(self) -> list[str]:
        """What was said and not declared, and what was declared and not said, or not as often."""
        loud = [line for line in self.said if not any(text in line for text in self.expected)]
        return loud + [fault for text, times in self.expected.items() if (fault := self._missed(text, times))]

    def expect(self, text: str, *, times: int | range = OFTEN) -> None:
        self.expected[text] = range(times, times + 1) if isinstance(times, int) else times

    def _missed(self, text: str, times: range) -> str | None:
        heard = sum(text in line for line in self.said)
        often = "at least once" if times == OFTEN else f"{times.start} to {times.stop - 1} times"
        return None if heard in times else f"declared {often} and heard {heard} times: {text}"

    def _qt_said(self, kind: Any, context: Any, text: str) -> None:
        if kind.name != "QtDebugMsg":
            self.said.append(f"{kind.name}: {text}")

    @staticmethod
    def _listen_to_qt(hear: Any) -> None:
        """Only where Qt is loaded already: a test without a screen must not load it."""
        qt = sys.modules.get("PySide6.QtCore")
        if qt is not None:
            qt.qInstallMessageHandler(hear)
