"""What the reply to a command says to the person at a shell: short lines in both languages.

One row a command that a shell gives. A number or a code that is read out stands large, in a line of its own. What
nobody should read over a shoulder (a ticket's token) is for programs, which ask for JSON.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from edge_hub.contract import admission as a
from edge_hub.contract import announcement as n
from edge_hub.contract import appointment as b
from edge_hub.contract import desk as k
from edge_hub.contract import item as i
from edge_hub.contract import need, reprint
from edge_hub.contract import queue as q
from edge_hub.contract import window as w
from edge_hub.contract.appointment import APPOINTMENT_NAMES
from edge_hub.contract.base import Strict, Words
from edge_hub.contract.clock import at_hall, minute_of
from edge_hub.contract.envelope import AnyCommand
from edge_hub.contract.queue import NORMAL, STATE_NAMES

from .columns import aligned
from .desk_lines import announcement_line, closed_line, reprint_line
from .large import large

WEEKDAYS = ("周一 Mon", "周二 Tue", "周三 Wed", "周四 Thu", "周五 Fri", "周六 Sat", "周日 Sun")
Tell = Callable[[Any, Any], Iterator[str]]
"""(command, result as it came) -> lines."""


class Large(str):
    """A line to be read from a step away: in large letters where a person looks at a terminal."""


def told(body: AnyCommand, result: Any, *, terminal: bool = False) -> str:
    """What became of a command that was carried out."""
    lines = TELLS[type(body)](body, result)
    return "\n".join(_set_large(one, terminal) if isinstance(one, Large) else one for one in lines)


def _set_large(line: str, terminal: bool) -> str:
    rows = [*large(line), "", line] if terminal else [line]
    return "\n".join(["", *(f"    {row}".rstrip() for row in rows), ""])


def _both(one: Words) -> str:
    return f"{one.zh} {one.en}".strip()


def _clock(ms: int) -> str:
    return f"{at_hall(ms):%H:%M}"


def _slot(one: b.AppointmentBrief) -> str:
    start = at_hall(one.start_ms)
    return f"{start:%Y-%m-%d} {WEEKDAYS[start.weekday()]}, {start:%H:%M}–{_clock(one.end_ms)}"


def _slip(body: Strict, result: Any) -> Iterator[str]:
    slip = q.TicketSlip.model_validate(result)
    yield Large(slip.number)
    yield "、".join(map(_both, slip.item_names))
    yield f"窗口 windows: {' '.join(slip.windows) or '-'}"
    yield f"前面人数 people ahead: {slip.ahead}"
    wait = f"{slip.wait_min[0]}–{slip.wait_min[1]} 分钟 min" if slip.wait_min else "暂不能预计 not known yet"
    yield f"预计等候 expected wait: {wait}"
    yield f"取号时间 taken: {_clock(slip.taken_ms)}{_instead_of(body, slip.taken_ms)}"
    if slip.cls != NORMAL:
        yield f"类别 class: {slip.cls}"
    if isinstance(body, k.TakeAtDesk):
        yield (
            f"{body.print_at} 正在打印 prints the slip." if body.print_at
            else "请手写此号交给群众 Write the number down and hand it over."
        )  # fmt: skip


def _instead_of(body: Strict, counts_ms: int) -> str:
    """A written number's time that counts may be another than the one that was told."""
    told_ms = body.taken_ms if isinstance(body, k.RegisterWritten) else None
    if told_ms is None or minute_of(told_ms) == minute_of(counts_ms):
        return ""
    return f"（不按所报 not the {_clock(told_ms)} that was told）"


def _story(body: Strict, result: Any) -> Iterator[str]:
    story = q.TicketStory.model_validate(result)
    yield Large(story.brief.number)
    yield "、".join(map(_both, story.items))
    at = f"，窗口 window {story.window}" if story.window else ""
    ahead = f"，前面 {story.ahead} 人 ahead" if story.ahead is not None else ""
    yield f"{_both(STATE_NAMES[story.brief.state])}{at}{ahead}"
    if story.brief.cls != NORMAL:
        yield f"类别 class: {story.brief.cls}"
    yield ""
    yield from (f"{at_hall(one.at_ms):%H:%M:%S}  {_both(one.words)}" for one in story.lines)


def _called(body: Any, result: Any) -> Iterator[str]:
    ticket = q.AtWindow.model_validate(result)
    yield Large(ticket.number)
    yield _both(ticket.item_name)
    yield f"{_both(STATE_NAMES[ticket.state])} → {body.window}"


def _slots(body: Strict, result: Any) -> Iterator[str]:
    found = b.Slots.model_validate(result)
    day = at_hall(found.slots[0].start_ms) if found.slots else None
    name = _both(found.name) if found.name else found.item
    yield f"{name}  {found.day} {WEEKDAYS[day.weekday()] if day else ''}".rstrip()
    yield ""
    rows = [(f"{_clock(one.start_ms)}–{_clock(one.end_ms)}", _free(one), str(one.places)) for one in found.slots]
    yield from aligned([("时段 slot", "空位 free", "名额 places"), *rows])


def _free(one: b.Slot) -> str:
    if one.begun:
        return "已开始 begun"
    return str(one.left) if one.left else "约满 full"


def _appointments(body: Any, result: Any) -> Iterator[str]:
    found = b.AppointmentList.model_validate(result)
    if not found.appointments:
        yield f"{body.day}: 没有预约 no appointments"
    for one in found.appointments:
        names, state = "、".join(map(_both, one.item_names)), _both(APPOINTMENT_NAMES[one.state])
        yield f"{_clock(one.start_ms)}–{_clock(one.end_ms)}  {names}: {state}  [{one.appointment}]"
    if found.more:
        yield f"另有 {found.more} 个预约 and {found.more} more"


def _booked(body: Strict, result: Any) -> Iterator[str]:
    found = b.AppointmentSlip.model_validate(result)
    if found.code is not None:
        yield Large(f"{found.code[:4]} {found.code[4:]}")
        yield "凭此码签到 The person checks in with this code."
    yield "、".join(map(_both, found.item_names))
    yield _slot(found)


def _closed(body: Strict, result: Any) -> Iterator[str]:
    found = i.ClosedItem.model_validate(result)
    yield closed_line(found)
    yield found.words.en


def _says(template: str) -> Tell:
    """A sentence with the fields of the command in it, for what has no other result."""

    def tell(body: Strict, result: Any) -> Iterator[str]:
        yield template.format_map(body.model_dump())

    return tell


def _needs(body: need.NoteNeeds, result: Any) -> Iterator[str]:
    said = "、".join(body.needs)
    yield f"{body.ticket}: 需引导 to be fetched: {said}" if said else f"{body.ticket}: 无需引导 nothing is needed."


def _card(body: w.SetCard, result: Any) -> Iterator[str]:
    said = "卡已登记 the card is registered." if body.card else "卡已注销 no card any more."
    yield f"{body.clerk}: {said}"


TELLS: Mapping[type[Strict], Tell] = {
    q.TakeTicket: _slip, k.TakeAtDesk: _slip, k.RegisterWritten: _slip, b.CheckIn: _slip,
    q.ShowTicket: _story, q.CallNext: _called, q.CallTicket: _called,
    q.Cancel: _says("{ticket}: 已取消 is cancelled."),
    k.MergeTickets: _says("{ticket}: 已并入 {into}，本号作废 is merged into {into} and void."),
    k.GivePriority: _says("{ticket}: 类别 has the class {cls}."),
    k.LiftLimit: _says("{ticket}: 今天可再取一次 may take one more ticket today for {item}."),
    k.SignOutDesk: _says("已退出 Signed out."),
    need.NoteNeeds: _needs,
    i.CloseItem: _closed, i.OpenItem: _says("{item}: 恢复取号 gives tickets."),
    n.Announce: lambda body, result: iter([announcement_line(n.Announcement.model_validate(result))]),
    n.EndAnnouncement: _says("公告已撤下 The announcement is ended."),
    reprint.ReprintSlip: lambda body, result: iter([reprint_line(reprint.Reprint.model_validate(result))]),
    b.ListSlots: _slots, b.ListAppointments: _appointments, b.BookAppointment: _booked, b.MoveAppointment: _booked,
    b.CancelAppointment: _says("预约已取消 The appointment is cancelled."),
    w.SetPin: _says("{clerk}: 密码已设置 the PIN is set."), w.SetCard: _card,
    a.ApproveDevice: _says("{device}: 已准入 is let in."),
    a.RevokeDevice: _says("{device}: 已停用 is put out."),
}  # fmt: skip
