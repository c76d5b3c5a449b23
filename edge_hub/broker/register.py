"""The certificates that the hall's CA has given to devices, and those that count no longer.

A device makes its own key, which never leaves it, and asks with a request (CSR); the certificate's name is the device's
id, whatever the request says. Every certificate is kept beside the CA, so that all of a device can be revoked together.
The list of the revoked (CRL) is written anew at each revocation and does not run out before the CA itself does: it
changes by what happens, not by the calendar, and a broker with an outdated list would let nobody in.
"""

import datetime as dt
from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from .authority import Authority, draft, end_usage, issued_by
from .folder import Folder

DEVICE_DAYS = 365
ISSUED, CRL = "issued", "crl.pem"


class BadRequest(Exception):
    """A request that cannot be signed; a sentence says why."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate of a device."""

    device: str
    serial: int
    until: dt.datetime
    revoked: dt.datetime | None


def sign(folder: Folder, authority: Authority, device: str, request: str, now: dt.datetime) -> str:
    """A certificate for `device` (PEM) by its request (PEM). Raises BadRequest."""
    key = key_of(request)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, device)])
    made = draft(subject, authority.certificate.subject, key, now, DEVICE_DAYS)
    made = made.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    made = made.add_extension(end_usage(), critical=True)
    made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False)
    made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    made = made.add_extension(issued_by(authority), critical=False)
    certificate = made.sign(authority.key, hashes.SHA256())
    pem = certificate.public_bytes(serialization.Encoding.PEM).decode()
    folder.write(f"{ISSUED}/{certificate.serial_number:x}.pem", pem)
    return pem


def key_of(request: str) -> ec.EllipticCurvePublicKey:
    """The key that a request (PEM) is for, which has signed it. Raises BadRequest."""
    try:
        asked = x509.load_pem_x509_csr(request.encode())
        key = asked.public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm) as fault:
        raise BadRequest("is no certificate request in PEM") from fault
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise BadRequest("asks for a key that is not on the curve P-256")
    if not asked.is_signature_valid:
        raise BadRequest("is not signed by its own key")
    return key


def revoke(folder: Folder, authority: Authority, device: str, now: dt.datetime) -> int:
    """Let no certificate of `device` count any more; how many were good until now."""
    good = [one for one in issued(folder) if one.device == device and one.revoked is None and now < one.until]
    gone = {one.serial: one.revoked for one in issued(folder) if one.revoked is not None}
    gone |= {one.serial: now for one in good}
    if good:
        _write_list(folder, authority, gone, now)
    return len(good)


def revoked_list(folder: Folder, authority: Authority, now: dt.datetime) -> str:
    """The list of the revoked (PEM), made now if nobody was revoked yet."""
    if folder.read(CRL) is None:
        _write_list(folder, authority, {}, now)
    return folder.read(CRL) or ""


def issued(folder: Folder) -> list[Issued]:
    """Every certificate that was ever given, the oldest first."""
    gone = _revoked(folder)
    found = []
    for name in folder.names(ISSUED):
        one = x509.load_pem_x509_certificate((folder.read(f"{ISSUED}/{name}") or "").encode())
        (named,) = one.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        until, serial = one.not_valid_after_utc, one.serial_number
        found.append(Issued(str(named.value), serial, until, gone.get(serial)))
    return sorted(found, key=lambda one: (one.until, one.serial))


def _revoked(folder: Folder) -> dict[int, dt.datetime]:
    text = folder.read(CRL)
    if text is None:
        return {}
    return {one.serial_number: one.revocation_date_utc for one in x509.load_pem_x509_crl(text.encode())}


def _write_list(folder: Folder, authority: Authority, gone: dict[int, dt.datetime], now: dt.datetime) -> None:
    made = x509.CertificateRevocationListBuilder().issuer_name(authority.certificate.subject)
    made = made.last_update(now).next_update(authority.certificate.not_valid_after_utc)
    made = made.add_extension(issued_by(authority), critical=False)
    made = made.add_extension(x509.CRLNumber(len(gone)), critical=False)
    for serial, when in sorted(gone.items()):
        one = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(when).build()
        made = made.add_revoked_certificate(one)
    signed = made.sign(authority.key, hashes.SHA256())
    folder.write(CRL, signed.public_bytes(serialization.Encoding.PEM).decode())
