"""`hall journal show`: records as lines for a person: number, time, what, of which ticket, who, and what is sealed.

What an event is called stands in one table; whoever adds an event adds its row. Personal parts stay sealed here.
"""

import json
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from edge_hub.contract.base import Words
from edge_hub.contract.clock import at_hall
from edge_hub.contract.queue import NORMAL

from .store.erasure import erased
from .store.journal import Record, day_span, head, records, records_naming
from .store.rows import number_of_ticket, ticket_of

NAMES: Mapping[str, Words] = {name: Words(zh=zh, en=en) for name, zh, en in (
    ("TicketTaken", "取号", "ticket taken"), ("TicketCalled", "叫号", "called"),
    ("TicketRecalled", "重呼", "called again"), ("ServiceStarted", "开始办理", "service begins"),
    ("ServiceFinished", "服务结束", "service ends"), ("TicketPassed", "过号", "no-show"),
    ("TicketReturned", "退回原位", "given back its place"), ("TicketHeld", "挂起", "put on hold"),
    ("TicketResumed", "恢复办理", "served again"), ("TicketTransferred", "转出", "sent on"),
    ("TicketReleased", "窗口停办，回到队列", "window closed, back in the line"),
    ("FinishUndone", "撤销服务结束", "end undone"), ("NoShowUndone", "撤销过号", "no-show undone"),
    ("TicketRequeued", "过号重排", "back in the line"), ("TicketCancelled", "取消", "cancelled"),
    ("TicketHelped", "导服台帮取号", "helped at the desk"), ("ItemsAdded", "并入事项", "items added"),
    ("TicketMerged", "并入另一张号票", "merged into another"), ("PriorityGiven", "调整类别", "class changed"),
    ("PriorityClaimed", "本人声明优先", "said to go first"), ("LimitLifted", "放宽限次", "limit lifted"),
    ("NeedsNoted", "登记引导需要", "needs noted"), ("ReprintAsked", "要求补打", "reprint asked"),
    ("ReprintFetched", "取走补打", "reprint fetched"), ("ReprintLapsed", "补打未果", "reprint lapsed"),
    ("ClerkSignedIn", "窗口登录", "clerk signed in"), ("ClerkSignedOut", "窗口退出", "clerk signed out"),
    ("SessionLapsed", "登录超时", "session lapsed"), ("SignInFailed", "登录失败", "sign-in failed"),
    ("PinSet", "设置密码", "PIN set"), ("CardSet", "登记或注销卡", "card set"),
    ("CardRefused", "卡未登记", "card refused"), ("GuideSignedIn", "导服台登录", "signed in at the desk"),
    ("GuideSignedOut", "导服台退出", "signed out at the desk"), ("WindowOpened", "窗口开放", "window opened"),
    ("WindowPaused", "窗口暂停", "window paused"), ("WindowClosed", "窗口停办", "window closed"),
    ("ItemClosed", "事项暂停取号", "item closed"), ("ItemOpened", "事项恢复取号", "item opened"),
    ("RuleBegan", "规则开始", "rule began"), ("RuleEnded", "规则结束", "rule ended"),
    ("Announced", "发布公告", "announced"), ("AnnouncementEnded", "撤下公告", "announcement ended"),
    ("DayRolled", "新的一天", "a day began"), ("NumbersLeased", "借出号段", "numbers lent"),
    ("NumbersSkipped", "跳过号段", "numbers skipped"),
    ("OfflineTicketStranded", "离线号未能排入", "offline ticket stranded"), ("HubStarted", "主机启动", "hub started"),
    ("ClockJumped", "时钟跳变", "clock jumped"), ("ConfigurationKept", "保存配置", "configuration kept"),
    ("ConfigurationApplied", "配置生效", "configuration applied"),
    ("ConfigurationAwaited", "配置待生效", "configuration waits"),
    ("ConfigurationWithdrawn", "撤回配置", "configuration withdrawn"), ("KeyDestroyed", "销毁密钥", "key destroyed"),
    ("RetentionApplied", "到期清除", "retention carried out"), ("JournalPruned", "流水移出", "journal pruned"),
    ("DeviceReported", "设备状态", "device reported"), ("SlipReported", "出票情况", "slip reported"),
    ("DeviceApproved", "设备准入", "device let in"), ("DeviceRevoked", "设备停用", "device put out"),
    ("ServiceRated", "评价", "rated"), ("RatingChanged", "修改评价", "rating changed"),
    ("RatingDetailed", "补充评价", "rating detailed"), ("RatingDefaulted", "默认评价", "rating by default"),
    ("AppointmentBooked", "预约", "appointment booked"), ("AppointmentMoved", "改约", "appointment moved"),
    ("AppointmentCancelled", "取消预约", "appointment cancelled"), ("AppointmentKept", "预约签到", "checked in"),
    ("AppointmentExpired", "预约过期", "appointment expired"), ("StepDone", "自检步骤", "step of a self-test"),
)}  # fmt: skip
COUNT = 50
DIGEST_SHOWN, SHOWN_MAX = 12, 60
TOLD = (
    "window", "to_window", "item", "to_item", "items", "day", "cls", "clerk", "device", "machine", "rule", "part",
    "health", "cause", "digest",
)  # fmt: skip
"""Fields that a line tells, in this order; the number of the ticket stands before them."""




@dataclass(frozen=True, slots=True)
class Asked:
    """The words of the command line: after which record, how many at most, the last ones; of a ticket or a day."""

    after: int = 0
    count: int | None = None
    last: int | None = None
    ticket: str | None = None
    day: str | None = None


class Unknown(Exception):
    """What was asked for is not in the journal; the text says so to a person."""


def found(reader: Any, asked: Asked) -> Iterator[Record]:
    """The records, oldest first. Raises Unknown."""
    if asked.ticket is None and asked.day is None:
        after = asked.after if asked.last is None else max(asked.after, head(reader)[0] - asked.last)
        return records(reader, after, asked.last or asked.count or COUNT)
    span = day_span(reader, asked.day)
    if span is None:
        raise Unknown(f"流水里没有这一天 the journal has no day {asked.day or ''}".rstrip())
    after = max(asked.after, span.first - 1)
    of_day = records(reader, after, max(0, span.upto - after))
    if asked.ticket is not None:
        ticket = ticket_of(reader, asked.ticket, span.day)
        if ticket is None:
            raise Unknown(f"{span.day} 没有号票 there is no ticket on that day: {asked.ticket} (--day names another)")
        of_day = records_naming(reader, ticket, after, span.upto)
    return islice(of_day, asked.count) if asked.last is None else iter(deque(of_day, asked.last))


@dataclass(slots=True)
class Lines:
    """Makes lines, and remembers the numbers of tickets that it has seen."""

    reader: Any
    numbers: dict[str, str] = field(default_factory=dict)

    def line(self, one: Record) -> str:
        body = read(one.body)
        name = NAMES.get(one.type)
        who = " ".join(dict.fromkeys(str(body[key]) for key in ("staff", "by", "sender") if body.get(key)))
        parts = [
            f"{one.seq:>7}", f"{at_hall(one.wall_ms):%m-%d %H:%M:%S}", f"{name.zh} {name.en}" if name else one.type,
            self._number(body), _told(body), f"— {who or '主机 hub'}", sealed_words(self.reader, one),
        ]  # fmt: skip
        return "  ".join(filter(None, parts))

    def _number(self, body: Mapping[str, Any]) -> str:
        ticket = body.get("ticket")
        if not isinstance(ticket, str) or "number" in body:
            return str(body.get("number", ""))
        if ticket not in self.numbers:
            self.numbers[ticket] = number_of_ticket(self.reader, ticket) or ticket
        return self.numbers[ticket]


def _told(body: Mapping[str, Any]) -> str:
    if "unreadable" in body:
        return f"无法读取 unreadable: {body['unreadable']}"
    return " ".join(_said(key, body[key]) for key in TOLD if body.get(key) and not _plain(key, body))


def _said(key: str, value: Any) -> str:
    if isinstance(value, list):
        return "、".join(map(str, value))
    return str(value)[: DIGEST_SHOWN if key == "digest" else SHOWN_MAX]


def _plain(key: str, body: Mapping[str, Any]) -> bool:
    """What says nothing more: the device that is named behind, the class of everybody, the day of a ticket."""
    value = body[key]
    return (key == "device" and value == body.get("sender")) or value == NORMAL or (key == "day" and "ticket" in body)


def sealed_words(reader: Any, one: Record) -> str:
    """Whether a personal part is there, and whether it can be read still."""
    if one.sealed is None:
        return ""
    return "[已销毁 erased]" if erased(reader, [one.idem_key]) else "[有密封内容 sealed]"


def read(body: bytes) -> dict[str, Any]:
    """The body of a record; one that was tampered with as the bytes it is now."""
    try:
        found = json.loads(body)
    except ValueError:
        return {"unreadable": body.hex()}
    return found if isinstance(found, dict) else {"unreadable": body.hex()}
