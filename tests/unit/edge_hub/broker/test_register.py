"""Certificates of devices: given for their own key only, kept, and revoked for good."""

import datetime as dt
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from edge_hub.broker.authority import Authority, init, load
from edge_hub.broker.folder import Folder
from edge_hub.broker.register import BadRequest, issued, revoke, revoked_list, sign

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def ca(tmp_path: Path) -> Folder:
    folder = Folder(tmp_path / "ca")
    init(folder, "puer", NOW)
    return folder


@pytest.fixture
def authority(ca: Folder) -> Authority:
    return load(ca)


def request(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | None = None, name: str = "x") -> str:
    asked = x509.CertificateSigningRequestBuilder()
    asked = asked.subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
    made = asked.sign(key or ec.generate_private_key(ec.SECP256R1()), hashes.SHA256())
    return made.public_bytes(serialization.Encoding.PEM).decode()


def day(days: float) -> dt.datetime:
    return NOW + dt.timedelta(days=days)


def test_a_certificate_bears_the_devices_id_whatever_its_request_says(ca: Folder, authority: Authority) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    made = x509.load_pem_x509_certificate(sign(ca, authority, "tm-1", request(key, "hub"), NOW).encode())
    assert [one.value for one in made.subject] == ["tm-1"] and made.public_key() == key.public_key()
    made.verify_directly_issued_by(authority.certificate)  # raises if it is not
    usage = made.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [x509.oid.ExtendedKeyUsageOID.CLIENT_AUTH], "good for no server"
    assert not made.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert [(one.device, one.until, one.revoked) for one in issued(ca)] == [("tm-1", day(365), None)]


@pytest.mark.parametrize("broken", ["", "my request", "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END"])
def test_what_is_no_request_is_refused(ca: Folder, authority: Authority, broken: str) -> None:
    with pytest.raises(BadRequest, match="no certificate request"):
        sign(ca, authority, "tm-1", broken, NOW)
    assert issued(ca) == []


def test_a_request_for_a_weaker_key_or_one_that_was_changed_is_refused(ca: Folder, authority: Authority) -> None:
    for key in (rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP384R1())):
        with pytest.raises(BadRequest, match="P-256"):
            sign(ca, authority, "tm-1", request(key), NOW)
    good = x509.load_pem_x509_csr(request(name="aaaaaaaa").encode()).public_bytes(serialization.Encoding.DER)
    changed = x509.load_der_x509_csr(good.replace(b"aaaaaaaa", b"bbbbbbbb"))
    with pytest.raises(BadRequest, match="not signed by its own key"):
        sign(ca, authority, "tm-1", changed.public_bytes(serialization.Encoding.PEM).decode(), NOW)


def test_all_certificates_of_a_device_are_revoked_together_and_nobody_elses(ca: Folder, authority: Authority) -> None:
    for device in ("tm-1", "tm-2", "tm-1"):
        sign(ca, authority, device, request(), NOW)
    assert revoke(ca, authority, "tm-1", day(3)) == 2
    assert {(one.device, one.revoked) for one in issued(ca)} == {("tm-1", day(3)), ("tm-2", None)}
    assert revoke(ca, authority, "tm-1", day(4)) == 0, "they are revoked already"
    assert revoke(ca, authority, "tm-9", day(4)) == 0


def test_what_was_revoked_stays_so_when_more_is(ca: Folder, authority: Authority) -> None:
    for device in ("tm-1", "tm-2"):
        sign(ca, authority, device, request(), NOW)
    revoke(ca, authority, "tm-1", day(1))
    sign(ca, authority, "tm-1", request(), day(2))
    revoke(ca, authority, "tm-2", day(3))
    assert sorted((one.device, one.revoked or NOW) for one in issued(ca)) == [
        ("tm-1", NOW), ("tm-1", day(1)), ("tm-2", day(3)),
    ]  # fmt: skip


def test_a_certificate_that_has_run_out_needs_no_revoking(ca: Folder, authority: Authority) -> None:
    sign(ca, authority, "tm-1", request(), NOW)
    assert revoke(ca, authority, "tm-1", day(366)) == 0


def test_the_list_is_the_cas_own_and_lasts_as_long_as_the_ca(ca: Folder, authority: Authority) -> None:
    empty = x509.load_pem_x509_crl(revoked_list(ca, authority, NOW).encode())
    assert list(empty) == [] and empty.is_signature_valid(authority.certificate.public_key())
    assert empty.next_update_utc == authority.certificate.not_valid_after_utc
    assert revoked_list(ca, authority, day(9)) == revoked_list(ca, authority, day(10)), "unchanged, not made again"
