"""Every question put to every simulated device, on pseudo-terminals and TCP: the right driver is found, and nothing is
moved, printed or shown."""

import os
import threading
import tty
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from fakes.usb_tree import UsbTree
from fakes.wired import Deeds

from drivers.connection import Serial, Tcp, parse_connection
from drivers.prober import network_places, probe, probe_all, serial_places
from drivers.questions import QUESTIONS, driver_of
from drivers.transport import dial
from drivers.twins import printer, serving
from drivers.twins.kinds import KINDS, make

FOUND = {
    "lock_8a": "lock_8a", "lock_ku16": "lock_ku16", "lock_cu12": "lock_cu12", "id_card": "id_card",
    "led_onbon": "led_onbon", "charger": "charger", "guide_set": "charger", "relay": "charger",
}  # fmt: skip
"""By kind of twin, the driver that is found; all others are not."""
HARMLESS = {"heard", "said", "connected", "closed", "listens", "waits", "refused", "ignored", "garbled"}
LINES = {name: replace(one, bauds=one.bauds[:1]) for name, one in QUESTIONS.items() if one.bauds}


def patient_with(driver: str) -> dict[str, Any]:
    """The questions for lines, waiting long for that driver's answer alone."""
    return {
        name: replace(one, wait_s=5.0 if driver_of(name) == driver else 0.05) for name, one in LINES.items()
    }


@pytest.fixture(params=["pty", "tcp"])
def served(request: Any) -> Iterator[Any]:
    made: list[Any] = []

    def serve(kind: str, deeds: Deeds) -> Any:
        how = serving.serve_tcp if request.param == "tcp" else serving.serve_pty
        made.append(how(make(kind, []), on_deed=deeds, tells_bytes=True))
        return parse_connection(made[-1].connection)

    yield serve
    for one in made:
        one.close()


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "watchdog"])
def test_every_question_moves_nothing_in_any_device_and_finds_the_right_driver(kind: str, served: Any) -> None:
    deeds = Deeds()
    found = probe(served(kind, deeds), patient_with(FOUND.get(kind, "")))
    assert found.driver == FOUND.get(kind, "") and found.fault is None
    assert not {deed["did"] for deed in deeds.all} - HARMLESS, deeds.all


def test_a_device_that_has_answered_to_one_question_and_hears_all_others_moves_nothing(served: Any) -> None:
    """Whoever is asked out of turn: the boards of one bus, each hearing what is meant for the others."""
    for kind in ("lock_8a", "lock_ku16", "lock_cu12", "relay", "led_onbon", "led_line", "pager", "power", "id_card"):
        deeds = Deeds()
        place = served(kind, deeds)
        for name, one in patient_with("").items():
            probe(place, {name: one})
        assert not {deed["did"] for deed in deeds.all} - HARMLESS, (kind, deeds.all)


@pytest.mark.parametrize("wire", ["pty", "tcp"])
def test_a_receipt_printer_is_found_and_prints_nothing_whatever_it_is_asked(wire: str) -> None:
    slips: list[Any] = []
    server = printer.serve_tcp() if wire == "tcp" else printer.serve_pty()
    server.on_slip = slips.append
    try:
        place = parse_connection(server.connection)
        for name, one in patient_with("").items():
            probe(place, {name: one})
        found = probe(place, patient_with("escpos"))
    finally:
        server.close()
    assert found.driver == "escpos" and found.told is not None and "paper ok" in found.told.en
    assert not slips


def test_an_a4_printer_and_a_modbus_gateway_are_found_at_their_ports() -> None:
    for kind, name, settings in (("a4_printer", "a4_printer", []), ("charger", "charger-tcp", ["framing=tcp"])):
        deeds = Deeds()
        with serving.serve_tcp(make(kind, settings), on_deed=deeds, tells_bytes=True) as server:
            place = parse_connection(server.connection)
            assert isinstance(place, Tcp)
            found = probe(place, {**LINES, name: replace(QUESTIONS[name], ports=(place.port,), wait_s=5.0)})
        assert found.driver == kind and found.told is not None, found
        assert not {deed["did"] for deed in deeds.all} - HARMLESS
        assert found.told.options == ({"framing": "tcp"} if kind == "charger" else {})


def test_a_port_that_somebody_owns_is_left_alone_and_said_to_be_in_use() -> None:
    deeds = Deeds()
    with serving.serve_pty(make("lock_8a", []), on_deed=deeds, tells_bytes=True) as server:
        owned = dial(parse_connection(server.connection), 1.0, lambda fd, timeout_s: True)
        found = probe(parse_connection(server.connection), LINES)
        owned.close()
    assert found.fault is not None and found.fault.code == "in_use"
    assert not [deed for deed in deeds.all if deed["did"] == "heard"]


def test_a_port_where_nobody_answers_and_one_that_is_not_there_are_told_apart(tmp_path: Path) -> None:
    far, near = os.openpty()
    tty.setraw(near)
    quick = {name: replace(one, wait_s=0.01) for name, one in LINES.items()}
    silent, missing = probe_all([Serial(os.ttyname(near)), Serial(str(tmp_path / "none"))], quick)
    assert silent.told is silent.fault is None
    assert missing.fault is not None and missing.fault.code == "missing"
    os.close(far)
    os.close(near)


def test_a_plug_that_echoes_is_no_device() -> None:
    far, near = os.openpty()
    tty.setraw(near)

    def echo() -> None:
        while True:
            try:
                os.write(far, os.read(far, 4096))
            except OSError:
                return

    thread = threading.Thread(target=echo, daemon=True)
    thread.start()
    found = probe(Serial(os.ttyname(near)), {name: replace(one, wait_s=0.05) for name, one in LINES.items()})
    assert found.told is None
    os.close(near)
    thread.join(5)
    os.close(far)


def test_a_port_is_suggested_by_the_name_that_stays(tmp_path: Path) -> None:
    tree = UsbTree(tmp_path)
    with serving.serve_pty(make("lock_ku16", [])) as server:
        node = Path(server.connection.removeprefix("serial://").partition("?")[0])
        tree.port("ttyUSB0", "1-1", "1a86:7523", "A 1", node=node)
        (place,) = serial_places(tree.system)
        assert probe(place, patient_with("lock_ku16"), tree.system).connection == "serial://1a86:7523/A%201?baud=19200"
        tree.unplug("1-1")
        tree.port("ttyUSB0", "1-1", "1a86:7523", node=node)
        found = probe(*serial_places(tree.system), patient_with("lock_ku16"), tree.system)
        assert found.connection == "serial://by-path/platform-usb-0:1:1.0-port0?baud=19200"
        parse_connection(found.connection)


def test_ports_of_the_board_are_asked_only_where_there_is_hardware(tmp_path: Path) -> None:
    tree = UsbTree(tmp_path)
    for name, kind in (("ttyS0", "4"), ("ttyS1", "0"), ("tty0", "4")):
        (tmp_path / "sys/class/tty" / name).mkdir()
        (tmp_path / "sys/class/tty" / name / "type").write_text(f"{kind}\n")
    assert [place.path for place in serial_places(tree.system)] == [str(tmp_path / "dev/ttyS0")]


def test_on_a_network_each_port_is_asked_what_belongs_there() -> None:
    places = network_places(ip_network("10.0.0.0/30"), QUESTIONS)
    assert {place.host for place in places} == {"10.0.0.1", "10.0.0.2"}
    assert {place.port for place in places} == {9100, 5005, 502, 631}
