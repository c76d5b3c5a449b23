"""The whole board as one frozen value: what is known, what may be believed and the time go in. Pure."""

from dataclasses import dataclass

from edge_hub.contract.base import Words
from edge_hub.contract.clock import ClockRule
from edge_hub.contract.hall import Call, ItemInfo, ItemLine

from . import waiting as q
from . import words as w
from .known import Known
from .places import Places, free, is_called, seat, without_place
from .trust import Phase
from .waiting import Round

GLOW_S = 10.0
"""A call is marked as new for so long; the newest of all stays marked until the next one."""
NOTICE_S = 12.0
OTHER_COLOR = "#334155"


@dataclass(frozen=True, slots=True)
class Room:
    """How much a layout has room for."""

    columns: int
    rows: int
    others: int
    recent: int
    passed: int
    line_columns: int
    line_rows: int

    @property
    def lines(self) -> int:
        """How many items with people waiting are shown at once."""
        return self.line_columns * self.line_rows


ROOMS: dict[str, Room] = {
    "landscape": Room(2, 4, others=6, recent=4, passed=4, line_columns=1, line_rows=8),
    "bar": Room(4, 4, others=12, recent=8, passed=8, line_columns=2, line_rows=8),
    "portrait": Room(1, 4, others=4, recent=4, passed=4, line_columns=2, line_rows=3),
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
class LineDrawn:
    """Who waits for one item; `letter` begins the numbers, `tint` is the department's colour."""

    item: str
    letter: str
    tint: str
    zh: str
    en: str
    waiting: str
    busy: bool
    wait: str
    """Minutes that a ticket taken now would wait, `10–15`; empty if nobody knows."""


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
    lines: tuple[LineDrawn, ...]
    """The page of the list whose turn it is."""
    waiting: str
    page: int
    pages: int
    turn: str
    """Another one with every page of every round."""
    no_lines: Words
    """What the list says when it has no row."""
    notice: Words
    """What is announced, one after the other; else the hall's notices in turn."""
    announced: bool
    title: Words
    """What the middle of the board says where no numbers stand; empty where they do."""
    text: Words
    warning: Words | None
    """Only while the board is not up to date."""


def is_sure(phase: Phase) -> bool:
    """Whether numbers and figures are shown at all."""
    return phase in (Phase.LIVE, Phase.STALE)


def draw(
    known: Known, seated: Seated, round_: Round, phase: Phase, room: Room, now_ms: int, running_s: float
) -> Picture:
    """The board as it looks now. `running_s` turns pages and notices."""
    sure = is_sure(phase)
    board = known.board if sure else None
    page = q.page_of(round_, room.lines, running_s)
    title, text = _middle(known, seated, phase)
    announced = known.announced(now_ms)
    notices = known.directory.notices if known.directory else ()
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
        lines=lines_of(known, round_.order[page * room.lines : (page + 1) * room.lines]) if sure else (),
        waiting=str(known.lines.waiting) if known.lines and sure else w.UNKNOWN,
        page=page,
        pages=q.pages_of(round_, room.lines),
        turn=f"{round_.nth}.{page}",
        no_lines=w.LINES_UNKNOWN if phase is Phase.BLANK else w.NOBODY_WAITS if sure and known.lines else w.NOTHING,
        notice=_in_turn(announced or notices, running_s),
        announced=bool(announced),
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


def turn_of(known: Known, round_: Round, phase: Phase, room: Room, running_s: float) -> Round:
    """The round of the list that is on now; without trusted figures there is none."""
    lines = known.lines.items if known.lines and is_sure(phase) else q.NO_LINES
    return q.turned(round_, known.items, lines, room.lines, running_s)


def lines_of(known: Known, items: tuple[str, ...]) -> tuple[LineDrawn, ...]:
    """Rows of the list, in this order."""
    lines = known.lines.items if known.lines else q.NO_LINES
    return tuple(
        _line(known, known.items[item], lines[item]) for item in items if item in known.items and item in lines
    )


def _line(known: Known, item: ItemInfo, line: ItemLine) -> LineDrawn:
    department = known.department(item.department)
    letter, tint = (department.queue, department.color) if department else ("", OTHER_COLOR)
    return LineDrawn(
        item=item.id, letter=letter, tint=tint, zh=item.short_name.zh, en=item.short_name.en,
        waiting=str(line.waiting), busy=line.waiting > 0, wait=w.wait(line.wait_min) if line.waiting else "",
    )  # fmt: skip


def _middle(known: Known, seated: Seated, phase: Phase) -> tuple[Words, Words]:
    if phase in w.STATES:
        return w.STATES[phase]
    if seated.places.shown:
        return w.NOTHING, w.NOTHING
    return (w.CLOSED, known.closed) if known.closed else (w.NO_CALLS, w.NO_CALLS_MORE)


def _in_turn(sentences: tuple[Words, ...], running_s: float) -> Words:
    return sentences[int(running_s // NOTICE_S) % len(sentences)] if sentences else w.NOTHING
