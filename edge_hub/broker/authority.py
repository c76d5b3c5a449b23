"""The hall's own certificate authority: whom every machine of the hall trusts, and nobody else does.

Keys are P-256. The CA's key lies in a folder of its own, apart from the broker's, and may lie on another machine or a
stick in a safe: the broker needs only what was signed. Certificates are renewed when a third of their life is left.
"""

import datetime as dt
from dataclasses import dataclass
from ipaddress import ip_address

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from .folder import Folder

CA_DAYS, SERVER_DAYS = 3650, 730
BEFORE = dt.timedelta(days=1)
"""A machine whose clock is a little behind shall not refuse what was made just now."""
CA_KEY, CA_CERTIFICATE = "ca.key", "ca.pem"
SERVER, HUB = "server.pem", "hub.pem"
"""Key and certificate in one file, so that they never disagree: of the broker, and of the hub's status port."""

NAMED = {SERVER: "broker", HUB: "hub"}


class NoAuthority(Exception):
    """The folder holds no CA, or half of one; a sentence says what helps."""


@dataclass(frozen=True, slots=True)
class Authority:
    """A CA that can sign."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> str:
        return _pem(self.certificate)

    @property
    def fingerprint(self) -> str:
        """The first half of its SHA-256, as people type it."""
        digits = self.certificate.fingerprint(hashes.SHA256()).hex().upper()[:32]
        return "-".join(digits[n : n + 4] for n in range(0, 32, 4))

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)


def init(folder: Folder, hall: str, now: dt.datetime) -> bool:
    """Make the hall's CA in `folder`; False if there is one already, which then stays as it is. Raises NoAuthority if
    what is there is none."""
    if folder.read(CA_CERTIFICATE) is not None:
        load(folder)
        return False
    written = folder.read(CA_KEY)  # without its certificate: the run before did not come to its end
    key = ec.generate_private_key(ec.SECP256R1()) if written is None else _key(written, folder)
    name = x509.Name([
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, hall),
        x509.NameAttribute(NameOID.COMMON_NAME, f"{hall} hall CA"),
    ])  # fmt: skip
    made = draft(name, name, key.public_key(), now, CA_DAYS)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    made = made.add_extension(_usage(signs_certificates=True), critical=True)
    made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    folder.write(CA_KEY, _key_pem(key))
    folder.write(CA_CERTIFICATE, _pem(made.sign(key, hashes.SHA256())))
    return True


def load(folder: Folder) -> Authority:
    """The CA in `folder`. Raises NoAuthority."""
    certificate, key = folder.read(CA_CERTIFICATE), folder.read(CA_KEY)
    if certificate is None or key is None:
        missing = folder.path / (CA_CERTIFICATE if certificate is None else CA_KEY)
        raise NoAuthority(f"{missing} is missing. Make the hall's CA first: hall ca init --ca {folder.path}")
    try:
        found = _read(certificate)
    except ValueError as fault:
        raise NoAuthority(f"{folder.path / CA_CERTIFICATE} is no certificate in PEM") from fault
    private = _key(key, folder)
    if found.public_key() != private.public_key():
        raise NoAuthority(f"{folder.path}: {CA_KEY} is not the key of {CA_CERTIFICATE}")
    return Authority(found, private)


def serve(
    folder: Folder, authority: Authority, names: tuple[str, ...], now: dt.datetime, owner: str | None,
    file: str = SERVER,
) -> None:  # fmt: skip
    """Keep key and certificate of a server of these names (DNS names and addresses) in one file of `folder`: those that
    are there as long as they are good, else new ones."""
    old = folder.read(file)
    if old is not None and _good(old, authority, names, now):
        folder.write(file, old, owner=owner)
        return
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAMED[file])])
    made = draft(subject, authority.certificate.subject, key.public_key(), now, SERVER_DAYS)
    made = made.add_extension(x509.SubjectAlternativeName([_san(name) for name in names]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    made = made.add_extension(end_usage(), critical=True)
    made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    made = made.add_extension(issued_by(authority), critical=False)
    folder.write(file, _key_pem(key) + _pem(made.sign(authority.key, hashes.SHA256())), owner=owner)


def _good(pem: str, authority: Authority, names: tuple[str, ...], now: dt.datetime) -> bool:
    """Whether a certificate is of this CA and key and for these names, and has more than a third of its life left."""
    try:
        found, key = _read(pem), serialization.load_pem_private_key(pem.encode(), None)
        found.verify_directly_issued_by(authority.certificate)
        sans = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (ValueError, TypeError, x509.ExtensionNotFound, InvalidSignature):
        return False
    life = found.not_valid_after_utc - found.not_valid_before_utc
    fresh = found.not_valid_before_utc <= now < found.not_valid_after_utc - life / 3
    return fresh and list(sans) == [_san(name) for name in names] and key.public_key() == found.public_key()


def draft(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: dt.datetime, days: int
) -> x509.CertificateBuilder:
    """What every certificate of ours says."""
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BEFORE)
        .not_valid_after(now + dt.timedelta(days=days))
    )


def end_usage() -> x509.KeyUsage:
    """What the key of a server or a device is for."""
    return _usage(signs_certificates=False)


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates, key_cert_sign=signs_certificates, crl_sign=signs_certificates,
        content_commitment=False, key_encipherment=False, data_encipherment=False, key_agreement=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip


def issued_by(authority: Authority) -> x509.AuthorityKeyIdentifier:
    """By which key of the CA it is signed."""
    ski = authority.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(ski)


def _san(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _read(pem: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate(pem.encode())


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def _key(pem: str, folder: Folder) -> ec.EllipticCurvePrivateKey:
    try:
        key = serialization.load_pem_private_key(pem.encode(), None)
    except (ValueError, TypeError) as fault:
        raise NoAuthority(f"{folder.path / CA_KEY} is no key in PEM without a password") from fault
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise NoAuthority(f"{folder.path / CA_KEY} is no key on a curve")
    return key


def _key_pem(key: ec.EllipticCurvePrivateKey) -> str:
    plain = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain).decode()
