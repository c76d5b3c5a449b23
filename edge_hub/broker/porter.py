"""The porter: carries out, at the rim and on a thread of its own, what was decided about who is let in.

A device that was revoked is put out three times: at once, when the broker has read the new list, and a little later,
since a device comes back within half a second and the broker reads at its own time. Meanwhile the hub ignores it. What
could not be done (a full disk, a missing key) is told at the guide desk and tried again until it is.
"""

import datetime as dt
import heapq
import logging
import shlex
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from configs.site import Site
from edge_hub.client.login import is_loopback
from edge_hub.client.wire import Address, LoginOf
from edge_hub.contract.admission import Proof
from edge_hub.contract.device import Health
from edge_hub.domain.means import NOBODY_ASKS, NoClaims
from edge_hub.domain.values import Admission
from edge_hub.messages import OwnHealth

from . import accounts
from . import order as orders
from .authority import CA_CERTIFICATE, HUB, SERVER, NoAuthority, load
from .claims import Claim, Claims
from .eviction import put_out
from .folder import Folder
from .order import REVOKED, NoOrder
from .register import BadRequest, issued, revoke, sign
from .setup import BOOTSTRAP, SECRETS, SERVICE, CannotConfigure, Done, configure

log = logging.getLogger(__name__)
AGAIN_S = (0.0, 1.5, 6.0)
"""After the files were written: put out then."""
RETRY_S = 60.0
SEEN_GAP_S = 2.0
"""A revoked device that shows itself is put out again, so often at most."""
RELOAD_S = 15.0
TEND_S = 6 * 3600.0
CALM_S = 120.0
"""A device that has not flooded for so long is told of no more."""
FILES = {"acl", "passwords", "crl.pem", SERVER}
"""What the broker reads again when it is told to."""
WELL = OwnHealth("door", Health.UP)
FLOOD_HINT = "请检查这台设备。 Look at this device."
HINT = "请管理员查看主机日志。 An administrator should look into the hub's log."


class Porter:
    """`tell` and `seen` are for the loop's thread and return at once. `folder` is that of `hall broker config`; without
    one nothing is written, and a revoked device is only put out again whenever it shows itself."""

    def __init__(
        self, site: Site, folder: Path | None, address: Address, login: LoginOf, post: Callable[[OwnHealth], object],
        now_ms: Callable[[], int] = lambda: round(time.time() * 1000),
    ) -> None:  # fmt: skip
        """Raises NoOrder or NoAuthority: better no hub than one that believes it could lock the door."""
        self._site, self._address, self._login, self._post = site, address, login, post
        self._folder = folder
        self.asking: Claims | None = None
        """The devices that ask; None where this hall has no CA at hand."""
        self._barred: frozenset[str] = frozenset()
        self._revoked: frozenset[int] = frozenset()
        """Serial numbers of certificates that count no more."""
        self._entries: Mapping[str, str] = {}
        if folder is not None:
            opened, order = self._open()
            self._look(opened, order)
            if order.ca is not None:
                ca = load(Folder(order.ca)).der
                devices = frozenset(one.id for one in site.devices)
                self.asking = Claims(devices, ca, order.certificates is not None, now_ms)
        self._may_put_out = address.tls is None and is_loopback(address.host)
        self._jobs: list[tuple[float, int, Callable[[], None]]] = []
        self._news = threading.Condition()
        self._nth, self._stopping, self._well = 0, False, True
        self._unread = False
        """Whether the broker has not been told of what was written last."""
        self._seen_s: dict[str, float] = {}
        self._flooded_s: dict[str, float] = {}
        self._context: ssl.SSLContext | None = None
        if folder is not None:
            self._at(TEND_S, self._tend)
        self._thread = threading.Thread(target=self._run, name="porter", daemon=True)
        self._thread.start()

    def tell(self, admissions: Iterable[Admission]) -> None:
        """What was decided and is on record."""
        for one in admissions:
            if one.revoked:
                self._barred |= {one.device}
                self._at(0.0, lambda device=one.device: self._revoke(device))  # type: ignore[misc]
            else:
                self._at(0.0, lambda device=one.device, how=str(one.proof): self._let(device, how))  # type: ignore[misc]

    def remind(self, admissions: Mapping[str, Admission]) -> None:
        """At the start: the hub may have ended between a record and what follows from it."""
        known = orders.decided(Folder(self._folder)) if self._folder is not None else {}
        self.tell(one for one in admissions.values() if one.revoked or known.get(one.device) == REVOKED)

    def seen(self, device: str) -> None:
        """A revoked device is there, or says something."""
        now_s = time.monotonic()
        if now_s - self._seen_s.get(device, -SEEN_GAP_S) >= SEEN_GAP_S:
            self._seen_s[device] = now_s
            self._at(0.0, lambda: self._put_out(device))

    def calm(self, device: str) -> None:
        """A device says more than it may: it is put out, and all that the broker keeps of it is gone."""
        log.warning("%s floods the hub and is put out. Look at the device.", device)
        self._post(OwnHealth(f"flood.{device}", Health.DEGRADED, f"{device} 发送过多，已断开", FLOOD_HINT))
        self._at(0.0, lambda: self._put_out(device))
        self._flooded_s[device] = time.monotonic()
        self._at(CALM_S, lambda: self._is_calm(device))

    def close(self) -> None:
        with self._news:
            self._stopping = True
            self._news.notify()
        self._thread.join(RELOAD_S)

    # ---- for the threads of the status port, and the loop's ---------------------------------------------------------

    @property
    def claims(self) -> Claims | NoClaims:
        """The devices that ask."""
        return self.asking or NOBODY_ASKS

    def context(self) -> ssl.SSLContext | None:
        """How the status port proves itself, and knows who comes; None where this hall has no CA."""
        if self._folder is None:
            return None
        folder, order = self._open()
        if order.ca is None or not (folder.path / HUB).exists():
            return None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(folder.path / HUB)
        context.load_verify_locations(order.ca / CA_CERTIFICATE)
        context.verify_mode = ssl.CERT_OPTIONAL  # whoever asks to be let in has no certificate yet
        self._context = context
        return context

    @property
    def ca_pem(self) -> str:
        """The hall's CA, which is public."""
        _, order = self._open()
        assert order.ca is not None
        return load(Folder(order.ca)).pem

    def turned_away(self, device: str, serial: int | None) -> bool:
        """Whether a device, or its certificate of that serial number, counts no more."""
        return device in self._barred or serial in self._revoked

    def fits(self, device: str, secret: str) -> bool:
        """Whether this is the password of the device."""
        entry = self._entries.get(device)
        return entry is not None and device not in self._barred and accounts.fits(entry, secret)

    def renew(self, device: str, request: str) -> str:
        """The next certificate of a device that has proved itself by one. Raises BadRequest, or as the disk does."""
        _, order = self._open()
        assert order.ca is not None
        ca = Folder(order.ca)
        pem = sign(ca, load(ca), device, request, dt.datetime.now(dt.UTC))
        log.info("%s has a new certificate.", device)
        return pem

    # ---- on its own thread ------------------------------------------------------------------------------------------

    def _revoke(self, device: str) -> None:
        self._put_out(device)
        self._done(lambda: self._shut(device), lambda: self._revoke(device))
        for later_s in AGAIN_S:
            self._at(later_s, lambda: self._put_out(device))

    def _shut(self, device: str) -> None:
        """Everything that could open to the device: its certificates, its password, what it may hear."""
        if self._folder is None:
            return
        folder, order = self._open()
        now = dt.datetime.now(dt.UTC)
        orders.decide(folder, device, REVOKED)
        if order.ca is not None:
            revoke(Folder(order.ca), load(Folder(order.ca)), device, now)
        self._write(folder, order)
        log.info("%s is let in no more.", device)

    def _let(self, device: str, how: str) -> None:
        """Whoever still has the name is put out first: from now on the hub believes it again."""
        self._put_out(device)
        if self._folder is not None:
            self._done(lambda: self._admit(device, how), lambda: self._let(device, how))

    def _admit(self, device: str, how: str) -> None:
        """Nothing that opened to it before does any more; and what the device waits for is made."""
        folder, order = self._open()
        claim = self.asking.chosen(device) if self.asking is not None else None
        certificate = ""
        if order.ca is not None:
            ca, now = Folder(order.ca), dt.datetime.now(dt.UTC)
            revoke(ca, load(ca), device, now)
            if claim is not None and claim.proof is Proof.CERTIFICATE:
                certificate = sign(ca, load(ca), device, claim.request, now)
        orders.decide(folder, device, how)
        self._write(folder, order, renew=(device,) if how == Proof.PASSWORD else ())
        self._barred -= {device}
        if claim is not None:
            self._hand(folder, claim, certificate)
        log.info("%s is let in.", device)

    def _hand(self, folder: Folder, claim: Claim, certificate: str) -> None:
        """A secret leaves by this way alone: nobody needs to carry it."""
        file = f"{SECRETS}/{SERVICE}.{claim.device}"
        secret = "" if certificate else (folder.read(file) or "").strip()
        folder.remove(file)
        bootstrap = folder.read(f"{BOOTSTRAP}/{claim.device}.yaml") or ""
        claim.result = {"bootstrap": bootstrap, "certificate": certificate, "secret": secret}

    def _write(self, folder: Folder, order: orders.Order, renew: tuple[str, ...] = ()) -> Done:
        """The broker's files as they should be now, and known to it."""
        now = dt.datetime.now(dt.UTC)
        authority = load(Folder(order.ca)) if order.ca is not None else None
        done = configure(folder, orders.wish_of(order, self._site, folder, authority, now, renew), authority, now)
        if HUB in done.changed and self._context is not None:
            self._context.load_cert_chain(folder.path / HUB)
        self._unread = self._unread or bool(FILES & set(done.changed))
        if self._unread and order.reload is not None:
            subprocess.run(
                shlex.split(order.reload), stdin=subprocess.DEVNULL, capture_output=True, timeout=RELOAD_S, check=True
            )
            self._unread = False
        self._look(folder, order)
        return done

    def _look(self, folder: Folder, order: orders.Order) -> None:
        """What those who ask at the status port are held to."""
        known = issued(Folder(order.ca)) if order.ca is not None else []
        self._revoked = frozenset(one.serial for one in known if one.revoked is not None)
        self._entries = accounts.read(folder.read("passwords") or "")

    def _tend(self) -> None:
        """The certificates of broker and status port are renewed when a third of their life is left."""
        if self._done(lambda: self._write(*self._open()), self._tend):
            self._at(TEND_S, self._tend)

    def _open(self) -> tuple[Folder, orders.Order]:
        assert self._folder is not None
        folder = Folder(self._folder)
        order = orders.kept(folder)
        if order.ca is not None:
            load(Folder(order.ca))
        return folder, order

    def _done(self, work: Callable[[], object], again: Callable[[], None]) -> bool:
        """Do it, or say at the guide desk that it could not be done, and do it later."""
        try:
            work()
        except (OSError, subprocess.SubprocessError, NoOrder, NoAuthority, CannotConfigure, BadRequest) as fault:
            log.warning("The broker's files could not be brought up to date: %s. It is tried again.", _said(fault))
            self._well = False
            self._post(OwnHealth("door", Health.DOWN, "准入名单未能更新", HINT))
            self._at(RETRY_S, again)
            return False
        if not self._well:
            self._well = True
            self._post(WELL)
        return True

    def _put_out(self, device: str) -> None:
        if not self._may_put_out:
            log.warning(
                "%s cannot be put out from here: the hub does not come to its broker on loopback. Start the broker"
                " again.", device,
            )  # fmt: skip
        elif not put_out(self._address, self._login, device):
            log.info("%s could not be put out: the broker did not answer.", device)

    def _is_calm(self, device: str) -> None:
        if time.monotonic() - self._flooded_s[device] >= CALM_S:
            self._post(OwnHealth(f"flood.{device}", Health.UP))

    def _at(self, in_s: float, job: Callable[[], None]) -> None:
        with self._news:
            self._nth += 1
            heapq.heappush(self._jobs, (time.monotonic() + in_s, self._nth, job))
            self._news.notify()

    def _run(self) -> None:
        while (job := self._next()) is not None:
            job()

    def _next(self) -> Callable[[], None] | None:
        with self._news:
            while not self._stopping:
                wait_s = self._jobs[0][0] - time.monotonic() if self._jobs else None
                if wait_s is not None and wait_s <= 0:
                    return heapq.heappop(self._jobs)[2]
                self._news.wait(wait_s)
            return None


def _said(fault: Exception) -> str:
    if isinstance(fault, subprocess.CalledProcessError):
        said = fault.stderr.decode(errors="replace").strip()
        return f"{shlex.join(fault.cmd)}: {said or f'exit code {fault.returncode}'}"
    return str(fault)
