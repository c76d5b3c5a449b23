"""Ends the session of one client at once.

Mosquitto keeps an open session after a new list of the revoked, whatever the list says; but of two who come under one
name it sends the older away. On loopback the hub's own account may take any name, so it comes under that of the device,
and leaves again.
"""

import select
import time

from edge_hub.client.wire import Address, LoginOf, Wire

JOIN_S = 3.0


def put_out(address: Address, login: LoginOf, device: str) -> bool:
    """Whether the broker has taken us for `device`, and so put out whoever had that name. Blocks for a few seconds at
    most. The device's own last will is told by the broker."""
    wire = Wire(address, device, None, login)
    wire.dial()
    end_s = time.monotonic() + JOIN_S
    while not wire.joined and wire.over is None and (left_s := end_s - time.monotonic()) > 0:
        sock = wire.socket()
        if sock is None:
            break
        select.select([sock], [], [], left_s)
        wire.read()
    joined = wire.joined
    wire.close()
    return joined
