"""A certificate is renewed by itself, when two thirds of its life are over and not before."""

import datetime as dt
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from fakes.door import Door
from fakes.hub_process import HubProcess

from configs.bootstrap import load_bootstrap
from edge_hub.client.renewal import Renewal, due_at
from edge_hub.contract import queue as q
from edge_hub.contract.hall import HubStatus
from kiosk.ui.login import renewing

TAKE = q.TakeTicket(items=("card",))
DAY = dt.timedelta(days=1)


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    one = Door(tmp_path / "door")
    with one.broker:
        yield one


@pytest.fixture
def hub(door: Door, tmp_path: Path) -> Iterator[HubProcess]:
    with door.hub(tmp_path / "data") as one:
        yield one


def aged(door: Door, device: str, days: int) -> Path:
    """The identity of a device whose certificate of a year is so many days old."""
    door.certify(device)
    door.configure()
    ca_key = serialization.load_pem_private_key((door.ca / "ca.key").read_bytes(), None)
    assert isinstance(ca_key, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    began = dt.datetime.now(dt.UTC) - days * DAY
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, device)]))
        .issuer_name(x509.load_pem_x509_certificate(door.ca_file.read_bytes()).subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(began)
        .not_valid_after(began + 365 * DAY)
        .sign(ca_key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file = door.bootstrap(device).with_suffix(".pem")
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
    return file


class Watched(ssl.SSLContext):
    """A context that says when it was given another certificate."""

    def load_cert_chain(self, *args: object, **more: object) -> None:
        super().load_cert_chain(*args, **more)  # type: ignore[arg-type]
        if hasattr(self, "came"):
            self.came.set()


def watched() -> Watched:
    context = Watched(ssl.PROTOCOL_TLS_CLIENT)
    context.came = threading.Event()
    return context


def test_a_certificate_in_its_last_third_is_renewed_by_a_new_key_and_opens_the_broker(
    door: Door, hub: HubProcess
) -> None:
    file = aged(door, "tm-1", 300)
    old, context = x509.load_pem_x509_certificate(file.read_bytes()), watched()
    renewal = Renewal("tm-1", file, door.ca_file.read_text(), ["127.0.0.1"], [context])
    renewal.listens_at(hub.hello["status_port"])
    assert context.came.wait(20), "connections that come later use the new one"
    renewal.stop()
    new = x509.load_pem_x509_certificate(file.read_bytes())
    assert new.public_key() != old.public_key() and new.not_valid_after_utc > old.not_valid_after_utc + 200 * DAY
    with door.member("tm-1") as machine:
        assert machine.do(TAKE)["number"].startswith("A")
    assert "has a new certificate" in hub.errors


def test_before_two_thirds_nothing_happens_and_the_hub_would_refuse_before_half(door: Door, hub: HubProcess) -> None:
    file = aged(door, "tm-1", 200)
    before = file.read_bytes()
    old = x509.load_pem_x509_certificate(before)
    looked = threading.Event()

    def now() -> dt.datetime:
        looked.set()
        return due_at(old) - DAY

    renewal = Renewal("tm-1", file, door.ca_file.read_text(), ["127.0.0.1"], [], now)
    renewal.listens_at(hub.hello["status_port"])
    assert looked.wait(10)
    renewal.stop()
    assert file.read_bytes() == before and dt.timedelta(days=243) < due_at(old) - old.not_valid_before_utc < 244 * DAY


def test_a_terminal_hears_where_to_renew_with_the_heart_of_the_hub(door: Door, hub: HubProcess) -> None:
    file = aged(door, "tm-1", 300)
    boot, context, heard = load_bootstrap(door.bootstrap("tm-1")), watched(), list[object]()
    hear = renewing(boot, [context], heard.append)
    status = HubStatus(
        epoch=1, seq=1, up=True, hall="test", hub="hub", status_port=hub.hello["status_port"], status_tls=True
    )
    hear(status)
    assert heard == [status] and context.came.wait(20)
    assert x509.load_pem_x509_certificate(file.read_bytes()).not_valid_after_utc > dt.datetime.now(dt.UTC) + 300 * DAY
