"""The ticket machine that drives itself: takes tickets by real touches, as a citizen would, and reports what came.

    {"do":"take","citizen":"c1","items":["social-card-apply"],"by":"wanted","lang":"zh","elder":false}
    -> {"what":"touch","citizen","ns"}                     the finger has left “take a ticket”
       {"what":"taken","citizen","ticket","number","touch_ns","reply_ns","ns"}
                                                           reply_ns: the hub's reply came (not for a lent number)
       {"what":"printed","citizen","ticket","ns"}          or {"what":"unprinted","citizen","ticket","why","ns"}
       {"what":"sorry","citizen","reason","ns"}            instead of taken
       {"what":"ready_for_next","citizen","ns"}            the home screen is free again

`by` is `wanted` (a tile of the home screen; if it is not there, by search), `department` or `search`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TextIO

from PySide6.QtQuick import QQuickWindow

from kiosk.ui import scene
from kiosk.ui.autopilot import Autopilot, TouchFault

from .view_model import TicketMachine
from .visit import Screen

PATIENCE_S = 30.0
PAGE_S = 3.0
LETTERS = 4
"""So many letters of a name a person types."""


@dataclass(slots=True)
class _Errand:
    """One citizen at the machine."""

    citizen: str
    items: list[str]
    by: str
    lang: str
    elder: bool
    left: list[str] = field(default_factory=list)


class TicketMachinePilot(Autopilot):
    """Verb `take`; one errand at a time, the next begins when the home screen is free."""

    def __init__(
        self, window: QQuickWindow, vm: TicketMachine, orders: TextIO | None = None, reports: TextIO | None = None
    ) -> None:
        super().__init__(window, vm, orders, reports)
        self._machine = vm
        self._waiting: list[_Errand] = []
        self._now: _Errand | None = None

    def do_take(self, order: dict[str, Any]) -> None:
        items = [str(item) for item in order["items"]]
        if not items:
            raise ValueError("“items” names no item")
        by = str(order.get("by", "wanted"))
        if by not in ("wanted", "department", "search"):
            raise ValueError(f"“by” is wanted, department or search, not “{by}”")
        lang, elder = str(order.get("lang", "zh")), bool(order.get("elder", False))
        self._waiting.append(_Errand(str(order["citizen"]), items, by, lang, elder))
        self._next()

    def _next(self) -> None:
        if self._now is None and self._waiting:
            self._now = self._waiting.pop(0)
            self._now.left = list(self._now.items)
            self._on_screen(Screen.HOME, self._settle_language)

    # ---- one errand, step by step ---------------------------------------------------------------------------------

    def _settle_language(self) -> None:
        errand = self._errand
        if self._machine.property("lang") != errand.lang:
            self._press("language", self._settle_size)
        else:
            self._settle_size()

    def _settle_size(self) -> None:
        if self._machine.property("elder") != self._errand.elder:
            self._press("elder", self._look_for_item)
        else:
            self._look_for_item()

    def _look_for_item(self) -> None:
        errand = self._errand
        item = errand.left.pop(0)
        if errand.by == "wanted" and self._seen(f"item_{item}"):
            self._press(f"item_{item}", self._chosen)
        elif errand.by == "department":
            self._open_department(item)
        else:
            self._press("openSearch", lambda: self._type(item, self._spelling(item)))

    def _open_department(self, item: str) -> None:
        """Page to the department's tile, open it, page to the item."""
        name = f"department_{self._machine.department_of(item)}"

        def opened() -> None:
            self._on_screen(Screen.ITEMS, lambda: self._page_to(f"item_{item}", lambda: self._pick(item)))

        self._page_to(name, lambda: self._press(name, opened))

    def _pick(self, item: str) -> None:
        self._press(f"item_{item}", self._chosen)

    def _page_to(self, name: str, then: Callable[[], None]) -> None:
        """Turn pages until an item with that name is seen (the home page behind may have one of the same name); a page
        may take a moment to be drawn."""

        def is_there() -> bool:
            return self._seen(name)

        def turn() -> None:
            if is_there():
                then()
            else:
                self._press("nextPage", lambda: self._page_to(name, then))

        def give_up() -> None:
            self._fail(TouchFault(name, "it is on no page"))

        self.when(lambda: is_there() or self.why_not("nextPage") is None, turn, PAGE_S, give_up)

    def _type(self, item: str, letters: str) -> None:
        """Letters one by one, then through the pages of what was found."""
        if letters:
            self._press(f"key_{letters[0].upper()}", lambda: self._type(item, letters[1:]))
        else:
            self._page_to(f"item_{item}", lambda: self._pick(item))

    def _spelling(self, item: str) -> str:
        return self._machine.spelling_of(item)[:LETTERS]

    def _chosen(self) -> None:
        self._on_screen(Screen.CONFIRM, self._confirm, otherwise=self._notice)

    def _notice(self) -> None:
        """The machine said a sentence instead: that is the citizen's answer."""
        self._sorry(str(self._machine.property("notice")) or "not on the confirm screen")

    def _confirm(self) -> None:
        if self._errand.left:
            self._press("addMore", lambda: self._on_screen(Screen.HOME, self._look_for_item))
        else:
            self._press_ns("take", self._asked)

    def _asked(self, touch_ns: int) -> None:
        errand = self._errand
        self.say("touch", citizen=errand.citizen, ns=touch_ns)
        answers = (Screen.TAKEN, Screen.SORRY)
        self.when(lambda: self._screen in answers, lambda: self._answered(touch_ns), PATIENCE_S, self._lost)

    def _answered(self, touch_ns: int) -> None:
        errand = self._errand
        if self._screen == Screen.SORRY:
            self._sorry(str(self._machine.property("reason")))
            return
        ticket, number = self._machine.ticket or "", str(self._machine.property("number"))
        replied = {"reply_ns": self._machine.replied_ns} if self._machine.replied_ns > touch_ns else {}
        self.say("taken", citizen=errand.citizen, ticket=ticket, number=number, touch_ns=touch_ns, **replied)
        done = ("none", "printed", "failed")
        self.when(lambda: self._paper in done, lambda: self._slip(ticket), PATIENCE_S, self._lost)

    def _slip(self, ticket: str) -> None:
        errand = self._errand
        if self._paper == "printed":
            self.say("printed", citizen=errand.citizen, ticket=ticket)
        else:
            why = str(self._machine.property("paperWhy")) or "no printer"
            self.say("unprinted", citizen=errand.citizen, ticket=ticket, why=why)
        self._press("done", self._leave)

    def _sorry(self, reason: str) -> None:
        self.say("sorry", citizen=self._errand.citizen, reason=reason)
        if self._machine.property("notice"):
            self._press("closeNotice", self._go_home)
        else:
            self._go_home()

    def _go_home(self) -> None:
        """Back by the buttons that are there."""
        if self._screen == Screen.HOME:
            self._leave()
        elif self._screen == Screen.SORRY:
            self._press("home", self._leave)
        else:
            self._press("back", self._go_home)

    def _leave(self) -> None:
        self._on_screen(Screen.HOME, self._free)

    def _free(self) -> None:
        self.say("ready_for_next", citizen=self._errand.citizen)
        self._now = None
        self._next()

    def _seen(self, name: str) -> bool:
        item = scene.find(self.window, name)
        return item is not None and item.isVisible()

    # ---- small things ---------------------------------------------------------------------------------------------

    @property
    def _errand(self) -> _Errand:
        assert self._now is not None
        return self._now

    @property
    def _screen(self) -> str:
        return str(self._machine.property("screen"))

    @property
    def _paper(self) -> str:
        return str(self._machine.property("paper"))

    def _press(self, name: str, then: Callable[[], None]) -> None:
        self._press_ns(name, lambda _ns: then())

    def _press_ns(self, name: str, then: Callable[[int], None]) -> None:
        """Touch as soon as a finger could; a citizen who cannot is given up, with what is on the screen."""

        def give_up() -> None:
            self._fail(TouchFault(name, self.why_not(name) or "it became reachable too late"))

        self.when(lambda: self.why_not(name) is None, lambda: then(self.touch(name)), PATIENCE_S, give_up)

    def _on_screen(self, screen: str, then: Callable[[], None], otherwise: Callable[[], None] | None = None) -> None:
        """`then` when the screen is there and takes touches; `otherwise` when the machine says a sentence instead."""
        said = self._machine.property

        def arrived() -> bool:
            return self._screen == screen and bool(said("settled")) and not said("notice")

        def look() -> None:
            if arrived() or otherwise is None:
                then()
            else:
                otherwise()

        self.when(lambda: arrived() or (otherwise is not None and bool(said("notice"))), look, PATIENCE_S, self._lost)

    def _lost(self) -> None:
        self._fail(TimeoutError(f"nothing came for {PATIENCE_S:.0f} s; the screen is “{self._screen}”"))

    def _fail(self, fault: Exception) -> None:
        """This citizen is given up: the fault is reported, and the next one may come when the screen is free."""
        citizen = self._errand.citizen if self._now else ""
        self.fault(fault, citizen=citizen)
        self._now = None
        if self._waiting:
            self.when(lambda: self._screen == Screen.HOME, self._next, 10 * PATIENCE_S)
