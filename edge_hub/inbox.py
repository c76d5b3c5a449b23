"""The bounded inbox between the threads at the rim and the one loop."""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from zlib import crc32

from .messages import DeviceSeen, Incoming, Message

COMMANDS_MAX = 5000
"""More than this many messages waiting: what devices send is turned away, commands with a BUSY at once."""
DEVICE_MAX = 250
"""Commands of one device that wait, at most: one that floods shuts out itself and not the hall. Terminals keep 64."""
LANES = 1024
"""Devices are counted by lanes, so that made-up names take no memory; two in one lane share its limit."""
GROUP_MAX = 500
"""Commands in one commit at most, so that nobody waits long for the others' fsync."""


def nobody_sleeps() -> None:
    """Where the loop does not wait for a socket."""


class Inbox:
    """Many threads post, one loop takes. Only one thread posts commands; it alone counts what was posted, and the loop
    what was taken, so that neither needs a lock."""

    def __init__(self) -> None:
        self.wake: Callable[[], None] = nobody_sleeps
        """Called after each message of another thread: the loop may be waiting for the network."""
        self._queue: SimpleQueue[Message] = SimpleQueue()
        self._posted, self._taken = [0] * LANES, [0] * LANES

    def post(self, message: Message) -> bool:
        """False for a message of a device when the inbox is full, or full of commands of the same device; the hall's
        own messages always get in."""
        taken_in = self.put(message)
        self.wake()
        return taken_in

    def put(self, message: Message) -> bool:
        """As `post`, for the loop's own thread, which is awake."""
        if isinstance(message, Incoming):
            lane = _lane(message)
            if self._queue.qsize() >= COMMANDS_MAX or self._posted[lane] - self._taken[lane] >= DEVICE_MAX:
                return False
            self._posted[lane] += 1
        elif isinstance(message, DeviceSeen) and self._queue.qsize() >= COMMANDS_MAX:
            return False
        self._queue.put(message)
        return True

    def take(self, timeout_s: float = 0.0) -> list[Message]:
        """What waits, at most `GROUP_MAX`; waits up to `timeout_s` for the first."""
        try:
            messages = [self._queue.get(timeout=timeout_s) if timeout_s > 0 else self._queue.get_nowait()]
        except Empty:
            return []
        while len(messages) < GROUP_MAX:
            try:
                messages.append(self._queue.get_nowait())
            except Empty:
                break
        for message in messages:
            if isinstance(message, Incoming):
                self._taken[_lane(message)] += 1
        return messages

    def depth(self) -> int:
        """How many messages wait, about."""
        return self._queue.qsize()

    def waiting(self) -> bool:
        """Whether anything waits."""
        return not self._queue.empty()


def _lane(incoming: Incoming) -> int:
    return crc32(incoming.command.device.encode()) % LANES
