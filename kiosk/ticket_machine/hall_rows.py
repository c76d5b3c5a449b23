"""The rows of every list on the ticket machine, from what is known of the hall and the language. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from edge_hub.contract.base import Words
from edge_hub.contract.hall import ItemInfo, NeedInfo, WindowInfo

from .known import Known
from .words import cost_text, joined, limit_text, paper_text, span, wait_text

OTHER_COLOR = "#0B4A8F"
OTHER_ICON = "landmark"


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item to choose."""

    item: str
    name: str
    detail: str
    """The official name where it says more, or for a theme the departments that take part."""
    icon: str
    tint: str
    waiting: int
    windows: str
    wait: str
    mood: str
    usable: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """A department to look into."""

    department: str
    name: str
    icon: str
    tint: str
    waiting: int
    windows: int
    """How many are open now."""
    mood: str
    usable: bool


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper to bring."""

    place: int
    name: str
    note: str


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """Windows to go to, at one place."""

    where: str
    labels: tuple[str, ...]


def item_row(known: Known, item: ItemInfo, lang: str, chosen: tuple[str, ...] = (), up: bool = True) -> ItemRow:
    """One item as a person sees it now; `up` is whether the hub can be asked."""
    line = known.line(item.id)
    department = known.department(item.department)
    return ItemRow(
        item=item.id,
        name=item.short_name.say(lang),
        detail=_detail(known, item, lang),
        icon=department.icon if department else OTHER_ICON,
        tint=department.color if department else OTHER_COLOR,
        waiting=line.waiting,
        windows=span(line.windows),
        wait=wait_text(line.wait_min, lang),
        mood=mood(line.waiting, len(line.windows), known.rules.warn_line_len),
        usable=line.tickets and up,
        chosen=item.id in chosen,
    )


def item_rows(
    known: Known, items: Iterable[ItemInfo], lang: str, chosen: tuple[str, ...] = (), up: bool = True
) -> tuple[ItemRow, ...]:
    return tuple(item_row(known, item, lang, chosen, up) for item in items)


def wanted(known: Known) -> tuple[ItemInfo, ...]:
    """The most wanted items of all departments, first rank first."""
    ranked = [item for item in known.items if item.wanted is not None]
    return tuple(sorted(ranked, key=lambda item: item.wanted or 0))


def themes(known: Known) -> tuple[ItemInfo, ...]:
    """The choices that lead through several departments."""
    return tuple(item for item in known.items if item.theme)


def of_department(known: Known, department: str) -> tuple[ItemInfo, ...]:
    catalogue = known.catalogues.get(department)
    return catalogue.items if catalogue else ()


def department_rows(known: Known, lang: str, up: bool = True) -> tuple[DepartmentRow, ...]:
    """All departments that have items, in the order of the directory."""
    rows = []
    for one in known.departments:
        lines = [known.line(item.id) for item in of_department(known, one.id)]
        if not lines:
            continue
        waiting = known.lines.departments.get(one.id, 0) if known.lines else 0
        windows = len({label for line in lines for label in line.windows})
        rows.append(
            DepartmentRow(
                department=one.id,
                name=one.short_name.say(lang),
                icon=one.icon,
                tint=one.color,
                waiting=waiting,
                windows=windows,
                mood=mood(waiting, windows, known.rules.warn_line_len),
                usable=up and any(line.tickets for line in lines),
            )
        )
    return tuple(rows)


def mood(waiting: int, windows: int, warn_line_len: int) -> str:
    """How a line feels: nobody there, as usual, or longer for each window than the hall wants it."""
    return "calm" if waiting == 0 else "busy" if waiting > warn_line_len * max(1, windows) else "usual"


def paper_rows(known: Known, chosen: Iterable[str], lang: str) -> tuple[PaperRow, ...]:
    """What to bring for all chosen items; a paper that several ask for stands once, with what the first one says."""
    found: dict[str, str] = {}
    for item in filter(None, map(known.item, chosen)):
        for paper in item.materials:
            found.setdefault(paper.name.say(lang), paper_text(paper, lang))
    return tuple(PaperRow(place, name, note) for place, (name, note) in enumerate(found.items(), start=1))


def facts_line(item: ItemInfo, lang: str) -> str:
    """How long the business takes and what it costs, in one line."""
    return " · ".join(text for text in (limit_text(item, lang), cost_text(item, lang)) if text)


def place_rows(known: Known, labels: Iterable[str], lang: str) -> tuple[PlaceRow, ...]:
    """Windows by the zone and floor where they are, in the order of the labels."""
    places: dict[str, tuple[str, ...]] = {}
    for label in labels:
        where = _where(known, known.window(label), lang)
        places[where] = (*places.get(where, ()), label)
    return tuple(PlaceRow(where, found) for where, found in places.items())


def _where(known: Known, window: WindowInfo | None, lang: str) -> str:
    zone = known.zone(window.zone) if window else None
    if zone is None:
        return ""
    floor = f"floor {zone.floor}" if lang == "en" else f"{zone.floor}楼"
    return f"{zone.name.say(lang)} · {floor}"


def _detail(known: Known, item: ItemInfo, lang: str) -> str:
    if item.theme:
        involved = [known.department(one) for one in (item.department, *item.joint_departments)]
        return joined([one.short_name.say(lang) for one in involved if one], lang)
    full = item.name.say(lang)
    return "" if full == item.short_name.say(lang) else full


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """One reason to go first."""

    key: str
    reason: str
    name: str


def reason_rows(reasons: Mapping[str, Words], lang: str) -> tuple[ReasonRow, ...]:
    return tuple(ReasonRow(id, id, name.say(lang)) for id, name in reasons.items())


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One need that can be chosen."""

    key: str
    need: str
    name: str
    icon: str
    chosen: bool


NEED_ICONS = {"sight": "eye", "hearing": "headset", "walking": "accessibility"}
"""Of the senses; a language has one of its own."""


def need_rows(needs: Sequence[NeedInfo], chosen: Sequence[str], lang: str) -> tuple[NeedRow, ...]:
    return tuple(
        NeedRow(one.id, one.id, one.name.say(lang), NEED_ICONS.get(one.id, "languages"), one.id in chosen)
        for one in needs
    )
