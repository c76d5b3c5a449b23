"""The URL of a device, right and wrong."""

import pytest

from drivers.connection import BadConnection, File, Hid, Loop, Run, Serial, Tcp, Usb, UsbId, parse_connection


@pytest.mark.parametrize(
    ("url", "connection"),
    [
        ("tcp://192.168.1.50:9100", Tcp("192.168.1.50", 9100)),
        ("tcp://printer-1.hall:9100", Tcp("printer-1.hall", 9100)),
        ("tcp://[fe80::1]:9100", Tcp("fe80::1", 9100)),
        ("serial:///dev/ttyUSB0", Serial("/dev/ttyUSB0", 115200, "none")),
        ("serial:///dev/ttyS1?baud=9600&flow=rtscts", Serial("/dev/ttyS1", 9600, "rtscts")),
        ("file:///dev/usb/lp0", File("/dev/usb/lp0")),
        ("file:///var/lib/hall/slips%201.bin", File("/var/lib/hall/slips 1.bin")),
        ("loop://printer", Loop("printer")),
        ("run://host", Run("host")),
        ("serial://by-id/usb-FTDI*?baud=9600", Serial("/dev/serial/by-id/usb-FTDI*", 9600)),
        ("serial://1a86:7523/A%201?flow=rtscts", Serial("", 115200, "rtscts", UsbId(0x1A86, 0x7523, "A 1"))),
        ("hid:///dev/input/event3", Hid("/dev/input/event3")),
        ("hid://0c2e:0b61", Hid("", UsbId(0x0C2E, 0x0B61))),
        ("usb://04b8:0202", Usb(UsbId(0x04B8, 0x0202))),
        ("usb://04b8:0202/J4?interface=1", Usb(UsbId(0x04B8, 0x0202, "J4"), 1)),
    ],
)
def test_a_connection_is_read_from_its_url(url, connection):
    assert parse_connection(url) == connection


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("", "starts with tcp://, serial://, file://, hid://, usb://, loop://"),
        ("192.168.1.50:9100", "starts with tcp://"),
        ("tpc://192.168.1.50:9100", "did you mean tcp://"),
        ("tcp://192.168.1.50", "needs a host and a port, such as tcp://192.168.1.50:9100"),
        ("tcp://:9100", "needs a host and a port"),
        ("tcp://h:0", "needs a host and a port"),
        ("tcp://h:99999", "Port out of range"),
        ("tcp://h:nine", "Port could not be cast"),
        ("tcp://h:9100/queue", "nothing may follow"),
        ("tcp://user@h:9100", "nothing may follow"),
        ("tcp://h:9100?timeout=3", "unknown option 'timeout'"),
        ("tcp://[fe80::1:9100", "Invalid IPv6"),
        ("serial://ttyUSB0", "after three slashes, or vendor:product"),
        ("serial://by-id/", "needs a name of /dev/serial/by-id, such as serial://by-id/"),
        ("hid://1A86:7523", "in the small letters of lsusb"),
        ("usb:///dev/bus/usb/001/004", "such as usb://04b8:0202"),
        ("usb://04b8:0202?interface=x", "is no number from 0 to 31"),
        ("serial:///dev/ttyUSB0?bauds=9600", "did you mean 'baud'"),
        ("serial:///dev/ttyUSB0?baud=9601", "is none of 1200"),
        ("serial:///dev/ttyUSB0?baud=9600&baud=19200", "given twice"),
        ("serial:///dev/ttyUSB0?flow=dtr", "is none of none, rtscts, xonxoff"),
        ("serial:///dev/ttyUSB0#9600", "'#' has no meaning"),
        ("file://lp0", "needs the full path"),
        ("file:///", "needs the full path"),
        ("loop://", "needs a name"),
        ("run://sh", "there are only run://host and run://player"),
    ],
)
def test_a_wrong_url_says_what_is_wrong_and_how_it_should_look(url, says):
    with pytest.raises(BadConnection) as refused:
        parse_connection(url)
    assert says in str(refused.value)
    assert repr(url) in str(refused.value)
