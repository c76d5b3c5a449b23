"""What somebody at a shell probably meant: of a word that the hub does not know, or that cannot be a command at all.

The hub says what is wrong; here the word is named, and the nearest one that this machine's configuration knows, if it
is of the same hall. What must not be shown (a PIN, a card) is never named.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from configs.explain import nearest
from configs.site import Site
from edge_hub.contract.queue import DUE
from edge_hub.contract.reasons import Reason

from .consoles import site_here
from .refusal import refuse

ALIKE_MIN, SHOWN_MAX = 0.7, 40
LISTED_MAX = 12
"""A choice of so many is told in full."""
Known = Callable[[Site, Any], Iterable[str]]


def one_of(option: str, word: str, choices: Iterable[str]) -> str:
    """The choice that is named, however it is written; else a sentence and exit code 2."""
    choices = list(choices)
    found = {one.lower().replace("_", "-"): one for one in choices}.get(word.strip().lower().replace("_", "-"))
    if found is None:
        refuse(_no_choice(option, word, choices))
    return found


def _no_choice(option: str, word: str, choices: list[str]) -> str:
    near = _near(word, choices)
    meant = f" 是不是 Did you mean {near}?" if near else ""
    return f"{option}: 没有“{word}”，可选 is none of {', '.join(choices)}.{meant}"


def _near(word: str, known: Iterable[str]) -> str | None:
    """The one that was probably meant; none is better than one that is only a little alike."""
    near = nearest(word, known)
    alike = near is not None and SequenceMatcher(None, word.lower(), near.lower()).ratio() >= ALIKE_MIN
    return near if alike else None


# ---- a word that the hub does not know ------------------------------------------------------------------------------


def _windows(site: Site, body: Any) -> Iterable[str]:
    return site.windows_by_id


def _reasons(site: Site, body: Any) -> Iterable[str]:
    return [one.id for cls in site.rules.classes if cls.id == body.cls for one in cls.reasons]


def _machines(site: Site, body: Any) -> Iterable[str]:
    return [one.id for one in site.devices if one.kind == "ticket_machine"]


WORDS: Mapping[Reason, Mapping[str, Known | None]] = {
    Reason.ITEM_UNKNOWN: dict.fromkeys(("items", "item"), lambda site, body: site.items_by_id),
    Reason.WINDOW_UNKNOWN: {"window": _windows},
    Reason.CLASS_UNKNOWN: {
        "cls": lambda site, body: [one.id for one in site.rules.classes if one.id != DUE],
        **dict.fromkeys(("reason", "ground"), _reasons),
    },
    Reason.GROUND_NEEDED: dict.fromkeys(("reason", "ground"), _reasons),
    Reason.NEED_UNKNOWN: {"needs": lambda site, body: [one.id for one in site.rules.needs]},
    Reason.NO_TICKET_MACHINE: dict.fromkeys(("at", "print_at"), _machines),
    Reason.DEVICE_UNKNOWN: {"device": lambda site, body: site.devices_by_id},
    Reason.CLERK_UNKNOWN: {"clerk": lambda site, body: site.clerks_by_id},
    Reason.ROLE_NEEDED: {"by": lambda site, body: site.clerks_by_id},
    Reason.TICKET_UNKNOWN: dict.fromkeys(("ticket", "into")),
    Reason.ANNOUNCEMENT_UNKNOWN: {"announcement": None},
}  # fmt: skip
"""Which words of a command a "no" speaks of, and which ones the configuration knows."""


def hints(reason: str, body: BaseModel | None, hall: str) -> Iterator[str]:
    """A line for each word that may be the wrong one."""
    if reason == Reason.WHY_NEEDED:
        yield "写在 --why 里 give it with --why."
    if body is None or reason not in WORDS:
        return
    site = site_here(hall)
    for field, known in WORDS[Reason(reason)].items():
        given = getattr(body, field, None)
        if isinstance(given, StrEnum):  # of a list that is checked where it is typed
            continue
        for word in (given,) if isinstance(given, str) else given or ():
            yield from _hint(word, list(known(site, body)) if known and site else None)


def _hint(word: str, known: list[str] | None) -> Iterator[str]:
    if known is None:
        yield f"没有找到 not found: “{word}”"
    elif word not in known:
        near = _near(word, known)
        choice = f"（可选 one of: {', '.join(known)}）" if known and len(known) <= LISTED_MAX else ""
        meant = f"，是不是 did you mean “{near}”？" if near else ""
        yield f"没有 there is no “{word}”{meant}{choice}"


# ---- a word that cannot be a command --------------------------------------------------------------------------------


class Said(NamedTuple):
    """How a field is called at the shell, and what it must be."""

    name: str
    zh: str
    en: str


SECRET = frozenset({"pin", "card", "person"})
ID = "an id of letters, digits, hyphens and dots, at most 64"
FIELDS: Mapping[str, Said] = {
    "items": Said("ITEM", "事项编号，如 social-card-apply", f"{ID}, such as social-card-apply"),
    "item": Said("ITEM", "事项编号，如 social-card-apply", f"{ID}, such as social-card-apply"),
    "ticket": Said("TICKET", "今天的号，如 A001，或号票编号", "a number of today such as A001, or the id of a ticket"),
    "into": Said("INTO", "今天的号，如 A001，或号票编号", "a number of today such as A001, or the id of a ticket"),
    "number": Said("NUMBER", "手写号，如 A800", "a written number such as A800"),
    "window": Said("WINDOW", "窗口编号，如 w01", "the id of a window such as w01"),
    "day": Said("DAY", "日期，如 2026-11-25", "a day such as 2026-11-25"),
    "start": Said("--start", "时间，如 09:30", "a time such as 09:30"),
    "clerk": Said("CLERK", "工号，如 1045", "a staff number such as 1045"),
    "by": Said("--by", "工号，如 1050", "a staff number such as 1050"),
    "pin": Said("PIN", "6 至 12 位数字", "6 to 12 digits"),
    "card": Said("card", "读卡器读出的 6 至 32 位数字和字母", "what a reader types, 6 to 32 digits and letters"),
    "person": Said("--card", "身份证号码", "the number of an identity card"),
    "cls": Said("--class", "rules.yaml 中的类别，如 priority", "a class of rules.yaml such as priority"),
    "reason": Said("--reason", "rules.yaml 中该类别的理由，如 elderly", "a reason of the class such as elderly"),
    "ground": Said("--ground", "rules.yaml 中该类别的理由，如 elderly", "a reason of the class such as elderly"),
    "why": Said("--why", "不超过 500 字的说明", "words, at most 500 characters"),
    "needs": Said("NEED", "rules.yaml 中的引导需要，如 hearing", "a need of rules.yaml such as hearing"),
    "at": Said("--at", "取号机，如 tm-1", "a ticket machine such as tm-1"),
    "print_at": Said("--print-at", "取号机，如 tm-1", "a ticket machine such as tm-1"),
    "appointment": Said("APPOINTMENT", "8 位预约码或预约编号", "a code of 8 digits, or the id of an appointment"),
    "announcement": Said("ID", "公告编号，见 hall desk show", "the id of an announcement, as hall desk show tells it"),
    "zh": Said("TEXT", "一行文字，不超过 120 字", "one line of at most 120 characters"),
    "en": Said("--en", "一行文字，不超过 240 字", "one line of at most 240 characters"),
    "until_ms": Said("--until", "时间，如 16:30", "a time such as 16:30"),
    "lang": Said("--lang", "zh 或 en", "zh or en"),
    "device": Said("WHICH", "设备编号，如 tm-1", "a device such as tm-1"),
    "code": Said("CODE", "设备屏幕上的 8 位码", "the 8 signs on the device's screen"),
    "fingerprint": Said("--fingerprint", "设备显示的指纹，八组、每组四位", "eight groups of four signs"),
}
"""A test keeps it complete for every command that a shell gives."""


def misfit(wrong: ValidationError) -> str:
    """The first fault as a sentence in both languages: which word, what was typed, what it must be."""
    first = wrong.errors(include_url=False)[0]
    field = str(first["loc"][0]) if first["loc"] else ""
    name, zh, en = FIELDS.get(field, Said(field, "别的内容", "something else"))
    word = first["input"]
    if first["type"] in ("enum", "literal_error"):
        return _no_choice(name, str(word).lower(), re.findall(r"'(\w+)'", first["ctx"]["expected"].lower()))
    if first["type"] == "too_long":
        limit = first["ctx"]["max_length"]
        return f"{name}: 最多 {limit} 个 at most {limit} of them."
    if first["type"] == "value_error":
        return f"{name}: 同一项写了两次 names one thing twice."
    if field in SECRET:
        return f"{name}: 应为{zh} must be {en}."
    if word in ("", None):
        return f"{name}: 没有填写，应为{zh} is empty; it must be {en}."
    shown = str(word) if len(str(word)) <= SHOWN_MAX else f"{str(word)[:SHOWN_MAX]}…"
    return f"{name}: “{shown}”不对，应为{zh} does not fit; it must be {en}."
