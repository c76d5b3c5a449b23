"""What several subjects change alike: a ticket, a window, and what is told of them again."""

from collections.abc import Callable
from typing import Any

from edge_hub.contract.base import Lasting

from ..hall import Hall
from ..values import (
    Ticket,
    Tries,
    Window,
    changed,
)  # fmt: skip

Sealed = dict[str, str]
Folds = dict[type[Lasting], Callable[[Hall, Any, Sealed], None]]
Entities = dict[type[Lasting], tuple[str, str]]
"""By event: the kind of entity, and the field that names it (nothing: the hall)."""


def change_ticket(state: Hall, ticket_id: str, /, **changes: Any) -> Ticket:
    old = state.tickets[ticket_id]
    overtaken, overtaken_ms = state.overtaken.get(ticket_id, (old.overtaken, old.overtaken_ms))
    changes = {
        "ver": old.ver + 1, "overtaken": overtaken, "overtaken_ms": overtaken_ms, "overtakes_seen": state.overtakes,
        **changes,
    }  # fmt: skip
    new = changed(old, changes)
    state.put_ticket(new)
    return new


def change_window(state: Hall, window_id: str, /, **changes: Any) -> Window:
    old = state.windows[window_id]
    if changes.get("at", old.at) != old.at or changes.get("state", old.state) is not old.state:
        changes["since_ms"] = state.happened_ms
    changes["ver"] = old.ver + 1
    new = changed(old, changes)
    state.put_window(new)
    return new


def forget_announcements(state: Hall, now_ms: int) -> None:
    """Those that are over by themselves."""
    for one in [one for one in state.announcements.values() if one.until_ms <= now_ms]:
        del state.announcements[one.id]
        state.touched.announcements[one.id] = None


def tell_again(state: Hall, window_id: str) -> None:
    """The rating pad sees the change, the clerk does not: a command that is on its way stays right."""
    state.put_window(state.windows[window_id])


def put_tries(state: Hall, tries: Tries) -> None:
    state.tries[tries.clerk, tries.device] = state.touched.tries[tries.clerk, tries.device] = tries


def tell_items_of(state: Hall, window_id: str) -> None:
    """The lines of a window's items show which windows are open."""
    state.touched.items.update(state.items_of_window.get(window_id, ()))


def forget_passed(state: Hall, ticket_id: str) -> None:
    for w in (*state.windows.values(), *state.windows.gone.values()):
        if ticket_id in w.passed:
            change_window(state, w.id, passed=without(w.passed, ticket_id))


def without(ids: tuple[str, ...], gone: str) -> tuple[str, ...]:
    return tuple(one for one in ids if one != gone) if gone in ids else ids
