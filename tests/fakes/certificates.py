"""A small authority for tests: certificates for a server on loopback and for devices, as contexts ready to use."""

import datetime as dt
import ipaddress
import ssl
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = dt.timedelta(days=1)
SIGNS = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
"""Certificates and lists of revoked ones, and nothing else."""


class Authority:
    """Keeps its files in `folder`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder, self._key = folder, ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "the hall's CA")])
        made = self._about(self._name, self._key).add_extension(x509.BasicConstraints(True, 0), critical=True)
        made = made.add_extension(SIGNS, critical=True)
        self.file = self._write("ca", made.sign(self._key, hashes.SHA256()), self._key)

    def server(self, name: str) -> ssl.SSLContext:
        """For a server on 127.0.0.1 that asks its clients for certificates of this authority."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=str(self.file))
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_cert_chain(self._issued(name))
        return context

    def client(self, name: str | None, trusts: "Authority | None" = None) -> ssl.SSLContext:
        """For a device of that name; None for one without a certificate."""
        context = ssl.create_default_context(cafile=str((trusts or self).file))
        if name is not None:
            context.load_cert_chain(self._issued(name))
        return context

    def machine(self, name: str, *addresses: str) -> Path:
        """Certificate and key, in one file, of a machine at these addresses and on loopback."""
        return self._issued(name, *addresses)

    def _issued(self, name: str, *addresses: str) -> Path:
        key = ec.generate_private_key(ec.SECP256R1())
        every = [ipaddress.ip_address(one) for one in ("127.0.0.1", *addresses)]
        here = x509.SubjectAlternativeName([x509.IPAddress(one) for one in every])
        made = self._about(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]), key)
        made = made.add_extension(here, critical=False)
        made = made.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), False)
        return self._write(name, made.sign(self._key, hashes.SHA256()), key)

    def _about(self, name: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
        now = dt.datetime.now(dt.UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - DAY)
            .not_valid_after(now + DAY)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        )

    def _write(self, name: str, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> Path:
        """Certificate and key in one file."""
        file = self._folder / f"{name}.pem"
        plain = serialization.NoEncryption()
        pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + pem)
        return file
