"""A device's side of coming into the hall: it makes its own key, asks at the status port, and waits to be approved.

Whom does it believe, the first time? Best the hall's CA in a file that was carried to it, or the CA's fingerprint that
somebody typed. Without either it takes the CA that the port shows, and then all rests on a person: the fingerprint that
it shows covers that CA and its own key, and must be the same at the hub before anybody approves. From then on it trusts
that CA and nobody else.
"""

import hashlib
import json
import os
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException, HTTPSConnection
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pydantic import ValidationError

from edge_hub.contract.admission import Claimed, Enrolled, Renewed, fingerprint_of

from .login import trusting

TIMEOUT_S = 10.0
ANSWER_MAX = 256 * 1024
TYPED_MIN = 32
"""Hexadecimal digits of the CA's fingerprint that somebody must type: 128 bits."""


class EnrolFault(Exception):
    """The device does not come in; a sentence says why."""


@dataclass(frozen=True, slots=True)
class Hub:
    """Where the hub's status port is, and the hall's CA (PEM) that is believed there."""

    host: str
    port: int
    ca: str

    @property
    def ca_der(self) -> bytes:
        return ssl.PEM_cert_to_DER_cert(self.ca)


@dataclass(frozen=True, slots=True)
class Asked:
    """A claim that is open, with what only the device knows of it."""

    hub: Hub
    device: str
    claimed: Claimed
    key: ec.EllipticCurvePrivateKey | None
    """None: it asks for a password."""


def found(host: str, port: int, typed: str | None) -> Hub:
    """The hub as its port shows itself; with what somebody `typed` of the CA's fingerprint, which must be so. Raises
    EnrolFault."""
    blind = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    blind.check_hostname, blind.verify_mode = False, ssl.CERT_NONE
    pem = _talk(host, port, blind, "GET", "/ca")[1].decode("ascii", errors="replace")
    try:
        der = ssl.PEM_cert_to_DER_cert(pem)
    except ValueError as fault:
        raise EnrolFault(f"what answers at {host}:{port} shows no CA. Is it the hub's status port?") from fault
    if typed is not None:
        digits = "".join(char for char in typed.upper() if char in "0123456789ABCDEF")
        if len(digits) < TYPED_MIN:
            raise EnrolFault(f"of the CA's fingerprint type at least the first {TYPED_MIN} digits")
        if not hashlib.sha256(der).hexdigest().upper().startswith(digits):
            raise EnrolFault(f"the CA at {host}:{port} has another fingerprint. Somebody may sit between.")
    return Hub(host, port, pem)


def ask(hub: Hub, device: str, *, password: bool = False) -> Asked:
    """Ask to be let in. Raises EnrolFault."""
    key = None if password else ec.generate_private_key(ec.SECP256R1())
    nonce = os.urandom(32) if key is None else b""
    body = {"device": device, "nonce": nonce.hex()} if key is None else {"device": device, "request": request_of(key)}
    mine = nonce if key is None else key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )  # fmt: skip
    _, answer = _strictly(hub, "POST", "/claims", body, 201)
    claimed: Claimed = _model(Claimed, answer)
    if claimed.fingerprint != fingerprint_of(hub.ca_der, mine):
        raise EnrolFault("the hub sees another CA or another key than this device. Somebody sits between.")
    return Asked(hub, device, claimed, key)


def look(asked: Asked) -> Enrolled | None:
    """What the device is let in with; None while nobody has approved it. Raises EnrolFault."""
    status, answer = _strictly(asked.hub, "GET", f"/claims/{asked.claimed.claim}", None, 200, 202)
    if status == 202:
        return None
    enrolled: Enrolled = _model(Enrolled, answer)
    if asked.key is not None:
        check(enrolled.certificate, asked.key, asked.device, asked.hub.ca)
    elif not enrolled.secret:
        raise EnrolFault("the hub gave neither certificate nor secret")
    return enrolled


def renewed(hub: Hub, device: str, identity: Path, key: ec.EllipticCurvePrivateKey) -> str:
    """The next certificate (PEM) for a new key, by the one in the file `identity`. Raises EnrolFault and OSError."""
    context = trusting(hub.ca)
    context.load_cert_chain(identity)
    _, answer = _good(hub, context, "POST", "/certificate", {"request": request_of(key)}, 200)
    made: Renewed = _model(Renewed, answer)
    check(made.certificate, key, device, hub.ca)
    return made.certificate


def request_of(key: ec.EllipticCurvePrivateKey) -> str:
    """A certificate request (PEM). The hub names the certificate, whatever stands here."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "device")])
    made = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, hashes.SHA256())
    return made.public_bytes(serialization.Encoding.PEM).decode()


def check(certificate: str, key: ec.EllipticCurvePrivateKey, device: str, ca: str) -> None:
    """Raises EnrolFault unless the certificate is of this key, for this device, and signed by the CA."""
    try:
        made = x509.load_pem_x509_certificate(certificate.encode())
        made.verify_directly_issued_by(x509.load_pem_x509_certificate(ca.encode()))
        (named,) = made.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        right = made.public_key() == key.public_key() and named.value == device
    except Exception as fault:
        raise EnrolFault(f"the hub gave no certificate of its CA ({fault})") from fault
    if not right:
        raise EnrolFault("the hub gave a certificate for another key or device")


def identity_of(certificate: str, key: ec.EllipticCurvePrivateKey) -> str:
    """Certificate and key in one file, as a bootstrap file names it."""
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return certificate + private.decode()


def write(file: Path, text: str) -> None:
    """For this user alone, whole or not at all, on disk when this returns."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(file)
    place = os.open(file.parent, os.O_RDONLY)
    os.fsync(place)
    os.close(place)


def _strictly(hub: Hub, method: str, path: str, body: Any, *good: int) -> tuple[int, bytes]:
    return _good(hub, trusting(hub.ca), method, path, body, *good)


def _good(
    hub: Hub, context: ssl.SSLContext, method: str, path: str, body: Any, *good: int
) -> tuple[int, bytes]:
    status, answer = _talk(hub.host, hub.port, context, method, path, body)
    if status not in good:
        try:
            words = json.loads(answer)["words"]
            raise EnrolFault(f"{words['zh']} {words['en']}")
        except (ValueError, KeyError, TypeError):
            raise EnrolFault(f"{hub.host}:{hub.port} answers {status}") from None
    return status, answer


def _talk(
    host: str, port: int, context: ssl.SSLContext, method: str, path: str, body: Any = None
) -> tuple[int, bytes]:
    connection = HTTPSConnection(host, port, timeout=TIMEOUT_S, context=context)
    try:
        connection.request(method, path, None if body is None else json.dumps(body))
        answer = connection.getresponse()
        return answer.status, answer.read(ANSWER_MAX)
    except ssl.SSLCertVerificationError as fault:
        raise EnrolFault(f"{host}:{port} cannot be trusted: {fault.verify_message}") from fault
    except (OSError, HTTPException) as fault:
        raise EnrolFault(f"{host}:{port} does not answer: {fault}") from fault
    finally:
        connection.close()


def _model(kind: Callable[..., Any], answer: bytes) -> Any:
    try:
        return kind(**json.loads(answer))
    except (ValueError, TypeError, ValidationError) as fault:
        raise EnrolFault("the hub's answer cannot be read. Is this device of another version?") from fault
