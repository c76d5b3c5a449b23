"""The story of a ticket: what happened to it, as its own records tell. A fold over the ticket's events.

While the day lasts the hall keeps a short note of each event; after a restart they are read from the journal again.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from edge_hub.contract import queue as q
from edge_hub.contract.base import Words
from edge_hub.contract.queue import CallWhy, Came, ItemChoice

from .hall import Hall, Note
from .routing import BY_HAND
from .values import Ticket, Why

SHOWN_MAX = 100
"""Lines of one reply: the first and the newest."""

TOLD: Mapping[str, Words] = {
    "TicketTaken": Words(zh="取号：{items}", en="taken for {items}"),
    "TicketCalled": Words(zh="{window} 窗口叫号", en="called to {window}"),
    "TicketRecalled": Words(zh="{window} 窗口重呼", en="called again to {window}"),
    "ServiceStarted": Words(zh="{window} 窗口开始办理“{item}”", en="service begins at {window}: {item}"),
    "ServiceFinished": Words(zh="{window} 窗口“{item}”服务结束", en="service ends at {window}: {item}"),
    "TicketPassed": Words(zh="{window} 窗口过号", en="did not come to {window}"),
    "TicketReturned": Words(zh="{window} 窗口退回原位", en="called by mistake, {window} gives it back its place"),
    "TicketHeld": Words(zh="{window} 窗口挂起", en="put on hold at {window}"),
    "TicketResumed": Words(zh="{window} 窗口恢复办理", en="served again at {window}"),
    "TicketReleased": Words(zh="{window} 窗口停办，回到队列", en="{window} closed: back in the line"),
    "TicketTransferred": Words(zh="{window} 窗口转出“{item}”{to}", en="sent on by {window} for {item}{to}"),
    "FinishUndone": Words(zh="{window} 窗口撤销“服务结束”", en="the end is undone at {window}"),
    "NoShowUndone": Words(zh="{window} 窗口撤销“过号”", en="the no-show is undone at {window}"),
    "TicketRequeued": Words(zh="过号重排", en="back in the line after a no-show"),
    "TicketCancelled": Words(zh="取消", en="cancelled"),
    "TicketHelped": Words(zh="导服台帮取号", en="taken with help at the guide desk"),
    "ItemsAdded": Words(zh="并入另一张号票的事项", en="items of another ticket added"),
    "TicketMerged": Words(zh="并入另一张号票，本号作废", en="merged into another ticket, void"),
    "PriorityGiven": Words(zh="导服台调整类别", en="class changed by the guide desk"),
    "PriorityClaimed": Words(zh="取号时本人声明优先", en="said when taking it that they may go first"),
    "LimitLifted": Words(zh="导服台放宽“{item}”每日限次", en="one more ticket today allowed for {item}"),
}
"""What is said of each kind of event of a ticket. Never how it was rated: the clerk may read this."""

POLICY_NAMES = {
    "longest_wait": Words(zh="等候最久者先", en="the longest wait first"),
    "priority_with_bound": Words(zh="优先类别者先", en="the better class first"),
    "specialist_first": Words(zh="专窗事项者先", en="what few windows serve first"),
    BY_HAND: Words(zh="窗口人员选号", en="chosen by the clerk"),
}
CAME_NAMES = {
    Came.RETURNED: Words(zh="过号重排", en="came back after a no-show"),
    Came.TRANSFERRED: Words(zh="转来", en="transferred"),
}


def _told(why: CallWhy) -> Why:
    return Why(
        why.cls, why.came, why.rule, why.firm, why.overtaken, why.passed_by_class, why.passed_by_choice, why.passed
    )


def note(event: Mapping[str, Any]) -> Note:
    """The note of an event of a ticket, from its fields."""
    get = event.get
    why, then = get("why"), get("then") or get("first")
    if isinstance(then, dict):
        then = ItemChoice.model_validate(then)
    if isinstance(why, dict):
        why = CallWhy.model_validate(why)
    return (
        event["at_ms"], event["type"], get("window"), get("item") or get("to_item"), get("to_window"), get("policy"),
        _told(why) if isinstance(why, CallWhy) else why or then,
    )  # fmt: skip


def lines(hall: Hall, ticket: Ticket) -> tuple[q.StoryLine, ...]:
    """The story in both languages, oldest first."""
    notes = hall.stories.get(ticket.id, [])
    shown = notes if len(notes) <= SHOWN_MAX else [notes[0], *notes[1 - SHOWN_MAX :]]
    return tuple(q.StoryLine(at_ms=one[0], what=one[1], words=_words(hall, ticket, one)) for one in shown)


def _words(hall: Hall, ticket: Ticket, one: Note) -> Words:
    _, what, window, item, to_window, policy, why = one
    told, label = TOLD[what], hall.plan.label(window) if window else ""
    names = [hall.names[each] for each in ticket.asked]
    item_name = hall.names[item] if item else Words(zh="", en="")
    to = hall.plan.label(to_window) if to_window else ""
    zh = {"items": "、".join(each.zh for each in names), "item": item_name.zh, "to": f"，到 {to} 窗口" if to else ""}
    en = {"items": ", ".join(each.en for each in names), "item": item_name.en, "to": f", to {to}" if to else ""}
    said = Words(zh=told.zh.format(window=label, **zh), en=told.en.format(window=label, **en))
    if why is None:
        return said
    if isinstance(why, ItemChoice):
        return _with_choice(hall, said, why)
    reasons = list(_reasons(hall, policy or "", why))
    also_zh, also_en = "；".join(each.zh for each in reasons), "; ".join(each.en for each in reasons)
    return Words(zh=f"{said.zh}（{also_zh}）", en=f"{said.en} ({also_en})")


def _with_choice(hall: Hall, said: Words, choice: ItemChoice) -> Words:
    """What comes next of a free list, and why."""
    name, wait_s = hall.names[choice.item], (choice.waits_s or {}).get(choice.item, 0)
    minutes = -(-wait_s // 60)
    because = {
        "here": Words(zh="本窗口就能办", en="served here at once"),
        "shortest": Words(zh=f"等候最短，约 {minutes} 分钟", en=f"the shortest wait, about {minutes} min"),
        "named_first": Words(zh="按填写顺序", en="named first"),
    }[choice.because]
    return Words(zh=f"{said.zh}；下一项“{name.zh}”（{because.zh}）", en=f"{said.en}; next {name.en} ({because.en})")


def _reasons(hall: Hall, policy: str, why: Why) -> Iterator[Words]:
    yield POLICY_NAMES.get(policy) or Words(zh=policy, en=policy)
    yield hall.plan.class_names.get(why.cls) or Words(zh=why.cls, en=why.cls)
    if why.came in CAME_NAMES:
        yield CAME_NAMES[why.came]
    if why.rule:
        name = hall.plan.rule_names.get(why.rule) or Words(zh=why.rule, en=why.rule)
        yield Words(zh=f"按规则“{name.zh}”协助办理", en=f"helping out by the rule “{name.en}”")
    if why.firm:
        yield Words(zh="已有人被越过到上限", en="somebody had been overtaken up to the bound")
    if why.overtaken:
        times = "once" if why.overtaken == 1 else f"{why.overtaken} times"
        yield Words(zh=f"曾被越过 {why.overtaken} 次", en=f"overtaken {times} before")
    count = why.passed_by_class + why.passed_by_choice
    if count:
        more = count > len(why.passed)
        zh = f"先于较早的 {'、'.join(why.passed)}{f' 等 {count} 张' if more else ''}"
        en = f"before the older {', '.join(why.passed)}{f' and {count - len(why.passed)} more' if more else ''}"
        both = (("因类别", "for their class", why.passed_by_class), ("因选择", "by choice", why.passed_by_choice))
        parts = [(f"{n} 张{zh_why}", f"{n} {en_why}") for zh_why, en_why, n in both if n]
        yield Words(zh=f"{zh}：{'，'.join(one[0] for one in parts)}", en=f"{en}: {', '.join(one[1] for one in parts)}")
