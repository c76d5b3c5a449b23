"""Connections: what `hall check` accepts is what the drivers can read, and the other way round."""

import pytest
from pydantic import TypeAdapter, ValidationError

from configs.devices import Connection, wire
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
]


@pytest.mark.parametrize("url", GOOD)
def test_a_good_connection_is_read_by_check_and_driver(url: str) -> None:
    assert CONNECTION.validate_python(url) == url
    parse_connection(url)


@pytest.mark.parametrize("url", BAD)
def test_a_bad_connection_is_refused_by_check_and_driver(url: str) -> None:
    with pytest.raises(ValidationError):
        CONNECTION.validate_python(url)
    with pytest.raises(BadConnection):
        parse_connection(url)


def test_the_wire_is_the_connection_without_its_options() -> None:
    assert wire("serial:///dev/ttyS0?baud=9600") == wire("serial:///dev/ttyS0") == "serial:///dev/ttyS0"
