"""Connections, which `hall check` and the drivers read alike, and what hangs on wires."""

from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from configs.devices import HOST_KIND, TERMINALS, WIRED, Connection, Device, DeviceKind, WiredDevice, model_of, wire
from configs.drivers import installed_options
from configs.faults import ConfigError
from configs.site import load_site
from drivers.connection import BadConnection, parse_connection

CONNECTION = TypeAdapter(Connection)

GOOD = [
    "tcp://192.168.1.50:9100",
    "tcp://printer-1.hall.local:9100",
    "tcp://[fe80::1]:9100",
    "serial:///dev/ttyUSB0",
    "serial:///dev/serial/by-id/usb-Prolific?baud=9600",
    "serial:///dev/ttyS1?baud=115200&flow=rtscts",
    "file:///dev/usb/lp0",
    "serial://by-id/usb-FTDI_FT232R_A1B2C3-if00-port0?baud=9600",
    "serial://by-path/*usb-0:2:1.0*",
    "serial://1a86:7523",
    "serial://1a86:7523/A1%20B2?baud=9600&flow=rtscts",
    "hid:///dev/input/event3",
    "hid:///dev/input/by-id/usb-Honeywell-event-kbd",
    "hid://0c2e:0b61",
    "hid://0c2e:0b61/19000B1234",
    "usb://04b8:0202",
    "usb://04b8:0202/J4ZF001234",
    "usb://04b8:0202?interface=1",
    "usb://0400:c35a/7?interface=31",
    "run://host",
    "run://player",
]
BAD = [
    "",
    "192.168.1.50:9100",
    "tcp://192.168.1.50",
    "tcp://:9100",
    "tcp://192.168.1.50:0",
    "tcp://192.168.1.50:99999",
    "tcp://192.168.1.50:9100/raw",
    "tcp://192.168.1.50:9100?x=1",
    "tcp://192.168.1.50:9100#x",
    "tcp://user@192.168.1.50:9100",
    "tpc://192.168.1.50:9100",
    "serial://dev/ttyS0",
    "serial:///dev/ttyS0?baud=115201",
    "serial:///dev/ttyS0?baud=",
    "serial:///dev/ttyS0?bauds=9600",
    "serial:///dev/ttyS0?flow=maybe",
    "serial:///dev/ttyS0?baud=9600&baud=9600",
    "serial:///dev/",
    "file://tmp/x",
    "file:///dev/usb/lp0?x=1",
    "file://04b8:0202",
    "serial://by-id",
    "serial://by-id/",
    "serial://by-id/a/b",
    "serial://by-id/a%2Fb",
    "serial://by-path/..",
    "serial://by-uuid/x",
    "serial://1a86:7523/",
    "serial://1A86:7523",
    "serial://1a86:752",
    "serial://1a86:75230",
    "serial://1a86",
    "serial://1a86:7523/a/b",
    "serial://user@1a86:7523",
    "hid://event3",
    "hid:///dev/input/",
    "hid://0c2e:0b61?baud=9600",
    "hid://0c2e:0b61#1",
    "usb:///dev/bus/usb/001/002",
    "usb://",
    "usb://04b8",
    "usb://04b8:0202/",
    "usb://04b8:0202?interface=32",
    "usb://04b8:0202?interface=-1",
    "usb://04b8:0202?interface=01",
    "usb://04b8:0202?interface=1&interface=1",
    "usb://04b8:0202?endpoint=1",
    "loop://printer",
    "run://rm",
    "run://host/x",
    "run:///host",
]


@pytest.mark.parametrize("url", GOOD)
def test_a_good_connection_is_read_by_check_and_driver(url: str) -> None:
    assert CONNECTION.validate_python(url) == url
    parse_connection(url)


@pytest.mark.parametrize("url", BAD)
def test_a_bad_connection_is_refused_by_check_and_driver(url: str) -> None:
    with pytest.raises(ValidationError):
        CONNECTION.validate_python(url)
    if not url.startswith("loop:"):  # of tests: no hall has one
        with pytest.raises(BadConnection):
            parse_connection(url)


def test_the_wire_is_the_connection_without_its_options() -> None:
    assert wire("serial:///dev/ttyS0?baud=9600") == wire("serial:///dev/ttyS0") == "serial:///dev/ttyS0"
    assert wire("serial://by-id/x?baud=9600") == wire("serial:///dev/serial/by-id/x")
    assert wire("usb://04b8:0202?interface=0") == wire("usb://04b8:0202") != wire("usb://04b8:0202?interface=1")


@pytest.mark.parametrize("scheme", ["tcp", "serial", "file", "hid", "usb"])
@pytest.mark.parametrize(
    "place", ["/dev/x", "//dev/x", "1a86:7523", "1a86:7523/9", "1a86:7523/a%2fb", "by-id/x", "h:80", ""]
)
@pytest.mark.parametrize("rest", ["", "?baud=9600", "?interface=1", "?flow=none&baud=9600", "#x", "?x", "?baud"])
def test_check_and_driver_say_the_same_of_every_mixture(scheme: str, place: str, rest: str) -> None:
    url = f"{scheme}://{place}{rest}"
    try:
        parse_connection(url)
    except BadConnection:
        with pytest.raises(ValidationError):
            CONNECTION.validate_python(url)
    else:
        CONNECTION.validate_python(url)


@pytest.mark.parametrize("kind", [*get_args(DeviceKind), *WIRED])
def test_every_kind_has_one_model(kind: str) -> None:
    assert model_of({"kind": kind, "driver": "x"}) is (WiredDevice if kind in WIRED else Device)


def test_a_misspelt_kind_is_read_as_what_it_looks_like() -> None:
    assert model_of({"kind": "ledd", "driver": "led_onbon"}) is WiredDevice
    assert model_of({"kind": "call_pat"}) is Device
    assert model_of([]) is Device and model_of({"kind": ["led"]}) is Device


def test_no_kind_is_both_a_terminal_and_on_a_wire() -> None:
    assert not {*TERMINALS, HOST_KIND} & set(WIRED) and HOST_KIND not in TERMINALS


LED = """\
  - id: led-w01
    kind: led
    driver: {driver}
    connection: tcp://192.168.1.60:5005
    options: {options}
    host: host-a
    window: w01
    serial_number: BX-0001
    arrived: 2023-04-20
"""


def _with_led(hall: Path, driver: str, options: str) -> Path:
    listed = (hall / "devices.yaml").read_text(encoding="utf-8")
    host = "  - {id: host-a, kind: device_host, zone: east}\n"
    text = listed + host + LED.replace("{driver}", driver).replace("{options}", options)
    (hall / "devices.yaml").write_text(text, encoding="utf-8")
    return hall


def test_what_hangs_on_a_wire_is_known_by_its_owner(hall: Path, options: dict[str, type[BaseModel]]) -> None:
    site = load_site(_with_led(hall, "led_onbon", "{width: 96}"), options)
    assert [one.id for one in site.devices][-1] == "host-a" and [one.id for one in site.wired] == ["led-w01"]
    (led,) = site.wired_of["host-a"]
    assert (led.owner, led.window, led.options, str(led.arrived)) == ("host-a", "w01", {"width": 96}, "2023-04-20")


@pytest.mark.parametrize(
    ("driver", "given", "said"),
    [
        ("led_onbn", "{}", 'devices.yaml:11: devices[4].driver: no driver "led_onbn" is installed'),
        ("led_onbon", "{widht: 96}", 'devices.yaml:13: devices[4].options.widht: unknown key, did you mean "width"?'),
        ("led_onbon", "{width: 4}", "devices.yaml:13: devices[4].options.width: must be at least 8"),
    ],
)
def test_the_driver_of_a_wire_checks_its_options(
    hall: Path, options: dict[str, type[BaseModel]], driver: str, given: str, said: str
) -> None:
    with pytest.raises(ConfigError) as wrong:
        load_site(_with_led(hall, driver, given), options)
    (fault,) = wrong.value.faults
    assert str(fault).startswith(said)


@pytest.fixture
def options() -> dict[str, type[BaseModel]]:
    return installed_options()[0]
