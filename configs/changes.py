"""What differs between two configurations of a hall, told by subject and stable id: for people, not for programs."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import time
from typing import Any, Literal, NamedTuple

from .base import Part
from .hall import Holiday, Span, Workday
from .site import Site
from .text import Text

Sort = Literal["added", "removed", "changed"]
LISTS = ("departments", "items", "windows", "devices", "wired", "clerks")
SINGLES = ("hall", "rules")


class Change(NamedTuple):
    """One thing that differs. `key`, `was` and `now` only of a thing that is in both."""

    subject: str
    id: str
    name: str
    sort: Sort
    key: str = ""
    was: str = ""
    now: str = ""

    def __str__(self) -> str:
        who = " ".join(part for part in (self.subject, self.id, f"“{self.name}”" if self.name else "") if part)
        if self.sort != "changed":
            return f"{'+' if self.sort == 'added' else '-'} {who}"
        return f"~ {who}: {self.key}: {self.was or '(nothing)'} -> {self.now or '(nothing)'}"


def changes(old: Site, new: Site) -> tuple[Change, ...]:
    """In the order of the subjects; of one subject what goes, what comes, and what is different."""
    found = [change for name in LISTS for change in _of_list(name, getattr(old, name), getattr(new, name))]
    parts = [(name, one) for name in SINGLES for one in _parts(getattr(old, name), getattr(new, name))]
    singles = (Change(name, "", "", "changed", *one) for name, one in parts)
    return (*singles, *found)


def _of_list(subject: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Change]:
    before, after = {one.id: one for one in old}, {one.id: one for one in new}
    for gone in [one for one in old if one.id not in after]:
        yield Change(subject, gone.id, _name(gone), "removed")
    for fresh in [one for one in new if one.id not in before]:
        yield Change(subject, fresh.id, _name(fresh), "added")
    for one in [one for one in new if one.id in before]:
        for part in _parts(before[one.id], one):
            yield Change(subject, one.id, _name(one), "changed", *part)
    was, now = [one.id for one in old if one.id in after], [one.id for one in new if one.id in before]
    if was != now:
        yield Change(subject, "", "", "changed", "order", _head(was), _head(now))


def _parts(old: Part, new: Part, at: str = "") -> Iterator[tuple[str, str, str]]:
    """(key, was, now) of what is different in two objects of a kind."""
    for field in type(new).model_fields:
        was, now, key = getattr(old, field), getattr(new, field), f"{at}{field}"
        if was == now:
            continue
        if isinstance(was, Part) and type(was) is type(now) and not isinstance(now, Text):
            yield from _parts(was, now, f"{key}.")
        elif isinstance(was, Mapping) and isinstance(now, Mapping):
            for inner in dict.fromkeys((*was, *now)):
                if was.get(inner) != now.get(inner):
                    yield f"{key}.{inner}", show(was.get(inner)), show(now.get(inner))
        elif _have_ids(was) and _have_ids(now):
            yield from _by_id(was, now, key)
        else:
            yield key, show(was), show(now)


def _by_id(old: Sequence[Any], new: Sequence[Any], key: str) -> Iterator[tuple[str, str, str]]:
    before, after = {one.id: one for one in old}, {one.id: one for one in new}
    for id in dict.fromkeys((*before, *after)):
        if id in before and id in after:
            yield from _parts(before[id], after[id], f"{key}.{id}.")
        else:
            yield f"{key}.{id}", show(before.get(id)), show(after.get(id))
    if list(before) != list(after) and set(before) == set(after):
        yield f"{key}.order", _head(list(before)), _head(list(after))


def _have_ids(value: Any) -> bool:
    return isinstance(value, tuple) and all(isinstance(one, Part) and hasattr(one, "id") for one in value)


def _name(one: Any) -> str:
    """What people call a thing; a terminal has no name but its kind."""
    name = getattr(one, "name", None) or getattr(one, "kind", "")
    return name.zh if isinstance(name, Text) else str(name)


def _head(ids: Sequence[str]) -> str:
    return ", ".join(ids[:6]) + (" ..." if len(ids) > 6 else "")


def show(value: Any) -> str:
    """A value in one line, as short as it can be told."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case time():
            return f"{value:%H:%M}"
        case Text():
            return f"{value.zh} / {value.en}"
        case Span():
            return f"{value.start:%H:%M}-{value.end:%H:%M}"
        case Holiday():
            return f"{value.first}..{value.last} {value.name.zh}"
        case Workday():
            return f"{value.day} as {value.as_day} {value.name.zh}"
        case Part():
            told = ((field, show(getattr(value, field))) for field in type(value).model_fields)
            return ", ".join(f"{field} {text}" for field, text in told if text)
        case tuple():
            return ("; " if any(isinstance(one, Part) for one in value) else ", ").join(map(show, value))
        case Mapping():
            return ", ".join(f"{key} {show(inner)}" for key, inner in value.items())
        case _:
            return str(value)
