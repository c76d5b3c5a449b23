"""Bytes into commands: whole, in pieces, unknown, refused and cut short."""

import pytest

from drivers.twins.printer.scanner import Command, Payload, Scanner, Text, Unknown, size_of


def scan(*pieces: bytes):
    scanner = Scanner()
    return [token for piece in pieces for token in scanner.scan(piece)]


def test_text_and_commands_are_told_apart():
    assert scan(b"A1\n\x1ba\x01B") == [Text(b"A1"), Command(b"\n", b""), Command(b"\x1ba", b"\x01"), Text(b"B")]


@pytest.mark.parametrize(
    "command",
    [
        b"\x1b@", b"\x1bD\x08\x10\x00", b"\x1b*\x00\x02\x00\xaa\x1b", b"\x1b*\x21\x01\x00\x1b\x10\x04",
        b"\x1b&\x03AB\x01\x1b\x10\x04\x02123456", b"\x1bp\x00\x19\xfa", b"\x1bc3\x0f",
        b"\x1c2\xfe\xa1" + bytes(72), b"\x1cS\x02\x02",
        b"\x1d(k\x05\x001P0\x1b\x10", b"\x1d8L\x03\x00\x00\x00\x1b\x10\x04", b"\x1d*\x01\x01" + bytes(8),
        b"\x1dV\x00", b"\x1dVA\x10", b"\x1dk\x04\x1b\x1b\x00", b"\x1dkI\x03{BA", b"\x1d^\x01\x02\x03",
        b"\x10\x04\x01", b"\x10\x04\x07\x01", b"\x10\x05\x02", b"\x10\x14\x01\x00\x05",
        b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08",
    ],
)  # fmt: skip
def test_a_command_is_taken_whole_at_once_and_byte_by_byte(command):
    (token,) = scan(command)
    assert isinstance(token, Command)
    assert size_of(token) == len(command)
    assert scan(*(bytes((byte,)) for byte in command)) == [token]
    assert scan(command + b"x")[1:] == [Text(b"x")]


def test_raster_data_is_handed_on_as_it_comes_and_is_never_taken_for_a_command():
    header, data = b"\x1dv0\x00\x02\x00\x03\x00", b"\x10\x04\x01\x1b@\x1d"
    assert scan(header + data[:2], data[2:], b"\x10\x04\x01") == [
        Command(b"\x1dv", header[2:]), Payload(data[:2]), Payload(data[2:]), Command(b"\x10\x04", b"\x01"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "dropped"),
    [
        (b"\x1b\x7f", b"\x1b\x7f"),
        (b"\x1cq", b"\x1cq"),
        (b"\x1dV\x07", b"\x1dV\x07"),
        (b"\x01", b"\x01"),
        (b"\x10\x14\x05", b"\x10\x14\x05"),
        (b"\x1dv1", b"\x1dv1"),
        (b"\x1dv0\x00\xff\xff\xff\xff", b"\x1dv0\x00\xff\xff\xff\xff"),
        (b"\x1dv0\x09\x01\x00\x01\x00", b"\x1dv0\x09\x01\x00\x01\x00"),
        (b"\x1d8L\xff\xff\xff\xff", b"\x1d8L\xff\xff\xff\xff"),
        (b"\x1b*\x21\xff\xff", b"\x1b*\x21\xff\xff"),
        (b"\x1b*\x05\x01\x00", b"\x1b*\x05\x01\x00"),
        (b"\x1d*\xff\xff", b"\x1d*\xff\xff"),
        (b"\x1dk\x20", b"\x1dk\x20"),
        (b"\x1bc9", b"\x1bc9"),
        (b"\x1b&\x02AB", b"\x1b&\x02AB"),
        (b"\x1b&\x03AB\x40", b"\x1b&\x03AB\x40"),
        (b"\x1bD" + bytes(range(1, 34)), b"\x1bD" + bytes(range(1, 34))),
        (b"\x1dk\x04" + b"1" * 255, b"\x1dk\x04" + b"1" * 255),
    ],
)
def test_what_no_printer_knows_is_reported_and_the_next_command_is_read(sent, dropped):
    unknown, following = scan(sent + b"\x1b@")
    assert isinstance(unknown, Unknown)
    assert unknown.data == dropped
    assert unknown.why
    assert following == Command(b"\x1b@", b"")


def test_a_command_cut_short_by_another_lead_gives_way_to_it():
    assert scan(b"\x1b\x1d\x1b@") == [
        Unknown(b"\x1b", "command cut short"), Unknown(b"\x1d", "command cut short"), Command(b"\x1b@", b""),
    ]  # fmt: skip


def test_nul_between_commands_is_padding():
    assert scan(b"\x00\x00\x1b@\x00") == [Command(b"\x1b@", b"")]


def test_an_unfinished_command_is_seen_and_its_size_is_known():
    scanner = Scanner()
    assert not scanner.mid_command
    list(scanner.scan(b"\x1d(k\x40\x00abc"))
    assert scanner.mid_command
    assert scanner.held_bytes == 8
    list(scanner.scan(bytes(61)))
    assert not scanner.mid_command
    assert scanner.held_bytes == 0


def test_a_long_graphic_arrives_byte_by_byte_in_time():
    scanner = Scanner()
    data = b"\x1d(L\xff\xff" + bytes(65535)
    tokens = [token for byte in data for token in scanner.scan(bytes((byte,)))]
    assert [size_of(token) for token in tokens] == [len(data)]
