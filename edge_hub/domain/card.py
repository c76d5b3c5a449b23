"""What is decided about staff cards (工作卡): whose a card is, and who comes in with one.

A card says who somebody is, in place of the staff number; that it is them says the PIN, unless the rules of the hall
let the card alone do (`staff_card`). All else is as with a number: the same locks, one session for a clerk and a
window. Cards that are nobody's are counted at each pad like wrong PINs; with the number the pad is open all the same.
"""

from edge_hub.contract import window as w
from edge_hub.contract.envelope import Command, Rejected, rejected
from edge_hub.contract.reasons import Reason

from .clerk import LOCK_MIN, come, come_says_no, locked
from .hall import Hall
from .means import Decision, Happening, Means, Verdict
from .roles import commands_of, said_of
from .values import NOBODY

ALONE = "card_alone"


def set_card(hall: Hall, command: Command, body: w.SetCard, means: Means) -> Verdict:
    """One card is one clerk's; a lost one is taken away by giving another, or none."""
    if body.clerk not in hall.plan.site.clerks_by_id:
        return rejected(Reason.CLERK_UNKNOWN)
    event = w.CardSet(clerk=body.clerk, device=command.device, given=body.card is not None, at_ms=means.now_ms)
    if body.card is None:
        return Decision((Happening(event),))
    card_hash = means.card_hash(body.card)
    owner = _owner(hall, card_hash)
    if owner not in (None, body.clerk):
        return rejected(Reason.CARD_TAKEN, clerk=owner)
    return Decision((Happening(event, {"card_hash": card_hash}),))


def shown(hall: Hall, command: Command, body: w.SignInByCard, means: Means) -> Verdict | str:
    """What is known without looking at a PIN: the verdict, or the clerk whose PIN is to be checked."""
    clerk = _owner(hall, means.card_hash(body.card))
    no = _says_no(hall, command, body, clerk, means.now_ms)
    if no is not None or clerk is None:
        return no or _refused(command, means)
    if body.pin is not None:
        return clerk
    if hall.plan.site.rules.staff_card != ALONE:
        return rejected(Reason.PIN_NEEDED)
    return come(hall, command.device, body.window, clerk, means, True)


def sign_in(hall: Hall, command: Command, body: w.SignInByCard, means: Means, pin_right: bool) -> Verdict:
    """The PIN was checked outside the loop; whose the card is may have changed meanwhile."""
    clerk = shown(hall, command, body, means)
    return come(hall, command.device, body.window, clerk, means, pin_right) if isinstance(clerk, str) else clerk


def _says_no(hall: Hall, command: Command, body: w.SignInByCard, clerk: str | None, now_ms: int) -> Rejected | None:
    if locked(hall, NOBODY, command.device, now_ms):
        return rejected(Reason.CLERK_LOCKED, minutes=LOCK_MIN)
    if clerk is None:
        return None
    no = come_says_no(hall, command.device, body.window, clerk, now_ms)
    if no is None and w.SignIn not in commands_of(hall.plan.site.clerk(clerk).roles):
        return rejected(Reason.ROLE_NEEDED, roles=said_of(w.SignIn))
    return no


def _refused(command: Command, means: Means) -> Decision:
    refused = w.CardRefused(device=command.device, at_ms=means.now_ms)
    return Decision((Happening(refused),), no=rejected(Reason.CARD_UNKNOWN))


def _owner(hall: Hall, card_hash: str) -> str | None:
    """Of those who are in the configuration."""
    known = hall.plan.site.clerks_by_id
    return next((one.id for one in hall.clerks.values() if one.card_hash == card_hash and one.id in known), None)
