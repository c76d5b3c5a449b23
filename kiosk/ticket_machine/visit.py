"""One person's visit to the ticket machine, as a frozen value and the steps that lead from one to the next. Pure.

A fresh `Visit` is the home screen that nobody has touched. What the hub decides comes in as `answered`; nothing here
knows of clocks, threads or screens.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from pydantic import ValidationError

from edge_hub.client.answers import NoReply
from edge_hub.client.lease_book import NoNumber, OfflineTicket
from edge_hub.contract.appointment import CODE_DIGITS, CheckIn, code_in
from edge_hub.contract.base import Words
from edge_hub.contract.envelope import Reply
from edge_hub.contract.need import NEEDS_MAX
from edge_hub.contract.queue import NORMAL, TakeTicket, TicketSlip
from edge_hub.contract.reasons import Reason, sentence

from .known import PRIORITY, Known
from .search import QUERY_MAX
from .words import (
    CHOSEN_ALREADY,
    GONE,
    LINK_DOWN,
    NEEDS_HUB,
    NO_NUMBERS,
    NOT_NOW,
    ODD_REPLY,
    REFUSED,
    no_answer,
)

UP = "UP"
THEMES = "themes"
"""Stands where a department would for the list of all themes."""


class Screen(StrEnum):
    """What is shown. `STARTING` until the hub has told of the hall."""

    STARTING = "starting"
    HOME = "home"
    ITEMS = "items"
    SEARCH = "search"
    APPOINTMENT = "appointment"
    PRIORITY = "priority"
    NEEDS = "needs"
    CONFIRM = "confirm"
    ASKING = "asking"
    TAKEN = "taken"
    SORRY = "sorry"


class Paper(StrEnum):
    """What became of the slip."""

    NONE = "none"
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"


AGAIN = frozenset({Reason.BUSY, Reason.EXPIRED, Reason.WRONG_EPOCH, Reason.STALE})
"""Refusals after which the same wish may succeed in a moment."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Where one person stands."""

    lang: str = "zh"
    elder: bool = False
    screen: Screen = Screen.HOME
    department: str = ""
    page: int = 0
    query: str = ""
    chosen: tuple[str, ...] = ()
    """Ids of the items, in the order of choosing."""
    priority: bool = False
    reason_first: str = ""
    """Id of the reason why this person may go first; empty where the hall has none to choose from."""
    free: bool = False
    """Several items in whatever order is quickest."""
    needs: tuple[str, ...] = ()
    """Ids of what the person wants to be fetched for."""
    code: str = ""
    """Of an appointment, as far as it is typed."""
    notice: Words | None = None
    """A sentence over the screen, until it is closed."""
    slip: TicketSlip | None = None
    offline: bool = False
    """The number is one that the machine gave by itself: nobody knows how many are before it."""
    paper: Paper = Paper.NONE
    paper_why: Words | None = None
    sorry: Words | None = None
    reason: str = ""
    again: bool = False
    """Whether trying the same once more makes sense."""
    unsure: bool = False
    """Nobody here knows whether a ticket was taken."""


def go(visit: Visit, screen: Screen, **more: str | int) -> Visit:
    """Another screen, on its first page."""
    changes: dict[str, object] = {"screen": screen, "page": 0, "notice": None, **more}
    return replace(visit, **changes)  # type: ignore[arg-type]


def back(visit: Visit) -> Visit:
    """One screen back; from the confirm screen the choice is given up."""
    match visit.screen:
        case Screen.CONFIRM:
            return replace(go(visit, Screen.HOME), chosen=(), priority=False, reason_first="", free=False, needs=())
        case Screen.PRIORITY | Screen.NEEDS:
            return go(visit, Screen.CONFIRM)
        case Screen.APPOINTMENT:
            return go(visit, Screen.HOME, code="")
        case Screen.ITEMS | Screen.SEARCH:
            return go(visit, Screen.HOME, department="", query="")
        case _:
            return visit


def choose(visit: Visit, known: Known, item_id: str, link: str, *, offline: bool = False) -> Visit:
    """The item is wanted: on to the confirm screen, or the sentence why not. `offline`: the machine goes on by itself,
    and `known` is the hall `alone`."""
    if visit.screen not in (Screen.HOME, Screen.ITEMS, Screen.SEARCH):
        return visit
    line, item = known.line(item_id), known.item(item_id)
    no = None
    if link != UP and not offline:
        no = LINK_DOWN
    elif item is None:
        no = GONE
    elif offline and item.real_name:
        no = NEEDS_HUB
    elif not line.tickets:
        no = line.why or known.closed or NOT_NOW
    elif item_id in visit.chosen:
        no = CHOSEN_ALREADY
    elif len(visit.chosen) >= known.rules.ticket_max_items:
        no = sentence(Reason.TOO_MANY_ITEMS, {"max": known.rules.ticket_max_items})
    if no is not None:
        return replace(visit, notice=no)
    return replace(go(visit, Screen.CONFIRM), chosen=(*visit.chosen, item_id))


def drop(visit: Visit, item_id: str) -> Visit:
    """The item is not wanted after all; without any the visit is back at home."""
    left = tuple(one for one in visit.chosen if one != item_id)
    return replace(visit, chosen=left) if left else back(replace(visit, chosen=(), screen=Screen.CONFIRM))


def still_there(visit: Visit, known: Known) -> Visit:
    """After news of the hall: what an administrator has taken out meanwhile is not chosen any more, and its list not
    open. What the hub was asked for already, the hub answers."""
    if visit.screen in (Screen.ASKING, Screen.TAKEN, Screen.SORRY) or not known.ready:
        return visit
    left = tuple(one for one in visit.chosen if known.item(one) is not None)
    if left != visit.chosen:
        gone = replace(visit, chosen=left, notice=GONE)
        return gone if left else replace(back(replace(gone, screen=Screen.CONFIRM)), notice=GONE)
    if visit.department not in ("", THEMES) and known.department(visit.department) is None:
        return back(visit)
    return visit


def typed(visit: Visit, letter: str) -> Visit:
    """One more letter of the search."""
    if visit.screen is not Screen.SEARCH or len(visit.query) >= QUERY_MAX:
        return visit
    return replace(visit, query=visit.query + letter.lower(), page=0)


def typed_digit(visit: Visit, digit: str) -> Visit:
    """One more digit of an appointment's code."""
    if visit.screen is not Screen.APPOINTMENT or len(visit.code) >= CODE_DIGITS or not digit.isdecimal():
        return visit
    return replace(visit, code=visit.code + digit)


def scanned(visit: Visit, text: str, *, offered: bool = False) -> Visit:
    """A code that a scanner has read takes the place of what was typed; what is no code changes nothing. Where
    appointments are offered, the home screen is left for it: who holds a code before the scanner means it."""
    at_home = offered and visit.screen is Screen.HOME
    code = code_in(text) if at_home or visit.screen is Screen.APPOINTMENT else None
    return go(visit, Screen.APPOINTMENT, code=code) if code else visit


def asked_first(visit: Visit, known: Known) -> Visit:
    """The person may go first, or does not want to after all. Where the hall has reasons, one of them is asked for."""
    if visit.screen is not Screen.CONFIRM:
        return visit
    if visit.priority:
        return replace(visit, priority=False, reason_first="")
    return go(visit, Screen.PRIORITY) if known.reasons_first() else replace(visit, priority=True)


def chose_reason(visit: Visit, known: Known, reason: str) -> Visit:
    """Why this person may go first; back to what is confirmed."""
    if visit.screen is not Screen.PRIORITY or reason not in known.reasons_first():
        return visit
    return replace(go(visit, Screen.CONFIRM), priority=True, reason_first=reason)


def toggled_need(visit: Visit, need: str) -> Visit:
    """One need more or less."""
    if need in visit.needs:
        return replace(visit, needs=tuple(one for one in visit.needs if one != need))
    return replace(visit, needs=(*visit.needs, need)) if len(visit.needs) < NEEDS_MAX else visit


def order(visit: Visit) -> TakeTicket | CheckIn:
    """The wish as the hub's command."""
    return CheckIn(shown=visit.code) if visit.code else ticket_order(visit)


def ticket_order(visit: Visit) -> TakeTicket:
    """For those without an appointment."""
    cls = PRIORITY if visit.priority else NORMAL
    return TakeTicket(
        items=visit.chosen, cls=cls, reason=visit.reason_first or None, lang="en" if visit.lang == "en" else "zh",
        needs=visit.needs or None, free=True if visit.free and len(visit.chosen) > 1 else None,
    )  # fmt: skip


def answered(visit: Visit, reply: Reply | NoReply) -> Visit:
    """After the hub's word, or its silence. The visit stands at *Asking*."""
    if isinstance(reply, NoReply):
        return replace(_sorry(visit, no_answer(reply), reply.why, again=not reply.sent), unsure=reply.sent)
    if not reply.ok:
        reason = str(reply.reason or "")
        return _sorry(visit, reply.words or REFUSED, reason, again=reason in AGAIN)
    try:
        slip = TicketSlip.model_validate(reply.result)
    except ValidationError:
        return _sorry(visit, ODD_REPLY, Reason.MALFORMED, again=False)
    return replace(go(visit, Screen.TAKEN), slip=slip)


def went_on(visit: Visit, known: Known, taken: OfflineTicket | NoNumber) -> Visit:
    """After the machine itself has given a number, or had none. The visit stands at *Asking* or *Confirm*."""
    if isinstance(taken, NoNumber):
        return _sorry(visit, NO_NUMBERS[taken], taken, again=taken is NoNumber.HUB_IS_THERE)
    items = [item for one in visit.chosen if (item := known.item(one)) is not None]
    slip = TicketSlip(
        ticket=taken.ticket, number=taken.number, items=visit.chosen, item_names=tuple(item.name for item in items),
        windows=known.line(visit.chosen[0]).windows, ahead=0, cls=ticket_order(visit).cls, taken_ms=taken.taken_ms,
        token=taken.token, url=taken.url,
    )  # fmt: skip
    return replace(go(visit, Screen.TAKEN), slip=slip, offline=True)


def try_again(visit: Visit) -> Visit:
    """From *Sorry* back to the confirm screen with the same choice, or to the code of the appointment."""
    if not visit.chosen and not visit.code:
        return visit
    screen = Screen.APPOINTMENT if visit.code else Screen.CONFIRM
    return replace(go(visit, screen), sorry=None, reason="", again=False, unsure=False)


def _sorry(visit: Visit, words: Words, reason: str, *, again: bool) -> Visit:
    return replace(go(visit, Screen.SORRY), sorry=words, reason=str(reason), again=again)
