"""What of a reply is derived whenever it is sent, and stored nowhere: a slip's token, a lease's tokens and proofs, an
appointment's code.

The store keeps a mark with such a reply (the ticket, `lease`, or the appointment behind `a:`); what is derived joins
only the bytes that leave, as the last keys of the reply's last object.
"""

import json
from typing import Any

from .contract.appointment import AppointmentSlip
from .contract.lease import NumberLease, proof_text
from .contract.queue import TicketSlip
from .store.keys import Keys

LEASE = "lease"
APPOINTMENT = "a:"
"""No id of a ticket begins like this: it is a UUID."""


def mark_of(result: Any) -> str | None:
    """What the store must keep with a reply, so that it can be completed again."""
    if isinstance(result, TicketSlip):
        return result.ticket
    if isinstance(result, AppointmentSlip):
        return f"{APPOINTMENT}{result.appointment}"
    return LEASE if isinstance(result, NumberLease) else None


def completed(stored: bytes, mark: str | None, keys: Keys, url: bytes | None) -> bytes:
    """The bytes to send. `url` is the address of every slip without its token, as JSON, still open."""
    if mark is None:
        return stored
    assert stored.endswith(b"}}"), "the stored reply is broken"
    if mark == LEASE:
        return b"%b,%b}}" % (stored[:-2], _of_lease(stored, keys))
    if mark.startswith(APPOINTMENT):
        return b'%b,"code":"%b"}}' % (stored[:-2], keys.code(mark.removeprefix(APPOINTMENT)).encode())
    token = keys.token(mark).encode()
    return b'%b,"token":"%b"%b}}' % (stored[:-2], token, b"" if url is None else b',"url":%b%b"' % (url, token))


def _of_lease(stored: bytes, keys: Keys) -> bytes:
    lease = NumberLease.model_validate(json.loads(stored)["result"])
    tokens = [keys.token(ticket) for ticket in lease.tickets]
    proofs = [
        keys.sign(
            proof_text(lease.device, lease.lease, lease.day, lease.epoch, lease.queue, lease.first + n, ticket)
        )
        for n, ticket in enumerate(lease.tickets)
    ]
    return json.dumps({"tokens": tokens, "proofs": proofs}, separators=(",", ":"))[1:-1].encode()
