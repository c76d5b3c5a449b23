"""A port that is unplugged and comes back under another number: real pseudo-terminals behind the links of a /dev in a
temporary folder."""

import os
import tty
from pathlib import Path
from typing import Any

import pytest
from fakes.usb_tree import UsbTree

from drivers.escpos import EscposConversation, EscposOptions, Printed, PrintJob
from drivers.port import Down, Port, Timing, Up, parse_connection

FAR_OFF = Timing(backoff_s=3600.0, backoff_ceiling_s=3600.0, job_wait_s=0.2, stable_s=0.0, look_s=0.02)
"""Who only waited would come back after half an hour."""
MUTE = EscposOptions(status=False)


class Pty:
    """A pseudo-terminal: `far` is the device's end."""

    def __init__(self) -> None:
        self.far, near = os.openpty()
        tty.setraw(near)
        self.node = Path(os.ttyname(near))
        os.close(near)

    def unplug(self) -> None:
        os.close(self.far)


@pytest.mark.parametrize("url", ["serial://1a86:7523/A1", "serial://by-id/*_A1-*"])
def test_a_port_that_comes_back_elsewhere_is_dialled_as_soon_as_it_is_there(
    facts: Any, opened: Any, tmp_path: Path, url: str
) -> None:
    tree, first = UsbTree(tmp_path), Pty()
    tree.port("ttyUSB0", "1-1", "1a86:7523", "A1", node=first.node)
    ours = opened(
        Port(parse_connection(url), EscposConversation(MUTE), facts, timing=FAR_OFF, system=tree.system,
             random=lambda: 1.0)
    )  # fmt: skip
    facts.wait(Up)
    tree.unplug("1-1")
    first.unplug()
    assert facts.wait(Down).fault.code in ("gone", "missing")
    second = Pty()
    tree.port("ttyUSB4", "1-2.3", "1a86:7523", "A1", node=second.node)
    facts.wait(Up)
    ours.ask(PrintJob("A012", b"SLIP-A012"))
    assert facts.wait(Printed) == Printed("A012")
    assert b"SLIP-A012" in os.read(second.far, 4096)
    second.unplug()


def test_another_port_that_is_plugged_in_meanwhile_is_not_taken(facts: Any, opened: Any, tmp_path: Path) -> None:
    tree, other, right = UsbTree(tmp_path), Pty(), Pty()
    ours = opened(
        Port(parse_connection("serial://1a86:7523/A1"), EscposConversation(MUTE), facts, timing=FAR_OFF,
             system=tree.system, random=lambda: 1.0)
    )  # fmt: skip
    assert facts.wait(Down).fault.code == "missing"
    tree.port("ttyUSB0", "1-1", "1a86:7523", "B2", node=other.node)
    tree.port("ttyUSB1", "1-2", "1a86:7523", "A1", node=right.node)
    facts.wait(Up)
    ours.ask(PrintJob("A012", b"SLIP-A012"))
    facts.wait(Printed)
    assert b"SLIP-A012" in os.read(right.far, 4096)
    os.set_blocking(other.far, False)
    with pytest.raises((BlockingIOError, OSError)):
        os.read(other.far, 1)
    other.unplug()
    right.unplug()
