"""A terminal logs in as its bootstrap file says."""

from pathlib import Path

import keyring
import pytest

from configs.bootstrap import Bootstrap, Broker
from edge_hub.client.systemd_keyring import SystemdKeyring
from edge_hub.client.wire import Login
from kiosk.ui.login import brokers_of, login_of


def boot(credential: str | None, *hosts: str, tls: bool = False) -> Bootstrap:
    brokers = tuple(Broker(host=host, port=8883) for host in hosts)
    return Bootstrap(device="pad-1", hall="h", brokers=brokers, credential=credential, tls=tls)


def test_on_loopback_without_a_credential_there_is_no_login() -> None:
    one = boot(None, "127.0.0.1")
    assert login_of(one)() is None and brokers_of(one)[0].tls is None


def test_the_account_is_the_device_whatever_its_credential_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hall.pad-1-mqtt").write_text("s3cret", encoding="utf-8")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    before = keyring.get_keyring()
    keyring.set_keyring(SystemdKeyring())
    assert login_of(boot("pad-1-mqtt", "10.0.0.2"))() == Login("pad-1", "s3cret")
    keyring.set_keyring(before)


def test_each_broker_gets_tls_where_it_needs_it() -> None:
    hosts = ("hub.hall.example", "127.0.0.1")
    assert [one.tls is not None for one in brokers_of(boot("pad-1", *hosts))] == [True, False]
    assert [one.tls is not None for one in brokers_of(boot("pad-1", *hosts, tls=True))] == [True, True]
