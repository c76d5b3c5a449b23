"""What the hub's commands open first: an address, a configuration, or a sentence and exit code 2."""

from pathlib import Path

import keyring
import pytest

from edge_hub.client.systemd_keyring import SystemdKeyring
from edge_hub.opening import host_port, site_or_exit, way_to


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:1883", ("127.0.0.1", 1883)),
        ("broker.hall:65535", ("broker.hall", 65535)),
        ("::1:1883", ("::1", 1883)),
    ],
)
def test_an_address_has_a_host_and_a_port(text: str, address: tuple[str, int]) -> None:
    assert host_port(text) == address


@pytest.mark.parametrize(
    "text", ["", ":", "host", "host:", ":1883", "host:0", "host:65536", "host:-1", "host:1e3", "h:²"]
)
def test_an_address_without_either_is_told_with_an_example(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        host_port(text)
    said = capsys.readouterr().err
    assert end.value.code == 2 and f"“{text}”" in said and "127.0.0.1:1883" in said


def test_without_a_folder_the_hall_of_puer_is_opened() -> None:
    assert site_or_exit(None).hall.id == "puer"


def test_a_folder_with_faults_lists_them_and_ends(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        site_or_exit(tmp_path / "nowhere")
    assert end.value.code == 2 and "hall check" in capsys.readouterr().err


def test_without_a_credential_the_way_is_plain_and_without_a_login() -> None:
    way = way_to("127.0.0.1:1883", "guide-1", None, None)
    assert (way.address.host, way.address.port, way.address.tls, way.login()) == ("127.0.0.1", 1883, None, None)


@pytest.mark.parametrize("content", [None, b"", b"no certificate", b"\xff\xfe", b"-----BEGIN CERTIFICATE-----\nx\n"])
def test_a_ca_that_cannot_be_used_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    ca = tmp_path / "ca.pem"
    if content is not None:
        ca.write_bytes(content)
    with pytest.raises(SystemExit) as end:
        way_to("127.0.0.1:1883", "guide-1", None, ca)
    said = capsys.readouterr().err
    assert end.value.code == 2 and said.startswith(f"hall: --ca {ca}: ") and said.count("\n") == 1


def test_a_secret_that_is_not_there_is_told_before_anything_is_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    before = keyring.get_keyring()
    keyring.set_keyring(SystemdKeyring())
    with pytest.raises(SystemExit) as end:
        way_to("127.0.0.1:1883", "guide-1", "guide-1", None)
    keyring.set_keyring(before)
    assert end.value.code == 2 and "holds no secret “guide-1”" in capsys.readouterr().err
