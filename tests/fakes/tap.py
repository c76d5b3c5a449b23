"""A tap on a real broker: hears everything of a hall, and says anything to it, as any device or none."""

import itertools
import secrets
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from edge_hub.contract import topics
from edge_hub.contract.base import Strict
from edge_hub.contract.clock import ClockRule
from edge_hub.contract.codec import decode, decode_reply, encode
from edge_hub.contract.desk import SignInDesk, SignOutDesk
from edge_hub.contract.envelope import Command, Reply
from edge_hub.contract.hall import HubStatus
from edge_hub.contract.ids import uuid7
from edge_hub.contract.window import SetPin
from edge_hub.domain.rights import NEEDS_NOBODY

from .desk import GUIDE

GUIDES_PIN = "105105"
AGAIN_S = 1.0
VALID_S = 60.0
"""As long as the small hall's rules allow: no test waits for a command to grow stale."""


class Tap:
    """One connection that is subscribed to everything of a hall. Use as a context manager."""

    def __init__(self, broker: tuple[str, int], hall: str = "test") -> None:
        self.hall, self._broker = hall, broker
        self.last: dict[str, bytes] = {}
        """The newest payload of every topic."""
        self.guided: dict[str, bytes] = {}
        """Whether somebody is to be fetched at a window, by topic: kept apart from `last`."""
        self.retained: set[str] = set()
        """Topics that the broker told from memory."""
        self.replies: dict[bytes, list[Reply]] = {}
        """By correlation."""
        self.ups: list[bool] = []
        """What the hub, or its last will, said of itself."""
        self.clock: ClockRule | None = None
        """The hall's clock, once the hub has told it."""
        self.news = threading.Condition()
        self._marks = itertools.count()
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=f"tap-{id(self)}", protocol=mqtt.MQTTv5)
        self._client.on_socket_open = lambda client, userdata, sock: sock.setsockopt(6, 1, 1)
        self._client.on_connect = self._connected
        self._client.on_subscribe = self._subscribed
        self._client.on_message = self._came
        self._client.reconnect_delay_set(1, 1)
        self._client.max_inflight_messages_set(2000)
        self._joined = threading.Event()

    def __enter__(self) -> "Tap":
        self._client.connect(*self._broker, keepalive=5, clean_start=True)
        self._client.loop_start()
        assert self._joined.wait(20)
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def until(self, holds: Callable[["Tap"], Any], what: str = "it", timeout_s: float = 20.0) -> None:
        """Wait until `holds(self)`."""
        with self.news:
            came = self.news.wait_for(lambda: holds(self), timeout_s)
        assert came, f"{what} did not happen within {timeout_s} s"

    def forget(self) -> None:
        """As if nothing had been heard yet."""
        with self.news:
            self.last.clear()
            self.retained.clear()
            self.ups.clear()

    def say(self, topic: str, payload: bytes, *, retain: bool = False, correlation: bytes | None = None) -> None:
        """Publish anything anywhere, at QoS 1."""
        properties = None
        if correlation is not None:
            properties = Properties(PacketTypes.PUBLISH)
            properties.CorrelationData = correlation
            properties.ResponseTopic = "h/nobody/asked"
        self._client.publish(topic, payload, qos=1, retain=retain, properties=properties)

    def ask_bytes(self, device: str, payload: bytes, timeout_s: float = 20.0) -> Reply:
        """Bytes as a command of `device`, asked again as terminals do; the first reply to exactly this asking."""
        mark, end_s = b"mark-%d" % next(self._marks), time.monotonic() + timeout_s
        with self.news:
            while not self.replies.get(mark):
                assert time.monotonic() < end_s, f"no answer to {payload[:200]!r}"
                self.say(topics.command(self.hall, device), payload, correlation=mark)
                self.news.wait_for(lambda: self.replies.get(mark), AGAIN_S)
            return self.replies[mark][0]

    def ask_while(self, command: Command, goes_on: Callable[[], object]) -> Reply | None:
        """A command, asked again as terminals do, as long as that holds; the reply if one came, be it in the last
        moment."""
        mark = b"mark-%d" % next(self._marks)
        with self.news:
            while goes_on() and not self.replies.get(mark):
                self.say(topics.command(self.hall, command.device), encode(command), correlation=mark)
                self.news.wait_for(lambda: self.replies.get(mark), AGAIN_S / 4)
            self.news.wait_for(lambda: self.replies.get(mark), AGAIN_S / 4)
            return self.replies.get(mark, [None])[0]

    def command(self, device: str, body: Strict, **envelope: Any) -> Command:
        """A command with a fresh id, valid by the hub's clock."""
        self.until(lambda one: one.clock, "the hub's clock")
        assert self.clock is not None
        real_ms = round(time.time() * 1000)
        until_ms = self.clock.hall_ms(real_ms) + self.clock.hall_span_ms(VALID_S)
        envelope = {"id": uuid7(real_ms, secrets.token_bytes(10)), "valid_until_ms": until_ms, **envelope}
        return Command(device=device, body=body, **envelope)  # type: ignore[arg-type]

    def ask(self, device: str, body: Strict, **envelope: Any) -> Reply:
        return self.ask_bytes(device, encode(self.command(device, body, **envelope)))

    def do(self, device: str, body: Strict, **envelope: Any) -> Any:
        """A command that must succeed; its result. Without a session told, what needs a person at the desk is done by
        its guide, who signs in for it and leaves again."""
        by_guide = device == "desk" and "session" not in envelope and type(body) not in NEEDS_NOBODY
        if by_guide:
            envelope["session"] = self.sit(device)
        reply = self.ask(device, body, **envelope)
        assert reply.ok, reply.words
        if by_guide:
            self.do(device, SignOutDesk(), session=envelope["session"])
        return reply.result

    def sit(self, device: str = "desk") -> str:
        """The guide signs in at the desk and stays; the session."""
        self.do(device, SetPin(by="901", clerk=GUIDE, pin=GUIDES_PIN))
        return str(self.do(device, SignInDesk(clerk=GUIDE, pin=GUIDES_PIN))["session"])

    def _connected(self, client: mqtt.Client, userdata: Any, flags: Any, code: Any, properties: Any) -> None:
        client.subscribe(f"{topics.ROOT}/{self.hall}/#", 1)

    def _subscribed(self, client: mqtt.Client, userdata: Any, mid: int, codes: Any, properties: Any) -> None:
        self._joined.set()

    def _came(self, client: mqtt.Client, userdata: Any, message: mqtt.MQTTMessage) -> None:
        with self.news:
            if message.topic.endswith("/guided"):
                self.guided[message.topic] = message.payload
            elif message.topic.startswith(f"{topics.ROOT}/{self.hall}/down/"):
                reply = decode_reply(message.payload)
                if reply is not None:
                    mark = getattr(message.properties, "CorrelationData", b"")
                    self.replies.setdefault(mark, []).append(reply)
            elif "/up/" not in message.topic:
                self.last[message.topic] = message.payload
                if message.retain:
                    self.retained.add(message.topic)
                if message.topic == topics.hub(self.hall):
                    self._hub_said(decode(HubStatus, message.payload))
            self.news.notify_all()

    def _hub_said(self, status: HubStatus | None) -> None:
        if status is None:
            return
        self.ups.append(status.up)
        if status.now_ms and status.up:  # neither a last will nor a lie knows the time, and one that ended had its own
            self.clock = status.clock
