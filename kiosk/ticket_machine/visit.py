"""One person's visit to the ticket machine, as a frozen value and the steps that lead from one to the next. Pure.

A fresh `Visit` is the home screen that nobody has touched. What the hub decides comes in as `answered`; nothing here
knows of clocks, threads or screens.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from pydantic import ValidationError

from edge_hub.client.answers import NoReply
from edge_hub.client.lease_book import NoNumber, OfflineTicket
from edge_hub.contract.base import Words
from edge_hub.contract.envelope import Reply
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
            return replace(go(visit, Screen.HOME), chosen=(), priority=False)
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


def order(visit: Visit) -> TakeTicket:
    """The wish as the hub's command."""
    cls = PRIORITY if visit.priority else NORMAL
    return TakeTicket(items=visit.chosen, cls=cls, lang="en" if visit.lang == "en" else "zh")


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
        windows=known.line(visit.chosen[0]).windows, ahead=0, cls=order(visit).cls, taken_ms=taken.taken_ms,
        token=taken.token, url=taken.url,
    )  # fmt: skip
    return replace(go(visit, Screen.TAKEN), slip=slip, offline=True)


def try_again(visit: Visit) -> Visit:
    """From *Sorry* back to the confirm screen with the same choice."""
    return (
        replace(go(visit, Screen.CONFIRM), sorry=None, reason="", again=False, unsure=False) if visit.chosen else visit
    )


def _sorry(visit: Visit, words: Words, reason: str, *, again: bool) -> Visit:
    return replace(go(visit, Screen.SORRY), sorry=words, reason=str(reason), again=again)
