"""An answer of the status port, and how a yes and a no are told in JSON."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from edge_hub.contract.base import Words


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer; `size` of the body, which may come in pieces."""

    status: str
    kind: str
    size: int
    body: Iterable[bytes]
    headers: tuple[tuple[str, str], ...] = ()


def said(status: str, what: Mapping[str, Any], *headers: tuple[str, str]) -> Answer:
    """An answer in JSON."""
    body = json.dumps(what, ensure_ascii=False).encode() + b"\n"
    return Answer(status, "application/json", len(body), (body,), (*headers, ("Cache-Control", "no-store")))


def refused(status: str, reason: str, words: Words, *headers: tuple[str, str]) -> Answer:
    return said(status, {"what": "no", "reason": reason, "words": words.model_dump()}, *headers)
