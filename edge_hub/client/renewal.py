"""Renews a device's certificate when two thirds of its life are over, for a new key, at the hub's status port.

One thread, asleep for hours. The new file takes the old one's place whole; connections that come later use it. The old
certificate is good until its own end, so a power cut between the hub's signature and our disk costs nothing: the device
asks again, an hour later at the earliest.
"""

import datetime as dt
import logging
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from .enrolment import EnrolFault, Hub, identity_of, renewed, write

log = logging.getLogger(__name__)
LOOK_S = 6 * 3600.0
RETRY_S = 3600.0


def due_at(certificate: x509.Certificate) -> dt.datetime:
    """When two thirds of its life are over."""
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    return begins + (ends - begins) * 2 / 3


class Renewal:
    """Looks after the file `identity`. `contexts` prove themselves by it and are given the new one."""

    def __init__(
        self, device: str, identity: Path, ca: str, hosts: Sequence[str], contexts: Sequence[ssl.SSLContext],
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:  # fmt: skip
        self._device, self._identity, self._ca, self._hosts, self._now = device, identity, ca, hosts, now
        self._contexts = contexts
        self._news = threading.Condition()
        self._port: int | None = None
        self._stopping = False
        threading.Thread(target=self._run, name="renewal", daemon=True).start()

    def listens_at(self, port: int | None) -> None:
        """Where the hub's status port is now, if it speaks TLS."""
        with self._news:
            if port != self._port:
                self._port = port
                self._news.notify()

    def stop(self) -> None:
        with self._news:
            self._stopping = True
            self._news.notify()

    def _run(self) -> None:
        next_s = 0.0
        while True:
            with self._news:
                while not self._stopping and (self._port is None or time.monotonic() < next_s):
                    self._news.wait(None if self._port is None else next_s - time.monotonic())
                if self._stopping:
                    return
                port = self._port
            assert port is not None
            next_s = time.monotonic() + (LOOK_S if self._look(port) else RETRY_S)

    def _look(self, port: int) -> bool:
        """Whether the certificate is good for now."""
        try:
            old = x509.load_pem_x509_certificate(self._identity.read_bytes())
            return self._now() < due_at(old) or any(self._renew(host, port) for host in self._hosts)
        except (OSError, ValueError) as fault:
            log.warning("The certificate in %s cannot be looked at: %s.", self._identity, fault)
            return False

    def _renew(self, host: str, port: int) -> bool:
        key = ec.generate_private_key(ec.SECP256R1())
        try:
            certificate = renewed(Hub(host, port, self._ca), self._device, self._identity, key)
            write(self._identity, identity_of(certificate, key))
        except (EnrolFault, OSError) as fault:
            log.warning("The certificate of this device ends soon and was not renewed: %s", fault)
            return False
        for context in self._contexts:
            context.load_cert_chain(self._identity)
        log.info("This device has a new certificate.")
        return True
