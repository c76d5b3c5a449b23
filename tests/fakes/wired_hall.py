"""The small hall with a host of wires: bars above two windows, a reader at a ticket machine, a cabinet."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from configs.site import Site
from edge_hub.contract import topics
from edge_hub.contract.codec import decode
from edge_hub.contract.wired import WiredState, WiredStates

from . import small_hall
from .tap import Tap

HOST = "host-a"
Until = Callable[[str, Callable[[WiredState], bool]], WiredState]
"""Waits until staff is told that a device is like that; how it is then."""


def states(tap: Tap) -> WiredStates | None:
    """What staff was told last."""
    return decode(WiredStates, tap.last.get(topics.wired_states("test", HOST), b""))


def wired_site(*wired: dict[str, Any]) -> Site:
    """The site. Whatever `wired` leaves out is said for it."""
    told = {**small_hall.DESCRIPTION, "wired": [_whole(one) for one in wired]}
    told["devices"] = [*told["devices"], {"id": HOST, "kind": "device_host", "zone": "a"}]
    return Site.model_validate_json(json.dumps(told))


def write_wired_site(folder: Path, *wired: dict[str, Any]) -> Path:
    """The same as a folder of files, for a real hub."""
    if not folder.exists():
        small_hall.write_small_site(folder)
    path = folder / "devices.yaml"
    listed = json.loads(path.read_text(encoding="utf-8"))
    own = [one for one in listed["devices"] if "driver" not in one and one["id"] != HOST]
    listed["devices"] = [*own, {"id": HOST, "kind": "device_host", "zone": "a"}, *map(_whole, wired)]
    path.write_text(json.dumps(listed, ensure_ascii=False), encoding="utf-8")
    return folder


def led(id: str = "led-w1", window: str = "w1", port: int = 9, **more: Any) -> dict[str, Any]:
    """A bar above a window, at a port of loopback."""
    return {
        "id": id, "kind": "led", "driver": "led_onbon", "connection": f"tcp://127.0.0.1:{port}", "window": window,
        **more,
    }  # fmt: skip


def _whole(one: dict[str, Any]) -> dict[str, Any]:
    return {"host": HOST, **one}
