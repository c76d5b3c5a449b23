"""Cabinets that are played on a wire without a wire: locks that move, boards that answer as the makers' papers say."""

from functools import reduce
from operator import xor


class Cabinet:
    """One board of 24, 16 or 12 locks. `deaf`: hears nothing; `mute`: hears and does, but says nothing."""

    def __init__(self, locks, *, opening=False):
        self.open = [False] * locks
        self.jammed = set()
        self.opening = opening
        self.unlocks = []
        self.received = []
        self.deaf = self.mute = self.mute_after_unlock = self.echo = False

    def take(self, data):
        self.received.append(data)
        if self.deaf:
            return []
        answers = [data] if self.echo else []
        before = len(self.unlocks)
        answer = self.answer(data)
        if len(self.unlocks) > before and self.mute_after_unlock:
            self.mute = True
        return answers if self.mute or not answer else [*answers, answer]

    def unlock(self, lock):
        self.unlocks.append(lock)
        if lock not in self.jammed:
            self.open[lock] = True

    def made(self, lock):
        """Whether the contact is made."""
        return self.open[lock] == self.opening

    def bits(self):
        return sum(1 << lock for lock in range(len(self.open)) if self.made(lock))

    @property
    def looks(self):
        return [data for data in self.received if not self.is_unlock(data)]


class Board8A(Cabinet):
    def __init__(self, **how):
        super().__init__(24, **how)

    def is_unlock(self, data):
        return data[0] == 0x8A

    def answer(self, data):
        head, board, lock, ask = data[:4]
        assert reduce(xor, data) == 0 and board == 1
        if head == 0x8A:
            assert 1 <= lock <= 24 and ask == 0x11
            self.unlock(lock - 1)
            body = bytes((0x8A, board, lock, 0x11 * self.made(lock - 1)))
        else:
            assert (head, ask) == (0x80, 0x33)
            state = self.bits().to_bytes(3, "big") + b"\x33" if lock == 0 else None
            body = bytes((0x80, board)) + (state or bytes((lock, 0x11 * self.made(lock - 1))))
        return body + bytes((reduce(xor, body),))


class BoardKu16(Cabinet):
    def __init__(self, **how):
        super().__init__(16, **how)

    def is_unlock(self, data):
        return data[2] == 0x31

    def answer(self, data):
        assert len(data) == 5 and sum(data[:-1]) & 0xFF == data[-1] and data[1] >> 4 == 0
        if self.is_unlock(data):
            self.unlock(data[1] & 0x0F)
            return b""
        body = bytes((0x02, 0x00, 0x35)) + self.bits().to_bytes(2, "little") + b"\x00\x00\x03"
        return body + bytes((sum(body) & 0xFF,))


class BoardCu12(Cabinet):
    def __init__(self, **how):
        super().__init__(12, **how)

    def is_unlock(self, data):
        return data[3] == 0x81

    def answer(self, data):
        assert len(data) == 8 and sum(data[:-1]) & 0xFF == data[-1] and data[1] == 0
        lock, more = data[2], b""
        if self.is_unlock(data):
            assert lock < 12
            self.unlock(lock)
            ask = 0x10 if self.open[lock] else 0x12
        else:
            ask, more = 0x10, self.bits().to_bytes(2, "little")
        head = bytes((0x02, 0x00, lock, data[3], ask, len(more), 0x03))
        return head + bytes(((sum(head) + sum(more)) & 0xFF,)) + more
