"""The rows of the call pad's lists as QML draws them: the picture's rows in the language of the screen."""

from dataclasses import dataclass
from typing import Any

from edge_hub.contract.base import Words

from .lists import ACT_WORDS, TAB_WORDS, Tab
from .picture import Work
from .sides import WITH_THE_TICKET


@dataclass(frozen=True, slots=True)
class SideDrawn:
    """A smaller action."""

    name: str
    words: str
    icon: str
    shortcut: str
    ready: bool
    note: str
    opens_panel: bool
    for_ticket: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class RowDrawn:
    """A ticket or an item; `count` is -1 for a ticket."""

    key: str
    number: str
    item: str
    badge: str
    minutes: int
    count: int
    acts: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class ChoiceDrawn:
    """A row of an open panel."""

    key: str
    words: str
    detail: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class TabDrawn:
    """The head of a list, with its figure."""

    name: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class MinutesDrawn:
    """A length of a pause; 0 is open-ended."""

    minutes: int
    chosen: bool


def sides_drawn(work: Work | None, lang: str, free: bool) -> list[SideDrawn]:
    if work is None:
        return []
    open_side = work.panel.side if work.panel else None
    return [
        SideDrawn(
            name=str(one.side), words=one.words.say(lang), icon=one.icon, shortcut=one.key, ready=one.ready and free,
            note=_say(one.note, lang), opens_panel=one.panel, for_ticket=one.side in WITH_THE_TICKET,
            is_open=one.side is open_side,
        )
        for one in work.sides
    ]  # fmt: skip


def rows_drawn(work: Work | None, lang: str, free: bool) -> list[RowDrawn]:
    return [
        RowDrawn(
            key=row.key, number=row.number, item=row.item.say(lang), badge=_say(row.badge, lang), minutes=row.minutes,
            count=-1 if row.count is None else row.count,
            acts=[{"name": str(act), "words": ACT_WORDS[act].say(lang), "ready": free} for act in row.acts],
        )
        for row in (work.rows if work else ())
    ]  # fmt: skip


def choices_drawn(work: Work | None, lang: str) -> list[ChoiceDrawn]:
    panel = work.panel if work else None
    return [
        ChoiceDrawn(key=one.key, words=one.words.say(lang), detail=_say(one.detail, lang), chosen=one.chosen)
        for one in (panel.choices if panel else ())
    ]


def tabs_drawn(work: Work | None, lang: str) -> list[TabDrawn]:
    return [TabDrawn(str(tab), TAB_WORDS[tab].say(lang), work.counts[tab] if work else 0) for tab in Tab]


def minutes_drawn(work: Work | None) -> list[MinutesDrawn]:
    panel = work.panel if work else None
    return [MinutesDrawn(minutes or 0, chosen) for minutes, chosen in (panel.minutes if panel else ())]


def _say(words: Words | None, lang: str) -> str:
    return words.say(lang) if words else ""
