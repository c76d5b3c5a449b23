"""What is decided about the configuration: who may change it, what stands in the way, and when one that waits is due.

Nobody loses their place: what somebody waits for, a window where somebody works, a pad on which somebody is signed in
are not taken away. What a hall cannot change while it lives is its own name.
"""

from collections.abc import Iterator

from configs.changes import changes
from configs.site import Site
from edge_hub.contract import configuration as c
from edge_hub.contract.appointment import AppointmentState
from edge_hub.contract.base import Lasting, Words
from edge_hub.contract.configuration import ApplyConfiguration
from edge_hub.contract.envelope import Command, Rejected, rejected
from edge_hub.contract.item import ClosingReason, ItemOpened
from edge_hub.contract.queue import TicketState
from edge_hub.contract.reasons import Reason
from edge_hub.contract.window import WindowState

from .configured import AwaitedConfiguration
from .hall import Hall
from .item import closing
from .means import Decision, Means, Verdict, happen
from .plan import plan_of
from .roles import commands_of, said_of
from .values import Ticket, Window

THERE = frozenset({TicketState.WAITING, TicketState.CALLED, TicketState.SERVING, TicketState.HELD})
"""Somebody is in the hall for it. A no-show may never come back, and holds nothing up."""
SENT = THERE - {TicketState.CALLED, TicketState.SERVING} | {TicketState.PASSED}
"""Only the window that a ticket was sent to may call it, also after a no-show."""
NUMBERS_SHOWN, CHANGES_SHOWN, VERSIONS_SHOWN = 12, 200, 50


def obstacles(hall: Hall, site: Site) -> tuple[c.Obstacle, ...]:
    """What stands in the way of a configuration now, the gravest first."""
    looks = (_of_hall, _of_items, _of_appointments, _of_windows, _of_people, _of_numbers)
    return tuple(one for look in looks for one in look(hall, site))


def _of_hall(hall: Hall, site: Site) -> Iterator[c.Obstacle]:
    ours, theirs = hall.plan.site.hall.id, site.hall.id
    if ours != theirs:
        yield c.Obstacle(
            what="hall", id=theirs, passes=False,
            words=Words(zh=f"这是“{theirs}”大厅的配置，本大厅是“{ours}”", en=f"it is of hall {theirs}; this is {ours}"),
        )  # fmt: skip


def _of_items(hall: Hall, site: Site) -> Iterator[c.Obstacle]:
    gone = [item for item in hall.plan.site.items if item.id not in site.items_by_id]
    if not gone:
        return
    left = {item.id: [ticket for ticket in _there(hall) if item.id in ticket.items[ticket.at :]] for item in gone}
    for item in gone:
        if tickets := left[item.id]:
            name = hall.names[item.id]
            yield c.Obstacle(
                what="item", id=item.id, tickets=_numbers(tickets), count=len(tickets),
                words=Words(
                    zh=f"“{name.zh}”还有 {len(tickets)} 人在等候或办理",
                    en=f"{len(tickets)} wait for “{name.en}” or are served",
                ),
            )  # fmt: skip


def _of_appointments(hall: Hall, site: Site) -> Iterator[c.Obstacle]:
    """Somebody was promised a day for it."""
    booked = [one for one in hall.appointments.values() if one.state is AppointmentState.BOOKED]
    for id in dict.fromkeys(item for one in booked for item in one.items if item not in site.items_by_id):
        days = sorted(one.day for one in booked if id in one.items)
        name = hall.names[id]
        yield c.Obstacle(
            what="item", id=id, count=len(days),
            words=Words(
                zh=f"“{name.zh}”还有 {len(days)} 个预约，最晚 {days[-1]}",
                en=f"{len(days)} have an appointment for “{name.en}”, the last on {days[-1]}",
            ),
        )  # fmt: skip


def _there(hall: Hall) -> list[Ticket]:
    return [ticket for ticket in hall.tickets.values() if ticket.state in THERE]


def _numbers(tickets: list[Ticket]) -> tuple[str, ...]:
    return tuple(ticket.number for ticket in sorted(tickets, key=lambda one: one.order)[:NUMBERS_SHOWN])


def _of_windows(hall: Hall, site: Site) -> Iterator[c.Obstacle]:
    for window in hall.windows.values():
        if window.id in site.windows_by_id:
            continue
        tickets = [hall.tickets[one] for one in (window.at, *window.held) if one]
        tickets += [one for one in hall.tickets.values() if one.sent_to == window.id and one.state in SENT]
        label = hall.plan.label(window.id)
        if tickets:
            yield c.Obstacle(
                what="window", id=window.id, tickets=_numbers(tickets), count=len(tickets),
                words=Words(
                    zh=f"{label} 窗口还有 {len(tickets)} 人", en=f"{len(tickets)} are at window {label} or sent there"
                ),
            )  # fmt: skip
        elif window.clerk or window.state is not WindowState.CLOSED:
            said = Words(zh=f"{label} 窗口有人在岗", en=f"somebody works at window {label}")
            yield c.Obstacle(what="window", id=window.id, words=said)


def _of_people(hall: Hall, site: Site) -> Iterator[c.Obstacle]:
    for window in hall.windows.values():
        label = hall.plan.label(window.id)
        if window.clerk and window.clerk not in site.clerks_by_id:
            said = Words(zh=f"{window.clerk} 在 {label} 窗口登录", en=f"{window.clerk} is signed in at window {label}")
            yield c.Obstacle(what="clerk", id=window.clerk, words=said)
        if window.id in site.windows_by_id and window.session and window.pad and not _pad_stays(window, site):
            said = Words(zh=f"{window.clerk} 正在 {window.pad} 上工作", en=f"{window.clerk} works on {window.pad}")
            yield c.Obstacle(what="device", id=window.pad, words=said)


def _pad_stays(window: Window, site: Site) -> bool:
    pad = site.devices_by_id.get(window.pad or "")
    return pad is not None and pad.kind == "call_pad" and pad.window == window.id


def _of_numbers(hall: Hall, site: Site) -> Iterator[c.Obstacle]:
    """The spans of the ticket machines may not move over numbers of today."""
    plan = plan_of(site)
    old, new, starts = hall.plan.lent_all, plan.lent_all, {span.start for span in plan.lent.values()}
    if old == new and hall.plan.lent.values() == plan.lent.values():
        return
    moved = [ticket for ticket in hall.tickets.values() if (ticket.nth in old) != (ticket.nth in new)]
    lent = [start for of in hall.leased.values() for start in of if start not in starts]
    if moved or lent:
        yield c.Obstacle(
            what="numbers", id="leases", tickets=_numbers(moved), count=len(moved),
            words=Words(
                zh="取号机的备用号段会与今天的号重叠",
                en="the spans of the ticket machines would lie on numbers of today",
            ),
        )  # fmt: skip


def _windows_of(site: Site, owner: str) -> set[str]:
    """The windows that the owner of wires may hear, by the access list that is made of the configuration."""
    return {one.window for one in site.wired_of.get(owner, ()) if one.window is not None}


def notes(hall: Hall, site: Site) -> tuple[Words, ...]:
    """What a person should know before they apply it, and what stands in nobody's way."""
    old, found = hall.plan.site, []
    gone = {one.id for one in old.items if one.id not in site.items_by_id}
    passed = [one for one in hall.tickets.values() if one.state is TicketState.PASSED and one.item in gone]
    if passed:
        numbers = ", ".join(_numbers(passed))
        found.append(Words(zh=f"过号的 {numbers} 将不能再排队", en=f"the no-shows {numbers} could not come back"))
    if old.hall.status_port != site.hall.status_port:
        found.append(Words(zh="status_port 重启主机后生效", en="status_port takes effect at the hub's next start"))
    fresh = [one.id for one in site.devices if one.id not in old.devices_by_id]
    if fresh:
        said = ", ".join(fresh[:6])
        found.append(Words(zh=f"新设备 {said} 需在消息服务器登记", en=f"new devices ({said}) need to be enrolled"))
    deaf = [one for one in site.owners if one in old.devices_by_id and _windows_of(site, one) - _windows_of(old, one)]
    if deaf:
        said = ", ".join(deaf[:6])
        found.append(Words(
            zh=f"{said} 要听到新的窗口，请重新运行 hall broker config",
            en=f"for {said} to hear further windows, run hall broker config again",
        ))  # fmt: skip
    return tuple(found)


def review(hall: Hall, body: c.ReviewConfiguration, site: Site) -> Decision:
    """A question: nothing is recorded."""
    told = [str(one) for one in changes(hall.plan.site, site)]
    found = c.Review(
        digest=body.digest, applied=hall.configured.applied, changes=tuple(told[:CHANGES_SHOWN]),
        changes_more=max(0, len(told) - CHANGES_SHOWN), obstacles=obstacles(hall, site), notes=notes(hall, site),
    )  # fmt: skip
    return Decision(result=lambda: found, recorded=False)


def apply(
    hall: Hall, command: Command, body: c.ApplyConfiguration, means: Means, site: Site, content: str
) -> Verdict:
    """Now, when nobody waits any more, or not at all."""
    known = hall.configured
    by = _who(hall, command, body.by)
    if isinstance(by, Rejected):
        return by
    body = body.model_copy(update={"by": by})
    if body.seen is not None and body.seen != known.applied:
        return rejected(Reason.STALE)
    if body.digest == known.applied and known.awaited is None:
        return Decision(result=lambda: c.Applied(digest=body.digest))
    ahead = obstacles(hall, site)
    if ahead and not (body.when_empty and all(one.passes for one in ahead)):
        return rejected(Reason.CONFIGURATION_BLOCKED, what=ahead[0].words, more=_and_more(len(ahead) - 1))
    events: list[Lasting] = []
    if body.digest not in known.kept:
        events.append(c.ConfigurationKept(digest=body.digest, content=content, at_ms=means.now_ms))
    if known.awaited is not None:
        events += _withdrawn(hall, command, body, known.awaited, means.now_ms)
    if not ahead:
        events.append(_applied(hall, body.digest, body.by, body.why, body.back, means.now_ms))
        return _then(c.Applied(digest=body.digest), events)
    reopened = set(known.awaited.closed) if known.awaited else set()
    going = [one.id for one in hall.plan.site.items if one.id not in site.items_by_id]
    closed = tuple(item for item in going if item not in hall.closed_items or item in reopened)
    events.append(c.ConfigurationAwaited(
        digest=body.digest, by=body.by, why=body.why, back=body.back, closed=closed, at_ms=means.now_ms
    ))  # fmt: skip
    events += [
        closing(hall, item, ClosingReason.CHANGE, means.now_ms, device=command.device) for item in closed
    ]
    return _then(c.Applied(digest=body.digest, waits=True, obstacles=ahead, closed=closed), events)


def _and_more(count: int) -> Words:
    return Words(zh=f"（另有 {count} 项）", en=f" (and {count} more)") if count else Words(zh="", en="")


def _then(result: c.Applied, events: list[Lasting]) -> Decision:
    return Decision(happen(*events).happenings, lambda: result)


def _applied(hall: Hall, digest: str, by: str, why: str, back: bool, now_ms: int) -> c.ConfigurationApplied:
    was = hall.configured.applied
    return c.ConfigurationApplied(digest=digest, was=was, by=by, why=why, back=back, at_ms=now_ms)


def due(hall: Hall, now_ms: int) -> c.ConfigurationApplied | None:
    """What waited and waits no more."""
    awaited = hall.configured.awaited
    plan = hall.configured.plan(awaited.digest) if awaited else None
    if awaited is None or plan is None or obstacles(hall, plan.site):
        return None
    return _applied(hall, awaited.digest, awaited.by, awaited.why, awaited.back, now_ms)


def withdraw(hall: Hall, command: Command, body: c.WithdrawConfiguration, means: Means) -> Verdict:
    """Nothing waits any more."""
    by = _who(hall, command, body.by)
    if isinstance(by, Rejected):
        return by
    body = body.model_copy(update={"by": by})
    awaited = hall.configured.awaited
    return happen(*_withdrawn(hall, command, body, awaited, means.now_ms)) if awaited else Decision()


def _withdrawn(
    hall: Hall, command: Command, body: c.ApplyConfiguration | c.WithdrawConfiguration, awaited: AwaitedConfiguration,
    now_ms: int,
) -> list[Lasting]:  # fmt: skip
    back = [item for item in awaited.closed if item in hall.closed_items]
    gone = c.ConfigurationWithdrawn(digest=awaited.digest, by=body.by, why=body.why, at_ms=now_ms)
    return [gone, *(ItemOpened(item=item, device=command.device, at_ms=now_ms) for item in back)]


def show(hall: Hall, command: Command, body: c.ShowConfiguration, means: Means) -> Verdict:
    """A question: nothing is recorded."""
    known = hall.configured
    awaited = known.awaited
    plan = known.plan(awaited.digest) if awaited else None
    found = c.Configurations(
        applied=known.applied, before=known.before,
        awaited=c.Version(
            digest=awaited.digest, by=awaited.by, why=awaited.why, back=awaited.back, at_ms=awaited.at_ms
        ) if awaited else None,
        obstacles=obstacles(hall, plan.site) if plan else (),
        versions=tuple(
            c.Version(digest=one.digest, by=one.by, why=one.why, back=one.back, at_ms=one.at_ms)
            for one in known.log[: -VERSIONS_SHOWN - 1 : -1]
        ),
    )  # fmt: skip
    return Decision(result=lambda: found, recorded=False)


def _who(hall: Hall, command: Command, by: str) -> str | Rejected:
    """Whoever is signed in at the console, else whom the command names: a person who may change it in either case. At a
    console where that must be proven, its `roles` (devices.yaml) let nobody change it who is not signed in."""
    seat = hall.seats.get(command.device)
    who = seat.clerk if seat is not None else by
    person = hall.plan.site.clerks_by_id.get(who)
    if person is None or ApplyConfiguration not in commands_of(person.roles):
        return rejected(Reason.ROLE_NEEDED, roles=said_of(ApplyConfiguration))
    return who
