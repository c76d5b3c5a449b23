"""Who asks at the status port. The one place that knows; whatever an answer may depend on comes from here.

Inside TLS a device proves itself by a certificate of the hall's CA, of which the common name is the device's id, or by
its password for the broker; one that was revoked counts no more, from the moment of its revocation. Without TLS the
port listens on loopback only, and whoever asks there is this machine itself: a request that somebody passed on (a
proxy, a browser of a page from elsewhere) is a stranger's all the same. What a request claims to be is never believed.
"""

import base64
import binascii
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any, Protocol

LOCAL = "local"
"""This machine itself."""
PEER = "hall.peer"
"""Where the server puts the verified certificate of whoever connected, as `ssl.SSLSocket.getpeercert` gives it."""
PASSED_ON = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_VIA", "HTTP_ORIGIN")


class Guard(Protocol):
    """Who knows which certificates and passwords count."""

    def turned_away(self, device: str, serial: int | None) -> bool: ...

    def fits(self, device: str, secret: str) -> bool: ...


class AllIn:
    """Every certificate of the CA counts, and no password."""

    def turned_away(self, device: str, serial: int | None) -> bool:
        return False

    def fits(self, device: str, secret: str) -> bool:
        return False


ALL_IN = AllIn()


def who_asks(environ: Mapping[str, Any], guard: Guard = ALL_IN) -> str | None:
    """The id of the device, `LOCAL`, or None for a stranger."""
    if environ["wsgi.url_scheme"] == "https":
        certificate = environ.get(PEER)
        if not certificate:
            return _by_password(environ.get("HTTP_AUTHORIZATION", ""), guard)
        device = _device(certificate)
        return None if device is None or guard.turned_away(device, _serial(certificate)) else device
    if any(header in environ for header in PASSED_ON):
        return None
    host = environ.get("HTTP_HOST", "").rpartition(":")[0].strip("[]")
    return LOCAL if _loopback(environ["REMOTE_ADDR"]) and (host == "localhost" or _loopback(host)) else None


def _by_password(said: str, guard: Guard) -> str | None:
    kind, _, text = said.partition(" ")
    try:
        device, _, secret = base64.b64decode(text, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return device if kind.lower() == "basic" and device and guard.fits(device, secret) else None


def _serial(certificate: Any) -> int | None:
    number = certificate.get("serialNumber")
    return int(number, 16) if number else None


def _device(certificate: Any) -> str | None:
    """The common name of a verified certificate; there must be exactly one."""
    subject = certificate.get("subject", ()) if certificate else ()
    names = [value for part in subject for key, value in part if key == "commonName"]
    return names[0] if len(names) == 1 and names[0] else None


def _loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
