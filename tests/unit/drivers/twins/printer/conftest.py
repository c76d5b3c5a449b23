"""A fresh printer, and byte strings written by hand from the published command set."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from drivers.twins.printer import EscposInterpreter, Slip

CUT_AT_KNIFE = b"\x1dVB\x00"


@pytest.fixture
def printer() -> EscposInterpreter:
    return EscposInterpreter()


@pytest.fixture
def slip_of(printer: EscposInterpreter) -> Callable[[bytes], Slip]:
    """The one slip that these bytes and a cut give."""

    def printed(data: bytes) -> Slip:
        (slip,) = (out for out in printer.feed(data + CUT_AT_KNIFE) if isinstance(out, Slip))
        return slip

    return printed


@pytest.fixture
def han() -> Callable[[str], bytes]:
    """Text in Chinese mode: FS & … FS ."""
    return lambda text: b"\x1c&" + text.encode("gb18030") + b"\x1c."
