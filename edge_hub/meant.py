"""What somebody at a shell probably meant: of a word that the hub does not know, or that cannot be a command at all.

The hub says what is wrong; here the word is named, and the nearest one that this machine's configuration knows, if it
is of the same hall. What must not be shown (a PIN, a card) is never named.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from configs.explain import nearest
from configs.site import Site
from edge_hub.contract.reasons import Reason

from .consoles import site_here
from .refusal import refuse

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
    near = nearest(word, choices)
    return f"{option}: “{word}” is none of {', '.join(choices)}.{f' Did you mean {near}?' if near else ''}"


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
        "cls": lambda site, body: [one.id for one in site.rules.classes],
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
        near = nearest(word, known)
        choice = f"（可选 one of: {', '.join(known)}）" if known and len(known) <= LISTED_MAX else ""
        meant = f"，是不是 did you mean “{near}”？" if near else ""
        yield f"没有 there is no “{word}”{meant}{choice}"


# ---- a word that cannot be a command --------------------------------------------------------------------------------


class Said(NamedTuple):
    """How a field is called at the shell, and what it must be."""

    name: str
    what: str


SECRET = frozenset({"pin", "card", "person"})
ID = "an id of letters, digits, hyphens and dots, at most 64"
FIELDS: Mapping[str, Said] = {
    "items": Said("ITEM", f"{ID}, such as social-card-apply"),
    "item": Said("ITEM", f"{ID}, such as social-card-apply"),
    "ticket": Said("TICKET", "a number of today such as A001, or the id of a ticket"),
    "into": Said("INTO", "a number of today such as A001, or the id of a ticket"),
    "number": Said("NUMBER", "a written number such as A800"),
    "window": Said("WINDOW", "the id of a window such as w01"),
    "day": Said("DAY", "a day such as 2026-11-25"),
    "start": Said("--start", "a time such as 09:30"),
    "clerk": Said("CLERK", "a staff number such as 1045"),
    "by": Said("--by", "a staff number such as 1050"),
    "pin": Said("PIN", "6 to 12 digits"),
    "card": Said("card", "what a reader types, 6 to 32 digits and letters"),
    "person": Said("--card", "the number of an identity card"),
    "cls": Said("--class", "a class of rules.yaml such as priority"),
    "reason": Said("--reason", "a reason of the class in rules.yaml such as elderly"),
    "ground": Said("--ground", "a reason of the class in rules.yaml such as elderly"),
    "why": Said("--why", "words, at most 500 characters"),
    "needs": Said("NEED", "a need of rules.yaml such as hearing"),
    "at": Said("--at", "a ticket machine such as tm-1"),
    "print_at": Said("--print-at", "a ticket machine such as tm-1"),
    "appointment": Said("APPOINTMENT", "a code of 8 digits, or the id of an appointment"),
    "announcement": Said("ID", "the id of an announcement, as hall desk show tells it"),
    "zh": Said("TEXT", "one line of at most 120 characters"),
    "en": Said("--en", "one line of at most 240 characters"),
    "until_ms": Said("--until", "a time such as 16:30"),
    "lang": Said("--lang", "zh or en"),
    "device": Said("WHICH", "a device such as tm-1"),
    "code": Said("CODE", "the 8 signs on the device's screen"),
    "fingerprint": Said("--fingerprint", "eight groups of four, as the device shows it"),
}
"""A test keeps it complete for every command that a shell gives."""


def misfit(wrong: ValidationError) -> str:
    """The first fault as a sentence: which word, what was typed, what it must be."""
    first = wrong.errors(include_url=False)[0]
    field = str(first["loc"][0]) if first["loc"] else ""
    name, what = FIELDS.get(field, Said(field, "something else"))
    word = first["input"]
    if first["type"] in ("enum", "literal_error"):
        return _no_choice(name, str(word).lower(), re.findall(r"'(\w+)'", first["ctx"]["expected"].lower()))
    if first["type"] in ("too_long", "too_short"):
        limit = first["ctx"].get("max_length") or first["ctx"]["min_length"]
        return f"{name}: {'at most' if first['type'] == 'too_long' else 'at least'} {limit} of them."
    if first["type"] == "value_error":
        return f"{name}: {first['ctx']['error']}."
    if field in SECRET:
        return f"{name}: must be {what}."
    if word in ("", None):
        return f"{name}: is empty; it must be {what}."
    shown = str(word) if len(str(word)) <= 40 else f"{str(word)[:40]}…"
    return f"{name}: “{shown}” does not fit; it must be {what}."
