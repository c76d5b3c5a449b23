"""The whole board as one frozen value: what is known, what may be believed and the time go in. Pure."""

from dataclasses import dataclass

from edge_hub.contract.base import Words
from edge_hub.contract.clock import ClockRule
from edge_hub.contract.hall import Call

from . import words as w
from .known import Known
from .places import Places, free, is_called, seat, without_place
from .trust import Phase

GLOW_S = 10.0
"""A call is marked as new for so long; the newest of all stays marked until the next one."""
NOTICE_S = 12.0
PAGE_S = 12.0


@dataclass(frozen=True, slots=True)
class Room:
    """How much a layout has room for."""

    columns: int
    rows: int
    others: int
    recent: int
    passed: int
    departments: int
    department_columns: int


ROOMS: dict[str, Room] = {
    "landscape": Room(2, 4, others=6, recent=4, passed=4, departments=20, department_columns=2),
    "bar": Room(4, 4, others=12, recent=8, passed=8, departments=27, department_columns=3),
    "portrait": Room(1, 4, others=4, recent=4, passed=4, departments=12, department_columns=3),
}
"""By layout: 1920 x 1080, 3840 x 1080 (two panels side by side), 1080 x 1920."""


@dataclass(frozen=True, slots=True)
class CallDrawn:
    """One place of the board, and the call in it; `number` is empty where there is none."""

    place: int
    number: str = ""
    window: str = ""
    label: str = ""
    called: bool = False
    fresh: bool = False
    again: bool = False
    priority: bool = False
    caption_zh: str = ""
    caption_en: str = ""
    where_zh: str = ""
    where_en: str = ""


@dataclass(frozen=True, slots=True)
class ChipDrawn:
    """A number in one of the small lists; `label` is empty for one that goes to no window."""

    place: int
    number: str
    label: str
    called: bool = False


@dataclass(frozen=True, slots=True)
class DepartmentDrawn:
    """How many wait for a department; `letter` begins its numbers."""

    id: str
    letter: str
    zh: str
    en: str
    waiting: str
    busy: bool


@dataclass(frozen=True, slots=True)
class Seated:
    """The board's only memory: where each call stands."""

    places: Places
    others: Places

    @classmethod
    def empty(cls, room: Room) -> "Seated":
        return cls(free(room.columns * room.rows), free(room.others))

    def hear(self, calls: tuple[Call, ...]) -> "Seated":
        """The hub's picture of the calls came."""
        places = seat(self.places, calls)
        return Seated(places, seat(self.others, without_place(places, calls), eager=True))


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything on the board."""

    phase: Phase
    hall: Words
    clock: str
    date: Words
    practice: bool
    calls: tuple[CallDrawn, ...]
    others: tuple[ChipDrawn, ...]
    recent: tuple[ChipDrawn, ...]
    passed: tuple[ChipDrawn, ...]
    others_title: Words
    more: str
    """How many have no place of their own; empty if nobody."""
    departments: tuple[DepartmentDrawn, ...]
    waiting: str
    page: int
    pages: int
    notice: Words
    title: Words
    """What the middle of the board says where no numbers stand; empty where they do."""
    text: Words
    warning: Words | None
    """Only while the board is not up to date."""


def draw(known: Known, seated: Seated, phase: Phase, room: Room, now_ms: int, running_s: float) -> Picture:
    """The board as it looks now. `running_s` turns pages and notices."""
    sure = phase in (Phase.LIVE, Phase.STALE)
    board = known.board if sure else None
    departments, page, pages = departments_of(known, room.departments, sure, running_s)
    title, text = _middle(known, seated, phase)
    passed = board.passed if board else ()
    without = without_place(seated.places, board.now) if board else ()
    recent = [call for call in board.recent if call.number not in passed] if board else []
    return Picture(
        phase=phase,
        hall=known.directory.name if known.directory else w.NOTHING,
        clock=w.clock_text(now_ms) if known.hub else "",
        date=w.date_words(now_ms) if known.hub else w.NOTHING,
        practice=known.clock.practice,
        calls=calls_of(known, seated.places if sure else free(len(seated.places.seats)), now_ms),
        others=chips(tuple(seated.others.shown)) if sure else (),
        recent=chips(tuple(recent[: room.recent])),
        passed=tuple(ChipDrawn(at, number, "") for at, number in enumerate(passed[: room.passed])),
        others_title=w.others(without),
        more=str(len(without)) if without else "",
        departments=departments,
        waiting=str(known.lines.waiting) if known.lines and sure else w.UNKNOWN,
        page=page,
        pages=pages,
        notice=_notice(known, running_s),
        title=title,
        text=text,
        warning=w.WARNINGS.get(phase),
    )


def calls_of(known: Known, places: Places, now_ms: int) -> tuple[CallDrawn, ...]:
    """Every place, free ones too."""
    newest = max((call.called_ms for call in places.shown if is_called(call)), default=0)
    return tuple(
        CallDrawn(at) if call is None else _call(known, at, call, fresh=is_fresh(call, newest, now_ms, known.clock))
        for at, call in enumerate(places.seats)
    )


def is_fresh(call: Call, newest_ms: int, now_ms: int, clock: ClockRule) -> bool:
    """Whether a call is marked as new. Hall time may run fast in a practice hall; eyes do not."""
    young = now_ms - call.called_ms < clock.hall_span_ms(GLOW_S)
    return is_called(call) and (young or call.called_ms == newest_ms)


def _call(known: Known, at: int, call: Call, *, fresh: bool) -> CallDrawn:
    caption, where = w.caption(call), w.where(known.floor(call.zone))
    return CallDrawn(
        place=at, number=call.number, window=call.window, label=call.label, called=is_called(call), fresh=fresh,
        again=is_called(call) and call.calls > 1, priority=call.priority, caption_zh=caption.zh,
        caption_en=caption.en, where_zh=where.zh, where_en=where.en,
    )  # fmt: skip


def chips(calls: tuple[Call, ...]) -> tuple[ChipDrawn, ...]:
    return tuple(ChipDrawn(at, call.number, call.label, is_called(call)) for at, call in enumerate(calls))


def departments_of(
    known: Known, per_page: int, sure: bool, running_s: float
) -> tuple[tuple[DepartmentDrawn, ...], int, int]:
    """The departments of the page whose turn it is, which page, and of how many. Pages are filled evenly."""
    found = known.directory.departments if known.directory else ()
    counts = known.lines.departments if known.lines and sure else None
    pages = max(1, -(-len(found) // per_page))
    page = int(running_s // PAGE_S) % pages
    each = -(-len(found) // pages)
    return (
        tuple(
            DepartmentDrawn(
                id=one.id, letter=one.queue, zh=one.short_name.zh, en=one.short_name.en,
                waiting=w.UNKNOWN if counts is None else str(counts.get(one.id, 0)),
                busy=bool(counts and counts.get(one.id, 0)),
            )
            for one in found[page * each : (page + 1) * each]
        ),
        page,
        pages,
    )  # fmt: skip


def _middle(known: Known, seated: Seated, phase: Phase) -> tuple[Words, Words]:
    if phase in w.STATES:
        return w.STATES[phase]
    if seated.places.shown:
        return w.NOTHING, w.NOTHING
    return (w.CLOSED, known.closed) if known.closed else (w.NO_CALLS, w.NO_CALLS_MORE)


def _notice(known: Known, running_s: float) -> Words:
    notices = known.directory.notices if known.directory else ()
    return notices[int(running_s // NOTICE_S) % len(notices)] if notices else w.NOTHING
