"""The hub's door to MQTT: bytes to commands into the inbox, replies and snapshots out. It decides nothing.

paho's network thread runs the callbacks; they decode, post and return. TCP_NODELAY is set on the socket (without it a
request takes 41 ms instead of 1.5). Replies go at QoS 0: a client that misses one asks again with the same id and gets
the stored reply. Snapshots go retained at QoS 1, and all of them again whenever the broker was lost.
"""

import hashlib
import logging
import socket
import threading
from collections import Counter
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from edge_hub.contract import topics
from edge_hub.contract.base import Words
from edge_hub.contract.codec import Malformed, decode, decode_command, encode
from edge_hub.contract.device import DeviceStatus
from edge_hub.contract.envelope import Rejected, Reply, rejected
from edge_hub.contract.hall import HubStatus
from edge_hub.contract.reasons import Reason

from .inbox import Inbox
from .messages import DeviceSeen, Incoming, Joined, Stranger
from .release import Outgoing

log = logging.getLogger(__name__)
KEEPALIVE_S = 10
LISTEN_S = 5.0
"""Two heartbeats and a half."""
INFLIGHT_MAX = 5000
CORRELATION_MAX = 256
"""Bytes; MQTT would allow 64 KB with each command that waits."""
SNAPSHOT_BYTES_MAX = 64 * 1024
"""The broker ends the connection of whoever sends more, and would do so again after each reconnect."""
DEVICE_MAX = 64
"""Characters in the name of a device. A longer one is nobody's, and its reply topic may be longer than MQTT allows."""


class Gateway:
    """One connection to the broker, kept up by paho. `refused` counts what was no command, by reason."""

    def __init__(self, hall: str, hub: str, epoch: int, broker: tuple[str, int], inbox: Inbox) -> None:
        self._hall, self._epoch, self._inbox, self._broker = hall, epoch, inbox, broker
        self.refused: Counter[str] = Counter()
        client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=hub, protocol=mqtt.MQTTv5)
        client.max_inflight_messages_set(INFLIGHT_MAX)
        client.reconnect_delay_set(min_delay=1, max_delay=5)
        last_will = HubStatus(epoch=epoch, seq=0, up=False, hall=hall, hub=hub)
        client.will_set(topics.hub(hall), encode(last_will), qos=1, retain=True)
        client.on_socket_open = _no_delay
        client.on_connect = self._connected
        client.on_disconnect = self._disconnected
        client.on_message = self._message
        client.on_subscribe = self._subscribed
        self._client = client
        self._hub = hub
        self._door: int | None = None
        self._may_speak = False
        self._too_large: set[str] = set()
        self._other_hub: str | None = None
        self._properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]

    def start(self) -> None:
        """Connect now or whenever the broker answers; returns at once."""
        properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
        properties.SessionExpiryInterval = 0
        self._client.connect_async(*self._broker, keepalive=KEEPALIVE_S, clean_start=True, properties=properties)
        self._client.loop_start()

    def stop(self, farewell: HubStatus | None) -> None:
        """Say goodbye and leave; None leaves without a word, and without the last will, a hall that is another's."""
        if farewell and self._client.is_connected():
            told = self.snapshot(topics.hub(self._hall), encode(farewell))
            if told is not None and told.rc == mqtt.MQTT_ERR_SUCCESS:  # else the broker has just gone
                told.wait_for_publish(timeout=2)
        self._client.disconnect()
        self._client.loop_stop()

    def reply(self, out: Outgoing) -> None:
        """To the device's own reply topic, whatever response topic it asked for: nobody answers into another's ear.
        Only for the loop's thread, which owns the one set of properties that all its replies go out with."""
        self._reply(out, self._properties)

    def _reply(self, out: Outgoing, properties: Properties) -> None:
        if out.correlation is not None:  # past paho's own setter, which searches all its names each time
            vars(properties)["CorrelationData"] = out.correlation
        self._client.publish(
            topics.reply(self._hall, out.device), out.payload, qos=0,
            properties=None if out.correlation is None else properties,
        )  # fmt: skip

    def snapshot(self, topic: str, payload: bytes) -> mqtt.MQTTMessageInfo | None:
        """Retained. While the broker is away nothing piles up: everything is told again when it is back. And not
        before it is known that no other hub speaks for this hall."""
        if not self._may_speak:
            return None
        if len(payload) > SNAPSHOT_BYTES_MAX:
            if topic not in self._too_large:
                self._too_large.add(topic)
                log.warning("%s would be %d bytes and is not told: more than the broker takes.", topic, len(payload))
            return None
        return self._client.publish(topic, payload, qos=1 if self._client.is_connected() else 0, retain=True)

    def _connected(self, client: mqtt.Client, userdata: Any, flags: Any, code: Any, properties: Any) -> None:
        if code.is_failure:
            log.warning("The broker refused the hub: %s.", code)
            return
        self._other_hub, self._may_speak = None, False
        client.subscribe(topics.hub(self._hall), 1)
        self._door = client.subscribe(topics.device_statuses(self._hall), 1)[1]

    def _subscribed(self, client: mqtt.Client, userdata: Any, mid: int, codes: Any, properties: Any) -> None:
        """What the broker retained of a hub came before this answer: so it is known now whether there was one."""
        if mid != self._door:
            return
        if self._other_hub is None:
            self._open()
        else:
            log.warning("The hub %s was here; listening for its heart before serving.", self._other_hub)
            listening = threading.Timer(LISTEN_S, self._open)
            listening.daemon = True
            listening.start()

    def _open(self) -> None:
        """Let commands in, and speak."""
        self._may_speak = True
        self._client.subscribe(topics.commands(self._hall), 1)
        self._inbox.post(Joined())

    def _disconnected(self, client: mqtt.Client, userdata: Any, flags: Any, code: Any, properties: Any) -> None:
        if code.is_failure:
            log.warning("The broker is away (%s); trying again.", code)

    def _message(self, client: mqtt.Client, userdata: Any, message: mqtt.MQTTMessage) -> None:
        device, what = topics.from_device(message.topic)
        if what == "cmd" and not message.retain:
            self._command(device, message)
        elif what == "status":
            self._status(device, message)
        elif message.topic == topics.hub(self._hall):
            self._heard_hub(message)
        else:
            self.refused["topic"] += 1

    def _heard_hub(self, message: mqtt.MQTTMessage) -> None:
        """Who comes second leaves: a retained status names the hub that was here, a live one says that it still is."""
        status = decode(HubStatus, bytes(message.payload))
        if status is None or not status.up or status.hub == self._hub:
            return
        if message.retain:
            self._other_hub = status.hub
        elif self._other_hub == status.hub:
            self._inbox.post(Stranger(status.hub))
        else:
            log.warning("The hub %s also speaks for this hall; it came later and should leave.", status.hub)

    def _command(self, device: str, message: mqtt.MQTTMessage) -> None:
        correlation = getattr(message.properties, "CorrelationData", None)
        if correlation is not None and len(correlation) > CORRELATION_MAX:
            self._refuse(device, rejected(Reason.TOO_LARGE, max=CORRELATION_MAX), None, None)
            return
        decoded = decode_command(bytes(message.payload))
        if isinstance(decoded, Malformed):
            self._refuse(device, decoded.no, decoded.command_id, correlation)
        elif decoded.device != device:
            self._refuse(device, rejected(Reason.NOT_ALLOWED), decoded.id, correlation)
        elif not self._inbox.post(Incoming(decoded, hashlib.sha256(bytes(message.payload)).digest()[:16], correlation)):
            self._refuse(device, rejected(Reason.BUSY), decoded.id, correlation)

    def _refuse(self, device: str, no: Rejected, command_id: str | None, correlation: bytes | None) -> None:
        self.refused[no.reason] += 1
        if not 0 < len(device) <= DEVICE_MAX:
            return
        words: Words = no.words
        reply = Reply(id=command_id or "", ok=False, epoch=self._epoch, seq=0, reason=no.reason, words=words)
        self._reply(Outgoing(device, encode(reply), correlation), Properties(PacketTypes.PUBLISH))  # type: ignore[no-untyped-call]

    def _status(self, device: str, message: mqtt.MQTTMessage) -> None:
        status = decode(DeviceStatus, bytes(message.payload))
        if status is None:
            self.refused["status"] += 1
            return
        if not self._inbox.post(DeviceSeen(device, status.up)):
            self.refused[Reason.BUSY] += 1


def _no_delay(client: mqtt.Client, userdata: Any, sock: Any) -> None:
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
