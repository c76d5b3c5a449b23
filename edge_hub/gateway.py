"""The hub's door to MQTT: bytes to commands into the inbox, replies and snapshots out. It decides nothing.

The loop's own thread reads and writes the broker's socket, through the same wire as every device's client. A thread of
its own for the network would fight the loop for Python's lock at every system call: the same work then took twice as
long. What waits in the socket is taken in before each group is decided, so a device that floods is turned away by the
inbox, not by the broker's queue. Commands come and replies go at QoS 0 between broker and hub: only the reply tells a
client that it was heard, and one that misses it asks again with the same id. Snapshots go retained at QoS 1, and all of
them again whenever the broker was lost.
"""

import hashlib
import logging
import random
import time
from collections import Counter

from edge_hub.client.line import Line, News
from edge_hub.client.waiting import Waiting
from edge_hub.client.wire import READ_MAX, Address, Letter, LoginOf, Wire, no_login
from edge_hub.contract import topics
from edge_hub.contract.base import Words
from edge_hub.contract.codec import Malformed, decode, decode_command, encode
from edge_hub.contract.device import DeviceStatus
from edge_hub.contract.envelope import Rejected, Reply, rejected
from edge_hub.contract.hall import HubStatus
from edge_hub.contract.reasons import Reason

from .allowance import Allowance
from .inbox import Inbox
from .messages import DeviceSeen, Incoming, Joined, Stranger
from .release import Outgoing

log = logging.getLogger(__name__)
LISTEN_S = 5.0
"""Two heartbeats and a half."""
INFLIGHT_MAX = 5000
TOGETHER = 16
"""So many replies leave in one piece: fewer system calls, and the first ones are not kept back for the last."""
READ_S = 0.02
"""So long is read in one turn, or `READ_MAX` messages: whoever was first must not wait for all the others. And one who
came alone waits for nobody."""
GOODBYE_S = 2.0
CORRELATION_MAX = 256
"""Bytes; MQTT would allow 64 KB with each command that waits."""
SNAPSHOT_BYTES_MAX = 64 * 1024
"""The broker ends the connection of whoever sends more, and would do so again after each reconnect."""
DEVICE_MAX = 64
"""Characters in the name of a device. A longer one is nobody's, and its reply topic may be longer than MQTT allows."""


class Gateway:
    """The line to the broker. All methods belong to the loop's thread. `refused` counts what was no command, by
    reason."""

    def __init__(
        self, hall: str, hub: str, epoch: int, broker: Address, inbox: Inbox, login: LoginOf = no_login
    ) -> None:
        self._hall, self._epoch, self._inbox, self._hub = hall, epoch, inbox, hub
        self._login = login
        self.refused: Counter[str] = Counter()
        self.allowance = Allowance()
        self._said = 0
        self._waiting = Waiting()
        inbox.wake = self._waiting.wake
        self._line = Line([broker], self._new_wire, self._waiting.wake, random.Random())
        self._may_speak = False
        self._hall_seen = False
        """Whether the broker has told all that it retained of this hall's hubs."""
        self._speak_at_s: float | None = None
        self._too_large: set[str] = set()
        self._other_hub: str | None = None

    def listen(self, for_s: float) -> None:
        """Wait for the network or a wake-up, at most so long, and put what came into the inbox. What was said leaves
        before a wait, and before the work that waits already; a mere look leaves it to gather."""
        now_s = time.monotonic()
        self._tend(now_s)
        dues = [now_s + for_s, self._line.next_s(), self._speak_at_s]
        wire = self._line.any
        leaves = for_s > 0 or self._inbox.waiting()
        if leaves and wire is not None and wire.over is None and wire.wants_write():
            wire.write()
        came = self._waiting.wait(wire, min(due for due in dues if due is not None) - now_s)
        if wire is None:
            return
        until_s = time.monotonic() + READ_S
        while came and wire.over is None and 1 < len(wire.letters) < READ_MAX and time.monotonic() < until_s:
            came = self._waiting.wait(wire, 0.0)
        letters, wire.letters = wire.letters, []
        now_s = time.monotonic()
        for letter in letters:
            self._came(letter, now_s)

    def stop(self, farewell: HubStatus | None) -> None:
        """Say goodbye and leave; None leaves without a word, and without the last will, a hall that is another's."""
        wire = self._line.wire
        if wire is not None and wire.over is None:
            if farewell is not None:
                self.snapshot(topics.hub(self._hall), encode(farewell))
                self._waiting.flush(wire, GOODBYE_S)
            wire.close()
        self._line.close()
        self._waiting.close()

    def reply(self, out: Outgoing) -> None:
        """To the device's own reply topic, whatever response topic it asked for: nobody answers into another's ear.
        While the broker is away it is dropped: whoever waits for it asks again."""
        wire = self._line.wire
        if wire is not None and wire.over is None:
            wire.answer(topics.reply(self._hall, out.device), out.payload, out.correlation)
            self._said += 1
            if self._said % TOGETHER == 0:
                wire.write()

    def snapshot(self, topic: str, payload: bytes) -> bool:
        """Retained; whether it left. While the broker is away nothing piles up: everything is told again when it is
        back. And not before it is known that no other hub speaks for this hall."""
        wire = self._line.wire
        if not self._may_speak or wire is None or wire.over is not None:
            return False
        if len(payload) > SNAPSHOT_BYTES_MAX:
            if topic not in self._too_large:
                self._too_large.add(topic)
                log.warning("%s would be %d bytes and is not told: more than the broker takes.", topic, len(payload))
            return False
        wire.publish(topic, payload, retain=True)
        return True

    def flush(self) -> None:
        """Let what was said leave now."""
        wire = self._line.wire
        if wire is not None and wire.over is None:
            wire.write()

    # ---- the line ---------------------------------------------------------------------------------------------------

    def _new_wire(self, address: Address) -> Wire:
        last_will = HubStatus(epoch=self._epoch, seq=0, up=False, hall=self._hall, hub=self._hub)
        will = (topics.hub(self._hall), encode(last_will))
        return Wire(address, self._hub, will, self._login, inflight_max=INFLIGHT_MAX, gathers=True)

    def _tend(self, now_s: float) -> None:
        news = self._line.tend(now_s, hub_heard=True)
        wire = self._line.wire
        if news is News.LOST:
            self._may_speak, self._speak_at_s = False, None
            log.warning("The broker is away; trying again.")
        elif news is News.JOINED and wire is not None:
            self._other_hub, self._may_speak, self._hall_seen = None, False, False
            wire.subscribe([topics.hub(self._hall), topics.device_statuses(self._hall)])
        elif wire is not None and not self._hall_seen and wire.subscribed:
            self._hall_seen = True
            self._look_around(now_s)
        if self._speak_at_s is not None and now_s >= self._speak_at_s:
            self._open()

    def _look_around(self, now_s: float) -> None:
        """What the broker retained of a hub came before its answer to the subscription: so it is known now whether
        there was one."""
        if self._other_hub is None:
            self._open()
        else:
            log.warning("The hub %s was here; listening for its heart before serving.", self._other_hub)
            self._speak_at_s = now_s + LISTEN_S

    def _open(self) -> None:
        """Let commands in, and speak."""
        self._may_speak, self._speak_at_s = True, None
        if self._line.wire is not None:
            self._line.wire.subscribe([topics.commands(self._hall)], qos=0)
        self._inbox.put(Joined())

    # ---- what comes -------------------------------------------------------------------------------------------------

    def _came(self, letter: Letter, now_s: float) -> None:
        device, what = topics.from_device(letter.topic)
        if device and not self.allowance.spend(device, now_s):
            self.refused["flood"] += 1
        elif what == "cmd" and not letter.retained:
            self._command(device, letter)
        elif what == "status":
            self._status(device, letter)
        elif letter.topic == topics.hub(self._hall):
            self._heard_hub(letter)
        else:
            self.refused["topic"] += 1

    def _heard_hub(self, letter: Letter) -> None:
        """Who comes second leaves: a retained status names the hub that was here, a live one says that it still is."""
        status = decode(HubStatus, letter.payload)
        if status is None or not status.up or status.hub == self._hub:
            return
        if letter.retained:
            self._other_hub = status.hub
        elif self._other_hub == status.hub:
            self._inbox.put(Stranger(status.hub))
        else:
            log.warning("The hub %s also speaks for this hall; it came later and should leave.", status.hub)

    def _command(self, device: str, letter: Letter) -> None:
        correlation = letter.correlation
        if correlation is not None and len(correlation) > CORRELATION_MAX:
            self._refuse(device, rejected(Reason.TOO_LARGE, max=CORRELATION_MAX), None, None)
            return
        decoded = decode_command(letter.payload)
        if isinstance(decoded, Malformed):
            self._refuse(device, decoded.no, decoded.command_id, correlation)
        elif decoded.device != device:
            self._refuse(device, rejected(Reason.NOT_ALLOWED), decoded.id, correlation)
        elif not self._inbox.put(Incoming(decoded, hashlib.sha256(letter.payload).digest()[:16], correlation)):
            self._refuse(device, rejected(Reason.BUSY), decoded.id, correlation)

    def _refuse(self, device: str, no: Rejected, command_id: str | None, correlation: bytes | None) -> None:
        self.refused[no.reason] += 1
        if not 0 < len(device) <= DEVICE_MAX:
            return
        words: Words = no.words
        reply = Reply(id=command_id or "", ok=False, epoch=self._epoch, seq=0, reason=no.reason, words=words)
        self.reply(Outgoing(device, encode(reply), correlation))

    def _status(self, device: str, letter: Letter) -> None:
        status = decode(DeviceStatus, letter.payload)
        if status is None:
            self.refused["status"] += 1
            return
        if not self._inbox.put(DeviceSeen(device, status.up)):
            self.refused[Reason.BUSY] += 1
