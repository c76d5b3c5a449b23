"""A keyboard as a wire. The kernel must have uinput for the whole way; everywhere else it is seen that nothing which is
no keyboard is taken for one."""

import fcntl
import os
import struct
import time
from pathlib import Path
from typing import Any

import pytest

from drivers.connection import Hid
from drivers.faults import LineFault
from drivers.finding import SYSTEM
from drivers.port import Down, Port, Timing, Up, parse_connection
from drivers.scanner import CodeScanned, Scan, ScannerConversation, ScannerOptions
from drivers.transport import dial

QUICK = Timing(backoff_s=0.01, backoff_ceiling_s=0.05, stable_s=0.3)
UINPUT = Path("/dev/uinput")
UI_SET_EVBIT, UI_SET_KEYBIT, UI_DEV_SETUP, UI_DEV_CREATE, UI_GET_SYSNAME = (
    0x40045564, 0x40045565, 0x405C5503, 0x5501, 0x8040552C,
)  # fmt: skip
EVENT = struct.Struct("<qqHHi")
A012 = ((30,), (11,), (2,), (3,), (28,))
"""The keys of a, 0, 1, 2 and Enter."""


class Keyboard:
    """A keyboard that the kernel takes for a real one."""

    def __init__(self) -> None:
        self.fd = os.open(UINPUT, os.O_WRONLY)
        fcntl.ioctl(self.fd, UI_SET_EVBIT, 1)
        for key in range(1, 128):
            fcntl.ioctl(self.fd, UI_SET_KEYBIT, key)
        fcntl.ioctl(self.fd, UI_DEV_SETUP, struct.pack("<HHHH80sI", 3, 0x0C2E, 0x0B61, 1, b"scanner of tests", 0))
        fcntl.ioctl(self.fd, UI_DEV_CREATE)
        name = fcntl.ioctl(self.fd, UI_GET_SYSNAME, bytes(64)).rstrip(b"\0").decode()
        folder = Path("/sys/devices/virtual/input") / name
        self.path = f"/dev/input/{next(folder.glob('event*')).name}"
        end = time.monotonic() + 5
        while not Path(self.path).exists() and time.monotonic() < end:
            os.sched_yield()

    def types(self, *keys: tuple[int, ...]) -> None:
        for (key,) in keys:
            for value in (1, 0):
                os.write(self.fd, EVENT.pack(0, 0, 1, key, value) + EVENT.pack(0, 0, 0, 0, 0))


@pytest.mark.skipif(not UINPUT.exists(), reason="this kernel has no /dev/uinput")
def test_what_a_scanner_types_is_read_by_us_alone(facts: Any, opened: Any) -> None:
    board = Keyboard()
    connection = Hid(board.path)
    ours = opened(Port(connection, ScannerConversation(ScannerOptions().on(connection)), facts, timing=QUICK))
    facts.wait(Up)
    with pytest.raises(LineFault) as taken:
        dial(connection, 1.0, lambda fd, timeout_s: True)
    assert taken.value.fault.code == "in_use"
    ours.ask(Scan("1", 10.0))
    board.types(*A012)
    assert facts.wait(CodeScanned).text == "a012"
    os.close(board.fd)
    facts.wait(Down)


def test_a_file_that_is_no_keyboard_is_none(tmp_path: Path) -> None:
    plain = tmp_path / "event3"
    plain.write_bytes(EVENT.pack(0, 0, 1, 30, 1))
    for path in (str(plain), "/dev/null", str(tmp_path / "event4")):
        with pytest.raises(LineFault) as fault:
            dial(Hid(path), 1.0, lambda fd, timeout_s: True, SYSTEM)
        assert fault.value.fault.code == "missing", path


def test_a_scanner_on_a_keyboards_wire_types_whatever_its_options_say() -> None:
    assert ScannerOptions().on(parse_connection("hid://0c2e:0b61")).keys
    assert not ScannerOptions().on(parse_connection("serial:///dev/ttyS0")).keys
