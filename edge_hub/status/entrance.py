"""How a device comes in: it asks at the status port, waits until somebody has approved it, and renews its certificate.

| | |
|---|---|
| `GET /ca` | the hall's CA, which is public: whoever has it only from here must compare fingerprints |
| `POST /claims` | ask to be let in: a code for the device's screen |
| `GET /claims/{claim}` | 202 while nobody has approved it; then all that the device needs |
| `POST /certificate` | the next certificate, for a device that proves itself by one that ends within half of its life |

Only inside TLS. What strangers may do here is bounded by `broker/claims.py` and by the pace of the whole port.
"""

import ssl
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from edge_hub.broker.authority import NoAuthority
from edge_hub.broker.claims import ClaimNo, Claims
from edge_hub.broker.porter import Porter
from edge_hub.broker.register import BadRequest, key_of
from edge_hub.contract.admission import AskToEnrol, AskToRenew, Claimed, Enrolled, Renewed
from edge_hub.contract.base import Words

from .answer import Answer, refused, said
from .who import PEER

BODY_MAX = 8 * 1024
RENEW_GAP_S = 3600.0
"""A device may renew once in so long."""
M = TypeVar("M", bound=BaseModel)
NOES: Mapping[ClaimNo, tuple[str, Words]] = {
    ClaimNo.TOO_MANY: (
        "429 Too Many Requests",
        Words(zh="申请太多，请十分钟后再试。", en="Too many ask to be let in. Try again in ten minutes."),
    ),
    ClaimNo.DEVICE_UNKNOWN: (
        "404 Not Found",
        Words(zh="大厅没有登记这台设备。", en="The hall's devices.yaml has no such device."),
    ),
    ClaimNo.NO_CERTIFICATES: (
        "409 Conflict",
        Words(
            zh="大厅没有证书端口，请改用密码方式。",
            en="This hall has no port for certificates. Ask for a password instead.",
        ),
    ),
}
BAD = Words(zh="申请内容不合规定。", en="The request is malformed.")
OVER = Words(zh="申请已过期或未获批准，请重新申请。", en="This claim is over. Ask again.")
EARLY = Words(zh="证书还没有到更新的时候。", en="It is too early for the next certificate.")
STRANGER = Words(zh="请先用证书证明身份。", en="Prove yourself by the certificate that you have.")
FAILED = Words(zh="主机现在不能签发证书，请稍后再试。", en="The hub cannot sign now. Try again later.")


class Entrance:
    """The answers; for several threads at once."""

    def __init__(self, porter: Porter, claims: Claims, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._porter, self._claims, self._clock_s = porter, claims, clock_s
        self._renewed_s: dict[str, float] = {}
        self._lock = threading.Lock()

    def ca(self) -> Answer:
        body = self._porter.ca_pem.encode()
        return Answer("200 OK", "application/x-pem-file", len(body), (body,))

    def ask(self, environ: Mapping[str, Any]) -> Answer:
        asked = _read(environ, AskToEnrol)
        if asked is None or bool(asked.request) == bool(asked.nonce):
            return refused("400 Bad Request", "MALFORMED", BAD)
        try:
            key = _der(asked.request) if asked.request else bytes.fromhex(asked.nonce)
        except BadRequest:
            return refused("400 Bad Request", "MALFORMED", BAD)
        claim = self._claims.ask(asked.device, key, asked.request, str(environ["REMOTE_ADDR"]))
        if isinstance(claim, ClaimNo):
            status, words = NOES[claim]
            return refused(status, claim.value, words)
        told = Claimed(claim=claim.id, code=claim.code, fingerprint=claim.fingerprint, until_ms=claim.until_ms)
        return said("201 Created", told.model_dump())

    def look(self, id: str) -> Answer:
        claim = self._claims.look(id)
        if claim is None:
            return refused("404 Not Found", "CLAIM_OVER", OVER)
        if claim.result is None:
            return said("202 Accepted", {"what": "asking"})
        return said("200 OK", Enrolled(**claim.result).model_dump())

    def renew(self, environ: Mapping[str, Any], device: str | None) -> Answer:
        certificate = environ.get(PEER)
        if device is None or not certificate:
            return refused("403 Forbidden", "FORBIDDEN", STRANGER)
        asked = _read(environ, AskToRenew)
        if asked is None:
            return refused("400 Bad Request", "MALFORMED", BAD)
        with self._lock:
            now_s = self._clock_s()
            if not _ends_soon(certificate) or now_s - self._renewed_s.get(device, -RENEW_GAP_S) < RENEW_GAP_S:
                return refused("429 Too Many Requests", "TOO_EARLY", EARLY)
            try:
                pem = self._porter.renew(device, asked.request)
            except BadRequest:
                return refused("400 Bad Request", "MALFORMED", BAD)
            except (OSError, NoAuthority):
                return refused("503 Service Unavailable", "FAILED", FAILED)
            self._renewed_s[device] = now_s
        return said("200 OK", Renewed(certificate=pem).model_dump())


def _read(environ: Mapping[str, Any], kind: type[M]) -> M | None:
    """The body of a request, or None if it is not what it should be."""
    length = environ.get("CONTENT_LENGTH", "")
    if not length.isdecimal() or int(length) > BODY_MAX or environ.get("HTTP_TRANSFER_ENCODING"):
        return None
    try:
        return kind.model_validate_json(environ["wsgi.input"].read(int(length)))
    except (ValidationError, OSError):
        return None


def _der(request: str) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return key_of(request).public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _ends_soon(certificate: Any) -> bool:
    """Whether a certificate has no more than half of its life left."""
    begins_s, ends_s = (ssl.cert_time_to_seconds(certificate[end]) for end in ("notBefore", "notAfter"))
    return time.time() >= (begins_s + ends_s) / 2
