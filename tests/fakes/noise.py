"""Payloads that nobody should send, made by chance: bytes, broken JSON, and commands with a fault in them."""

import copy
import json
import random
from typing import Any

from edge_hub.contract.codec import decode_command, encode
from edge_hub.contract.envelope import Command
from edge_hub.domain.rights import FACTS

from . import examples

GOOD = [json.loads(encode(examples.command(body))) for body in examples.COMMANDS]
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 2**63, 10**400, "", " ", "\x00", "\ud800", "字" * 700, "a" * 70, [], {}, [[]],
    {"do": "TakeTicket"}, "../../etc", "w1", "A001", 1e308, [0] * 50, {"": ""}, "é", "𝒳", "\u202e", "w" * 64,
)  # fmt: skip


class Noise:
    """An endless source; the same seed makes the same noise."""

    def __init__(self, seed: int) -> None:
        self.lot = random.Random(seed)

    def payload(self) -> bytes:
        """Bytes that no hub may carry out. A fact is good also without an epoch and a time: that one is made again."""
        made = self._made()
        while _is_fact(made):
            made = self._made()
        return made

    def _made(self) -> bytes:
        """In one of many ways."""
        lot = self.lot
        way = lot.randrange(10)
        if way == 0:
            return lot.randbytes(lot.randrange(200))
        if way == 1:
            return b"[" * lot.randrange(1, 20_000) + b"]" * lot.randrange(100)
        if way == 2:
            return self._torn(json.dumps(lot.choice(GOOD), ensure_ascii=False).encode())
        if way == 3:
            return json.dumps(lot.choice(ODD)).encode()
        value = json.loads(json.dumps(lot.choice(GOOD)))
        for _ in range(lot.randrange(1, 4)):
            self._hurt(value)
        return json.dumps(value, ensure_ascii=lot.random() < 0.5).encode("utf-8", "surrogatepass")

    def _torn(self, data: bytes) -> bytes:
        at = self.lot.randrange(len(data))
        return data[:at] + self.lot.randbytes(self.lot.randrange(1, 6)) + data[at + self.lot.randrange(6) :]

    def _hurt(self, value: dict[str, Any]) -> None:
        """Overwrite, drop or add one key, at the top or in the body."""
        lot = self.lot
        body = value.get("body")
        part = body if isinstance(body, dict) and lot.random() < 0.6 else value
        key = lot.choice([*part, "later", "", "__proto__"])
        if lot.random() < 0.2:
            part.pop(key, None)
        else:
            part[key] = copy.deepcopy(lot.choice(ODD))


def _is_fact(payload: bytes) -> bool:
    """Whether it is what a device may tell at any time."""
    command = decode_command(payload)
    return isinstance(command, Command) and type(command.body) in FACTS and command.epoch is None
