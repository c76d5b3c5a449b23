"""What the guide desk is told, as lines for a person in both languages. Pure."""

from datetime import datetime

from edge_hub.contract.announcement import Announcement
from edge_hub.contract.clock import at_hall
from edge_hub.contract.device import Desk, Health
from edge_hub.contract.item import ClosedItem
from edge_hub.contract.lease import Stranding
from edge_hub.contract.queue import WaitLevel
from edge_hub.contract.reprint import REPRINT_NAMES, Reprint
from edge_hub.contract.rule import RuleNow

MARKS = {WaitLevel.NORMAL: "", WaitLevel.WARN: "等候较久 long wait", WaitLevel.RED: "等候过久 OVERLONG WAIT"}

STRANDED = {
    Stranding.DAY_OVER: "当天已结束 taken on a day that is over",
    Stranding.NUMBER_TAKEN: "号码重复 number given twice",
    Stranding.FORGED: "非本大厅所发 not lent by this hall",
    Stranding.ITEM_GONE: "事项已下线 item withdrawn",
}


def describe(desk: Desk) -> str:
    """The desk's snapshot as lines for a person; one line when nothing needs a hand."""
    lines = [
        f"{_clock(part.since_ms)}  {part.device} {part.part}: {part.health}  {part.why}  {part.hint}".rstrip()
        for part in desk.parts
        if part.health is not Health.UP
    ]
    if desk.parts_more:
        lines.append(f"--:--:--  另有 {desk.parts_more} 个部件 and {desk.parts_more} more parts")
    lines += [f"{_clock(slip.at_ms)}  {slip.device}: {slip.number} 未打印  {slip.why}".rstrip() for slip in desk.slips]
    if desk.slips_more:
        lines.append(f"--:--:--  另有 {desk.slips_more} 张未打印 and {desk.slips_more} more slips")
    lines += [
        f"{_clock(one.at_ms)}  {one.device}: {one.number} {_clock(one.taken_ms)} 离线取号，未能排入 {STRANDED[one.why]}"
        for one in desk.stranded
    ]
    if desk.stranded_more:
        lines.append(f"--:--:--  另有 {desk.stranded_more} 张未能排入 and {desk.stranded_more} more")
    lines += [
        f"{_clock(one.since_ms)}  {one.device}: {one.name} ({one.clerk}) 在导服台 at the desk" for one in desk.seats
    ]
    lines += [announcement_line(one) for one in desk.announcements]
    lines += [closed_line(one) for one in desk.closed]
    if desk.closed_more:
        lines.append(f"--:--:--  另有 {desk.closed_more} 个事项暂停取号 and {desk.closed_more} more closed items")
    lines += [rule_line(one) for one in desk.rules]
    lines += [reprint_line(one) for one in desk.reprints]
    lines += [
        f"{_clock(one.called_ms)}  {one.number} → {one.window} 需引导 please fetch: "
        + "、".join(f"{need.zh} {need.en}" for need in one.needs)
        for one in desk.guided
    ]
    lines += [f"--:--:--  {device}: 离线 offline" for device in desk.offline]
    lines += [
        f"{_clock(one.since_ms)}  {one.name.zh}: {one.waiting} 人等候，{one.windows} 个窗口开放 {MARKS[one.level]}"
        for one in desk.waits
    ]
    if desk.waits_more:
        lines.append(f"--:--:--  另有 {desk.waits_more} 个事项等候过久 and {desk.waits_more} more long waits")
    return "\n".join(lines) or "一切正常 All is well."


def announcement_line(one: Announcement) -> str:
    """What is announced, until when, and by what name it is ended."""
    until = at_hall(one.until_ms)
    said = " ".join(filter(None, (one.words.zh, one.words.en)))
    return f"{_clock(one.since_ms)}  公告 announced until {until:%m-%d %H:%M}: {said}  [{one.announcement}]"


def closed_line(one: ClosedItem) -> str:
    """An item that gives no tickets: why, by whom, and what happens with those who wait."""
    who = one.by or one.rule or one.device or ""
    return f"{_clock(one.since_ms)}  {one.name.zh}: 暂停取号 closed ({one.why.zh} {one.why.en}) {who}  {one.words.zh}"


def rule_line(one: RuleNow) -> str:
    """A rule that is on, and what it does."""
    helps = f"，{'、'.join(one.windows)} 协助办理 help out" if one.windows else ""
    stops = "，暂停取号 no tickets" if one.stops else ""
    return f"{_clock(one.since_ms)}  规则 rule “{one.name.zh} {one.name.en}”{helps}{stops}"


def reprint_line(one: Reprint) -> str:
    """How far a reprint has come."""
    words = REPRINT_NAMES[one.state]
    return f"{_clock(one.at_ms)}  {one.machine}: {one.number} {words.zh} {words.en}  {one.why}".rstrip()


def _clock(ms: int) -> str:
    moment: datetime = at_hall(ms)
    return f"{moment:%H:%M:%S}"
