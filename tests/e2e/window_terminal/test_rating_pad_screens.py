"""Every page of the rating pad in both languages: nothing cut, covered, faint or tiny, large enough for old eyes."""

from collections.abc import Callable
from typing import Any

import pytest
from fakes.counter import CLERK, at, called, directory, everything, now, signed_out, to_rate
from fakes.measure import faults

from edge_hub.contract.rating import Level
from edge_hub.contract.window import PauseReason, WindowState

LONGEST_NAME = CLERK.model_copy(update={"name": "欧阳娜姆·阿依古丽", "clerk": "100011", "party_member": False})
ASKED = now(to_rate=to_rate())


def _rated(level: Level, *tags: str) -> Callable[[Any], None]:
    def rate(stand: Any) -> None:
        stand.touch(f"face_{level}")
        stand.bridge.accept()
        stand.look()
        stand.touch(*(f"tag_{code}" for code in tags))

    return rate


def _thanked(stand: Any) -> None:
    _rated(Level.VERY_GOOD, "510")(stand)
    stand.touch("submit")


def _changed(stand: Any) -> None:
    _rated(Level.BAD)(stand)
    stand.touch("change_VERY_GOOD")
    stand.bridge.accept()


def _late(stand: Any) -> None:
    _rated(Level.VERY_BAD)(stand)
    stand.bridge.now_ms += 11_000
    stand.vm.tick()


def _silent(stand: Any) -> None:
    stand.touch("face_BAD")
    stand.bridge.silence()


def _down(stand: Any) -> None:
    stand.bridge.set_link("NO_BROKER")


def _known(stand: Any) -> None:
    """What a pad knows that was switched on without a hub."""
    stand.push(directory().model_copy(update={"epoch": 0, "seq": 0}))
    _down(stand)
    assert "B02" in stand.screen.all_text()


SITUATIONS: dict[str, tuple[Any, Callable[[Any], None] | None]] = {
    "connecting": (None, None),
    "connecting_known": (None, _known),
    "idle": (now(), None),
    "idle_down": (now(), _down),
    "idle_long_name": (now(clerk=LONGEST_NAME), None),
    "closed": (signed_out(), None),
    "paused": (now(state=WindowState.PAUSED, pause=PauseReason.SYSTEM, pause_until_ms=1_795_486_520_000), None),
    "called": (now(at=called("D1013")), None),
    "serving": (now(at=at("D1013", "theme-house-transfer")), None),
    "ask": (ASKED, None),
    "ask_down": (ASKED, _down),
    "ask_again": (ASKED, _silent),
    "sending": (ASKED, lambda stand: stand.touch("face_GOOD")),
    **{f"tags_{level.stars}": (ASKED, _rated(level)) for level in Level},
    "changing": (ASKED, lambda stand: (_rated(Level.BAD)(stand), stand.touch("change_GOOD"))),
    "changed": (ASKED, _changed),
    "tags_late": (ASKED, _late),
    "tags_chosen": (ASKED, _rated(Level.BAD, "212", "207", "210")),
    "thanks": (ASKED, _thanked),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_page_can_be_read_and_touched(open_terminal: Any, situation: str, lang: str) -> None:
    stand = open_terminal("rating_pad", lang)
    window, arrange = SITUATIONS[situation]
    if window is not None:
        stand.push(*everything(), window)
    if arrange is not None:
        arrange(stand)
    stand.look()
    stand.shot(situation)
    assert faults(stand.screen.window) == []
