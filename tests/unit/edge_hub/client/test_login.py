"""Which secret proves whoever joins the hall, where it is read, and when it may leave the machine."""

import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordSetError

from edge_hub.client.login import address_of, is_loopback, login_of, secret
from edge_hub.client.systemd_keyring import SystemdKeyring
from edge_hub.client.wire import Login, LoginFault


class SafeKeyring(KeyringBackend):
    """A keyring in memory with one secret; locked if told."""

    priority = 1.0
    locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked("locked")
        return "s3cret" if (service, username) == ("hall", "pad-1-mqtt") else None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError


class PlaintextKeyring(SafeKeyring):
    """As the one of keyrings.alt is called."""


class Chain(SafeKeyring):
    """Several backends behind one, as keyring makes it where several are installed."""

    backends = (SafeKeyring(), PlaintextKeyring())


@pytest.fixture
def before() -> Iterator[None]:
    """Whatever keyring a test uses, the one before it is there again afterwards."""
    used = keyring.get_keyring()
    yield
    keyring.set_keyring(used)


@pytest.fixture
def safe(before: None) -> SafeKeyring:
    ring = SafeKeyring()
    keyring.set_keyring(ring)
    return ring


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: None) -> Path:
    """The folder in which systemd gives credentials to a service."""
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    keyring.set_keyring(SystemdKeyring())
    return tmp_path


def test_without_a_credential_there_is_no_login() -> None:
    assert login_of("pad-1", None)() is None and address_of("127.0.0.1", 1883, None).tls is None


def test_a_credential_is_the_account_and_the_secret_of_the_keyring(safe: SafeKeyring) -> None:
    assert login_of("pad-1", "pad-1-mqtt")() == Login("pad-1", "s3cret")


@pytest.mark.parametrize(
    ("host", "credential", "tls", "inside"),
    [
        ("hub.hall.example", "x", False, True), ("10.0.0.2", "x", False, True), ("127.0.0.1", "x", False, False),
        ("127.0.0.1", "x", True, True), ("10.0.0.2", None, False, False), ("10.0.0.2", None, True, True),
    ],
)  # fmt: skip
def test_a_secret_leaves_the_machine_only_inside_tls(
    host: str, credential: str | None, tls: bool, inside: bool
) -> None:
    assert (address_of(host, 8883, credential, tls=tls).tls is not None) is inside


def test_the_other_side_must_prove_itself_strictly() -> None:
    trust = address_of("10.0.0.2", 8883, "x").tls
    assert trust is not None and trust.check_hostname and trust.verify_mode is ssl.CERT_REQUIRED
    assert trust.minimum_version >= ssl.TLSVersion.TLSv1_2 and trust.verify_flags & ssl.VerifyFlags.VERIFY_X509_STRICT


@pytest.mark.parametrize("ca", ["", "my ca", "-----BEGIN CERTIFICATE-----\nnothing\n-----END CERTIFICATE-----\n"])
def test_a_ca_that_is_none_is_not_taken_for_the_store_of_the_machine(ca: str) -> None:
    with pytest.raises((ssl.SSLError, ValueError)):
        address_of("10.0.0.2", 8883, "x", ca=ca)


@pytest.mark.parametrize(
    ("host", "loopback"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("10.0.0.2", False), ("hub", False)]
)
def test_loopback_is_what_stays_on_this_machine(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


def test_a_secret_that_is_not_there_or_cannot_be_read_is_a_fault_with_a_cure(safe: SafeKeyring) -> None:
    with pytest.raises(LoginFault, match="holds no secret “nix”; enrol"):
        secret("nix")
    safe.locked = True
    with pytest.raises(LoginFault, match="cannot be read"):
        secret("pad-1-mqtt")


@pytest.mark.parametrize("kind", [PlaintextKeyring, Chain])
def test_a_keyring_that_keeps_plain_text_is_refused(safe: SafeKeyring, kind: type[SafeKeyring]) -> None:
    keyring.set_keyring(kind())
    with pytest.raises(LoginFault, match="plain text"):
        secret("pad-1-mqtt")


# ---- on a device: what systemd gives to the service -----------------------------------------------------------------


def test_what_systemd_gives_to_the_service_is_found_before_any_other_keyring(given: Path) -> None:
    (given / "hall.tm-1").write_text("t0p\n", encoding="utf-8")
    asked = "from edge_hub.client.login import secret; print(secret('tm-1'))"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, timeout=30)
    assert (told.stdout, told.stderr) == ("t0p\n", "")


@pytest.mark.parametrize("name", ["tm-2", "../hall.tm-1", "a/b", ".hidden"])
def test_what_it_did_not_give_is_not_there(given: Path, name: str) -> None:
    (given / "hall.tm-1").write_text("t0p", encoding="utf-8")
    with pytest.raises(LoginFault, match="holds no secret"):
        secret(name)


def test_what_cannot_be_read_is_a_fault_that_does_not_show_it(given: Path) -> None:
    (given / "hall.tm-1").write_bytes(b"\xff\xfet0p")
    with pytest.raises(LoginFault, match="cannot be read") as fault:
        secret("tm-1")
    assert "t0p" not in str(fault.value)


def test_a_secret_is_not_kept_by_the_service_itself(given: Path) -> None:
    with pytest.raises(PasswordSetError, match=r"systemd-creds encrypt --name=hall\.tm-1"):
        keyring.set_password("hall", "tm-1", "x")


def test_without_systemd_the_other_keyrings_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    assert not SystemdKeyring.viable and SystemdKeyring().get_password("hall", "tm-1") is None
