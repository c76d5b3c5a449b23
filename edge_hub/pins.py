"""PINs at the rim: Argon2id takes tens of milliseconds, which the loop has not got.

What goes wrong there (no memory for a hash) ends the hub: a command without an answer would keep its place for ever,
and a PIN that could not be checked is not a wrong one.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import error_to_str

from edge_hub.contract.desk import SignInDesk
from edge_hub.contract.window import SetPin, SignIn

from .inbox import Inbox
from .messages import Broken, Incoming, PinChecked, PinHashed
from .store.keys import Keys

MEMORY_KIB, PASSES, LANES = 19_456, 2, 1
"""Argon2id as OWASP recommends for a small machine (19 MiB, 2 passes, 1 lane)."""
NO_MEMORY = error_to_str(-22)
"""ARGON2_MEMORY_ALLOCATION_ERROR of its argon2.h, in its words."""


class Pins:
    """Checks and hashes PINs in one thread and posts the outcome into the inbox."""

    def __init__(self, inbox: Inbox, keys: Keys) -> None:
        self._inbox = inbox
        self._pepper = keys.pepper
        self._hasher = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pins")
        self._thread.submit(int)  # it begins now: whoever begins a thread waits for it, for ever if there is no memory

    def check(self, incoming: Incoming, body: SignIn | SignInDesk, pin_hash: str | None) -> None:
        """Posts `PinChecked`; a clerk without a PIN is never right."""
        self._later(self._check, incoming, body, pin_hash)

    def hash(self, incoming: Incoming, body: SetPin) -> None:
        """Posts `PinHashed`."""
        self._later(self._hash, incoming, body)

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _later(self, work: Callable[..., None], *about: Any) -> None:
        self._thread.submit(work, *about).add_done_callback(self._done)

    def _done(self, work: "Future[None]") -> None:
        fault = None if work.cancelled() else work.exception()
        if fault is not None:
            self._inbox.post(Broken(f"a PIN could not be looked at: {fault!r}"))

    def _check(self, incoming: Incoming, body: SignIn | SignInDesk, pin_hash: str | None) -> None:
        right = False
        if pin_hash is not None:
            try:
                right = self._hasher.verify(pin_hash, self._pepper(body.clerk, body.pin))
            except (VerificationError, InvalidHashError) as no:
                if str(no) == NO_MEMORY:
                    raise
        self._inbox.post(PinChecked(incoming, right))

    def _hash(self, incoming: Incoming, body: SetPin) -> None:
        self._inbox.post(PinHashed(incoming, self._hasher.hash(self._pepper(body.clerk, body.pin))))
