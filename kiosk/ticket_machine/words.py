"""Words that Python composes for a citizen: times, windows, papers, and what to do when the hub does not answer.

Fixed texts of the screen stand in QML and are translated by Qt; here is what is put together from facts, in both
languages, and always complete in both (a test asserts it).
"""

from collections.abc import Iterable, Mapping, Sequence

from edge_hub.client.answers import NoReply, Why
from edge_hub.client.lease_book import NoNumber
from edge_hub.contract.base import Words
from edge_hub.contract.clock import at_hall
from edge_hub.contract.hall import ItemInfo, MaterialInfo

WEEKDAYS: Mapping[str, tuple[str, ...]] = {
    "zh": ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

NO_ANSWERS: Mapping[Why, Words] = {
    Why.NO_BROKER: Words(
        zh="本机暂时没有连上大厅网络，没有取号。",
        en="This machine is not connected to the hall network. No ticket was taken.",
    ),
    Why.NO_HUB: Words(
        zh="排队主机暂时没有应答，没有取号。",
        en="The queue system is not answering. No ticket was taken.",
    ),
    Why.NO_ANSWER: Words(
        zh="系统没有及时答复，不能确认是否已为您取号。",
        en="There was no answer in time. We cannot tell whether a ticket was taken for you.",
    ),
    Why.TOO_MANY: Words(zh="系统正忙，没有取号。", en="The system is busy. No ticket was taken."),
    Why.TOO_LARGE: Words(zh="选择的内容过多，没有取号。", en="Too much was chosen. No ticket was taken."),
    Why.STOPPED: Words(zh="本机正在重新启动，没有取号。", en="This machine is restarting. No ticket was taken."),
}
"""To a citizen, every sentence says whether a ticket was taken."""

ODD_REPLY = Words(
    zh="收到的答复不完整，请到导服台确认您的号码。",
    en="The answer was incomplete. Please ask the guide desk for your number.",
)
REFUSED = Words(zh="现在不能取号。", en="A ticket cannot be taken now.")
LINK_DOWN = Words(
    zh="本机暂时不能取号，恢复后会自动继续。请稍候，或到导服台取号。",
    en="This machine cannot give tickets now and will resume by itself. Please wait, or ask the guide desk.",
)
OFFLINE = Words(
    zh="网络恢复中，本机照常取号；号码有效，按取号时间排队。",
    en="The network is recovering. Tickets are given as usual and are valid, by the time they were taken.",
)
OFFLINE_NOTE = Words(
    zh="网络恢复中，本号有效，按取号时间排队",
    en="The network is recovering; this number is valid, by the time it was taken",
)
"""On the slip and beside the number."""
NO_NUMBERS: Mapping[NoNumber, Words] = {
    NoNumber.HUB_IS_THERE: Words(
        zh="网络刚刚恢复，没有取号。", en="The network is back just now. No ticket was taken."
    ),
    NoNumber.NONE_LENT: Words(
        zh="网络还没有恢复，本机暂时没有这类号码，没有取号。",
        en="The network is not back yet, and this machine has no numbers for this. No ticket was taken.",
    ),
    NoNumber.SPENT: Words(
        zh="网络还没有恢复，本机的备用号码已经发完，没有取号。",
        en="The network is not back yet, and this machine has used up its numbers. No ticket was taken.",
    ),
    NoNumber.DISK: Words(
        zh="本机暂时不能保存号码，没有取号。", en="This machine cannot keep numbers now. No ticket was taken."
    ),
}
NEEDS_HUB = Words(
    zh="这个事项要核对身份，网络恢复后才能取号；着急请到导服台。",
    en="This needs an identity check. Please wait for the network, or ask the guide desk.",
)
NOT_NOW = Words(zh="这个事项现在不能取号，请咨询导服台。", en="No tickets for this now. Please ask the guide desk.")
CHOSEN_ALREADY = Words(zh="这个事项已经选过了。", en="You have chosen this already.")
GONE = Words(zh="这个事项刚刚下线，请重新选择。", en="This service has just been withdrawn. Please choose again.")
NO_PRINTER = Words(zh="本机没有连接打印机", en="this machine has no printer")
NO_FONT = Words(zh="本机缺少打印号票的字体", en="the font for slips is missing on this machine")


def clock_text(ms: int) -> str:
    return f"{at_hall(ms):%H:%M}"


def date_text(ms: int, lang: str) -> str:
    """`2026年11月24日 星期二`, or `Tuesday, 24 November 2026`."""
    day = at_hall(ms)
    weekday = WEEKDAYS[lang][day.weekday()]
    if lang == "en":
        return f"{weekday}, {day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日 {weekday}"


def span(labels: Iterable[str]) -> str:
    """Labels of windows, runs of three and more joined: `A01–A03 B02`."""
    runs: list[list[str]] = []
    for label in sorted(set(labels)):
        if runs and _follows(runs[-1][-1], label):
            runs[-1].append(label)
        else:
            runs.append([label])
    return " ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else " ".join(run) for run in runs)


def _follows(before: str, label: str) -> bool:
    same = before[:1] == label[:1] and len(before) == len(label)
    return same and before[1:].isdigit() and label[1:].isdigit() and int(label[1:]) == int(before[1:]) + 1


def wait_text(wait_min: tuple[int, int] | None, lang: str) -> str:
    """`约 5～10 分钟`, `15 分钟以内`; empty when nobody knows."""
    if wait_min is None:
        return ""
    low, high = wait_min
    if low == 0:
        return f"up to {high} min" if lang == "en" else f"{high} 分钟以内"
    if lang == "en":
        return f"about {high} min" if low >= high else f"about {low}–{high} min"
    return f"约 {high} 分钟" if low >= high else f"约 {low}～{high} 分钟"


def paper_text(paper: MaterialInfo, lang: str) -> str:
    """How many of a paper, and whether everybody needs it: `原件1份 · 复印件2份`."""
    parts = []
    if lang == "en":
        parts += [_plural(paper.originals, "original")] if paper.originals else []
        parts += [_plural(paper.copies, "copy", "copies")] if paper.copies else []
        parts += [] if paper.required else ["if it applies"]
    else:
        parts += [f"原件{paper.originals}份"] if paper.originals else []
        parts += [f"复印件{paper.copies}份"] if paper.copies else []
        parts += [] if paper.required else ["如有"]
    return " · ".join(parts)


def limit_text(item: ItemInfo, lang: str) -> str:
    """How long the business itself takes: `当场办结`, or the promised working days."""
    if item.case_kind == "immediate":
        return "done at the window" if lang == "en" else "当场办结"
    if item.promised_days is None:
        return ""
    if lang == "en":
        return f"promised within {_plural(item.promised_days, 'working day')}"
    return f"承诺 {item.promised_days} 个工作日办结"


def cost_text(item: ItemInfo, lang: str) -> str:
    if item.cost is not None:
        return item.cost.say(lang)
    return "no charge" if lang == "en" else "不收费"


def joined(names: Sequence[str], lang: str) -> str:
    """Names in one line."""
    return (", " if lang == "en" else "、").join(names)


def no_answer(reply: NoReply) -> Words:
    """What to tell a citizen whose command got no reply."""
    return NO_ANSWERS[reply.why]


def _plural(count: int, one: str, several: str | None = None) -> str:
    return f"{count} {one if count == 1 else several or one + 's'}"
