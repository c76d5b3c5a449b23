"""The bootstrap file of each device, made from devices.yaml and the broker's address. No secret stands in it."""

import json
from collections.abc import Sequence

from configs.devices import Device, WiredDevice

OWN = {"id", "kind", "driver", "connection", "options"}
HEAD = "# The bootstrap file of {device}, written by `hall broker config`. All else comes from the hub.\n"


def bootstrap(
    hall: str, device: Device, brokers: Sequence[tuple[str, int]], ca: str | None, wired: Sequence[WiredDevice] = (),
    *, proved: bool = False,
) -> str:  # fmt: skip
    """The text of the file. Its credential, or where it is `proved` by a certificate the file with that, has the
    device's own name; `ca` is the hall's CA, in PEM. `wired` hangs on the terminal itself; a host is told by the hub
    what hangs on it."""
    lines = [f"device: {device.id}", f"hall: {hall}"]
    lines += [f"window: {device.window}"] if device.window is not None else []
    lines += ["brokers:", *(f"  - {_flow({'host': host, 'port': port})}" for host, port in brokers)]
    lines += [f"identity: {device.id}.pem" if proved else f"credential: {device.id}"]
    own = [one.model_dump(mode="json", include=OWN) for one in wired]
    if device.printer is not None:
        own.insert(0, {"id": f"{device.id}-printer", "kind": "printer", **device.printer.model_dump(mode="json")})
    lines += ["own:", *(f"  - {_flow(one)}" for one in own)] if own else []
    if ca is not None:
        lines += ["tls: true", "ca: |", *(f"  {line}" for line in ca.splitlines())]
    return HEAD.format(device=device.id) + "\n".join(lines) + "\n"


def _flow(value: object) -> str:
    """A value in one line: JSON, which is YAML."""
    return json.dumps(value, ensure_ascii=False)
