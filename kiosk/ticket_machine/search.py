"""Finds items by what a person types: pinyin initials (sbk), pinyin (shebao), both mixed (shebk), or Chinese. Pure.

A phrase is a row of syllables, each with its spellings; letters match it when each syllable in turn begins with the
next of them. What begins like the query comes before what contains it, names before keywords, wanted items before
others. On an English screen the beginnings of English words count too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from edge_hub.contract.hall import DepartmentInfo, ItemInfo

from .readings import Phrase, Readings, learn, readings

QUERY_MAX = 16
"""Letters that a person can type; nothing in a hall needs more to be found."""
UNWANTED = 10_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as the search sees it."""

    item: str
    wanted: int
    names: tuple[Phrase, ...]
    keywords: tuple[Phrase, ...]
    department: Phrase
    english: tuple[str, ...]
    texts: tuple[str, ...]
    """Name, short name, then keywords, in Chinese."""


def index_of(items: Iterable[ItemInfo], departments: Mapping[str, DepartmentInfo]) -> tuple[Entry, ...]:
    """The search index of a hall; made once per catalogue, not per letter."""
    all_items = tuple(items)
    learned = learn((item.name.zh, item.pinyin) for item in all_items)
    return tuple(_entry(item, departments.get(item.department), learned) for item in all_items)


def search(index: Iterable[Entry], query: str, lang: str = "zh") -> tuple[str, ...]:
    """The ids of the items that the query finds, best first; none for an empty query."""
    wanted = query.strip().lower()[:QUERY_MAX]
    if not wanted:
        return ()
    ranked = [
        (rank, entry.wanted, n, entry.item) for n, entry in enumerate(index) if (rank := _rank(entry, wanted, lang))
    ]
    return tuple(item for *_, item in sorted(ranked))


def next_letters(index: Iterable[Entry], query: str, lang: str = "zh") -> str:
    """The letters after which something is still found, so that the pad can dim the others."""
    typed = query.strip().lower()
    if len(typed) >= QUERY_MAX:
        return ""
    found: set[str] = set()
    for entry in index:
        for phrase in (*entry.names, *entry.keywords):
            for start in range(len(phrase)):
                _reach(phrase, start, typed, found)
        if typed:
            _reach(entry.department, 0, typed, found)
        if lang == "en":
            found.update(
                word[len(typed)] for word in entry.english if word.startswith(typed) and len(word) > len(typed)
            )
    return "".join(sorted(found))


def _entry(item: ItemInfo, department: DepartmentInfo | None, learned: Readings) -> Entry:
    full: Phrase = tuple((syllable,) for syllable in item.pinyin.split())
    given: Phrase = tuple((letter,) for letter in item.initials.lower())
    short = readings(item.short_name.zh, learned)
    words = [item.name.en, item.short_name.en]
    return Entry(
        item=item.id,
        wanted=item.wanted or UNWANTED,
        names=tuple(dict.fromkeys(phrase for phrase in (short, full, given) if phrase)),
        keywords=tuple(readings(word, learned) for word in item.keywords),
        department=readings(department.short_name.zh, learned) if department else (),
        english=tuple(dict.fromkeys(word for text in words for word in _english(text))),
        texts=(item.short_name.zh, item.name.zh, *item.keywords),
    )


def _english(text: str) -> list[str]:
    cleaned = "".join(char if char.isalnum() else " " for char in text.lower().replace("'", ""))
    return [word for word in cleaned.split() if len(word) > 2]


def _rank(entry: Entry, query: str, lang: str) -> int | None:
    """1 is best; None when the query does not find the entry."""
    if not query.isascii():
        return _rank_chinese(entry, query)
    if any(_begins(phrase, 0, query) for phrase in entry.names):
        return 1
    if lang == "en" and any(word.startswith(query) for word in entry.english):
        return 1
    if any(_begins(phrase, 0, query) for phrase in entry.keywords):
        return 2
    if any(_begins(phrase, start, query) for phrase in entry.names for start in range(1, len(phrase))):
        return 3
    if any(_begins(phrase, start, query) for phrase in entry.keywords for start in range(1, len(phrase))):
        return 4
    return 5 if len(query) > 1 and _begins(entry.department, 0, query) else None


def _rank_chinese(entry: Entry, query: str) -> int | None:
    if any(text.startswith(query) for text in entry.texts[:2]):
        return 1
    return 2 if any(query in text for text in entry.texts) else None


def _begins(phrase: Phrase, start: int, query: str) -> bool:
    """Whether the syllables from `start` on begin, one after the other, with the letters of the query."""
    if not query:
        return True
    if start >= len(phrase):
        return False
    return any(
        _begins(phrase, start + 1, query[taken:])
        for spelling in phrase[start]
        for taken in range(1, _common(spelling, query) + 1)
    )


def _reach(phrase: Phrase, start: int, query: str, found: set[str]) -> None:
    """Add the letters that may follow the query where it fits the syllables from `start` on."""
    if start >= len(phrase):
        return
    for spelling in phrase[start]:
        if not query:
            found.add(spelling[0])
        for taken in range(1, _common(spelling, query) + 1):
            if taken < len(query):
                _reach(phrase, start + 1, query[taken:], found)
                continue
            found.update(spelling[taken : taken + 1])
            _reach(phrase, start + 1, "", found)


def _common(spelling: str, query: str) -> int:
    """How many letters both begin with."""
    most = min(len(spelling), len(query))
    return next((n for n in range(most) if spelling[n] != query[n]), most)
