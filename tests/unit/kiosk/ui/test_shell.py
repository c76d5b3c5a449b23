"""The small decisions of the shell: layout, languages, where the state lies, how a device logs in."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import keyring
import psutil
import pytest
from fakes.trial.terminal import SPEC
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine

from configs.bootstrap import Bootstrap, Broker
from edge_hub.client.hub_client import state_dir
from edge_hub.client.wire import Login, LoginFault
from kiosk.ui.login import brokers_of, is_loopback, login_of, secret
from kiosk.ui.options import Geometry, Options
from kiosk.ui.process import rss_mb, since_process_start_ms
from kiosk.ui.shell import layout_of
from kiosk.ui.tongue import Tongue

TS = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="zh_CN">
<context><name>Main</name><message><source>您好</source><translation>Hello</translation></message></context>
</TS>
"""


@pytest.mark.parametrize(
    ("layout", "windowed", "expected"),
    [
        ("portrait", Geometry(1920, 360), "portrait"),
        (None, Geometry(540, 960), "portrait"),
        (None, Geometry(960, 540), "landscape"),
        (None, Geometry(960, 180), "bar"),
        (None, Geometry(1280, 800), "landscape"),
        (None, None, "landscape"),
    ],
)
def test_the_layout_is_what_was_asked_for_or_what_the_shape_says(
    qapp: QGuiApplication, layout: str | None, windowed: Geometry | None, expected: str
) -> None:
    assert layout_of(SPEC, Options(Path("boot.yaml"), layout=layout, windowed=windowed)) == expected


@pytest.fixture
def english(tmp_path: Path) -> Path:
    """A folder with the trial terminal's English texts."""
    (tmp_path / "en.ts").write_text(TS)
    tool = shutil.which("pyside6-lrelease", path=str(Path(sys.executable).parent))
    assert tool is not None
    subprocess.run([tool, "-silent", str(tmp_path / "en.ts"), "-qm", str(tmp_path / "en.qm")], check=True)
    return tmp_path


def test_the_language_changes_while_the_screen_is_shown(qapp: QGuiApplication, english: Path) -> None:
    engine = QQmlApplicationEngine()
    tongue = Tongue(qapp, engine, [english])
    assert qapp.translate("Main", "您好") == "您好"
    tongue.use("en")
    assert qapp.translate("Main", "您好") == "Hello" and tongue.lang == "en"
    tongue.use("zh")
    assert qapp.translate("Main", "您好") == "您好"
    engine.deleteLater()


def test_a_language_without_texts_is_refused_and_nothing_changes(qapp: QGuiApplication, tmp_path: Path) -> None:
    engine = QQmlApplicationEngine()
    tongue = Tongue(qapp, engine, [tmp_path])
    with pytest.raises(ValueError, match=r"en\.qm is missing"):
        tongue.use("en")
    (tmp_path / "en.qm").write_bytes(b"no texts")
    with pytest.raises(ValueError, match="cannot be read"):
        tongue.use("en")
    assert tongue.lang == "zh"
    engine.deleteLater()


def test_the_state_lies_below_the_folder_given_or_the_users_state_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert state_dir(tmp_path, "tm-1") == tmp_path / "tm-1"
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "xdg"))
    assert state_dir(None, "tm-1") == tmp_path / "xdg" / "hall" / "tm-1"
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert state_dir(None, "tm-1") == tmp_path / ".local" / "state" / "hall" / "tm-1"


def test_the_age_and_memory_of_a_process_are_the_kernels() -> None:
    age_ms = (time.time() - psutil.Process().create_time()) * 1000
    assert abs(since_process_start_ms() - age_ms) < 2000
    assert 20 < rss_mb() < 2000


# ---- login ----------------------------------------------------------------------------------------------------------


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


def boot(credential: str | None, *hosts: str) -> Bootstrap:
    brokers = tuple(Broker(host=host, port=8883) for host in hosts)
    return Bootstrap(device="pad-1", hall="h", brokers=brokers, credential=credential)


class Chain(SafeKeyring):
    """Several backends behind one, as keyring makes it where several are installed."""

    backends = (SafeKeyring(), PlaintextKeyring())


@pytest.fixture
def safe() -> Iterator[SafeKeyring]:
    before, ring = keyring.get_keyring(), SafeKeyring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


def test_on_loopback_without_a_credential_there_is_no_login() -> None:
    one = boot(None, "127.0.0.1")
    assert login_of(one)() is None and brokers_of(one)[0].tls is None


def test_a_credential_is_the_devices_id_and_the_secret_of_the_keyring(safe: SafeKeyring) -> None:
    assert login_of(boot("pad-1-mqtt", "10.0.0.2"))() == Login("pad-1", "s3cret")


def test_a_secret_leaves_the_machine_only_inside_tls(safe: SafeKeyring) -> None:
    addresses = brokers_of(boot("pad-1-mqtt", "hub.hall.example", "127.0.0.1"))
    assert addresses[0].tls is not None and addresses[0].tls.check_hostname and addresses[1].tls is None


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
