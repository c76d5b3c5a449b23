"""The bounded inbox between the threads at the rim and the one loop."""

from queue import Empty, SimpleQueue

from .messages import DeviceSeen, Incoming, Message

COMMANDS_MAX = 5000
"""More than this many messages waiting: what devices send is turned away, commands with a BUSY at once."""
GROUP_MAX = 500
"""Commands in one commit at most, so that nobody waits long for the others' fsync."""


class Inbox:
    """Many threads post, one loop takes."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[Message] = SimpleQueue()

    def post(self, message: Message) -> bool:
        """False when the inbox is full and the message is a device's; the hall's own messages always get in."""
        if isinstance(message, (Incoming, DeviceSeen)) and self._queue.qsize() >= COMMANDS_MAX:
            return False
        self._queue.put(message)
        return True

    def take(self, timeout_s: float) -> list[Message]:
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
        return messages

    def waiting(self) -> bool:
        """Whether anything waits."""
        return not self._queue.empty()
