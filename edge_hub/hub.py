"""The hub's composition root: open, check, reload, serve; and what makes it end.

Exit codes: 0 told to stop; 2 it cannot start (a sentence says why); 74 the store failed (the next start checks the
whole file first); 75 it is alone, of three voices, and may not serve; 70 the program is wrong. A supervisor starts it
again after the last three.
"""

import fcntl
import json
import logging
import os
import signal
import ssl
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from pydantic import BaseModel

from configs.bundle import Bundle
from configs.changes import changes
from configs.site import Site
from edge_hub.contract.clock import ClockRule
from edge_hub.contract.configuration import ConfigurationApplied, ConfigurationKept
from edge_hub.contract.hall import HubStarted, NumbersSkipped

from .backups import EVERY_S, Backups
from .broker.authority import NoAuthority
from .broker.order import NoOrder
from .broker.porter import Porter
from .clock import HallClock
from .configurations import Configurations
from .disk import Disk
from .domain.hall import Hall
from .domain.means import Happening
from .domain.plan import plan_of
from .gateway import Gateway
from .inbox import Inbox
from .litter import Litter
from .loop import AnotherHub, AnotherReign, Loop, NoMandate
from .messages import Broken, Damaged, Deposed, Stop
from .opening import Way
from .photos import kept_photos
from .pins import Pins
from .publisher import Publisher
from .release import ReleaseGate, Step
from .shipping.mandate import Mandate
from .shipping.parcel import Standing, Vote
from .standby.copying import Copy
from .standby.feed import Feed
from .standby.follower import ORPHANS, REIGNS, export_orphans
from .standby.line import Unsafe
from .standby.peer import PeerWatch, who_reigns
from .standby.tail import fetch_tail
from .standby.wish import Wish, of_reign
from .standby.witness import MandateWatch, boot_s, machine_of
from .status.report import Report
from .status.server import open_door
from .store.backup import RESTORED, backups, epoch_brought, epoch_seen, newest_good, restore
from .store.blobs import Blobs
from .store.connection import DAMAGES, STORE_FAILURES, StoreDamaged, StoreFault
from .store.store import DB_NAME, Store, quick_check

log = logging.getLogger(__name__)
VERSION = "0.1.0"
CHECK_AFTER_S = 300.0
CHECKED_BYTES_MAX = 32 * 2**20
"""Such a file is checked in a tenth of a second."""
CANNOT_START, WRONG, STORE_FAILED, NO_VOICE = 2, 70, 74, 75
VOICE_WAIT_S = 30.0
CHECK_FIRST = "check-first"
NUMBERS_SKIPPED = 200
"""Of each queue and for each reign since that of the data: citizens may hold slips that this hub knows nothing of."""


ANOTHER = (
    "the hub {hub} serves this hall on the broker {broker} already. Stop it first, or give this one another broker."
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a hub is to serve. `status_port` 0 is a free one, None what the configuration says."""

    restored: bool = False
    """The data came back from a backup: a new epoch begins, and no screen takes its older numbers for old news."""
    check_after_s: float = CHECK_AFTER_S
    """When the whole file is checked in the background."""
    status_port: int | None = None
    backup_to: Path | None = None
    """Where backups go, and where the newest good one is taken from when the file is damaged."""
    backup_every_s: float = EVERY_S
    standby_listen: tuple[str, int] | None = None
    """Where a standby may follow this hub."""
    peer: tuple[str, int] | None = None
    """The other machine's such place: asked at the start, and from then on, who reigns."""
    feed_tls: ssl.SSLContext | None = None
    peer_tls: ssl.SSLContext | None = None
    broker_folder: Path | None = None
    """Where `hall broker config` wrote, and the hub writes when it lets a device in or puts one out."""
    bundle: Bundle | None = None
    """The files of the folder's configuration, to be kept and recorded where none was applied before."""
    take_site: bool = False
    """The folder's configuration takes the place of the one that is applied."""
    driver_options: Mapping[str, type[BaseModel]] = field(default_factory=dict)
    witness: tuple[str, int] | None = None
    """A third machine: this hub serves only as long as that one or the standby says that it does."""


DEPOSED = (
    "the other machine serves this hall: {who}. Start this one as its standby (hall standby run), and promote it if it"
    " shall serve again."
)


ALONE = (
    "{why}: neither the witness nor a standby says that this machine serves the hall, so another may. It asks again"
    " when it is started again; a person may start it without --witness."
)


class CannotStart(Exception):
    """Nothing was served; a sentence says what to do. A supervisor that tried again would find the same."""


@contextmanager
def locked_folder(data: Path, who: str) -> Iterator[None]:
    """The folder for this process alone. Raises CannotStart."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock = _lock(data)
    except OSError as fault:
        raise CannotStart(f"{data} cannot be used: {fault.strerror}. Give a folder of its own.") from fault
    if lock is None:
        raise CannotStart(f"another hub or standby runs on {data}. Two {who}s on the same data are refused.")
    with lock:
        yield


def serve(
    site: Site | None, data: Path, way: Way, practice: ClockRule | None, wishes: Wishes | None = None
) -> int:
    """Run the hub until SIGTERM or SIGINT; returns the exit code. Without a `site` (its folder has faults) by the
    configuration that was applied."""
    try:
        with locked_folder(data, "hub"):
            return _serve(site, data, way, practice, wishes or Wishes())
    except CannotStart as fault:
        print(f"hall hub: {fault}", file=sys.stderr)
        return CANNOT_START
    except AnotherHub as fault:
        where = f"{way.address.host}:{way.address.port}"
        print(f"hall hub: {ANOTHER.format(hub=fault, broker=where)}", file=sys.stderr)
        return CANNOT_START
    except AnotherReign as fault:
        print(f"hall hub: {DEPOSED.format(who=fault)}", file=sys.stderr)
        (data / REIGNS).unlink(missing_ok=True)
        return CANNOT_START
    except NoMandate as fault:
        print(f"hall hub: {ALONE.format(why=fault)}", file=sys.stderr)
        return NO_VOICE
    except STORE_FAILURES as fault:
        print(f"hall hub: the store failed: {fault}", file=sys.stderr)
        ask_for_check(data, str(fault))
        return STORE_FAILED
    except Exception:  # the outermost loop: what was committed is safe, and a supervisor starts the hub again
        log.exception("The hub is wrong and ends.")
        return WRONG


def _serve(site: Site | None, data: Path, way: Way, practice: ClockRule | None, wishes: Wishes) -> int:
    clock = HallClock(ClockRule())
    disk = Disk(data, ballast=practice is None)  # first: a full one must have room before the store is opened
    _refuse_half_a_restore(data)
    try:
        check_if_asked(data)
    except StoreDamaged as damage:
        if not _backup_instead(data, wishes.backup_to, damage):
            raise
    try:
        store, blobs = _sound_store(data, clock, wishes.backup_to), Blobs(data)
        if practice is None:
            store.real_clock()
        else:
            clock.rule = store.practice_clock(practice)
    except (StoreFault, OSError) as fault:
        raise CannotStart(str(fault)) from fault
    new_reign = wishes.restored or (data / RESTORED).exists()
    if new_reign and not (data / REIGNS).exists():
        _fetch_tail(store, blobs, site, wishes)
    before, wish = epoch_brought(data, store.epoch), of_reign(data)
    if new_reign:
        store.step_up(epoch_seen(data))
        log.info("A new reign begins: epoch %d.", store.epoch)
    elif wishes.peer is not None:
        _give_way(store, data, wishes)
    hall = _hall(store, site, blobs, wishes)
    site = hall.plan.site
    inbox = Inbox()
    watch_threads(inbox)
    mandate = Mandate() if wishes.witness else None
    feed = _feed(store, data, inbox, wishes, mandate)
    voice = _voice(store, data, inbox, wishes, mandate, wish)
    gateway = Gateway(site.hall.id, store.hub_id, store.epoch, way.address, inbox, way.login)
    pins, configurations = Pins(inbox, store.keys), Configurations(inbox, wishes.driver_options)
    publisher = Publisher(hall, gateway.snapshot, store.epoch)
    gate = ReleaseGate(gateway.reply, feed, gateway.flush)
    porter = _porter(site, way, inbox, clock, wishes)
    gateway.allowance.flooded = porter.calm
    loop = Loop(
        hall, store, clock, inbox, gateway.listen, gate, publisher, pins, configurations, gateway.refused.total,
        feed.committed if feed else lambda: None, disk, porter, Litter(clock.mono_s()),
    )  # fmt: skip
    if mandate and voice:
        loop.mandated, loop.walked = lambda: mandate.holds(boot_s()), voice.wake
        voice.alone = lambda: gate.step is not Step.IN_STEP
    loop.record(Happening(_started(store, wish, clock.now_ms())))
    taken = list(of_folder(hall, wishes.bundle, wishes.take_site, clock.now_ms()))
    if taken:
        loop.record(*taken)
    loop.roll_day()
    porter.remind(hall.admissions)
    if new_reign:  # on the day that it is now
        loop.record(Happening(NumbersSkipped(count=NUMBERS_SKIPPED * (store.epoch - before), at_ms=clock.now_ms())))
    (data / RESTORED).unlink(missing_ok=True)
    port = site.hall.status_port if wishes.status_port is None else wishes.status_port
    door = open_door(port, Report(hall, store, loop, gateway.refused, inbox, blobs), porter)
    loop.status_port, loop.status_tls = (door.port, door.tls) if door else (None, False)
    _check_later(inbox, data, wishes.check_after_s)
    keeper = Backups(data, wishes.backup_to, inbox, wishes.backup_every_s) if wishes.backup_to else None
    loop.pruner.heed(
        ({"backup": lambda: keeper.kept_seq} if keeper else {}) | ({"standby": lambda: feed.cursor.seq} if feed else {})
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: inbox.post(Stop()))
    mine = Standing(hub=store.hub_id, epoch=store.epoch)
    watch = PeerWatch(wishes.peer, mine, wishes.peer_tls, inbox) if wishes.peer else None
    ready = {"what": "ready", "hub": store.hub_id, "epoch": store.epoch, "seq": store.seq, "pid": os.getpid()}
    ports = {"status_port": loop.status_port, "standby_port": feed.port if feed else None}
    print(json.dumps({**ready, **ports}), flush=True)
    try:
        loop.run()
        gateway.stop(loop.status(up=False))
    except (AnotherHub, AnotherReign, NoMandate):
        gateway.stop(None)
        raise
    finally:
        pins.close()
        porter.close()
        configurations.close()
        for rim in (feed, watch, voice, keeper, door):
            if rim:
                rim.close()
    store.close()
    disk.close()
    return 0


def _fetch_tail(store: Store, blobs: Blobs, site: Site | None, wishes: Wishes) -> None:
    """What the backup lacks and the standby has, before this hub goes its own way."""
    known = store.configured()
    plan = known.plan(known.applied) if known.applied else None
    if wishes.standby_listen is None or not store.seq or not (plan or site):
        return
    copy = Copy(store, plan or plan_of(site))  # type: ignore[arg-type]  # one of the two is there
    try:
        count = fetch_tail(copy, blobs, wishes.standby_listen, wishes.feed_tls)
    except (OSError, Unsafe) as fault:
        raise CannotStart(f"a standby could not follow at {wishes.standby_listen}: {fault}") from fault
    log.info("The standby had %d records that the backup lacks; they are back.", count)


UNREADABLE = (
    "the configuration that is applied ({digest}) cannot be read by this program: {why}. Start once with --take-site to"
    " take the folder's instead."
)
DIFFERS = (
    "The folder given by --site differs from the configuration that is applied (%s), which holds: %s. To take the"
    " folder's: `hall config apply DIR`, or start once with --take-site."
)
TOLD_MAX = 5


def _hall(store: Store, folder: Site | None, blobs: Blobs, wishes: Wishes) -> Hall:
    """The hall as it was, by the configuration that is applied; only the first one comes from the folder."""
    photos = kept_photos(folder, blobs) if folder else {}
    known = store.configured()
    plan = known.plan(known.applied) if known.applied else None
    if known.applied and plan is None and not wishes.take_site:
        raise CannotStart(UNREADABLE.format(digest=known.applied[:12], why=known.unreadable))
    if folder is None and (plan is None or wishes.take_site):
        raise CannotStart("the folder given by --site has faults, and no other configuration can be taken.")
    if folder and plan and wishes.take_site and folder.hall.id != plan.site.hall.id:
        raise CannotStart(f"the folder is of the hall {folder.hall.id}, the data are of {plan.site.hall.id}.")
    hall = Hall(plan or plan_of(folder, photos))  # type: ignore[arg-type]  # one of the two is there
    hall.configured = known
    store.load(hall)
    told = [str(one) for one in changes(plan.site, folder)] if plan and folder and not wishes.take_site else []
    if told:
        more = f"; {len(told) - TOLD_MAX} more" if len(told) > TOLD_MAX else ""
        log.warning(DIFFERS, (known.applied or "")[:12], "; ".join(told[:TOLD_MAX]) + more)
    return hall


def of_folder(hall: Hall, bundle: Bundle | None, take_site: bool, now_ms: int) -> Iterator[Happening]:
    """What is recorded when the folder's configuration is taken: at the first start, and when somebody wants it."""
    known = hall.configured
    if bundle is None or bundle.digest == known.applied or not (take_site or known.applied is None):
        return
    if bundle.digest not in known.kept:
        yield Happening(ConfigurationKept(digest=bundle.digest, content=bundle.packed(), at_ms=now_ms))
    why = "--take-site" if take_site else "first start"
    yield Happening(ConfigurationApplied(digest=bundle.digest, was=known.applied, by="", why=why, at_ms=now_ms))


def _sound_store(data: Path, clock: HallClock, backup_to: Path | None) -> Store:
    """The store, or the newest good backup of it where the file is damaged or has lost its end (a log that was cut
    off, a blank disk): SQLite itself cannot know that there was more."""
    try:
        store = Store(data, clock.boot_id)
        if backup_to is not None and backup_to.is_dir():
            _refuse_a_lost_end(store, backup_to)
        return store
    except DAMAGES as damage:
        if not _backup_instead(data, backup_to, damage):
            raise
        return Store(data, clock.boot_id)


def _started(store: Store, wish: Wish | None, now_ms: int) -> HubStarted:
    """The record that begins a reign, or goes on with one; of a promotion with who wanted it and why."""
    started = HubStarted(hub=store.hub_id, epoch=store.epoch, version=VERSION, at_ms=now_ms)
    who = {"by": wish.by, "why": wish.why, "wished_ms": wish.at_ms} if wish else {}
    return started.model_copy(update=who)


def _voice(
    store: Store, data: Path, inbox: Inbox, wishes: Wishes, mandate: Mandate | None, wish: Wish | None
) -> MandateWatch | None:
    """Two of three voices before anything is served: this machine's own, and that of the witness or of the standby. A
    person's wish counts whatever records the witness knows of. Raises NoMandate, and CannotStart where a later hub
    serves."""
    if wishes.witness is None or mandate is None:
        return None
    machine, by_person = machine_of(data), wish is not None and bool(wish.by)

    def mine() -> Vote:
        return Vote(machine=machine, epoch=store.epoch, seq=store.seq, by_person=by_person)

    watch = MandateWatch(wishes.witness, mine, wishes.peer_tls, mandate, inbox)
    end_s = boot_s() + VOICE_WAIT_S
    while not mandate.holds(boot_s()):
        deposed = next((one for one in inbox.take(0.2) if isinstance(one, Deposed)), None)
        if deposed is not None:
            watch.close()
            raise AnotherReign(f"{deposed.hub} in epoch {deposed.epoch}")
        if boot_s() > end_s:
            watch.close()
            raise NoMandate("this machine waited half a minute")
    return watch


def _feed(store: Store, data: Path, inbox: Inbox, wishes: Wishes, mandate: Mandate | None) -> Feed | None:
    if wishes.standby_listen is None:
        return None
    try:
        return Feed(data, store.hub_id, store.epoch, wishes.standby_listen, inbox, wishes.feed_tls, mandate)
    except (OSError, Unsafe) as fault:
        raise CannotStart(f"a standby could not follow at {wishes.standby_listen}: {fault}") from fault


def _porter(site: Site, way: Way, inbox: Inbox, clock: HallClock, wishes: Wishes) -> Porter:
    try:
        return Porter(site, wishes.broker_folder, way.address, way.login, inbox.post, clock.now_ms)
    except (NoOrder, NoAuthority) as fault:
        raise CannotStart(str(fault)) from fault


def _give_way(store: Store, data: Path, wishes: Wishes) -> None:
    """A hub that was replaced while it was away does not serve again; what it had more is written out."""
    assert wishes.peer is not None
    mine = Standing(hub=store.hub_id, epoch=store.epoch, seq=store.seq, chain=store.chain.hex())
    other = who_reigns(wishes.peer, mine, wishes.peer_tls)
    if other is None or other.epoch <= store.epoch:
        return
    ends = store.seq
    store.close()
    if other.fork:
        count = export_orphans(data, other.began, data / ORPHANS)
        log.warning("%d records that the other hub does not have lie in %s.", count, data / ORPHANS)
    raise AnotherReign(f"it reigns in epoch {other.epoch}, this one ended in {store.epoch} with record {ends}")


def _refuse_a_lost_end(store: Store, backup_to: Path) -> None:
    newest = next((one.manifest for one in backups(backup_to)), None)
    if newest is not None and (newest.epoch, newest.seq) > (store.epoch, store.seq):
        ends = store.seq
        store.close()
        raise StoreDamaged(f"{store.path} ends at record {ends}, a backup of it at record {newest.seq}.")


def _backup_instead(data: Path, backup_to: Path | None, damage: Exception) -> bool:
    """Put the newest good backup in the place of a damaged file, which is kept, set aside; False if there is none."""
    good = newest_good(backup_to)[0] if backup_to is not None else None
    if good is None or backup_to is None:
        return False
    log.warning("%s Taking the backup %s in its place.", damage, good.path.name)
    aside = restore(good, data, backup_to, round(time.time() * 1000))
    log.warning("%d records are back; the damaged file is kept in %s.", good.manifest.seq, aside)
    (data / CHECK_FIRST).unlink(missing_ok=True)
    return True


def _refuse_half_a_restore(data: Path) -> None:
    if (data / RESTORED).exists() and not (data / DB_NAME).exists():
        raise CannotStart(f"a restore into {data} was cut off before its end. Run `hall restore` again.")


def _check_later(inbox: Inbox, data: Path, after_s: float) -> None:
    """Check the whole file in the background, once the doors are open. By monotonic time, whatever the clock does."""

    def check() -> None:
        try:
            faults = quick_check(data)
        except STORE_FAILURES as fault:
            faults = [str(fault)]
        if faults:
            inbox.post(Damaged(faults[0]))
        else:
            log.info("The whole file was checked in the background and is sound.")

    later = threading.Timer(after_s, check)
    later.daemon = True
    later.start()


def watch_threads(inbox: Inbox) -> None:
    """From now on a thread that ends by a fault ends the hub. Its traceback is printed as ever."""

    def broken(fault: threading.ExceptHookArgs) -> None:
        threading.__excepthook__(fault)
        name = fault.thread.name if fault.thread else "a thread"
        inbox.post(Broken(f"{name} ended: {fault.exc_type.__name__}: {fault.exc_value}"))

    threading.excepthook = broken


def ask_for_check(data: Path, why: str) -> None:
    try:
        (data / CHECK_FIRST).write_text(f"{why}\n", encoding="utf-8")
    except OSError as fault:
        print(f"hall hub: {data / CHECK_FIRST} could not be written ({fault.strerror}): the next start will not check"
              " the file by itself.", file=sys.stderr)  # fmt: skip


def check_if_asked(data: Path) -> None:
    """Check the whole file before serving, if it is small, or if the last hub ended because of the store. A large one
    is checked in the background: nobody shall wait for that."""
    marker = data / CHECK_FIRST
    if not (data / DB_NAME).exists():
        marker.unlink(missing_ok=True)
        return
    if marker.exists():
        log.warning("The last hub ended because of the store; checking the whole file before serving.")
    elif (data / DB_NAME).stat().st_size > CHECKED_BYTES_MAX:
        return
    faults = quick_check(data)
    if faults:
        raise StoreDamaged(f"{data}: the file is damaged: {faults[0]}. Restore the newest good backup.")
    marker.unlink(missing_ok=True)


def _lock(data: Path) -> IO[str] | None:
    """The lock of the data directory, or None when another hub holds it. It ends with the process in any case."""
    held = (data / "hub.lock").open("a+", encoding="utf-8")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        held.close()
        return None
    return held
