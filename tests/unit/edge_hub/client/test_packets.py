"""PUBLISH packets against paho's own encoder and decoder, and against bytes that are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paho.mqtt._packet import decode_publish
from paho.mqtt.enums import MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties, VariableByteIntegers

from edge_hub.client import packets

TOPIC = b"h/puer/up/tm-1/cmd"
NUMBERS = st.integers(0, 2**31)


@pytest.mark.parametrize("number", [0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152, 268_435_455])
def test_lengths_are_packed_as_paho_packs_them(number: int) -> None:
    data = packets.packed(number)
    assert data == VariableByteIntegers.encode(number)
    assert packets.varint(data, 0) == (number, len(data))
    assert packets.varint(data[:-1], 0) is None


def test_a_length_of_five_bytes_is_none() -> None:
    with pytest.raises(packets.Malformed, match="more than four bytes"):
        packets.varint(b"\xff\xff\xff\xff\x01", 0)


@st.composite
def property_blocks(draw: st.DrawFn) -> Properties:
    """Whatever a broker may put before a message."""
    found = Properties(PacketTypes.PUBLISH)
    values = {
        "MessageExpiryInterval": NUMBERS, "ContentType": st.text("abc/", max_size=9),
        "CorrelationData": st.binary(max_size=300),
        "ResponseTopic": st.text("abc/", min_size=1, max_size=9), "PayloadFormatIndicator": st.integers(0, 1),
        "UserProperty": st.tuples(st.text("xy", max_size=3), st.text("xy", max_size=200)),
        "SubscriptionIdentifier": st.integers(1, 268_435_455),
    }  # fmt: skip
    for name in draw(st.permutations(sorted(values))):
        if draw(st.booleans()):
            setattr(found, name, draw(values[name]))
    return found


@given(property_blocks(), st.binary(max_size=400), st.booleans())
def test_what_paho_packs_is_read_as_paho_reads_it(properties: Properties, payload: bytes, twice_safe: bool) -> None:
    body = packets.field(TOPIC) + (b"\x00\x07" if twice_safe else b"") + properties.pack() + payload
    theirs = decode_publish(0x32 if twice_safe else 0x30, body, MQTTProtocolVersion.MQTTv5)
    topic, mid, correlation, ours = packets.published(bytearray(body), at_least_once=twice_safe)
    assert (topic, ours) == (theirs.topic, theirs.payload)
    assert int.from_bytes(mid, "big") == theirs.mid
    assert correlation == getattr(theirs.properties, "CorrelationData", None)


@given(st.binary(max_size=300), st.none() | st.binary(max_size=300))
def test_what_we_say_is_read_by_paho(payload: bytes, correlation: bytes | None) -> None:
    data = packets.message(TOPIC, payload, correlation)
    length, at = packets.varint(data, 1) or (0, 0)
    assert (data[0], length) == (0x30, len(data) - at)
    heard = decode_publish(data[0], data[at:], MQTTProtocolVersion.MQTTv5)
    assert (heard.topic, heard.payload, heard.qos) == (TOPIC, payload, 0)
    assert getattr(heard.properties, "CorrelationData", None) == correlation


@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_are_read_or_are_malformed(data: bytes, twice_safe: bool) -> None:
    try:
        _, _, _, payload = packets.published(data, at_least_once=twice_safe)
    except packets.Malformed:
        return
    assert data.endswith(payload)


@pytest.mark.parametrize("cut", range(1, 12))
def test_a_packet_that_ends_within_its_properties_is_malformed(cut: int) -> None:
    whole = packets.message(TOPIC, b"", b"0123456789")
    with pytest.raises(packets.Malformed):
        packets.published(whole[2:-cut])
