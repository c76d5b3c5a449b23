"""The bootstrap file of a terminal."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pydantic import BaseModel, ConfigDict

from configs.bootstrap import Broker, load_bootstrap
from configs.devices import CONNECTIONS
from configs.faults import ConfigError

GOOD = """\
device: tm-1
hall: puer
brokers:
  - {host: hub-a.hall.local, port: 8883}
  - {host: 192.168.30.3, port: 8883}
credential: hall-tm-1
own:
  - {id: printer, kind: printer, driver: escpos, connection: tcp://127.0.0.1:9100}
"""


KEY = ec.generate_private_key(ec.SECP256R1())


@pytest.fixture
def key() -> str:
    """The key of the certificate `pem`."""
    plain = serialization.NoEncryption()
    return KEY.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain).decode()


@pytest.fixture
def pem() -> str:
    """A certificate as it is written everywhere: of nobody, and for no longer than this test needs."""
    key, now = KEY, dt.datetime.now(dt.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "nobody")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now).not_valid_after(now + dt.timedelta(hours=1))
    return made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


class Options(BaseModel):
    model_config = ConfigDict(extra="forbid")

    width_mm: int = 80


def told(path: Path, text: str, **drivers: type[BaseModel]) -> list[str]:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        load_bootstrap(path, drivers)
    return [str(fault).removeprefix(str(path)) for fault in error.value.faults]


def test_a_terminal_learns_who_it_is_and_where_the_brokers_are(tmp_path: Path) -> None:
    path = tmp_path / "device.yaml"
    path.write_text(GOOD, encoding="utf-8")
    found = load_bootstrap(path, {"escpos": Options})
    assert (found.device, found.hall, found.credential) == ("tm-1", "puer", "hall-tm-1")
    assert found.brokers == (Broker(host="hub-a.hall.local", port=8883), Broker(host="192.168.30.3", port=8883))
    assert found.own[0].connection == "tcp://127.0.0.1:9100"


def test_a_pad_without_login_and_devices_is_short(tmp_path: Path) -> None:
    path = tmp_path / "device.yaml"
    path.write_text("{device: call-w01, hall: puer, brokers: [{host: 127.0.0.1, port: 1884}]}", encoding="utf-8")
    found = load_bootstrap(path)
    assert (found.credential, found.own) == (None, ())


def test_all_faults_of_a_bootstrap_are_told_with_its_path(tmp_path: Path) -> None:
    path = tmp_path / "device.yaml"
    text = GOOD.replace("device: tm-1", "devise: tm-1").replace("host: 192.168.30.3", "host: hub a")
    text = text.replace("port: 8883}\n  -", "port: 88833}\n  -").replace("tcp://", "ftp://")
    assert told(path, text) == [
        ':1: devise: unknown key, did you mean "device"?',
        ":4: brokers[0].port: must be at most 65535",
        ':5: brokers[1].host: "hub a" does not fit: a host is a name or an address, such as hub.hall.local or '
        '192.168.30.2, did you mean "hub-a"?',
        f":8: own[0].connection: needs {CONNECTIONS}",
    ]
    same = GOOD.replace("hub-a.hall.local", "192.168.30.3").replace("own:\n", "own:\n" + GOOD.splitlines()[-1] + "\n")
    assert told(path, same) == [
        ":5: brokers[1]: the standby is the first broker again",
        ':9: own[1].id: "printer" is given twice',
    ]
    assert told(path, "device: tm-1\nhall: puer\nbrokers:\n") == [
        ':3: brokers: needs a list (lines that begin with "- "), nothing is given'
    ]
    assert told(path, GOOD.replace("9100}", "9100, options: {width: 58}}"), escpos=Options) == [
        ':8: own[0].options.width: unknown key, did you mean "width_mm"?'
    ]
    assert told(path, GOOD, other=Options) == [':8: own[0].driver: no driver "escpos" is installed (there are other)']
    assert told(path, "- tm-1\n") == [
        ":1: needs a mapping with the keys device, hall, brokers, credential, tls, ca, identity, own, window, "
        "this is a list"
    ]


def test_the_ca_stands_in_the_file_or_beside_it(tmp_path: Path, pem: str) -> None:
    path, indented = tmp_path / "device.yaml", pem.replace("\n", "\n  ").rstrip()
    path.write_text(f"{GOOD}tls: true\nca: |\n  {indented}\n", encoding="utf-8")
    found = load_bootstrap(path)
    assert found.tls and found.ca == pem
    (tmp_path / "ca.pem").write_text(pem, encoding="ascii")
    path.write_text(f"{GOOD}ca: ca.pem\n", encoding="utf-8")
    found = load_bootstrap(path)
    assert not found.tls and found.ca == pem


def test_what_is_no_ca_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "device.yaml"
    assert told(path, f"{GOOD}ca: ca.pem\n") == [f":9: ca: {tmp_path / 'ca.pem'}: No such file or directory"]
    (tmp_path / "ca.pem").write_bytes(b"\xff")
    assert told(path, f"{GOOD}ca: ca.pem\n") == [f":9: ca: {tmp_path / 'ca.pem'}: is no text in PEM"]
    (tmp_path / "ca.pem").write_text("my certificate", encoding="ascii")
    no_pem = ":9: ca: is no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----"
    assert told(path, f"{GOOD}ca: ca.pem\n") == [no_pem]
    (tmp_path / "ca.pem").write_text("", encoding="ascii")
    assert told(path, f"{GOOD}ca: ca.pem\n") == [no_pem], "and not the machine's store"
    assert told(path, f'{GOOD}ca: "-----BEGIN CERTIFICATE-----"\n') == [no_pem]


def test_a_device_proves_itself_by_a_file_that_only_it_may_read(tmp_path: Path, pem: str, key: str) -> None:
    path, mine = tmp_path / "device.yaml", tmp_path / "tm-1.pem"
    text = GOOD.replace("credential: hall-tm-1", "identity: tm-1.pem")
    mine.write_text(pem + key, encoding="ascii")
    mine.chmod(0o600)
    path.write_text(text, encoding="utf-8")
    assert load_bootstrap(path).identity == str(mine)
    mine.chmod(0o640)
    assert told(path, text) == [f":6: identity: {mine}: others may read the key in it (chmod 600)"]
    mine.chmod(0o600)
    both = ":9: identity: a device has a certificate or a credential, not both"
    assert told(path, f"{GOOD}identity: tm-1.pem\n") == [both]
    for content in (pem, key, ""):
        mine.write_text(content, encoding="ascii")
        assert told(path, text) == [f":6: identity: {mine}: is no certificate with its key in PEM"]
    mine.unlink()
    assert told(path, text) == [f":6: identity: {mine}: No such file or directory"]


def test_a_bootstrap_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nothing\.yaml: is missing"):
        load_bootstrap(tmp_path / "nothing.yaml")


def test_a_terminal_does_not_load_the_models_of_the_hall() -> None:
    asked = "import sys, configs.bootstrap; print(*sorted(name for name in sys.modules if name.startswith('configs.')))"
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    assert "configs.bootstrap" in loaded
    assert not {"configs.hall", "configs.items", "configs.site", "configs.checks", "configs.schema"} & set(loaded)
