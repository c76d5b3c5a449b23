"""The port on a USB device: real pyusb and real threads, with a device in memory in place of the bus."""

import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fakes.usb_device import BULK, IN, INTERRUPT, OUT, UsbBus, UsbDevice, until
from fakes.usb_tree import UsbTree

from drivers.escpos import EscposConversation, EscposOptions, Printed, PrinterStatus, PrintFailed, PrintJob
from drivers.port import Down, Port, Timing, Up, parse_connection

QUICK = Timing(connect_s=1.0, write_s=0.5, backoff_s=0.01, backoff_ceiling_s=0.05, job_wait_s=0.2, stable_s=0.3)
OPTIONS = EscposOptions(reply_s=0.5, settle_s=0.05, poll_s=0.5)
MUTE = EscposOptions(status=False)
SLIP = PrintJob("A012", b"\x1b\x40" + b"SLIP-A012 " * 6000 + b"\x1d\x56\x01")
PRINTER = "usb://04b8:0202"


def answers(data: bytes) -> bytes:
    """A printer that is well."""
    return b"\x12" * len(re.findall(rb"\x10\x04[\x01-\x04]", data))


@pytest.fixture
def plugged(tmp_path: Path, facts: Any, opened: Any) -> Iterator[Any]:
    tree = UsbTree(tmp_path)

    def make(*on: Any, url: str = PRINTER, options: EscposOptions = OPTIONS, timing: Timing = QUICK) -> Any:
        """On these devices, or on a bus."""
        system = replace(tree.system, usb=on[0] if on and isinstance(on[0], UsbBus) else UsbBus(*on))
        return opened(Port(parse_connection(url), EscposConversation(options), facts, timing=timing, system=system))

    yield make


def printer(number: str = "", **more: Any) -> UsbDevice:
    return UsbDevice(0x04B8, 0x0202, number, **{"answer": answers, **more})


def test_a_slip_arrives_byte_for_byte_and_the_printer_says_that_it_is_well(facts: Any, plugged: Any) -> None:
    device = printer()
    ours = plugged(device)
    assert ours.ask(SLIP) is None
    assert facts.wait(Printed) == Printed("A012")
    assert SLIP.data in bytes(device.received)
    assert facts.of(PrinterStatus) == [PrinterStatus("ok", "closed", "yes", "none")]


def test_the_kernels_driver_lets_go_and_has_the_interface_again_afterwards(facts: Any, plugged: Any) -> None:
    device = printer(held=True)
    ours = plugged(device)
    facts.wait(Up)
    assert device.claimed and not device.kernel
    ours.close()
    assert device.kernel and not device.claimed


def test_of_two_printers_of_one_make_the_serial_number_says_which(facts: Any, plugged: Any) -> None:
    other, right = printer("J3"), printer("J4")
    plugged(other, right, url=f"{PRINTER}/J4").ask(SLIP)
    facts.wait(Printed)
    assert SLIP.data in bytes(right.received) and not other.received


@pytest.mark.parametrize(
    ("devices", "url", "code"),
    [
        ((), PRINTER, "missing"),
        ((printer("J3"),), f"{PRINTER}/J4", "missing"),
        ((printer("J3"), printer("J4")), PRINTER, "several"),
        ((printer(forbidden=True),), PRINTER, "no_right"),
        ((printer("J4", forbidden=True),), f"{PRINTER}/J4", "no_right"),
        ((printer(endpoints=((IN, INTERRUPT),)),), PRINTER, "no_pipe"),
        ((printer(),), f"{PRINTER}?interface=1", "no_pipe"),
    ],
)
def test_what_cannot_be_opened_is_told_once_with_its_cause(
    facts: Any, plugged: Any, devices: tuple[UsbDevice, ...], url: str, code: str
) -> None:
    ours = plugged(*devices, url=url)
    down = facts.wait(Down)
    assert (down.fault.code, bool(down.why), bool(down.hint)) == (code, True, True)
    ours.ask(SLIP)
    assert facts.wait(PrintFailed).fault.code == code
    assert len(facts.of(Down)) == 1


def test_an_interface_that_another_program_has_is_in_use(facts: Any, plugged: Any) -> None:
    device = printer()
    device.claimed = True
    plugged(device)
    assert facts.wait(Down).fault.code == "in_use"
    device.claimed = False
    facts.wait(Up)


def test_a_device_that_nobody_has_set_up_is_set_up(facts: Any, plugged: Any) -> None:
    device = printer(configured=False)
    plugged(device)
    facts.wait(Up)
    assert device.configuration == 1


def test_unplugged_in_the_middle_of_a_slip_it_has_failed_and_plugged_in_again_the_next_comes_out(
    facts: Any, plugged: Any
) -> None:
    device, again = printer(), printer()
    bus = UsbBus(device)
    ours = plugged(bus)
    facts.wait(Up)
    device.takes(20_000)
    ours.ask(SLIP)
    device.wait(lambda one: len(one.received) > 10_000)
    device.unplug()
    assert facts.wait(PrintFailed).id == "A012"
    bus.devices.append(again)
    facts.wait(Up)
    ours.ask(PrintJob("A013", b"SLIP-A013"))
    assert facts.wait(Printed) == Printed("A013")
    assert b"SLIP-A012" not in bytes(again.received), "nothing is printed twice by itself"


def test_a_device_that_takes_nothing_is_stalled_and_the_slip_has_failed(facts: Any, plugged: Any) -> None:
    device = printer()
    device.takes(0)
    ours = plugged(device, options=MUTE)
    facts.wait(Up)
    ours.ask(SLIP)
    assert facts.wait(PrintFailed).id == "A012"
    assert facts.wait(Down).fault.code == "stalled"


def test_what_the_device_has_not_taken_is_not_printed(facts: Any, plugged: Any) -> None:
    device = printer()
    ours = plugged(device, options=MUTE, timing=replace(QUICK, write_s=5.0))
    facts.wait(Up)
    device.takes(len(SLIP.data) - 100)
    ours.ask(SLIP)
    device.wait(lambda one: len(one.received) >= len(SLIP.data) - 100)
    assert not facts.of(Printed)
    device.takes(1 << 20)
    assert facts.wait(Printed) == Printed("A012")


def test_a_printer_that_cannot_talk_back_prints_all_the_same(facts: Any, plugged: Any) -> None:
    device = printer(endpoints=((OUT, BULK),))
    plugged(device, options=MUTE).ask(SLIP)
    assert facts.wait(Printed) == Printed("A012")
    assert SLIP.data in bytes(device.received)


def test_closing_is_quick_and_leaves_no_thread(facts: Any, plugged: Any) -> None:
    ours = plugged(printer())
    facts.wait(Up)
    ours.close(1.0)
    until(lambda: not [one for one in threading.enumerate() if one.name.startswith("usb ")], 1.0)
