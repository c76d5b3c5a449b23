"""The window screen in its three shapes and both languages, with the longest real names."""

from typing import Any

import pytest
from fakes.counter import ITEMS, at, called, everything, name_of, now, signed_out
from fakes.measure import faults

from edge_hub.contract.window import LineOfItem, PauseReason, WindowState

LAYOUTS = {"bar": (1920, 360), "portrait": (1080, 1920), "landscape": (1920, 1080)}
MANY = tuple(LineOfItem(item=f"{one}-{n}", name=name_of(one), waiting=n * 7) for n in range(3) for one in ITEMS)
"""As many items as the busiest window of Pu'er has, without short names."""

SITUATIONS: dict[str, Any] = {
    "connecting": None,
    "called": now(at=called("D013")),
    "called_long": now(at=called("D1013"), items=MANY, waiting=128),
    "serving": now(at=at("D012")),
    "free": now(next=(), waiting=0),
    "wait": now(),
    "paused": now(state=WindowState.PAUSED, pause=PauseReason.SYSTEM, pause_until_ms=1_795_486_520_000),
    "closed": signed_out(next=(), waiting=0),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_state_can_be_read_from_afar(open_terminal: Any, situation: str, layout: str, lang: str) -> None:
    stand = open_terminal("window_screen", lang, LAYOUTS[layout], layout)
    if SITUATIONS[situation] is not None:
        stand.push(*everything(), SITUATIONS[situation])
    stand.look()
    stand.shot(situation)
    assert faults(stand.screen.window) == []
