"""Finding a device by what stays the same, in a /dev and /sys of a temporary folder."""

from pathlib import Path

import pytest
from fakes.usb_tree import VOLUME_KEYS, UsbTree

from drivers.connection import parse_connection
from drivers.faults import LineFault
from drivers.finding import input_path, is_there, serial_path, usb_devices, usb_ports


@pytest.fixture
def tree(tmp_path: Path) -> UsbTree:
    return UsbTree(tmp_path)


def found(tree: UsbTree, url: str) -> str:
    """The name of the device file, or the code of the fault."""
    connection = parse_connection(url)
    find = input_path if url.startswith("hid:") else serial_path
    try:
        return Path(find(connection, tree.system)).resolve().name  # type: ignore[arg-type]
    except LineFault as fault:
        return fault.fault.code


BY_NUMBER = (
    "serial://1a86:7523/A1", "serial://by-id/usb-1a86_7523_A1-if00-port0", "serial://by-id/*_A1-*",
    "serial:///dev/serial/by-id/usb-1a86_7523_A1-if00-port0",
)  # fmt: skip


@pytest.mark.parametrize("url", BY_NUMBER)
def test_a_port_named_by_its_serial_number_is_found_wherever_it_is_plugged_in(tree: UsbTree, url: str) -> None:
    tree.port("ttyUSB0", "1-1", "1a86:7523", "B2")
    assert not is_there(parse_connection(url), tree.system)
    tree.port("ttyUSB1", "1-2", "1a86:7523", "A1")
    assert found(tree, url) == "ttyUSB1" and is_there(parse_connection(url), tree.system)
    tree.unplug("1-2")
    assert not is_there(parse_connection(url), tree.system)
    tree.port("ttyUSB7", "1-4.3", "1a86:7523", "A1")
    assert found(tree, url) == "ttyUSB7" and is_there(parse_connection(url), tree.system)


@pytest.mark.parametrize("url", ["serial://by-path/platform-usb-0:2:1.0-port0", "serial://by-path/*usb-0:2:1.0*"])
def test_a_port_named_by_its_usb_path_is_found_whatever_is_plugged_in_there(tree: UsbTree, url: str) -> None:
    tree.port("ttyUSB0", "1-2", "1a86:7523")
    assert found(tree, url) == "ttyUSB0"
    tree.unplug("1-2")
    assert not is_there(parse_connection(url), tree.system)
    tree.port("ttyACM3", "1-2", "0403:6001")
    assert found(tree, url) == "ttyACM3"


def test_two_ports_that_fit_are_a_fault_and_not_a_choice(tree: UsbTree) -> None:
    tree.port("ttyUSB0", "1-1", "1a86:7523")
    assert found(tree, "serial://1a86:7523") == "ttyUSB0"
    tree.port("ttyUSB1", "1-2", "1a86:7523")
    assert found(tree, "serial://1a86:7523") == found(tree, "serial://by-path/*") == "several"
    assert is_there(parse_connection("serial://1a86:7523"), tree.system), "it is dialled, and the fault is told"


def test_two_names_of_one_port_are_one_port(tree: UsbTree) -> None:
    tree.port("ttyUSB0", "1-1", "1a86:7523")
    (tree.folder / "dev/serial/by-path/platform-usbv2-0:1:1.0-port0").symlink_to(tree.folder / "dev/ttyUSB0")
    assert found(tree, "serial://by-path/*-0:1:1.0-port0") == "ttyUSB0"


def test_what_is_not_there_is_missing_and_a_machine_without_usb_has_nothing(tree: UsbTree, tmp_path: Path) -> None:
    for url in ("serial://1a86:7523", "serial://by-id/*", "hid://0c2e:0b61"):
        assert found(tree, url) == "missing"
    for made in sorted((tmp_path / "sys").rglob("*"), reverse=True):
        made.rmdir()
    assert found(tree, "serial://1a86:7523") == "missing" and usb_ports(tree.system) == usb_devices(tree.system) == []


def test_of_a_scanner_with_volume_keys_the_node_that_types_is_taken(tree: UsbTree) -> None:
    scanner = tree.plug("1-3", "0c2e:0b61", "S9")
    tree.keyboard(4, scanner, VOLUME_KEYS)
    tree.keyboard(5, scanner)
    assert found(tree, "hid://0c2e:0b61") == found(tree, "hid://0c2e:0b61/S9") == "event5"
    assert found(tree, "hid://0c2e:0b61/S8") == "missing"


def test_two_scanners_of_one_make_are_told_apart_by_their_number_alone(tree: UsbTree) -> None:
    for event, place, number in ((4, "1-3", "S9"), (6, "1-4", "S8")):
        tree.keyboard(event, tree.plug(place, "0c2e:0b61", number))
    assert found(tree, "hid://0c2e:0b61") == "several"
    assert found(tree, "hid://0c2e:0b61/S8") == "event6"


def test_whether_a_raw_usb_device_is_plugged_in_is_seen_without_opening_it(tree: UsbTree) -> None:
    connection = parse_connection("usb://04b8:0202/J4")
    tree.plug("1-5", "04b8:0202", "J3")
    assert not is_there(connection, tree.system)
    tree.plug("1-6", "04b8:0202", "J4")
    assert is_there(connection, tree.system)
    assert sorted(map(str, usb_devices(tree.system))) == ["04b8:0202/J3", "04b8:0202/J4"]


@pytest.mark.parametrize("broken", ["", "zz", "\x00\xff"])
def test_odd_things_in_sysfs_break_nothing(tree: UsbTree, broken: str) -> None:
    tree.port("ttyUSB0", "1-1", "1a86:7523", "A1")
    keys = tree.plug("1-2", "0c2e:0b61")
    tree.keyboard(3, keys, broken)
    (keys.parent / "1-1/idProduct").write_text(broken)
    assert found(tree, "serial://1a86:7523") == "missing" and found(tree, "hid://0c2e:0b61") == "missing"
