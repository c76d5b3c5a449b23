"""`hall config`: brings a configuration to a running hub, and says what it would change and what became of it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from configs.bundle import Bundle
from edge_hub.contract import configuration as c
from edge_hub.contract.clock import at_hall
from edge_hub.contract.desk import SignInDesk, SignOutDesk
from edge_hub.contract.envelope import AnyCommand, Reply
from edge_hub.contract.window import SignedIn

from . import desk_session
from .opening import Way, bundle_or_exit
from .support import granted, talk

Ask = Callable[[AnyCommand], Reply]
SHORT = 12
NOTHING_BEFORE = "之前没有版本，不能回退 there is no version before it to go back to"
FIRST = "(the hub's first start)"


def diff(hall: str, device: str, way: Way, directory: Path, guide: SignInDesk | None = None) -> None:
    """Exit code 1 if something stands in the way."""
    _, bundle = bundle_or_exit(directory)
    with _at_desk(hall, device, way, guide) as ask:
        found = _reviewed(ask, bundle)
    _tell(found)
    if found.obstacles:
        sys.exit(1)


def apply(
    hall: str, device: str, way: Way, directory: Path, by: str, why: str, when_empty: bool,
    guide: SignInDesk | None = None,
) -> None:  # fmt: skip
    """A configuration with a fault does not leave this machine."""
    _, bundle = bundle_or_exit(directory)
    with _at_desk(hall, device, way, guide) as ask:
        found = _reviewed(ask, bundle)
        _tell(found)
        body = c.ApplyConfiguration(
            digest=bundle.digest, seen=found.applied, by=by, why=why, when_empty=when_empty
        )  # fmt: skip
        _tell_applied(c.Applied.model_validate(granted(ask(body), body, hall)))


def roll_back(
    hall: str, device: str, way: Way, by: str, why: str, when_empty: bool, guide: SignInDesk | None = None
) -> None:
    """The hub keeps every version: no folder is needed."""
    with _at_desk(hall, device, way, guide) as ask:
        known = _shown(ask)
        if known.before is None:
            print(f"hall config: {NOTHING_BEFORE}.", file=sys.stderr)
            sys.exit(1)
        found = c.Review.model_validate(granted(ask(c.ReviewConfiguration(digest=known.before))))
        _tell(found)
        body = c.ApplyConfiguration(
            digest=known.before, seen=known.applied, by=by, why=why, when_empty=when_empty, back=True
        )  # fmt: skip
        _tell_applied(c.Applied.model_validate(granted(ask(body), body, hall)))


def withdraw(
    hall: str, device: str, way: Way, by: str, why: str, guide: SignInDesk | None = None
) -> None:
    with _at_desk(hall, device, way, guide) as ask:
        awaited = _shown(ask).awaited
        if awaited is None:
            print("Nothing waits.")
            return
        body = c.WithdrawConfiguration(by=by, why=why)
        granted(ask(body), body, hall)
        print(f"{awaited.digest[:SHORT]} is given up; what it had closed is open again.")


def show(hall: str, device: str, way: Way, guide: SignInDesk | None = None) -> None:
    with _at_desk(hall, device, way, guide) as ask:
        known = _shown(ask)
    back = f"可回退到 a rollback goes to {_short(known.before)}" if known.before else NOTHING_BEFORE
    print(f"现用 in force: {_short(known.applied)}; {back}.")
    if known.awaited is not None:
        print(f"Waits until nobody does: {_line(known.awaited)}")
        _tell_obstacles(known.obstacles)
    for one in known.versions:
        print(_line(one))


@contextmanager
def _at_desk(hall: str, device: str, way: Way, guide: SignInDesk | None) -> Iterator[Ask]:
    """Commands of the console; of the person who signs in there for them, and leaves again."""
    with talk(hall, device, way) as put:
        if guide is None:
            here = desk_session.kept(hall, device)
            yield lambda body: put(body, here)
            return
        session = SignedIn.model_validate(granted(put(guide))).session
        try:
            yield lambda body: put(body, session)
        finally:
            put(SignOutDesk(), session)


def _reviewed(ask: Ask, bundle: Bundle) -> c.Review:
    """What the hub says to a configuration; it is brought there first if the hub does not have it."""
    body = c.ReviewConfiguration(digest=bundle.digest)
    reply = ask(body)
    if reply.reason == "CONFIGURATION_UNKNOWN":
        packed = bundle.packed()
        parts = [packed[at : at + c.PART_CHARS] for at in range(0, len(packed), c.PART_CHARS)]
        if len(parts) > c.PARTS_MAX:
            print("hall config: the configuration is too large.", file=sys.stderr)
            sys.exit(1)
        for nth, part in enumerate(parts):
            granted(ask(c.StageConfiguration(digest=bundle.digest, part=nth, parts=len(parts), data=part)))
        reply = ask(body)
    return c.Review.model_validate(granted(reply))


def _shown(ask: Ask) -> c.Configurations:
    return c.Configurations.model_validate(granted(ask(c.ShowConfiguration())))


def _tell(found: c.Review) -> None:
    print(f"In force: {_short(found.applied)}; this: {_short(found.digest)}.")
    for change in found.changes or ("Nothing changes.",):
        print(change)
    if found.changes_more:
        print(f"and {found.changes_more} more")
    _tell_obstacles(found.obstacles)
    for note in found.notes:
        print(f"Note: {note.zh} {note.en}")


def _tell_obstacles(obstacles: tuple[c.Obstacle, ...]) -> None:
    for one in obstacles:
        numbers = f" ({', '.join(one.tickets)}{' ...' if one.count > len(one.tickets) else ''})" if one.tickets else ""
        print(f"In the way: {one.what} {one.id}: {one.words.zh} {one.words.en}{numbers}")


def _tell_applied(found: c.Applied) -> None:
    if not found.waits:
        print(f"{_short(found.digest)} is in force.")
        return
    print(f"{_short(found.digest)} waits until nobody does, and then takes force by itself.")
    if found.closed:
        print(f"No new tickets from now on: {', '.join(found.closed)}")


def _line(one: c.Version) -> str:
    when: datetime = at_hall(one.at_ms)
    back = "back to " if one.back else ""
    return f"{when:%Y-%m-%d %H:%M:%S}  {back}{one.digest[:SHORT]}  {one.by or FIRST}: {one.why}"


def _short(digest: str | None) -> str:
    return digest[:SHORT] if digest else "none"
