"""The lists of the ticket machine and the choice that a person makes from them, as QML binds to them."""

from collections.abc import Callable

from PySide6.QtCore import Property, QObject, Signal

from edge_hub.contract.appointment import CODE_DIGITS
from edge_hub.contract.base import Snapshot
from edge_hub.contract.hall import Catalogue, Directory, NeedInfo
from kiosk.ui.bridge import BridgeLike
from kiosk.ui.rows import R, Rows

from . import hall_rows as rows
from . import visit as steps
from .frame import Frame
from .known import PRIORITY, UNKNOWN, Known
from .search import Entry, index_of, next_letters, search
from .shapes import Shape, page_of, pages, shape_of
from .visit import Screen
from .words import joined, wait_text


class ChoiceView(Frame):
    """Read-only; the intents stand in `view_model.py`."""

    choiceChanged = Signal()

    def __init__(
        self,
        bridge: BridgeLike,
        layout: str,
        lang: str,
        use_lang: Callable[[str], None],
        clock_s: Callable[[], float],
        settle_s: float,
    ) -> None:
        super().__init__(bridge, layout, lang, use_lang, clock_s, settle_s)
        self._index: tuple[Entry, ...] | None = None
        self._wanted = Rows(rows.ItemRow, self)
        self._themes = Rows(rows.ItemRow, self)
        self._departments = Rows(rows.DepartmentRow, self)
        self._items = Rows(rows.ItemRow, self)
        self._chosen = Rows(rows.ItemRow, self)
        self._papers = Rows(rows.PaperRow, self)
        self._places = Rows(rows.PlaceRow, self)
        self._reasons = Rows(rows.ReasonRow, self)
        self._needs = Rows(rows.NeedRow, self)
        self._pages = 1
        self._found: tuple[str, ...] = ()
        self._letters = ""
        self._searched: tuple[object, ...] = ()

    # ---- lists ----------------------------------------------------------------------------------------------------

    @Property(QObject, constant=True)
    def wanted(self) -> QObject:
        """The most wanted items of all departments."""
        return self._wanted

    @Property(QObject, constant=True)
    def themes(self) -> QObject:
        """Choices over several departments; empty where they stand behind one button."""
        return self._themes

    @Property(QObject, constant=True)
    def departments(self) -> QObject:
        """The departments on this page of the home screen."""
        return self._departments

    @Property(QObject, constant=True)
    def items(self) -> QObject:
        """The items of this page of a department, or of what was found."""
        return self._items

    @Property(QObject, constant=True)
    def chosen(self) -> QObject:
        return self._chosen

    @Property(QObject, constant=True)
    def papers(self) -> QObject:
        """What to bring, this page of it."""
        return self._papers

    @Property(QObject, constant=True)
    def places(self) -> QObject:
        """The windows of the ticket."""
        return self._places

    @Property(int, notify=choiceChanged)
    def page(self) -> int:
        return min(self._visit.page, self._pages - 1)

    @Property(int, notify=choiceChanged)
    def pages(self) -> int:
        return self._pages

    @Property(int, notify=choiceChanged)
    def waiting(self) -> int:
        """How many wait in the whole hall."""
        return self._known.lines.waiting if self._known.lines else 0

    @Property(int, notify=choiceChanged)
    def themeCount(self) -> int:
        return len(rows.themes(self._known))

    # ---- a list of items, and the search --------------------------------------------------------------------------

    @Property(str, notify=choiceChanged)
    def department(self) -> str:
        """Whose items are shown; `themes` for the choices over several departments."""
        return self._visit.department

    @Property(str, notify=choiceChanged)
    def departmentName(self) -> str:
        found = self._known.department(self._visit.department)
        return found.name.say(self._visit.lang) if found else ""

    @Property(str, notify=choiceChanged)
    def departmentIcon(self) -> str:
        found = self._known.department(self._visit.department)
        return found.icon if found else rows.OTHER_ICON

    @Property(str, notify=choiceChanged)
    def departmentTint(self) -> str:
        found = self._known.department(self._visit.department)
        return found.color if found else rows.OTHER_COLOR

    @Property(str, notify=choiceChanged)
    def query(self) -> str:
        return self._visit.query.upper()

    @Property(str, notify=choiceChanged)
    def letters(self) -> str:
        """The letters after which something is still found."""
        return self._letters

    @Property(int, notify=choiceChanged)
    def found(self) -> int:
        """How many items the query finds."""
        return len(self._found)

    # ---- the choice -----------------------------------------------------------------------------------------------

    @Property(int, notify=choiceChanged)
    def chosenCount(self) -> int:
        return len(self._visit.chosen)

    @Property(bool, notify=choiceChanged)
    def choosingMore(self) -> bool:
        """Whether one more item is looked for."""
        looking = self._visit.screen in (Screen.HOME, Screen.ITEMS, Screen.SEARCH)
        return looking and bool(self._visit.chosen)

    @Property(bool, notify=choiceChanged)
    def canAdd(self) -> bool:
        """Whether the ticket can carry one more item."""
        return len(self._visit.chosen) < self._known.rules.ticket_max_items

    @Property(str, notify=choiceChanged)
    def facts(self) -> str:
        """How long the business of the one chosen item takes and what it costs."""
        item = self._known.item(self._visit.chosen[0]) if len(self._visit.chosen) == 1 else None
        return rows.facts_line(item, self._visit.lang) if item else ""

    @Property(int, notify=choiceChanged)
    def ahead(self) -> int:
        """People before this person: as the ticket says, or until then those who wait for the first item; -1 if nobody
        knows."""
        if self._visit.slip is not None:
            return UNKNOWN if self._visit.offline else self._visit.slip.ahead
        return self._hall.line(self._visit.chosen[0]).waiting if self._visit.chosen else 0

    @Property(str, notify=choiceChanged)
    def wait(self) -> str:
        """The expected wait in words; empty when nobody knows."""
        slip, chosen = self._visit.slip, self._visit.chosen
        wait_min = slip.wait_min if slip else self._hall.line(chosen[0]).wait_min if chosen else None
        return wait_text(wait_min, self._visit.lang)

    @Property(bool, notify=choiceChanged)
    def priority(self) -> bool:
        return self._visit.priority

    @Property(bool, notify=choiceChanged)
    def priorityOffered(self) -> bool:
        return self._known.class_name(PRIORITY) is not None

    @Property(str, notify=choiceChanged)
    def priorityWho(self) -> str:
        """By which reason this person goes first; until one is chosen, who may take a priority ticket, as the hall
        says. Empty if it does not say."""
        chosen = self._known.reasons_first().get(self._visit.reason_first)
        return chosen.say(self._visit.lang) if chosen else self._known.priority_who(self._visit.lang)

    @Property(QObject, constant=True)
    def reasons(self) -> QObject:
        """Why somebody may go first."""
        return self._reasons

    @Property(bool, notify=choiceChanged)
    def free(self) -> bool:
        """Several items in whatever order is quickest."""
        return self._visit.free

    @Property(bool, notify=choiceChanged)
    def appointmentsOffered(self) -> bool:
        return bool(self._known.directory and self._known.directory.appointments)

    @Property(str, notify=choiceChanged)
    def code(self) -> str:
        """Of an appointment, as it is typed: 1234 5678."""
        return f"{self._visit.code[:4]} {self._visit.code[4:]}".strip()

    @Property(bool, notify=choiceChanged)
    def codeWhole(self) -> bool:
        return len(self._visit.code) == CODE_DIGITS

    @Property(QObject, constant=True)
    def needs(self) -> QObject:
        """What somebody may want to be fetched for."""
        return self._needs

    @Property(bool, notify=choiceChanged)
    def needsOffered(self) -> bool:
        """Not while the hub is away: nobody would be told."""
        return bool(self._known.directory and self._known.directory.needs) and not self.offline

    @Property(str, notify=choiceChanged)
    def needsChosen(self) -> str:
        names = [one.name.say(self._visit.lang) for one in self._offered_needs() if one.id in self._visit.needs]
        return joined(names, self._visit.lang)

    def _offered_needs(self) -> tuple[NeedInfo, ...]:
        return self._known.directory.needs if self._known.directory else ()

    # ---- how they are filled --------------------------------------------------------------------------------------

    def _announce(self) -> None:
        super()._announce()
        self.choiceChanged.emit()

    def _learnt(self, snapshot: Snapshot) -> None:
        if isinstance(snapshot, Directory | Catalogue):
            self._index = None

    def _fill(self) -> None:
        """Bring the lists of the page that is shown up to date."""
        shape = shape_of(self._layout, self._visit.elder)
        lang, chosen = self._visit.lang, self._visit.chosen
        self._pages = 1
        match self._visit.screen:
            case Screen.HOME:
                self._fill_home(shape)
            case Screen.ITEMS | Screen.SEARCH:
                self._fill_items(shape)
            case Screen.CONFIRM | Screen.ASKING | Screen.SORRY:
                items = [item for one in chosen if (item := self._known.item(one)) is not None]
                self._chosen.show(rows.item_rows(self._known, items, lang))
                self._fill_papers(shape)
            case Screen.PRIORITY:
                self._reasons.show(rows.reason_rows(self._known.reasons_first(), lang))
            case Screen.NEEDS:
                self._needs.show(rows.need_rows(self._offered_needs(), self._visit.needs, lang))
            case Screen.TAKEN if self._visit.slip is not None:
                self._places.show(rows.place_rows(self._known, self._visit.slip.windows, lang))

    @property
    def _hall(self) -> Known:
        """The hall as it is shown: without the hub nobody knows how many wait."""
        return self._known.alone() if self.offline else self._known

    def _fill_home(self, shape: Shape) -> None:
        lang, chosen, known, up = self._visit.lang, self._visit.chosen, self._hall, bool(self.giving)
        self._wanted.show(rows.item_rows(known, rows.wanted(known)[: shape.wanted], lang, chosen, up))
        self._themes.show(rows.item_rows(known, rows.themes(known)[: shape.themes], lang, chosen, up))
        self._paged(self._departments, rows.department_rows(known, lang, up), shape.departments)

    def _fill_items(self, shape: Shape) -> None:
        lang, known, visit = self._visit.lang, self._hall, self._visit
        if visit.screen is Screen.SEARCH:
            self._search()
            items = [item for one in self._found if (item := known.item(one)) is not None]
        elif visit.department == steps.THEMES:
            items = list(rows.themes(known))
        else:
            items = list(rows.of_department(known, visit.department))
        size = shape.results if visit.screen is Screen.SEARCH else shape.items
        up = bool(self.giving)
        self._paged(self._items, rows.item_rows(known, items, lang, visit.chosen, up), size)

    def _fill_papers(self, shape: Shape) -> None:
        """Upright, two further items on the ticket take the room of three papers."""
        papers = rows.paper_rows(self._known, self._visit.chosen, self._visit.lang)
        less = (len(self._visit.chosen) - 1) * 3 // 2 if self._layout == "portrait" else 0
        self._paged(self._papers, papers, max(2, shape.papers - less))

    def _search(self) -> None:
        """Search anew if the query, the language or the catalogue is another one.

        The index is made for the first search: at the start the catalogue of each department comes by itself.
        """
        if self._index is None:
            self._index = index_of(self._known.items, {one.id: one for one in self._known.departments})
        asked = (self._visit.query, self._visit.lang, self._index)
        if asked != self._searched:
            self._searched = asked
            self._found = search(self._index, self._visit.query, self._visit.lang)
            self._letters = next_letters(self._index, self._visit.query, self._visit.lang)

    def _paged(self, model: Rows[R], all_rows: tuple[R, ...], size: int) -> None:
        self._pages = pages(len(all_rows), size)
        model.show(page_of(all_rows, self._visit.page, size))
