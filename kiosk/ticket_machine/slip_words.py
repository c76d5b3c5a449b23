"""What stands on a ticket slip, in words: the content as it comes from the reply, and the sentences of both languages.

The rules it keeps: whatever comes from outside is cleaned here once (`tidy`), so that picture and text mode need not;
both languages have every word (the two `Words` are one type).
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from drivers.escpos_paper import clean

Lang = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class SlipContent:
    """One slip. Names (`hall`, `item`, `windows`, `notes`, `priority`) are given in the language of the slip."""

    hall: str
    number: str
    item: str
    windows: tuple[str, ...]
    ahead: int | None
    """People ahead; None when nobody knows (a ticket taken without the hub)."""
    wait_min: tuple[int, int] | None
    """Expected wait from..to in minutes; None when not known."""
    taken_at: datetime
    """Hall time; printed as it is."""
    qr_url: str | None
    """None: no QR on the slip, rather than a dead one."""
    lang: Lang = "zh"
    notes: tuple[str, ...] = ()
    reprint: bool = False
    priority: str | None = None
    """The priority class in words, None for none."""
    offline: bool = False
    practice: bool = False
    """Given in a practice hall, where it calls nobody: it must not be taken for a real one."""


@dataclass(frozen=True, slots=True)
class Words:
    """The fixed words of a slip in one language."""

    number: str
    windows: str
    ahead: str
    ahead_unit: tuple[str, str]
    """One person, several."""
    wait: str
    wait_unit: str
    wait_at_most: str
    qr: str
    taken: str
    closing: str
    reprint: str
    offline: str
    practice: str
    weekdays: tuple[str, ...]


WORDS: dict[Lang, Words] = {
    "zh": Words(
        number="您的排队号码",
        windows="请到以下窗口办理",
        ahead="前面等候",
        ahead_unit=("人", "人"),
        wait="预计等待",
        wait_unit="分钟",
        wait_at_most="分钟以内",
        qr="微信扫一扫，接收叫号提醒",
        taken="取号时间",
        closing="请留意大厅屏幕叫号，感谢您的等候。",
        reprint="补打",
        offline="离线取号",
        practice="演练号，不办业务",
        weekdays=("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
    ),
    "en": Words(
        number="Your number",
        windows="Please go to",
        ahead="Ahead of you",
        ahead_unit=("person", "people"),
        wait="Expected wait",
        wait_unit="min",
        wait_at_most="min or less",
        qr="Scan with WeChat for call reminders",
        taken="Taken",
        closing="Please watch the screens in the hall. Thank you for waiting.",
        reprint="Reprint",
        offline="Taken offline",
        practice="Practice, not valid",
        weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    ),
}


def tidy(content: SlipContent) -> SlipContent:
    """The same slip with nothing in it that is not text on one line."""
    return replace(
        content,
        hall=clean(content.hall),
        number=clean(content.number),
        item=clean(content.item),
        windows=tuple(filter(None, map(clean, content.windows))),
        notes=tuple(filter(None, map(clean, content.notes))),
        priority=(clean(content.priority) or None) if content.priority else None,
    )


def badges(content: SlipContent) -> tuple[str, ...]:
    """The marks beside the number: first that it is none, then the person's own."""
    words = WORDS[content.lang]
    marks = (
        words.practice if content.practice else None, content.priority, words.offline if content.offline else None,
        words.reprint if content.reprint else None,
    )  # fmt: skip
    return tuple(mark for mark in marks if mark)


def ahead_value(content: SlipContent) -> tuple[str, str] | None:
    """Number and unit of the people ahead."""
    if content.ahead is None:
        return None
    one, several = WORDS[content.lang].ahead_unit
    return str(content.ahead), one if content.ahead == 1 else several


def wait_value(content: SlipContent) -> tuple[str, str] | None:
    """Number and unit of the expected wait: `15～20`, one number when both ends are the same; from none, at most so
    many."""
    if content.wait_min is None:
        return None
    low, high = content.wait_min
    if low == 0:
        return str(high), WORDS[content.lang].wait_at_most
    dash = "～" if content.lang == "zh" else "-"
    return (str(high) if low >= high else f"{low}{dash}{high}"), WORDS[content.lang].wait_unit


def taken_value(content: SlipContent) -> str:
    """The time of taking, with the day of the week."""
    day = WORDS[content.lang].weekdays[content.taken_at.weekday()]
    return f"{content.taken_at:%Y-%m-%d} {day} {content.taken_at:%H:%M:%S}"
