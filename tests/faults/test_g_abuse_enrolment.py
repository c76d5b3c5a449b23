"""G, abuse, continued: how a device comes in, and who would like to come in with it (50).

A real hub that keeps the door of a real broker; the device runs `hall device enrol`, the administrator `hall device
approve`, each as a process of its own.
"""

import contextlib
import json
import re
import ssl
import stat
from collections.abc import Iterator
from http.client import HTTPSConnection
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from fakes.door import Door
from fakes.hub_process import HubProcess

from edge_hub.contract import queue as q

TAKE = q.TakeTicket(items=("card",))
# WORKAROUND paho leaves the socket of a failed handshake to the garbage collector - remove when it closes it.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed <ssl.SSLSocket:ResourceWarning")


@pytest.fixture
def hub(own_door: Door, tmp_path: Path) -> Iterator[HubProcess]:
    with own_door.hub(tmp_path / "data") as one:
        yield one


def asked(door: Door, hub: HubProcess, method: str, path: str, body: Any = None, **tls: Any) -> tuple[int, Any]:
    """One question at the status port, by somebody who trusts the hall's CA."""
    context = ssl.create_default_context(cafile=str(door.ca_file))
    if "identity" in tls:
        context.load_cert_chain(tls["identity"])
    connection = HTTPSConnection("127.0.0.1", hub.hello["status_port"], timeout=10, context=context)
    try:
        connection.request(method, path, None if body is None else json.dumps(body), tls.get("headers", {}))
        answer = connection.getresponse()
        data = answer.read()
        return answer.status, json.loads(data) if data.startswith(b"{") else data
    finally:
        connection.close()


def test_a_device_that_was_approved_starts_with_nothing_but_its_folder(
    own_door: Door, hub: HubProcess, tmp_path: Path
) -> None:
    door, folder = own_door, tmp_path / "tm-1"
    with door.enrols("tm-1", hub, folder, "--ca", str(door.ca_file)) as device:
        listed = door.shell("device", "list")
        assert re.search(rf"tm-1 +asks from 127.0.0.1 until .*: CERTIFICATE {device.fingerprint}", listed)
        assert device.code.replace(" ", "") not in listed, "the code stands on the device alone"
        door.shell("device", "approve", "tm-1", device.code, "--fingerprint", device.fingerprint)
        code, said = device.ended()
        assert (code, "tm-1 is let in" in said) == (0, True), said
    assert sorted(one.name for one in folder.iterdir()) == ["bootstrap.yaml", "tm-1.pem"]
    assert stat.S_IMODE((folder / "tm-1.pem").stat().st_mode) == 0o600
    with door.member("tm-1", folder / "bootstrap.yaml") as machine:
        assert machine.do(TAKE)["number"].startswith("A")
    certificate = x509.load_pem_x509_certificate((folder / "tm-1.pem").read_bytes())
    assert 364 <= (certificate.not_valid_after_utc - certificate.not_valid_before_utc).days <= 366
    with door.visitor("tm-1", secret=door_secret(door, "tm-1")) as old:
        assert not old.let_in, "its password ended"
    key = (folder / "tm-1.pem").read_text().partition("-----BEGIN PRIVATE KEY-----")[2]
    for file in (one for one in tmp_path.rglob("*") if one.is_file() and one.parent != folder):
        assert key.strip().encode() not in file.read_bytes(), f"the key has left the device: {file}"


def door_secret(door: Door, device: str) -> str:
    file = door.out / "secrets" / f"hall.{device}"
    return file.read_text().strip() if file.exists() else "gone"


def test_a_pad_without_certificates_gets_a_password_of_its_own_by_the_same_path(
    own_door: Door, hub: HubProcess, tmp_path: Path
) -> None:
    door, folder, old = own_door, tmp_path / "pad", own_door.secret("call-w1")
    with door.enrols("call-w1", hub, folder, "--ca", str(door.ca_file), "--password") as device:
        door.shell("device", "approve", "call-w1", device.code, "--fingerprint", device.fingerprint)
        assert device.ended()[0] == 0
    secret = (folder / "hall.call-w1").read_text().strip()
    assert len(secret) == 43 and stat.S_IMODE((folder / "hall.call-w1").stat().st_mode) == 0o600
    assert not (door.out / "secrets" / "hall.call-w1").exists(), "nobody needs to carry it"
    door.has_read()
    with door.visitor("call-w1", secret=secret) as pad, door.visitor("call-w1", secret=old) as thief:
        assert pad.let_in and not thief.let_in


def test_50_a_wrong_code_lets_nobody_in_and_five_of_them_end_the_claim(
    own_door: Door, hub: HubProcess, tmp_path: Path
) -> None:
    door = own_door
    with door.enrols("tm-1", hub, tmp_path / "tm-1", "--ca", str(door.ca_file)) as device:
        for _ in range(5):
            done = approve(door, "tm-1", "22222222", device.fingerprint)
            assert "CLAIM_UNKNOWN" in done
        assert "CLAIM_UNKNOWN" in approve(door, "tm-1", device.code, device.fingerprint), "also the right one"
        code, said = device.ended()
        assert code == 2 and "This claim is over" in said
    assert not (tmp_path / "tm-1").exists()


def test_50_a_fingerprint_that_differs_approves_nobody(own_door: Door, hub: HubProcess, tmp_path: Path) -> None:
    """Whoever sits between shows the hub a key of its own; the person at the device reads another fingerprint."""
    door = own_door
    with door.enrols("tm-1", hub, tmp_path / "tm-1", "--ca", str(door.ca_file)) as device:
        assert "CLAIM_DIFFERS" in approve(door, "tm-1", device.code, "-".join(["0000"] * 8))
        assert device.ended()[0] == 2


def approve(door: Door, device: str, code: str, fingerprint: str) -> str:
    """What `hall device approve` says when it is refused."""
    where = ["--hall", "test", "--device", "desk", "--credential", "desk", "--broker", f"127.0.0.1:{door.tls}"]
    where += ["--by", "901"]
    done = door.run("device", "approve", device, code, "--fingerprint", fingerprint, *where, "--ca", str(door.ca_file))
    assert done.returncode == 1, done.stdout
    return done.stderr


def test_50_a_hub_of_a_foreign_ca_gets_no_request_and_a_typed_fingerprint_is_held_to(
    own_door: Door, hub: HubProcess, tmp_path: Path
) -> None:
    door = own_door
    door.hall("ca", "init", "--site", str(door.site), "--ca", str(tmp_path / "foreign"))
    with door.enrols("tm-1", hub, tmp_path / "a", "--ca", str(tmp_path / "foreign" / "ca.pem")) as device:
        code, said = device.ended()
        assert code == 2 and "cannot be trusted" in said
    with door.enrols("tm-1", hub, tmp_path / "b", "--ca-fingerprint", "0000-" * 8) as device:
        code, said = device.ended()
        assert code == 2 and "has another fingerprint" in said
    typed = door.hall("ca", "init", "--site", str(door.site), "--ca", str(door.ca)).split()[-1]
    with door.enrols("tm-1", hub, tmp_path / "c", "--ca-fingerprint", typed) as device:
        assert device.code
    assert "tm-1" in door.shell("device", "list")


def test_50_a_device_revoked_yesterday_comes_in_again_only_with_a_new_key(
    own_door: Door, hub: HubProcess, tmp_path: Path
) -> None:
    door = own_door
    for folder in (tmp_path / "old", tmp_path / "new"):
        with door.enrols("tm-1", hub, folder, "--ca", str(door.ca_file)) as device:
            door.shell("device", "approve", "tm-1", device.code, "--fingerprint", device.fingerprint)
            assert device.ended()[0] == 0
        door.has_read()
        with door.member("tm-1", folder / "bootstrap.yaml") as machine:
            assert machine.do(TAKE)["number"].startswith("A")
        if folder.name == "old":
            door.shell("device", "revoke", "tm-1", "--cause", "lost")
            hub.until_said("tm-1 is let in no more")
    old = door.visitor("tm-1", secret=None, identity=tmp_path / "old" / "tm-1.pem", port=door.certificates)
    with contextlib.suppress(OSError), old:  # the broker may end the handshake
        assert not old.let_in


def test_50_who_asks_too_often_is_told_to_wait_and_shuts_out_only_himself(own_door: Door, hub: HubProcess) -> None:
    nonce = {"device": "tm-1", "nonce": "00" * 32}
    statuses = [asked(own_door, hub, "POST", "/claims", nonce)[0] for _ in range(7)]
    assert statuses == [201] * 4 + [429] * 3
    with own_door.member("tm-2") as machine:
        assert machine.do(TAKE)["number"].startswith("A")


NONSENSE: list[Any] = [
    None, [], {}, {"device": "tm-1"}, {"device": "tm-1", "request": "x"}, {"device": "../..", "nonce": "00" * 32},
    {"device": "tm-1", "nonce": "00" * 32, "more": 1}, {"device": "tm-1", "nonce": "00" * 32, "request": "x"},
    {"device": "tm-1", "request": "x" * 9000},
]  # fmt: skip


def test_50_nonsense_is_no_claim(own_door: Door, hub: HubProcess) -> None:
    for body in NONSENSE:
        status, answer = asked(own_door, hub, "POST", "/claims", body)
        assert status == 400 and answer["reason"] == "MALFORMED", body


def test_50_a_claim_that_nobody_knows_and_a_device_of_another_hall_are_refused(own_door: Door, hub: HubProcess) -> None:
    assert asked(own_door, hub, "GET", "/claims/" + "0" * 32)[0] == 404
    assert asked(own_door, hub, "POST", "/claims", {"device": "tm-9", "nonce": "00" * 32})[0] == 404
    assert asked(own_door, hub, "POST", "/certificate", {"request": "x"})[0] == 403
    assert asked(own_door, hub, "GET", "/metrics")[0] == 403


def test_a_certificate_is_renewed_only_by_its_own_device_and_not_too_early(
    own_door: Door, hub: HubProcess, tmp_path: Path
) -> None:
    door = own_door
    identity = door.certify("tm-1")
    status, answer = asked(door, hub, "POST", "/certificate", {"request": "x"}, identity=identity)
    assert (status, answer["reason"]) == (429, "TOO_EARLY")


def test_50_certificates_and_passwords_that_count_no_more_open_nothing_at_the_status_port(
    own_door: Door, hub: HubProcess
) -> None:
    import base64

    door = own_door
    identity, secret = door.certify("tm-1"), door.secret("tm-2")
    basic = {"Authorization": "Basic " + base64.b64encode(f"tm-2:{secret}".encode()).decode()}
    wrong = {"Authorization": "Basic " + base64.b64encode(b"tm-2:guess").decode()}
    assert asked(door, hub, "GET", "/metrics", identity=identity)[0] == 200
    assert asked(door, hub, "GET", "/metrics", headers=basic)[0] == 200
    assert asked(door, hub, "GET", "/metrics", headers=wrong)[0] == 403
    for device in ("tm-1", "tm-2"):
        door.shell("device", "revoke", device, "--cause", "stolen")
    assert asked(door, hub, "GET", "/metrics", identity=identity)[0] == 403
    assert asked(door, hub, "GET", "/metrics", headers=basic)[0] == 403
