"""A hub that does as a test tells it, on a real broker: it beats, records what comes, and answers by a script.

It keeps the two rules of the real one that a client relies on: a command id seen before gets its stored reply, and a
command beyond its validity is refused, not carried out.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from edge_hub.contract import topics
from edge_hub.contract.base import Snapshot
from edge_hub.contract.clock import ClockRule
from edge_hub.contract.codec import decode, decode_command, encode
from edge_hub.contract.device import DeviceStatus
from edge_hub.contract.envelope import Command, Reply, rejected
from edge_hub.contract.hall import HubStatus
from edge_hub.contract.reasons import Reason

HALL = "practice"
Script = Callable[[Command], Reply | None]


@dataclass(frozen=True, slots=True)
class Came:
    """A command as it arrived."""

    at_s: float
    command: Command
    payload: bytes
    correlation: bytes | None
    response_topic: str | None
    expiry_s: int | None


@dataclass
class ScriptedHub:
    """One hub. `script` makes the reply to a command that is carried out; None leaves it without one."""

    broker: tuple[str, int]
    epoch: int = 1
    seq: int = 1
    beat_s: float = 0.5
    clock: ClockRule = field(default_factory=ClockRule)
    script: Script | None = None
    came: list[Came] = field(default_factory=list)
    done: list[Command] = field(default_factory=list)
    """What was carried out, in order."""
    devices: dict[str, bool] = field(default_factory=dict)
    deaf: bool = False
    """Commands arrive and are neither carried out nor answered."""
    lose_replies: int = 0
    """So many replies are carried out and stored and never sent."""
    beats: int = 0
    copies: int = 1
    """Each reply is sent so many times."""

    def __post_init__(self) -> None:
        self.news = threading.Condition()
        self._stored: dict[str, Reply] = {}
        self._quiet, self._subscribed = threading.Event(), threading.Event()
        self._dead = False
        self._client = self._made()
        self._beats: threading.Thread | None = None

    def start(self) -> "ScriptedHub":
        """Connected, subscribed and beating when it returns."""
        self._client.connect(*self.broker, keepalive=5, clean_start=True)
        self._client.loop_start()
        assert self._subscribed.wait(20), "the broker does not take the hub"
        self.start_beating()
        return self

    def start_beating(self) -> None:
        """Heartbeats from now on."""
        self._quiet.clear()
        self._beats = threading.Thread(target=self._beat, daemon=True)
        self._beats.start()

    def stop(self) -> None:
        """An orderly end, with a farewell."""
        self.be_quiet()
        if self._client.is_connected() and not self._dead:
            self.tell(topics.hub(HALL), self.status(up=False))
        self._client.disconnect()
        self._client.loop_stop()

    def die(self) -> None:
        """As `kill -9` would: the broker speaks the last will. Its own client may never learn of it."""
        self.be_quiet()
        self._dead = True
        sock = self._client.socket()
        assert sock is not None
        sock.shutdown(2)  # type: ignore[attr-defined]
        self._client.loop_stop()

    def be_quiet(self) -> None:
        """No more heartbeats."""
        self._quiet.set()
        if self._beats is not None:
            self._beats.join()
            self._beats = None

    def status(self, up: bool = True) -> HubStatus:
        now_ms = self.clock.hall_ms(round(time.time() * 1000))
        return HubStatus(
            epoch=self.epoch, seq=self.seq, up=up, hall=HALL, hub="h1", clock=self.clock, now_ms=now_ms,
            beat_s=self.beat_s,
        )  # fmt: skip

    def tell(self, topic: str, snapshot: Snapshot) -> None:
        """Publish a snapshot, retained; it is with the broker when this returns."""
        self._client.publish(topic, encode(snapshot), qos=1, retain=True).wait_for_publish(5)

    def publish(self, topic: str, payload: bytes) -> None:
        """Any bytes, retained."""
        self._client.publish(topic, payload, qos=1, retain=True)

    def say(self, device: str, reply: Reply, correlation: bytes | None = None) -> None:
        """Any reply, to any device."""
        properties = Properties(PacketTypes.PUBLISH)
        if correlation is not None:
            properties.CorrelationData = correlation
        self._client.publish(topics.reply(HALL, device), encode(reply), qos=0, properties=properties)

    def until(self, holds: Callable[["ScriptedHub"], bool], timeout_s: float = 20.0, what: str = "it") -> None:
        """Wait until `holds(self)`; a failure after `timeout_s`."""
        with self.news:
            came = self.news.wait_for(lambda: holds(self), timeout_s)
        assert came, f"{what} did not happen within {timeout_s} s; {len(self.came)} commands came"

    def _made(self) -> mqtt.Client:
        client = mqtt.Client(
            CallbackAPIVersion.VERSION2, client_id=f"hub-{self.epoch}", protocol=mqtt.MQTTv5, reconnect_on_failure=False
        )
        last_will = HubStatus(epoch=self.epoch, seq=0, up=False, hall=HALL, hub="h1")
        client.will_set(topics.hub(HALL), encode(last_will), qos=1, retain=True)
        client.on_connect = self._connected
        client.on_subscribe = lambda client, userdata, mid, codes, properties: self._subscribed.set()
        client.message_callback_add(topics.commands(HALL), self._command)
        client.message_callback_add(topics.device_statuses(HALL), self._status)
        client.on_socket_open = lambda client, userdata, sock: sock.setsockopt(6, 1, 1)
        return client

    def _connected(self, client: mqtt.Client, userdata: Any, flags: Any, code: Any, properties: Any) -> None:
        client.subscribe([(topics.commands(HALL), 1), (topics.device_statuses(HALL), 1)])

    def _beat(self) -> None:
        while not self._quiet.is_set():
            if self._client.is_connected():
                self.publish(topics.hub(HALL), encode(self.status()))
                with self.news:
                    self.beats += 1
                    self.news.notify_all()
            self._quiet.wait(self.beat_s)

    def _status(self, client: mqtt.Client, userdata: Any, message: mqtt.MQTTMessage) -> None:
        device, status = topics.from_device(message.topic)[0] or None, decode(DeviceStatus, message.payload)
        with self.news:
            if device is not None and status is not None:
                self.devices[device] = status.up
            self.news.notify_all()

    def _command(self, client: mqtt.Client, userdata: Any, message: mqtt.MQTTMessage) -> None:
        command = decode_command(message.payload)
        assert isinstance(command, Command), command
        given = message.properties
        correlation = getattr(given, "CorrelationData", None)
        came = Came(
            time.monotonic(), command, bytes(message.payload), correlation,
            getattr(given, "ResponseTopic", None), getattr(given, "MessageExpiryInterval", None),
        )  # fmt: skip
        reply = None if self.deaf else self._decide(command)
        with self.news:
            self.came.append(came)
            lost = reply is not None and self.lose_replies > 0
            self.lose_replies -= lost
            self.news.notify_all()
        if reply is not None and not lost:
            for _ in range(self.copies):
                self.say(command.device, reply, correlation)

    def _decide(self, command: Command) -> Reply | None:
        stored = self._stored.get(command.id)
        if stored is not None:
            return stored
        now_ms = self.clock.hall_ms(round(time.time() * 1000))
        if command.valid_until_ms is not None and now_ms > command.valid_until_ms:
            no = rejected(Reason.EXPIRED)
            return Reply(id=command.id, ok=False, epoch=self.epoch, seq=self.seq, reason=no.reason, words=no.words)
        self.done.append(command)
        self.seq += 1
        made = self.script(command) if self.script else Reply(id=command.id, ok=True, epoch=self.epoch, seq=self.seq)
        if made is not None:
            self._stored[command.id] = made
        return made
