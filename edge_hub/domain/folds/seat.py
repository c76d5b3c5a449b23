"""Who sits at a window, and whether it is open."""

from edge_hub.contract import (
    window,
)
from edge_hub.contract.window import WindowState

from ..hall import Hall
from ..values import (
    NOBODY,
    Clerk,
    Tries,
)  # fmt: skip
from .changes import Entities, Folds, Sealed, change_window, put_tries, tell_items_of


def _signed_in(state: Hall, e: window.ClerkSignedIn, _: Sealed) -> None:
    old = state.windows[e.window]
    stays = old.state if old.clerk == e.clerk else WindowState.CLOSED
    change_window(state, e.window, clerk=e.clerk, session=e.session, pad=e.device, state=stays)
    for clerk, pad in [key for key in state.tries if key[0] in (e.clerk, NOBODY) and e.device in (None, key[1])]:
        put_tries(state, Tries(clerk, pad))


def _lapsed(state: Hall, e: window.SessionLapsed, _: Sealed) -> None:
    change_window(state, e.window, session=None, pad=None)


def _signed_out(state: Hall, e: window.ClerkSignedOut, _: Sealed) -> None:
    change_window(
        state, e.window, clerk=None, session=None, pad=None, state=WindowState.CLOSED, pause=None, pause_until_ms=None,
        finished=None,
    )  # fmt: skip
    tell_items_of(state, e.window)


def _sign_in_failed(state: Hall, e: window.SignInFailed, _: Sealed) -> None:
    old = state.tries.get((e.clerk, e.device)) or Tries(e.clerk, e.device)
    put_tries(state, old._replace(failures=old.failures + 1, failed_ms=e.at_ms))


def _pin_set(state: Hall, e: window.PinSet, sealed: Sealed) -> None:
    clerk = (state.clerks.get(e.clerk) or Clerk(e.clerk))._replace(pin_hash=sealed.get("pin_hash"))
    state.clerks[e.clerk] = state.touched.clerks[e.clerk] = clerk
    for known, pad in [key for key in state.tries if key[0] == e.clerk]:
        put_tries(state, Tries(known, pad))


def _card_set(state: Hall, e: window.CardSet, sealed: Sealed) -> None:
    clerk = (state.clerks.get(e.clerk) or Clerk(e.clerk))._replace(card_hash=sealed.get("card_hash"))
    state.clerks[e.clerk] = state.touched.clerks[e.clerk] = clerk


def _card_refused(state: Hall, e: window.CardRefused, _: Sealed) -> None:
    old = state.tries.get((NOBODY, e.device)) or Tries(NOBODY, e.device)
    put_tries(state, old._replace(failures=old.failures + 1, failed_ms=e.at_ms))


def _opened(state: Hall, e: window.WindowOpened, _: Sealed) -> None:
    change_window(state, e.window, state=WindowState.OPEN, pause=None, pause_until_ms=None)
    tell_items_of(state, e.window)


def _paused(state: Hall, e: window.WindowPaused, _: Sealed) -> None:
    change_window(state, e.window, state=WindowState.PAUSED, pause=e.reason, pause_until_ms=e.until_ms)
    tell_items_of(state, e.window)


def _closed(state: Hall, e: window.WindowClosed, _: Sealed) -> None:
    change_window(state, e.window, state=WindowState.CLOSED, pause=None, pause_until_ms=None, finished=None)
    tell_items_of(state, e.window)


ENTITY: Entities = {
    window.ClerkSignedIn: ("window", "window"),
    window.SessionLapsed: ("window", "window"),
    window.ClerkSignedOut: ("window", "window"),
    window.SignInFailed: ("clerk", "clerk"),
    window.PinSet: ("clerk", "clerk"),
    window.CardSet: ("clerk", "clerk"),
    window.CardRefused: ("device", "device"),
    window.WindowOpened: ("window", "window"),
    window.WindowPaused: ("window", "window"),
    window.WindowClosed: ("window", "window"),
}

FOLDS: Folds = {
    window.ClerkSignedIn: _signed_in,
    window.SessionLapsed: _lapsed,
    window.ClerkSignedOut: _signed_out,
    window.SignInFailed: _sign_in_failed,
    window.PinSet: _pin_set,
    window.CardSet: _card_set,
    window.CardRefused: _card_refused,
    window.WindowOpened: _opened,
    window.WindowPaused: _paused,
    window.WindowClosed: _closed,
}
