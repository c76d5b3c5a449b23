"""Who asks at the status port. The one place that knows; whatever an answer may depend on comes from here.

Inside TLS a device proves itself by a certificate of the hall's CA; its common name is the device's id. Without TLS the
port listens on loopback only, and whoever asks there is this machine itself: a request that somebody passed on (a
proxy, a browser of a page from elsewhere) is a stranger's all the same. What a request claims to be is never believed.
"""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

LOCAL = "local"
"""This machine itself."""
PEER = "hall.peer"
"""Where the server puts the verified certificate of whoever connected, as `ssl.SSLSocket.getpeercert` gives it."""
PASSED_ON = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_VIA", "HTTP_ORIGIN")


def who_asks(environ: Mapping[str, Any]) -> str | None:
    """The id of the device, `LOCAL`, or None for a stranger."""
    if environ["wsgi.url_scheme"] == "https":
        return _device(environ.get(PEER))
    if any(header in environ for header in PASSED_ON):
        return None
    host = environ.get("HTTP_HOST", "").rpartition(":")[0].strip("[]")
    return LOCAL if _loopback(environ["REMOTE_ADDR"]) and (host == "localhost" or _loopback(host)) else None


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
