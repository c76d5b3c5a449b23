"""A serial QR and barcode scanner (9600 or 115200 8N1): payload and an end, by itself or when it is triggered.

    trigger=stx    02 82 03 83 (STX CMD ETX XOR)            -> 06; 15 for a wrong one
    trigger=gm65   7E 00 08 01 00 02 01 AB CD               -> 02 00 00 01 00 33 31

From memory: the trigger of a GM65, whose last two bytes are a CRC-16/XMODEM or AB CD (not looked at). Inferred: a
trigger lights for `lit_s`, and is over with the first code.
"""

from __future__ import annotations

from binascii import crc_hqx
from dataclasses import dataclass
from typing import Final

from drivers.twins.twin import Deed, Gathering, Output, Reply, Twin

CODE_BYTES_MAX: Final = 2048
ENDS: Final = {"cr": b"\r", "crlf": b"\r\n", "lf": b"\n", "tab": b"\t", "none": b""}
ACK, NAK = b"\x06", b"\x15"
GM65_HEAD: Final = b"\x7e\x00\x08\x01\x00\x02\x01"
GM65_ANSWER: Final = b"\x02\x00\x00\x01\x00\x33\x31"
WORDS: Final = {
    "scan": "scan TEXT: hold a code before it, and take it away",
    "show": "show TEXT: leave a code before it; a trigger reads it again",
    "hide": "take the code away",
}


@dataclass(frozen=True, slots=True)
class Options:
    end: str = "cr"
    encoding: str = "utf-8"
    trigger: str = "none"
    lit_s: float = 5.0

    def __post_init__(self) -> None:
        if self.end not in ENDS or self.encoding not in ("utf-8", "gb18030"):
            raise ValueError(f"end is one of {', '.join(ENDS)}; encoding is utf-8 or gb18030")
        if self.trigger not in ("none", "stx", "gm65") or not 0.1 <= self.lit_s <= 60:
            raise ValueError("trigger is none, stx or gm65; lit_s 0.1 to 60")


class Scanner(Twin):
    words = WORDS

    def __init__(self, options: Options | None = None) -> None:
        self.options = options or Options()
        self._shown: str | None = None
        self._dark_s: float | None = None
        self._gathering = Gathering(16)

    def hear(self, data: bytes, now_s: float) -> list[Output]:
        outputs = self.tick(now_s)
        for piece in self._gathering.pieces(data):
            self._gathering.add(piece, now_s)
            while (trigger := self._trigger()) is not None:
                outputs += self._light(now_s) if trigger else [Reply(NAK)]
        return outputs

    def obey(self, word: str, rest: str, now_s: float) -> list[Output]:
        self.tick(now_s)
        if word == "hide":
            self._shown = None
            return []
        if not rest or len(rest.encode(self.options.encoding, "replace")) > CODE_BYTES_MAX:
            raise ValueError(f"{word} takes a text of 1 to {CODE_BYTES_MAX} bytes")
        self._shown = rest if word == "show" else None
        if self.options.trigger == "none" or self._dark_s is not None:
            return self._read(rest)
        return [Deed("not lit")] if word == "scan" else []

    def tick(self, now_s: float) -> list[Output]:
        if self._dark_s is None or now_s < self._dark_s:
            return []
        self._dark_s = None
        return [Deed("dark")]

    def wake_s(self) -> float | None:
        return self._dark_s

    def power_cycle(self, now_s: float) -> list[Output]:
        self._dark_s = None
        return []

    def _light(self, now_s: float) -> list[Output]:
        self._dark_s = now_s + self.options.lit_s
        answer: list[Output] = [Reply(ACK if self.options.trigger == "stx" else GM65_ANSWER), Deed("lit")]
        return answer + (self._read(self._shown) if self._shown is not None else [])

    def _read(self, text: str) -> list[Output]:
        self._dark_s = None
        code = text.encode(self.options.encoding, "replace")
        return [Reply(code + ENDS[self.options.end]), Deed("read", {"code": text})]

    def _trigger(self) -> bool | None:
        """True for the next trigger, False for a wrong one, None when more bytes are needed."""
        waiting = self._gathering.bytes
        head, size = {"stx": (b"\x02", 4), "gm65": (GM65_HEAD, 9), "none": (b"", 0)}[self.options.trigger]
        while waiting and not (size and bytes(waiting).startswith(head[: len(waiting)])):
            self._gathering.drop(1)
        if len(waiting) < size or not waiting:
            return None
        frame = self._gathering.drop(size)
        if self.options.trigger == "stx":
            return frame == b"\x02\x82\x03\x83"
        crc = frame[7:]
        return True if crc in (b"\xab\xcd", crc_hqx(frame[2:7], 0).to_bytes(2, "big")) else self._trigger()
