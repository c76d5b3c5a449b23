"""Every page of the call pad in both languages, with the longest real names: nothing cut, covered, faint or tiny."""

from collections.abc import Callable
from typing import Any

import pytest
from fakes.counter import MIN, at, brief, called, everything, now, signed_out, to_rate
from fakes.measure import faults

from edge_hub.contract.base import Words
from edge_hub.contract.need import Guided, GuidedHere
from edge_hub.contract.queue import TicketState, WaitLevel
from edge_hub.contract.reasons import Reason
from edge_hub.contract.window import PauseReason, WindowState

HELD = (
    brief("D006", "estate-query", 14, state=TicketState.HELD),
    brief("D004", "theme-house-transfer", 31, state=TicketState.HELD),
)
PASSED = (
    brief("D011", "estate-transfer", 0.3, state=TicketState.PASSED, cls="priority"),
    brief("D007", "estate-mortgage", 12, state=TicketState.PASSED),
)


def _sign_in(stand: Any) -> None:
    stand.touch(*(f"digit_{key}" for key in "1011"), "sign_in", *(f"digit_{key}" for key in "2468"))


def _refused(stand: Any) -> None:
    _sign_in(stand)
    stand.touch("digit_1", "digit_0", "sign_in")
    stand.bridge.refuse(Reason.CLERK_LOCKED, minutes=15)


def _touching(*names: str) -> Callable[[Any], None]:
    def touch_them(stand: Any) -> None:
        stand.touch(*names)

    return touch_them


def _refused_call(stand: Any) -> None:
    stand.touch("step")
    stand.bridge.refuse(Reason.STALE)


def _lapsed(stand: Any) -> None:
    """The clerk was away for too long."""
    stand.push(now(seq=9, ver=9, session_mark=None))


def _down(stand: Any) -> None:
    stand.bridge.set_link("NO_BROKER")


NEEDS = {
    "hearing": Words(zh="听力不便", en="Hears badly"), "walking": Words(zh="行动不便", en="Walks badly"),
    "sight": Words(zh="视力不便", en="Sees badly"), "hani": Words(zh="讲哈尼语", en="Speaks Hani"),
}  # fmt: skip


def _guided(*needs: str) -> Callable[[Any], None]:
    """The hub tells this pad, and no other device of the window, that the person is to be fetched."""

    def tell(stand: Any) -> None:
        ticket = stand.vm.ticket
        here = Guided(
            ticket=ticket, number=stand.vm.number, window="B08", needs=tuple(NEEDS[one] for one in needs),
            called_ms=1_795_484_520_000,
        )  # fmt: skip
        stand.push(GuidedHere(epoch=1, seq=50, now=here))
        assert stand.vm.needs.count("、") == len(needs) - 1 or stand.vm.needs.count(",") == len(needs) - 1

    return tell


SITUATIONS: dict[str, tuple[Any, Callable[[Any], None] | None]] = {
    "connecting": (None, None),
    "connecting_down": (None, _down),
    "sign_in": (signed_out(), None),
    "sign_in_typing": (signed_out(), _sign_in),
    "sign_in_refused": (signed_out(), _refused),
    "sign_in_down": (signed_out(), _down),
    "sign_in_lapsed": (now(), _lapsed),
    "closed": (now(state=WindowState.CLOSED), None),
    "free": (now(held=HELD, passed=PASSED[1:]), None),
    "free_undo": (now(held=HELD, passed=PASSED), None),
    "nobody": (now(next=(), waiting=0, items=()), None),
    "long_line": (now(waiting=128, wait_level=WaitLevel.WARN), None),
    "red_line": (now(waiting=128, longest_wait_ms=47 * MIN, wait_level=WaitLevel.RED), None),
    "called": (now(at=called("D013", cls="priority", calls=2)), None),
    "serving": (now(at=at("D013", left=("tax-house", "theme-house-transfer")), held=HELD), None),
    "called_guided": (now(at=called("D013", cls="priority")), _guided("hearing")),
    "serving_guided": (
        now(at=at("D1013", "theme-house-transfer", left=("tax-house", "theme-house-transfer"))),
        _guided("hearing", "walking", "sight", "hani"),
    ),
    "serving_longest": (now(at=at("D1013", "theme-house-transfer", seconds=4000, cls="appointment")), None),
    "serving_undo": (
        now(
            at=at("D1013", seconds=9, left=("theme-house-transfer",)),
            finished=brief("D1013", state=TicketState.SERVING),
            to_rate=to_rate(seconds=9, number="D1013"),
        ),
        None,
    ),
    "paused": (now(state=WindowState.PAUSED, pause=PauseReason.SYSTEM, pause_until_ms=1_795_486_520_000), None),
    "held": (now(held=HELD), _touching("tab_HELD")),
    "passed": (now(passed=PASSED), _touching("tab_PASSED")),
    "items": (now(), _touching("tab_LINES")),
    "panel_pause": (now(), _touching("side_PAUSE", "choice_BREAK", "minutes_15")),
    "panel_hold": (now(at=at()), _touching("side_HOLD", "choice_copy")),
    "panel_transfer": (now(at=at()), _touching("side_TRANSFER", "key_D", "key_J", "choice_item:estate-mortgage")),
    "panel_walk_up": (now(), _touching("side_WALK_UP", "choice_estate-query", "choice_theme-house-transfer")),
    "panel_close": (now(), _touching("side_CLOSE")),
    "panel_sign_out": (now(), _touching("side_SIGN_OUT")),
    "refused": (now(), _refused_call),
    "sending": (now(), _touching("step")),
    "down": (now(at=at()), _down),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_page_can_be_read_and_touched(open_terminal: Any, situation: str, lang: str) -> None:
    stand = open_terminal("call_pad", lang)
    window, arrange = SITUATIONS[situation]
    if window is not None:
        stand.push(*everything(), window)
    if arrange is not None:
        arrange(stand)
    stand.look()
    stand.shot(situation)
    assert faults(stand.screen.window) == []
