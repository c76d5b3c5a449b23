"""A small hall with its door closed: the configuration that `hall broker config` writes, and visitors who try it."""

import getpass
import os
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

import paho.mqtt.client as mqtt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from paho.mqtt.enums import CallbackAPIVersion

from configs.bootstrap import load_bootstrap
from edge_hub.client.answers import NoReply
from edge_hub.client.hub_client import HubClient
from edge_hub.client.link import Link
from edge_hub.client.systemd_keyring import FOLDER
from edge_hub.client.wire import Login, no_login
from edge_hub.contract import topics
from edge_hub.contract.base import Snapshot
from edge_hub.contract.envelope import AnyCommand, Reply
from kiosk.ui.login import brokers_of

from .broker import Broker, free_port
from .hub_process import HubProcess
from .small_hall import write_small_site

WAIT_S = 20.0
BY_NAME = (("clerk", "pin"), ("device", "approve"), ("device", "revoke"))
"""What an administrator without a PIN does by name."""


class Door:
    """The folders of a small hall's site, CA and broker, and the broker itself. `tls` and `plain` are its ports."""

    def __init__(self, folder: Path) -> None:
        self.site = write_small_site(folder / "site")
        self.out, self.ca = folder / "broker", folder / "ca"
        self.tls, self.certificates, self.plain = free_port(), free_port(), free_port()
        self.reload = folder / "reload"
        """What the hub runs to let the broker read its files again."""
        self.reload.write_text(f"kill -HUP $(cat {self.out / 'mosquitto.pid'})\n")
        self.hall("ca", "init", "--site", str(self.site), "--ca", str(self.ca))
        self.configure()
        self.broker = Broker.written(self.out / "mosquitto.conf", self.plain)

    def configure(self, *more: str) -> str:
        """Run `hall broker config`; what it said."""
        return self.hall(
            "broker", "config", "--site", str(self.site), "--out", str(self.out), "--ca", str(self.ca),
            "--listen", f"127.0.0.1:{self.tls}", "--certificates", str(self.certificates),
            "--loopback", str(self.plain), "--user", getpass.getuser(), "--reload", f"sh {self.reload}", *more,
        )  # fmt: skip

    def hall(self, *words: str, given: str = "") -> str:
        """A command of `hall` that must succeed; what it said."""
        done = self.run(*words, given=given)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def run(self, *words: str, given: str = "", secrets: Path | None = None) -> "subprocess.CompletedProcess[str]":
        """A command of `hall`, to which systemd gives the hall's secrets (or those of another folder)."""
        return subprocess.run(
            [sys.executable, "-m", "edge_hub.cli", *words], input=given, capture_output=True, text=True, timeout=60,
            env={**os.environ, **self.env, **({FOLDER: str(secrets)} if secrets else {})}, check=False,
        )  # fmt: skip

    def shell(self, *words: str, given: str = "") -> str:
        """A command of support, as the guide desk's console, inside TLS."""
        where = ["--hall", "test", "--device", "desk", "--credential", "desk"]
        where += ["--by", "901"] if words[:2] in BY_NAME else []
        where += ["--broker", f"127.0.0.1:{self.tls}", "--ca", str(self.ca_file)]
        return self.hall(*words, *where, given=given)

    def hub(self, data: Path, *more: str) -> HubProcess:
        """The hub of this hall, which keeps its door."""
        keeps = ["--credential", "hub", "--broker-folder", str(self.out), "--status-port", "0", *more]
        return HubProcess(self.site, data, self.broker.address, more=keeps, env=self.env)

    def has_read(self) -> None:
        """Returns when the broker has seen every signal that it was sent before."""
        with self.visitor("desk") as one:
            one.publish(topics.command("test", "desk"))

    @property
    def env(self) -> dict[str, str]:
        """What systemd gives a service of this hall; a real one is given its own secret only."""
        return {FOLDER: str(self.out / "secrets")}

    def member(self, device: str, file: Path | None = None) -> "Member":
        """A device of the hall, by its own bootstrap file; not yet connected."""
        return Member(self, device, file or self.bootstrap(device))

    def enrols(self, device: str, hub: HubProcess, folder: Path, *more: str) -> "Enrolling":
        """`hall device enrol` on a device of its own, which waits to be approved."""
        return Enrolling(self, device, int(hub.hello["status_port"]), folder, *more)

    def secret(self, account: str) -> str:
        return (self.out / "secrets" / f"hall.{account}").read_text().strip()

    def bootstrap(self, device: str) -> Path:
        return self.out / "bootstrap" / f"{device}.yaml"

    def certify(self, device: str, ca: Path | None = None) -> Path:
        """Key and certificate of `device` in one file, beside its bootstrap file: asked for and signed as in a hall."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "whatever the request says")])
        asked = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, hashes.SHA256())
        request, certificate = self.ca / f"{device}.csr", self.ca / f"{device}.crt"
        request.write_bytes(asked.public_bytes(serialization.Encoding.PEM))
        self.hall(
            "ca", "sign", device, "--request", str(request), "--out", str(certificate), "--ca", str(ca or self.ca),
            "--site", str(self.site),
        )  # fmt: skip
        plain = serialization.NoEncryption()
        made = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        file = self.out / "bootstrap" / f"{device}.pem"
        file.write_bytes(certificate.read_bytes() + made)
        file.chmod(0o600)
        return file

    @property
    def ca_file(self) -> Path:
        return self.ca / "ca.pem"

    def visitor(self, account: str | None, **more: Any) -> "Visitor":
        """Somebody who comes as `account`, with its secret unless told otherwise; not yet connected."""
        if account is not None and "secret" not in more:
            more["secret"] = self.secret(account)
        return Visitor(self, account, **{"secret": None, "name": account or "", **more})


class Visitor:
    """One raw MQTT client that keeps what the broker said to it. Use as a context manager: it connects on entering."""

    def __init__(
        self, door: Door, account: str | None, *, secret: str | None, name: str, tls: bool = True,
        ca: Path | None = None, identity: Path | None = None, port: int | None = None,
    ) -> None:  # fmt: skip
        self._news = threading.Condition()
        self.connected: list[str] = []
        """Answers to its coming."""
        self.gone: list[str] = []
        """Why it was sent away."""
        self.subscribed: list[str] = []
        self.published: dict[int, str] = {}
        self.heard: list[tuple[str, bytes]] = []
        client = mqtt.Client(
            CallbackAPIVersion.VERSION2, client_id=name, protocol=mqtt.MQTTv5, reconnect_on_failure=False
        )
        if account is not None:
            client.username_pw_set(account, secret)
        if tls:
            context = ssl.create_default_context(cafile=str(ca or door.ca_file))
            context.verify_flags |= ssl.VerifyFlags.VERIFY_X509_STRICT
            if identity is not None:
                context.load_cert_chain(identity)
            client.tls_set_context(context)
        client.on_connect = lambda c, u, f, code, p: self._note(lambda: self.connected.append(str(code)))
        client.on_disconnect = lambda c, u, f, code, p: self._note(lambda: self.gone.append(str(code)))
        client.on_subscribe = lambda c, u, mid, codes, p: self._note(lambda: self.subscribed.extend(map(str, codes)))
        client.on_publish = lambda c, u, mid, code, p: self._note(lambda: self.published.update({mid: str(code)}))
        client.on_message = lambda c, u, m: self._note(lambda: self.heard.append((m.topic, m.payload)))
        self._client, self._port = client, port or (door.tls if tls else door.plain)

    def __enter__(self) -> "Visitor":
        self._client.connect("127.0.0.1", self._port, keepalive=10)
        self._client.loop_start()
        self.until(lambda: self.connected or self.gone)
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    @property
    def let_in(self) -> bool:
        return self.connected == ["Success"] and not self.gone

    def publish(self, topic: str, payload: bytes = b"{}", *, retain: bool = False) -> str:
        """What the broker says to a message at QoS 1."""
        mid = self._client.publish(topic, payload, qos=1, retain=retain).mid
        self.until(lambda: mid in self.published)
        return self.published[mid]

    def say(self, topic: str, payload: bytes) -> None:
        """As `publish`, for one who may be put out before the broker answers."""
        self._client.publish(topic, payload, qos=1)

    def subscribe(self, topic: str) -> None:
        """Ask for a topic; what was retained on it has come when this returns or comes soon after."""
        before = len(self.subscribed)
        self._client.subscribe(topic, 1)
        self.until(lambda: len(self.subscribed) > before)

    def heard_on(self, topic: str) -> bool:
        return any(one == topic for one, _ in self.heard)

    def until(self, holds: Callable[[], Any]) -> None:
        with self._news:
            assert self._news.wait_for(holds, WAIT_S), (self.connected, self.gone, self.published)

    def _note(self, note: Callable[[], Any]) -> None:
        with self._news:
            note()
            self._news.notify_all()


class Member:
    """A device's own client, as its terminal would start it. Use as a context manager: it waits for the hub."""

    def __init__(self, door: Door, device: str, file: Path) -> None:
        boot = load_bootstrap(file)
        login = no_login if boot.credential is None else lambda: Login(device, door.secret(device))
        self._news = threading.Condition()
        self.snapshots: dict[type[Snapshot], Snapshot] = {}
        """The newest of each kind."""
        self.links: list[Link] = []
        watch = [topics.public(boot.hall), *([topics.window_all(boot.hall, boot.window)] if boot.window else [])]
        self.client = HubClient(
            boot.hall, device, brokers_of(boot), watch, self._hear, lambda link: self._note(self.links.append, link),
            state=door.out.parent / "state" / device, login=login,
        )  # fmt: skip

    def __enter__(self) -> "Member":
        self.client.start()
        self.until(lambda: self.links[-1:] == [Link.UP])
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.client.stop()

    def ask(self, body: AnyCommand, session: str | None = None) -> Reply:
        """The hub's answer."""
        answers: list[Reply | NoReply] = []
        self.client.send(body, lambda reply: self._note(answers.append, reply), session=session, timeout_s=WAIT_S)
        self.until(lambda: answers)
        assert isinstance(answers[0], Reply), answers[0]
        return answers[0]

    def do(self, body: AnyCommand, session: str | None = None) -> Any:
        """A command that must succeed; its result."""
        reply = self.ask(body, session)
        assert reply.ok, reply.words
        return reply.result

    def until(self, holds: Callable[[], Any]) -> None:
        with self._news:
            assert self._news.wait_for(holds, WAIT_S), (self.links, list(self.snapshots))

    def _hear(self, snapshot: Snapshot) -> None:
        self._note(lambda one: self.snapshots.update({type(one): one}), snapshot)

    def _note(self, note: Callable[[Any], Any], what: Any) -> None:
        with self._news:
            note(what)
            self._news.notify_all()


class Enrolling:
    """A device that asks to be let in: `code` and `fingerprint` as its screen shows them. Use as a context manager."""

    def __init__(self, door: Door, device: str, port: int, folder: Path, *more: str) -> None:
        self._words = [
            sys.executable, "-m", "edge_hub.cli", "device", "enrol", device, "--hub", f"127.0.0.1:{port}",
            "--folder", str(folder), *more,
        ]  # fmt: skip
        self._env = {name: value for name, value in os.environ.items() if name != FOLDER}

    def __enter__(self) -> "Enrolling":
        self._process = subprocess.Popen(
            self._words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=self._env,
        )  # fmt: skip
        assert self._process.stdout is not None
        shown: dict[str, str] = {}
        while "fingerprint" not in shown and (line := self._process.stdout.readline()):
            what, _, value = line.strip().partition(" ")
            shown[what] = value.strip()
        self.code, self.fingerprint = shown.get("code", ""), shown.get("fingerprint", "")
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.communicate()

    def ended(self) -> tuple[int, str]:
        """Its exit code and last words."""
        said, wrong = self._process.communicate(timeout=30)
        return self._process.returncode, said + wrong
