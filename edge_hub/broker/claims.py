"""Devices that ask to be let in: a claim lives ten minutes, in memory only, and its code can be guessed at five times.

A claim shows a code on the device's own screen; the administrator names device and code. How many may ask is bounded in
all, for one device and for one place on the network, so that a flood of claims shuts out only whoever makes it.
"""

import secrets
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import Enum

from edge_hub.contract.admission import (
    CLAIM_S,
    CODE_LEN,
    CODE_SIGNS,
    TRIES_MAX,
    Asking,
    Proof,
    fingerprint_of,
)
from edge_hub.contract.envelope import Rejected, rejected
from edge_hub.contract.reasons import Reason

OPEN_MAX, OF_DEVICE_MAX, OF_HOST_MAX = 64, 4, 5
"""Claims that are open: in all, for one device, and asked for from one address within `CLAIM_S`."""


class ClaimNo(Enum):
    """Why a device cannot ask now."""

    TOO_MANY = "TOO_MANY"
    DEVICE_UNKNOWN = "DEVICE_UNKNOWN"
    NO_CERTIFICATES = "NO_CERTIFICATES"


@dataclass(slots=True)
class Claim:
    """A device that asks. `id` is known to it alone, `code` stands on its screen."""

    id: str
    code: str
    device: str
    proof: Proof
    request: str
    """The certificate request in PEM; empty with a password."""
    fingerprint: str
    host: str
    until_s: float
    until_ms: int
    tries: int = 0
    chosen: bool = False
    """Somebody has approved it."""
    result: dict[str, str] | None = None
    """What the device is let in with."""


class Claims:
    """For the threads of the status port, the loop and the porter. `ca` is the CA's certificate in DER."""

    def __init__(
        self, devices: Collection[str], ca: bytes, certificates: bool, now_ms: Callable[[], int],
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._devices, self._ca, self._certificates = devices, ca, certificates
        self._now_ms, self._clock_s = now_ms, clock_s
        self._lock = threading.Lock()
        self._open: dict[str, Claim] = {}
        self._asked: dict[str, list[float]] = {}
        """By address: when somebody asked from there."""

    def ask(self, device: str, key: bytes, request: str, host: str) -> Claim | ClaimNo:
        """A new claim. `key` is the device's public key in DER, or for a password what it made up in its place."""
        proof = Proof.CERTIFICATE if request else Proof.PASSWORD
        with self._lock:
            self._forget()
            if self._count(host) >= OF_HOST_MAX or len(self._open) >= OPEN_MAX:
                return ClaimNo.TOO_MANY
            self._asked.setdefault(host, []).append(self._clock_s())
            if device not in self._devices:
                return ClaimNo.DEVICE_UNKNOWN
            if request and not self._certificates:
                return ClaimNo.NO_CERTIFICATES
            if sum(one.device == device for one in self._open.values()) >= OF_DEVICE_MAX:
                return ClaimNo.TOO_MANY
            claim = Claim(
                secrets.token_hex(16), "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LEN)), device, proof,
                request, fingerprint_of(self._ca, key), host, self._clock_s() + CLAIM_S,
                self._now_ms() + round(CLAIM_S * 1000),
            )  # fmt: skip
            self._open[claim.id] = claim
            return claim

    def look(self, id: str) -> Claim | None:
        """The claim as it stands now; None once it is over."""
        with self._lock:
            self._forget()
            return self._open.get(id)

    def claimed(self, device: str, code: str, fingerprint: str) -> Proof | Rejected:
        """Choose the claim that shows this code. A wrong code is a try at every claim of the device."""
        with self._lock:
            self._forget()
            of_device = [one for one in self._open.values() if one.device == device and not one.chosen]
            right = next((one for one in of_device if secrets.compare_digest(one.code, code)), None)
            if right is None:
                for one in of_device:
                    one.tries += 1
                    if one.tries >= TRIES_MAX:
                        del self._open[one.id]
                return rejected(Reason.CLAIM_UNKNOWN)
            if right.fingerprint != fingerprint:
                del self._open[right.id]
                return rejected(Reason.CLAIM_DIFFERS)
            right.chosen = True
            return right.proof

    def chosen(self, device: str) -> Claim | None:
        """The claim that was approved and has no result yet."""
        with self._lock:
            found = (one for one in self._open.values() if one.device == device and one.chosen and one.result is None)
            return next(found, None)

    def asking(self) -> tuple[Asking, ...]:
        """Those who wait to be approved."""
        with self._lock:
            self._forget()
            return tuple(
                Asking(
                    device=one.device, proof=one.proof, fingerprint=one.fingerprint, host=one.host,
                    until_ms=one.until_ms,
                )
                for one in self._open.values()
                if not one.chosen
            )  # fmt: skip

    def _count(self, host: str) -> int:
        return len(self._asked.get(host, ()))

    def _forget(self) -> None:
        now_s = self._clock_s()
        for id, claim in list(self._open.items()):
            if claim.until_s <= now_s:
                del self._open[id]
        for host, times in list(self._asked.items()):
            self._asked[host] = [at_s for at_s in times if at_s > now_s - CLAIM_S]
            if not self._asked[host]:
                del self._asked[host]
