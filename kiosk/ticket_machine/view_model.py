"""What the ticket machine's QML binds to: read-only properties and one slot for each intent. Decides nothing.

The steps of a visit are pure (`visit.py`), the rows of the lists too (`hall_rows.py`, `search.py`); here they meet the
bridge, the printer and the clock.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from edge_hub.client.answers import NoReply
from edge_hub.contract.base import Snapshot, Words
from edge_hub.contract.device import Health, ReportHealth, ReportSlip
from edge_hub.contract.envelope import Reply
from edge_hub.contract.hall import Directory
from edge_hub.contract.queue import NORMAL, TicketSlip
from kiosk.ui.bridge import BridgeLike

from . import visit as steps
from .frame import SETTLE_S, fresh_of
from .qr import Qr, qr_of
from .reprints import ReprintDesk
from .slip_content import content_of, item_names
from .view_choice import ChoiceView
from .visit import Paper, Screen, Visit
from .words import NO_PRINTER, OFFLINE_NOTE, clock_text

if TYPE_CHECKING:
    from .code_reader import CodeReader
    from .printing import PrinterHealth, SlipEnd, SlipPrinter
    from .slip_words import SlipContent

QML_IMPORT_NAME = "Hall.TicketMachine"
QML_IMPORT_MAJOR_VERSION = 1
PATIENCE_S = 6.0
"""Longer than the silence after which a machine goes on by itself."""


@QmlElement
class TicketMachine(ChoiceView):
    """The view-model of one ticket machine."""

    changed = Signal()

    def __init__(
        self,
        bridge: BridgeLike,
        layout: str = "portrait",
        lang: str = "zh",
        use_lang: Callable[[str], None] = lambda lang: None,
        clock_s: Callable[[], float] = time.monotonic,
        settle_s: float = SETTLE_S,
    ) -> None:
        super().__init__(bridge, layout, lang, use_lang, clock_s, settle_s)
        self._printer: SlipPrinter | None = None
        self._told: PrinterHealth | None = None
        self._reader: CodeReader | None = None
        self._qr: Qr | None = None
        self._waits: tuple[NoReply, float] | None = None
        """An asked hub that went away, and since when."""
        self.replied_ns = 0
        """When the last reply of the hub came, by the machine's monotonic clock; for measuring."""
        self._reprints = ReprintDesk(bridge, self._print_again, self)

    def attach(self, printer: "SlipPrinter") -> None:
        """From now on slips come out of this printer."""
        self._printer = printer
        printer.ended.connect(self._slip_ended)
        printer.changed.connect(self._printer_changed)
        if self._known.directory is not None:
            printer.warm()
        self._printer_changed()

    def attach_scanner(self, reader: "CodeReader") -> None:
        """From now on codes are read by this scanner, too."""
        self._reader = reader
        reader.scanned.connect(self.scanned)
        reader.changed.connect(self._scanner_changed)
        self._scanner_changed()

    # ---- the ticket -----------------------------------------------------------------------------------------------

    @Property(str, notify=changed)
    def number(self) -> str:
        return self._visit.slip.number if self._visit.slip else ""

    @Property(str, notify=changed)
    def ticketItems(self) -> str:
        return item_names(self._visit.slip, self._visit.lang) if self._visit.slip else ""

    @Property(str, notify=changed)
    def ticketClass(self) -> str:
        """The priority class in words; empty for an ordinary ticket."""
        slip = self._visit.slip
        words = self._known.class_name(slip.cls) if slip and slip.cls != NORMAL else None
        return words.say(self._visit.lang) if words else ""

    @Property(str, notify=changed)
    def takenAt(self) -> str:
        return clock_text(self._visit.slip.taken_ms) if self._visit.slip else ""

    @Property(str, notify=changed)
    def qrPath(self) -> str:
        """The QR code as a path of unit squares; empty if the hall has no public address."""
        return self._qr.path if self._qr else ""

    @Property(int, notify=changed)
    def qrSize(self) -> int:
        """Modules along one side, the quiet zone included."""
        return self._qr.size if self._qr else 0

    @Property(str, notify=changed)
    def paper(self) -> str:
        """What became of the slip: names of `visit.Paper`."""
        return self._visit.paper

    @Property(str, notify=changed)
    def paperWhy(self) -> str:
        words = self._visit.paper_why
        return words.say(self._visit.lang) if words else ""

    @Property(str, notify=changed)
    def printerTrouble(self) -> str:
        """Why no slips can be printed now, known before anybody asks; empty if all is well."""
        fault = self._printer.trouble if self._printer else None
        return "" if fault is None or self._told is None else fault.why_en if self._visit.lang == "en" else fault.why

    @Property(str, notify=changed)
    def sorry(self) -> str:
        return self._visit.sorry.say(self._visit.lang) if self._visit.sorry else ""

    @Property(str, notify=changed)
    def reason(self) -> str:
        """The stable name of the refusal, for reports."""
        return self._visit.reason

    @Property(bool, notify=changed)
    def unsure(self) -> bool:
        """Nobody here knows whether a ticket was taken."""
        return self._visit.unsure

    @Property(bool, notify=changed)
    def again(self) -> bool:
        return self._visit.again

    @Property(str, notify=changed)
    def notice(self) -> str:
        return self._visit.notice.say(self._visit.lang) if self._visit.notice else ""

    @Property(str, notify=changed)
    def offlineNote(self) -> str:
        """Beside a number that the machine gave by itself; empty for one of the hub."""
        return OFFLINE_NOTE.say(self._visit.lang) if self._visit.offline else ""

    @property
    def ticket(self) -> str | None:
        """The id of the ticket that is shown."""
        return self._visit.slip.ticket if self._visit.slip else None

    def department_of(self, item: str) -> str:
        """Where a person would look for the item."""
        found = self._known.item(item)
        return found.department if found else ""

    def spelling_of(self, item: str) -> str:
        """What a person would type for it: the initials of its name."""
        found = self._known.item(item)
        return "".join(letter for letter in found.initials.lower() if letter.isalpha()) if found else ""

    # ---- intents --------------------------------------------------------------------------------------------------

    @Slot(str)
    def speak(self, lang: str) -> None:
        """The screen's language."""
        self._become(replace(self._visit, lang=lang))

    @Slot(bool)
    def enlarge(self, elder: bool) -> None:
        """Larger and fewer things, or the usual."""
        self._become(replace(self._visit, elder=elder, page=0))

    @Slot(str)
    def openDepartment(self, department: str) -> None:
        self._become(steps.go(self._visit, Screen.ITEMS, department=department))

    @Slot()
    def openThemes(self) -> None:
        self._become(steps.go(self._visit, Screen.ITEMS, department=steps.THEMES))

    @Slot()
    def openSearch(self) -> None:
        self._become(steps.go(self._visit, Screen.SEARCH, query=""))

    @Slot(str)
    def typeLetter(self, letter: str) -> None:
        self._become(steps.typed(self._visit, letter))

    @Slot()
    def eraseLetter(self) -> None:
        self._become(replace(self._visit, query=self._visit.query[:-1], page=0))

    @Slot()
    def clearQuery(self) -> None:
        self._become(replace(self._visit, query="", page=0))

    @Slot()
    def openAppointment(self) -> None:
        self._become(steps.go(self._visit, Screen.APPOINTMENT, code=""))

    @Slot(str)
    def typeDigit(self, digit: str) -> None:
        self._become(steps.typed_digit(self._visit, digit))

    @Slot()
    def eraseDigit(self) -> None:
        self._become(replace(self._visit, code=self._visit.code[:-1]))

    @Slot()
    def clearCode(self) -> None:
        self._become(replace(self._visit, code=""))

    @Slot(str)
    def scanned(self, text: str) -> None:
        """A scanner has read a code, on a wire of its own or by typing it like a keyboard."""
        self._become(steps.scanned(self._visit, text, offered=bool(self.appointmentsOffered)))

    @Slot()
    def checkIn(self) -> None:
        """Only with a whole code, and the screen is left at once: a repeated touch finds nothing."""
        if self._visit.screen is Screen.APPOINTMENT and self.codeWhole and self.linkUp:
            self._ask()
            self._become(steps.go(self._visit, Screen.ASKING))

    @Slot()
    def openNeeds(self) -> None:
        if self._visit.screen is Screen.CONFIRM:
            self._become(steps.go(self._visit, Screen.NEEDS))

    @Slot(str)
    def toggleNeed(self, need: str) -> None:
        self._become(steps.toggled_need(self._visit, need))

    @Slot(bool)
    def chooseFree(self, free: bool) -> None:
        self._become(replace(self._visit, free=free))

    @Slot()
    def nextPage(self) -> None:
        self._become(replace(self._visit, page=min(self._visit.page + 1, self._pages - 1)))

    @Slot()
    def previousPage(self) -> None:
        self._become(replace(self._visit, page=max(0, min(self._visit.page, self._pages - 1) - 1)))

    @Slot()
    def back(self) -> None:
        self._become(steps.back(self._visit))

    @Slot(str)
    def choose(self, item: str) -> None:
        self._become(steps.choose(self._visit, self._hall, item, self._bridge.link, offline=bool(self.offline)))

    @Slot(str)
    def drop(self, item: str) -> None:
        self._become(steps.drop(self._visit, item))

    @Slot()
    def addMore(self) -> None:
        """One more item on the same ticket."""
        self._become(steps.go(self._visit, Screen.HOME))

    @Slot()
    def review(self) -> None:
        """To the confirm screen with what is chosen so far."""
        self._become(steps.go(self._visit, Screen.CONFIRM))

    @Slot()
    def askFirst(self) -> None:
        """To go first, or not after all."""
        self._become(steps.asked_first(self._visit, self._known))

    @Slot(str)
    def chooseReason(self, reason: str) -> None:
        self._become(steps.chose_reason(self._visit, self._known, reason))

    @Slot()
    def take(self) -> None:
        """Take the ticket. Only from the confirm screen, which is left at once: a repeated touch finds nothing."""
        if self._visit.screen is not Screen.CONFIRM or not self._visit.chosen:
            return
        if self.offline:
            self._go_on()
            return
        self._ask()
        self._become(steps.go(self._visit, Screen.ASKING))

    def _ask(self) -> None:
        self._waits = None
        self._bridge.send(steps.order(self._visit), self._answered)

    def _go_on(self, unanswered: str | None = None) -> None:
        """Without the hub: a number of the machine's own, durable before it is shown or printed. `unanswered` is the
        command that the hub may have carried out and did not answer."""
        self._waits = None
        order, first = steps.ticket_order(self._visit), self._known.item(self._visit.chosen[0])
        department = self._known.department(first.department) if first else None
        queue = department.queue if department else ""
        taken = self._bridge.take_offline(queue, order.items, order.cls, order.lang, unanswered, order.reason)
        self._print_and_show(steps.went_on(self._visit, self._known, taken))

    @Slot()
    def tick(self) -> None:
        """Look at the time; whoever asked a hub that has just gone waits until the machine may go on by itself."""
        if self._waits is not None:
            reply, since_s = self._waits
            if self.offline:
                self._go_on(reply.id if reply.sent else None)
            elif self.linkUp and not reply.sent:
                self._ask()
            elif self.linkUp or self._clock_s() - since_s >= PATIENCE_S:
                self._waits = None
                self._arrive(steps.answered(self._visit, reply))
        super().tick()

    @Slot()
    def tryAgain(self) -> None:
        self._become(steps.try_again(self._visit))

    @Slot()
    def reprint(self) -> None:
        """The slip once more, marked as a reprint."""
        if self._visit.paper is Paper.FAILED:
            self._print(reprint=True)

    @Slot()
    def closeNotice(self) -> None:
        self._become(replace(self._visit, notice=None))

    @Slot()
    def done(self) -> None:
        """This person is done; the screen is the next one's."""
        if self._visit.screen is not Screen.ASKING:
            self._become(self._fresh)

    @Slot()
    def home(self) -> None:
        """The same person starts over."""
        if self._visit.screen is not Screen.ASKING:
            self._become(fresh_of(self._visit, self._fresh))

    # ---- what comes back ------------------------------------------------------------------------------------------

    def _answered(self, reply: Reply | NoReply) -> None:
        if isinstance(reply, Reply):
            self.replied_ns = time.monotonic_ns()
        gone = isinstance(reply, NoReply) and not self.linkUp and not self._visit.code
        if isinstance(reply, NoReply) and gone and self._known.open_at(self._bridge.hall_now_ms()):
            self._waits = reply, self._clock_s()
            self.tick()
            return
        self._print_and_show(steps.answered(self._visit, reply))

    def _print_and_show(self, visit: Visit) -> None:
        if visit.slip is None or self._printer is None:
            self._arrive(visit)
            return
        self._visit = replace(self._visit, slip=visit.slip, offline=visit.offline)
        self._print(reprint=False)
        self._arrive(replace(visit, paper=Paper.PRINTING))

    def _arrive(self, visit: Visit) -> None:
        self._qr = qr_of(visit.slip.url) if visit.slip and visit.slip.url else None
        self._become(visit)

    def _print(self, *, reprint: bool) -> None:
        """Ask the printer first and draw then: the slip is what the person waits for."""
        slip = self._visit.slip
        if self._printer is None or slip is None:
            return
        self._printer.print(slip.ticket, self._content(slip, reprint))
        if reprint:
            self._become(replace(self._visit, paper=Paper.PRINTING, paper_why=None))

    def _content(self, slip: TicketSlip, reprint: bool) -> "SlipContent":
        return content_of(self._known, slip, self._visit.lang, reprint=reprint, offline=self._visit.offline)

    def _print_again(self, slip: TicketSlip) -> None:
        """A slip that the guide desk wants: marked as a reprint, in the language in which the ticket was taken."""
        if self._printer is None:
            now_ms = self._bridge.hall_now_ms()
            self._report(ReportSlip(ticket=slip.ticket, printed=False, why=NO_PRINTER.zh, reprint=True, at_ms=now_ms))
            return
        self._printer.print(slip.ticket, content_of(self._known, slip, slip.lang or "zh", reprint=True))

    def _slip_ended(self, end: "SlipEnd") -> None:
        """The slip came out, or did not: the hub is told, and the person if still here."""
        why = end.fault.why if end.fault else ""
        now_ms = self._bridge.hall_now_ms()
        self._report(
            ReportSlip(ticket=end.ticket, printed=end.fault is None, why=why, reprint=end.reprint, at_ms=now_ms)
        )
        if self._visit.slip is None or self._visit.slip.ticket != end.ticket:
            return
        if end.fault is None:
            self._become(replace(self._visit, paper=Paper.PRINTED, paper_why=None))
        else:
            words = Words(zh=end.fault.why, en=end.fault.why_en)
            self._become(replace(self._visit, paper=Paper.FAILED, paper_why=words))

    def _printer_changed(self) -> None:
        """Tell the hub once of each change; the home screen says it too."""
        health = self._printer.health if self._printer else None
        if health is None or health == self._told:
            return
        self._told = health
        fault = health.fault
        self._report(
            ReportHealth(
                part="printer",
                health=Health(health.health),
                why=fault.why if fault else "",
                hint=fault.hint if fault else "",
                why_en=fault.why_en if fault else "",
                hint_en=fault.hint_en if fault else "",
                since_ms=self._bridge.hall_now_ms(),
            )
        )
        self._announce()

    def _scanner_changed(self) -> None:
        """Tell the hub once of each change."""
        report = self._reader.report(self._bridge.hall_now_ms()) if self._reader else None
        if report is not None:
            self._report(report)

    def _learnt(self, snapshot: Snapshot) -> None:
        super()._learnt(snapshot)
        if isinstance(snapshot, Directory) and self._printer is not None:
            self._printer.warm()

    def _announce(self) -> None:
        super()._announce()
        self.changed.emit()
