"""The hall's CA and the certificate of its broker: made once, strict, renewed in time, and never half."""

import datetime as dt
import stat
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from edge_hub.broker.authority import CA_CERTIFICATE, CA_KEY, SERVER, Authority, NoAuthority, init, load, serve
from edge_hub.broker.folder import Folder

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
NAMES = ("hub.hall.local", "192.168.30.2")


@pytest.fixture
def ca(tmp_path: Path) -> Folder:
    folder = Folder(tmp_path / "ca")
    assert init(folder, "puer", NOW)
    return folder


@pytest.fixture
def authority(ca: Folder) -> Authority:
    return load(ca)


@pytest.fixture
def broker(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "broker")


def served(broker: Folder, authority: Authority, names: tuple[str, ...] = NAMES, days: float = 0) -> x509.Certificate:
    """The broker's certificate after a run on that day."""
    serve(broker, authority, names, NOW + dt.timedelta(days=days), None)
    return x509.load_pem_x509_certificate((broker.read(SERVER) or "").encode())


def test_the_ca_is_made_once(ca: Folder) -> None:
    before = ca.read(CA_CERTIFICATE), ca.read(CA_KEY)
    assert not init(ca, "puer", NOW) and (ca.read(CA_CERTIFICATE), ca.read(CA_KEY)) == before
    key = serialization.load_pem_private_key((before[1] or "").encode(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name == "secp256r1"
    assert stat.S_IMODE((ca.path / CA_KEY).stat().st_mode) == 0o600


def test_a_run_that_stopped_between_key_and_certificate_is_completed(ca: Folder) -> None:
    key = ca.read(CA_KEY)
    (ca.path / CA_CERTIFICATE).unlink()
    assert init(ca, "puer", NOW) and ca.read(CA_KEY) == key and load(ca)


@pytest.mark.parametrize("name", NAMES)
def test_what_it_signs_holds_before_a_strict_judge_under_each_name(
    broker: Folder, authority: Authority, name: str
) -> None:
    certificate = served(broker, authority)
    subject: x509.GeneralName = x509.DNSName(name)
    if name[0].isdigit():
        subject = next(one for one in certificate.extensions.get_extension_for_class(
            x509.SubjectAlternativeName).value if isinstance(one, x509.IPAddress))  # fmt: skip
    judge = PolicyBuilder().store(Store([authority.certificate])).time(NOW).build_server_verifier(subject)  # type: ignore[arg-type]
    assert judge.verify(certificate, [])[-1] == authority.certificate
    stranger = PolicyBuilder().store(Store([authority.certificate])).time(NOW)
    with pytest.raises(VerificationError):
        stranger.build_server_verifier(x509.DNSName("other.hall.local")).verify(certificate, [])


def test_the_broker_keeps_its_certificate_while_it_is_good(broker: Folder, authority: Authority) -> None:
    first = served(broker, authority)
    assert served(broker, authority, days=1) == first and served(broker, authority, days=480) == first


@pytest.mark.parametrize("days", [-3, 500, 731])
def test_it_gets_a_new_one_when_a_third_of_its_life_is_left_or_the_clock_is_before_it(
    broker: Folder, authority: Authority, days: float
) -> None:
    assert served(broker, authority) != served(broker, authority, days=days)


def test_it_gets_a_new_one_for_other_names_by_another_ca_and_in_place_of_a_broken_one(
    broker: Folder, authority: Authority, tmp_path: Path
) -> None:
    first = served(broker, authority)
    second = served(broker, authority, ("hub.hall.local",))
    assert second != first
    other = Folder(tmp_path / "other")
    init(other, "puer", NOW)
    third = served(broker, load(other), ("hub.hall.local",))
    assert third != second and third.verify_directly_issued_by(load(other).certificate) is None
    for broken in ("", "no pem", (broker.read(SERVER) or "").partition("-----BEGIN CERT")[0]):
        broker.write(SERVER, broken)
        assert served(broker, load(other)).subject == first.subject


def test_a_folder_without_a_ca_is_told_with_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(NoAuthority, match=r"ca\.pem is missing.*hall ca init --ca"):
        load(Folder(tmp_path / "nothing"))
    assert not (tmp_path / "nothing").exists()


def test_half_a_ca_and_a_foreign_key_are_refused(ca: Folder) -> None:
    foreign = rsa.generate_private_key(65537, 2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    other = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    locked = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"x")
    )
    told = {"no key": "no key in PEM", foreign.decode(): "on a curve", other.decode(): "is not the key of"}
    for text, why in {**told, locked.decode(): "without a password"}.items():
        ca.write(CA_KEY, text)
        with pytest.raises(NoAuthority, match=why):
            load(ca)
    (ca.path / CA_KEY).unlink()
    with pytest.raises(NoAuthority, match=r"ca\.key is missing"):
        init(ca, "puer", NOW)
    ca.write(CA_CERTIFICATE, "no certificate")
    ca.write(CA_KEY, other.decode())
    with pytest.raises(NoAuthority, match="no certificate in PEM"):
        init(ca, "puer", NOW)
