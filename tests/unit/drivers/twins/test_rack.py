"""Racks and relay boards on Modbus, by the bytes of the specification: answers, exceptions, words."""

import pytest

from drivers.twins.modbus_slave import crc
from drivers.twins.rack import Options, Rack
from drivers.twins.relay import Options as RelayOptions
from drivers.twins.relay import Relay
from drivers.twins.twin import Deed, Reply


def framed(*body):
    return bytes(body) + crc(bytes(body))


def say(twin, data, now=0.0):
    outputs = twin.hear(data, now)
    return b"".join(output.data for output in outputs if isinstance(output, Reply))


def did(outputs):
    return [(output.did, *output.facts.values()) for output in outputs if isinstance(output, Deed)]


def test_the_checksum_is_that_of_the_specification():
    assert crc(b"\x02\x07") == b"\x41\x12"
    assert crc(bytes.fromhex("1103006B0003")) == bytes.fromhex("7687")


@pytest.fixture
def rack():
    made = Rack(Options(slots=4))
    for word in ("plug 2", "plug 3", "full 3", "break 4"):
        made.obey(*word.split(), 0.0)
    return made


READS = {
    "states as words": ((1, 3, 0, 0, 0, 4), (1, 3, 8, 0, 0, 0, 1, 0, 2, 0, 3)),
    "the same measured": ((1, 4, 0, 1, 0, 2), (1, 4, 4, 0, 1, 0, 2)),
    "temperature": ((1, 3, 0, 100, 0, 1), (1, 3, 2, 0, 250)),
    "busy bits": ((1, 2, 0, 0, 0, 4), (1, 2, 1, 0b0110)),
    "fault bits": ((1, 1, 0, 100, 0, 4), (1, 1, 1, 0b1000)),
    "beyond the slots": ((1, 3, 0, 1, 0, 4), (1, 0x83, 2)),
    "beyond the bits": ((1, 2, 0, 4, 0, 1), (1, 0x82, 2)),
    "nothing": ((1, 3, 0, 0, 0, 0), (1, 0x83, 3)),
    "too much": ((1, 3, 0, 0, 0, 126), (1, 0x83, 3)),
    "an order": ((1, 6, 0, 0, 0, 1), (1, 0x86, 2)),
    "no such function": ((1, 7), (1, 0x87, 1)),
}


@pytest.mark.parametrize("name", READS)
def test_a_rack_answers_as_the_specification_says_whole_byte_by_byte_and_behind_noise(rack, name):
    asked, answer = READS[name]
    request = framed(*asked)
    assert say(rack, request) == framed(*answer)
    assert b"".join(say(rack, request[at : at + 1], 1.0) for at in range(len(request))) == framed(*answer)
    assert say(rack, b"\xfe\xff" + framed(1, 3, 0, 0, 0, 1), 2.0) == framed(1, 3, 2, 0, 0)


def test_a_wrong_checksum_another_unit_and_all_units_are_not_answered(rack):
    assert say(rack, bytes((1, 3, 0, 0, 0, 1, 0, 0))) == b""
    assert say(rack, framed(2, 3, 0, 0, 0, 1), 5.0) == b""
    assert say(rack, framed(0, 3, 0, 0, 0, 1), 10.0) == b""


def test_on_tcp_the_transaction_comes_back():
    rack = Rack(Options(framing="tcp"))
    assert say(rack, bytes.fromhex("1501 0000 0006 FF 03 0004 0001")) == bytes.fromhex("1501 0000 0005 FF 03 02 0000")
    assert say(rack, bytes.fromhex("1502 0000 0006 01 03 0900 0001")) == bytes.fromhex("1502 0000 0003 01 83 02")
    assert say(rack, bytes.fromhex("AA 1503 0000 0006 01 02 0000 0001")) == bytes.fromhex("1503 0000 0004 01 02 01 00")


def test_what_charges_is_full_after_its_time():
    rack = Rack(Options(charge_s=10.0))
    rack.obey("plug", "1", 0.0)
    assert (rack.wake_s(), did(rack.tick(9.9)), did(rack.tick(10.0))) == (10.0, [], [("full", 1)])
    assert did(rack.obey("take", "1", 11.0)) == [("free", 1)]
    assert did(rack.obey("break", "2", 12.0)) == [("faulty", 2)]
    assert did(rack.cure(13.0)) == [("free", 2)]


@pytest.mark.parametrize(
    ("word", "rest"), [("plug", "2"), ("full", "1"), ("plug", "9"), ("take", "x"), ("warm", "151")]
)
def test_what_nobody_can_do_is_refused(rack, word, rest):
    with pytest.raises(ValueError, match=r"not free|nothing charges|wanted"):
        rack.obey(word, rest, 0.0)


@pytest.mark.parametrize("wrong", [{"slots": 0}, {"temperature_at": 3}, {"framing": "ascii"}, {"unit": 0}])
def test_racks_that_cannot_be_are_refused(wrong):
    with pytest.raises(ValueError, match=r"slots|framing"):
        Rack(Options(**wrong))


def test_relays_switch_by_bits_and_by_words_and_say_so_once():
    relay = Relay(RelayOptions(relays=4))
    on = framed(1, 5, 0, 1, 0xFF, 0)
    assert did(relay.hear(on, 0.0)) == [("on", 2)]
    assert (say(relay, on, 1.0), did(relay.hear(on, 2.0))) == (on, [])
    assert did(relay.hear(framed(1, 15, 0, 0, 0, 4, 1, 0b0101), 3.0)) == [("on", 1), ("off", 2), ("on", 3)]
    assert did(relay.hear(framed(1, 6, 0, 0, 0, 0), 4.0)) == [("off", 1)]
    assert did(relay.hear(framed(1, 16, 0, 2, 0, 2, 4, 0, 0, 0, 1), 5.0)) == [("off", 3), ("on", 4)]
    assert say(relay, framed(1, 1, 0, 0, 0, 4), 6.0) == framed(1, 1, 1, 0b1000)
    assert did(relay.power_cycle(7.0)) == [("off", 4)]


ORDERS_REFUSED = {
    "no such relay": ((1, 5, 0, 9, 0xFF, 0), (1, 0x85, 2)),
    "half on": ((1, 5, 0, 1, 0xFF, 1), (1, 0x85, 3)),
    "a word of three": ((1, 6, 0, 1, 0, 3), (1, 0x86, 2)),
    "bits that do not fit": ((1, 15, 0, 0, 0, 9, 1, 0), (1, 0x8F, 3)),
    "words that do not fit": ((1, 16, 0, 0, 0, 2, 2, 0, 0), (1, 0x90, 3)),
}


@pytest.mark.parametrize("name", ORDERS_REFUSED)
def test_an_order_that_makes_no_sense_is_refused_and_does_nothing(name):
    asked, answer = ORDERS_REFUSED[name]
    relay = Relay(RelayOptions(relays=8))
    assert say(relay, framed(*asked)) == framed(*answer)
    assert relay.relays == [0] * 8


def test_a_button_is_down_as_long_as_it_is_held():
    relay = Relay(RelayOptions(press_s=0.5))
    relay.obey("press", "1", 0.0)
    relay.obey("hold", "2", 0.0)
    assert say(relay, framed(1, 2, 0, 0, 0, 2), 0.1) == framed(1, 2, 1, 0b11)
    assert (relay.wake_s(), did(relay.tick(0.5))) == (0.5, [("released", 1)])
    assert say(relay, framed(1, 2, 0, 0, 0, 2), 0.6) == framed(1, 2, 1, 0b10)
    assert did(relay.obey("release", "2", 1.0)) == [("released", 2)]
    assert relay.wake_s() is None
