"""One connection to one broker, and never another: a library that reconnects would send again what was in flight.

paho keeps every unacknowledged message and sends it after the next connect, stamped afresh: a command of minutes ago.
So each connection has a paho client of its own, which is thrown away with it, and what should be asked again is decided
above. All methods but `dial` belong to one thread; `dial` may block (name service, TCP) and is called on another.
"""

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from .buffered import Buffered

CONNECT_TIMEOUT_S = 3.0
KEEPALIVE_S = 5
"""The broker tells the hub within 1.5 of these that a device is gone."""

READ_MAX = 500

TAKEN_OVER = 0x8E
UNWELCOME = frozenset({0x87, 0x8C, TAKEN_OVER, 0x98})
"""Reasons of a broker's farewell that coming back at once would not mend: not authorized, bad authentication method,
session taken over (another machine has our name), administrative action."""


@dataclass(frozen=True, slots=True)
class Login:
    """How a device proves itself to the broker."""

    user: str
    password: str


class LoginFault(Exception):
    """The device cannot find what it would prove itself with; the text says what helps."""


LoginOf = Callable[[], Login | None]
"""May block; raises LoginFault."""


def no_login() -> None:
    """On loopback."""


@dataclass(frozen=True, slots=True)
class Address:
    """A broker."""

    host: str
    port: int
    tls: ssl.SSLContext | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A message that came."""

    topic: str
    payload: bytes
    retained: bool
    correlation: bytes | None = None


class Wire:
    """A connection: `dial`, then `joined` or `over` becomes true, then letters, then `over`."""

    def __init__(
        self, address: Address, client_id: str, will: tuple[str, bytes] | None, login: "LoginOf", *,
        inflight_max: int = 20, gathers: bool = False,
    ) -> None:  # fmt: skip
        """With `gathers` nothing leaves before `write`, and then all that has gathered leaves at once: for whoever
        answers many."""
        self.address, self._login = address, login
        self.joined = False
        self.subscribed = False
        """Whether the broker has answered a subscription: what it retained for that came before."""
        self.over: str | None = None
        """Why the connection is at an end."""
        self.refused = False
        """Whether the broker itself said no: trying again soon is of no use."""
        self.taken_over = False
        """Whether somebody else came with this device's identity."""
        self.letters: list[Letter] = []
        self.faults: list[str] = []
        """What the broker refused on the way: a subscription, a message."""
        self._asked: dict[int | None, str] = {}
        self._gathers = gathers
        self._client = self._made(client_id, will)
        self._client.max_inflight_messages_set(inflight_max)
        if gathers:
            self._client.on_socket_register_write = _not_yet

    def dial(self) -> None:
        """Connect and say hello; `over` tells if it failed. May block for a few seconds."""
        try:
            login = self._login()
            if login is not None:
                self._client.username_pw_set(login.user, login.password)
            properties = _properties(PacketTypes.CONNECT, SessionExpiryInterval=0)
            self._client.connect(
                self.address.host, self.address.port, keepalive=KEEPALIVE_S, clean_start=True, properties=properties
            )
        except LoginFault as fault:
            self.over, self.refused = str(fault), True
        except ssl.SSLCertVerificationError as fault:
            self.over, self.refused = f"{self.address.host}:{self.address.port} cannot be trusted: {fault}", True
        except OSError as fault:
            self.over = f"{self.address.host}:{self.address.port}: {fault}"

    def socket(self) -> socket.socket | None:
        """What to wait for; None once the connection is at an end."""
        return self._client.socket()  # type: ignore[return-value]

    def wants_write(self) -> bool:
        return self._client.want_write() or self._client.behind

    def read(self) -> None:
        """Take what has arrived; messages go to `letters`, at most `READ_MAX` at a time."""
        more = True
        while more and len(self.letters) < READ_MAX and self.over is None:
            self._client.loop_read()
            more = self.ahead()

    def ahead(self) -> bool:
        """Whether more has arrived than the kernel would tell of."""
        sock = self._client.socket()
        return sock is not None and (self._client.ahead or (isinstance(sock, ssl.SSLSocket) and sock.pending() > 0))

    def write(self) -> None:
        """Send on what is waiting to leave."""
        if self._client.want_write():
            self._client.loop_write()
        self._client.push()

    def tend(self) -> None:
        """Keep the connection alive, or notice that it is not. To be called about once a second."""
        self._client.loop_misc()
        if self._client.socket() is None and self.over is None:
            self.over = "the broker does not answer"

    def subscribe(self, topics: list[str], qos: int = 1) -> None:
        """A refusal goes to `faults`."""
        _, mid = self._client.subscribe([(topic, qos) for topic in topics])
        self._asked[mid] = ", ".join(topics)

    def publish(self, topic: str, payload: bytes, *, retain: bool = False) -> None:
        """At QoS 1."""
        self._note(self._client.publish(topic, payload, qos=1, retain=retain), topic)

    def ask(self, topic: str, payload: bytes, reply_topic: str, correlation: str, expiry_s: float) -> None:
        """A command, with where to answer and how long the broker may keep it."""
        properties = _properties(
            PacketTypes.PUBLISH,
            ResponseTopic=reply_topic,
            CorrelationData=correlation.encode(),
            MessageExpiryInterval=max(1, ceil(expiry_s)),
        )
        self._note(self._client.publish(topic, payload, qos=1, properties=properties), topic)

    def answer(self, topic: str, payload: bytes, correlation: bytes | None) -> None:
        """A reply, at QoS 0: whoever misses it asks again."""
        self._client.say(topic, payload, correlation)
        if not self._gathers:
            self._client.push()

    def close(self) -> None:
        """Say goodbye: no last will is sent."""
        self._client.disconnect()
        if self._gathers:
            self.write()
        self.over = self.over or "closed"

    def drop(self, why: str) -> None:
        """End without a word, as a cut cable would."""
        sock = self._client.socket()
        self.over = self.over or why
        if sock is not None:
            sock.close()

    def _made(self, client_id: str, will: tuple[str, bytes] | None) -> Buffered:
        client = Buffered(
            CallbackAPIVersion.VERSION2,
            gathers=self._gathers,
            hear=self._heard,
            client_id=client_id,
            protocol=mqtt.MQTTv5,
            reconnect_on_failure=False,
        )
        client.connect_timeout = CONNECT_TIMEOUT_S
        if will is not None:
            client.will_set(will[0], will[1], qos=1, retain=True)
        if self.address.tls is not None:
            client.tls_set_context(self.address.tls)
        client.on_socket_open = _no_delay
        client.on_connect = self._connected
        client.on_disconnect = self._disconnected
        client.on_subscribe = self._subscribed
        client.on_publish = self._published
        client.on_message = self._came
        return client

    def _note(self, info: mqtt.MQTTMessageInfo, topic: str) -> None:
        if info.rc == mqtt.MQTT_ERR_SUCCESS:
            self._asked[info.mid] = topic

    def _connected(self, client: mqtt.Client, userdata: Any, flags: Any, code: ReasonCode, properties: Any) -> None:
        if code.is_failure:
            self.refused = True
            self.over = f"the broker {self.address.host}:{self.address.port} refuses this device: {code}"
        else:
            self.joined = True

    def _disconnected(self, client: mqtt.Client, userdata: Any, flags: Any, code: ReasonCode, properties: Any) -> None:
        self.refused = self.refused or code.value in UNWELCOME
        self.taken_over = code.value == TAKEN_OVER
        self.over = self.over or f"{self.address.host}:{self.address.port}: {code}"

    def _subscribed(
        self, client: mqtt.Client, userdata: Any, mid: int, codes: list[ReasonCode], properties: Any
    ) -> None:
        self.subscribed = True
        asked = self._asked.pop(mid, "").split(", ")
        refused = [topic for topic, code in zip(asked, codes, strict=False) if code.is_failure]
        self.faults += [f"the broker does not let this device read {topic}" for topic in refused]

    def _published(self, client: mqtt.Client, userdata: Any, mid: int, code: ReasonCode, properties: Any) -> None:
        topic = self._asked.pop(mid, "a topic")
        if code.is_failure:
            self.faults.append(f"the broker does not let this device write to {topic}: {code}")

    def _heard(self, topic: bytes, payload: bytes, retained: bool, correlation: bytes | None) -> None:
        self.letters.append(Letter(topic.decode(errors="replace"), payload, retained, correlation))

    def _came(self, client: mqtt.Client, userdata: Any, message: mqtt.MQTTMessage) -> None:
        correlation = getattr(message.properties, "CorrelationData", None)
        self.letters.append(Letter(message.topic, bytes(message.payload), bool(message.retain), correlation))


def _properties(packet: int, **values: Any) -> Properties:
    properties = Properties(packet)  # type: ignore[no-untyped-call]
    for name, value in values.items():
        setattr(properties, name, value)
    return properties


def _not_yet(client: mqtt.Client, userdata: Any, sock: Any) -> None:
    """paho asks to be called when the socket can be written; until then it sends nothing."""


def _no_delay(client: mqtt.Client, userdata: Any, sock: Any) -> None:
    """Without it a request takes 41 ms instead of 1.5."""
    if sock.family in (socket.AF_INET, socket.AF_INET6):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
