"""Who is let in: an administrator approves a device that asks, and revokes one that was lost. No word of a secret.

A device asks at the hub's status port and shows a claim code; whoever approves names device and code, and compares the
fingerprint that both machines show: it covers the device's key and the hall's CA, so that nobody can sit between them.
"""

import hashlib
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from .base import Id, Lasting, Lenient, Ms, ShortText, Strict

CODE_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Of a claim code: no 0 and O, no 1 and I."""
CODE_LEN = 8
Code = Annotated[str, Field(pattern=f"^[{CODE_SIGNS}]{{{CODE_LEN}}}$")]
Fingerprint = Annotated[str, Field(pattern=r"^[0-9A-F]{4}(-[0-9A-F]{4}){7}$")]
"""128 bits, as people compare them."""
CLAIM_S = 600.0
TRIES_MAX = 5


def fingerprint_of(ca: bytes, key: bytes) -> str:
    """Of the hall's CA (DER) and the device's public key (DER), or what stands for it: each machine reckons it from
    what it has itself. Whoever sits between would have to show either another CA or another key."""
    digest = hashlib.sha256(hashlib.sha256(ca).digest() + hashlib.sha256(key).digest()).hexdigest()[:32].upper()
    return "-".join(digest[n : n + 4] for n in range(0, 32, 4))


def code_of(typed: str) -> str:
    """A claim code as a person may type it: any case, with gaps."""
    return "".join(char for char in typed.upper() if char in CODE_SIGNS)


class Proof(StrEnum):
    """By what a device proves itself to the broker."""

    CERTIFICATE = "CERTIFICATE"
    PASSWORD = "PASSWORD"
    """256 bits, for a pad that cannot do certificates."""


class Cause(StrEnum):
    """Why a device is let in no more."""

    LOST = "LOST"
    STOLEN = "STOLEN"
    REPLACED = "REPLACED"
    MISUSED = "MISUSED"
    RETIRED = "RETIRED"


class ApproveDevice(Strict):
    """Let in the device that shows this code. Somebody has compared the fingerprint."""

    do: Literal["ApproveDevice"] = "ApproveDevice"
    device: Id
    code: Code
    fingerprint: Fingerprint
    by: Id | None = None
    """Whoever does it, where nobody is signed in at the console."""


class RevokeDevice(Strict):
    """From now on nothing that the device says counts, and it is put out."""

    do: Literal["RevokeDevice"] = "RevokeDevice"
    device: Id
    cause: Cause
    why: ShortText = ""
    """For the record, about the device and nobody's person."""
    by: Id | None = None
    """As of `ApproveDevice`."""


class ShowDevices(Strict):
    """Who is let in, who is not any more, and who asks."""

    do: Literal["ShowDevices"] = "ShowDevices"


class DeviceApproved(Lasting):
    type: Literal["DeviceApproved"] = "DeviceApproved"
    device: Id
    proof: Proof
    fingerprint: str
    by: str
    """The console at which somebody approved it."""
    at_ms: Ms


class DeviceRevoked(Lasting):
    type: Literal["DeviceRevoked"] = "DeviceRevoked"
    device: Id
    cause: Cause
    why: str = ""
    by: str
    at_ms: Ms


class Admitted(Lenient):
    """A device that was approved or revoked."""

    device: Id
    revoked: bool
    proof: Proof | None = None
    fingerprint: str = ""
    cause: Cause | None = None
    why: str = ""
    by: str
    at_ms: Ms


class Asking(Lenient):
    """A device that waits to be approved. Its code stands on its own screen only."""

    device: Id
    proof: Proof
    fingerprint: str
    host: str
    """From where it asks."""
    until_ms: Ms


class DeviceList(Lenient):
    """The reply to `ShowDevices`."""

    admitted: tuple[Admitted, ...]
    asking: tuple[Asking, ...] = ()


class AskToEnrol(Strict):
    """`POST /claims` at the status port: a device asks to be let in, with a certificate request (PEM) by a key that it
    made itself, or, where it cannot do certificates, with 32 bytes that it made up (hex)."""

    device: Id
    request: Annotated[str, Field(max_length=4096)] = ""
    nonce: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""


class Claimed(Lenient):
    """Its answer: what the device shows until somebody approves it."""

    claim: str
    """Known to the device alone; it asks with it again."""
    code: str
    fingerprint: str
    until_ms: Ms


class Enrolled(Lenient):
    """`GET /claims/{claim}` when it was approved: all that the device needs. Either a certificate or a secret."""

    bootstrap: str
    certificate: str = ""
    secret: str = ""


class AskToRenew(Strict):
    """`POST /certificate`: a device whose certificate ends soon asks for the next one, by a new key (PEM)."""

    request: Annotated[str, Field(max_length=4096)]


class Renewed(Lenient):
    """Its answer."""

    certificate: str
