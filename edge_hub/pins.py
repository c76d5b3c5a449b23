"""PINs at the rim: Argon2id takes tens of milliseconds, which the loop has not got."""

from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from edge_hub.contract.window import SetPin, SignIn

from .inbox import Inbox
from .messages import Incoming, PinChecked, PinHashed
from .store.keys import Keys

MEMORY_KIB, PASSES, LANES = 19_456, 2, 1
"""Argon2id as OWASP recommends for a small machine (19 MiB, 2 passes, 1 lane)."""


class Pins:
    """Checks and hashes PINs in one thread and posts the outcome into the inbox."""

    def __init__(self, inbox: Inbox, keys: Keys) -> None:
        self._inbox = inbox
        self._pepper = keys.pepper
        self._hasher = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pins")

    def check(self, incoming: Incoming, body: SignIn, pin_hash: str | None) -> None:
        """Posts `PinChecked`; a clerk without a PIN is never right."""
        self._thread.submit(self._check, incoming, body, pin_hash)

    def hash(self, incoming: Incoming, body: SetPin) -> None:
        """Posts `PinHashed`."""
        self._thread.submit(self._hash, incoming, body)

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _check(self, incoming: Incoming, body: SignIn, pin_hash: str | None) -> None:
        right = False
        if pin_hash is not None:
            try:
                right = self._hasher.verify(pin_hash, self._pepper(body.clerk, body.pin))
            except (VerificationError, InvalidHashError):
                right = False
        self._inbox.post(PinChecked(incoming, right))

    def _hash(self, incoming: Incoming, body: SetPin) -> None:
        self._inbox.post(PinHashed(incoming, self._hasher.hash(self._pepper(body.clerk, body.pin))))
