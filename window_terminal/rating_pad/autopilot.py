"""The rating pad touched by practice citizens.

`{"do":"rate","share":0.8,"levels":{"VERY_GOOD":0.9,"GOOD":0.1},"seed":2}`: from now on this share of those asked
touches a face, some of them tags too; the others walk away and the time runs out. Each rating is reported as
`{"what":"rated","service","level","ns"}` when the hub has it.
"""

import random
from typing import Any

from PySide6.QtQuick import QQuickWindow

from edge_hub.contract.rating import Level
from kiosk.ui.autopilot import Autopilot

from .view_model import RatingPad

DAY_S = 100_000.0
TAGS_SHARE = 0.4
PATIENCE_S = 8.0


class RatingPadPilot(Autopilot):
    """One citizen after the other."""

    def __init__(self, window: QQuickWindow, vm: RatingPad, **streams: Any) -> None:
        super().__init__(window, vm, **streams)
        self.pad: Any = vm  # the stubs of PySide give properties no type
        self._share = 0.0
        self._levels: dict[Level, float] = {}
        self._lot = random.Random()
        self._asked = ""
        self._waiting = False

    def do_rate(self, order: dict[str, Any]) -> None:
        """Begin to rate, or go on in another way."""
        levels = {Level(name): float(weight) for name, weight in order["levels"].items()}
        share = float(order.get("share", 1.0))
        if not 0 <= share <= 1 or not levels or min(levels.values()) < 0 or sum(levels.values()) <= 0:
            raise ValueError("share is from 0 to 1, and levels are weights of which one at least is above 0")
        self._share, self._levels = share, levels
        self._lot = random.Random(int(order.get("seed", 0)))
        if not self._waiting:
            self._await_question()

    def _await_question(self) -> None:
        self._waiting = True
        self.when(self._is_new_question, self._answer, DAY_S, self._await_question)

    def _is_new_question(self) -> bool:
        return bool(self.pad.screen == "ask" and self.pad.canRate and self.pad.service != self._asked)

    def _answer(self) -> None:
        service = self._asked = self.pad.service
        if self._lot.random() >= self._share:
            self._await_question()
            return
        level = self._lot.choices(list(self._levels), list(self._levels.values()))[0]
        wants_tags = self._lot.random() < TAGS_SHARE
        self.touch(f"face_{level}")

        def over() -> bool:
            return self.pad.service != service or self.pad.screen in ("tags", "thanks") or bool(self.pad.trouble)

        self.when(over, lambda: self._was_rated(service, level, wants_tags), PATIENCE_S, self._await_question)

    def _was_rated(self, service: str, level: Level, wants_tags: bool) -> None:
        if self.pad.trouble and self.pad.service == service:
            self._asked = ""  # the faces are there again: touch once more
        elif self.pad.service == service:
            self.say("rated", service=service, level=str(level))
            if self.pad.screen == "tags":
                self._say_why(wants_tags)
        self._await_question()

    def _say_why(self, wants_tags: bool) -> None:
        tags = self.pad.tags.rows
        if not wants_tags or not tags:
            self.touch_when_ready("skip")
            return
        tag = self._lot.choice(tags).code
        self.touch_when_ready(f"tag_{tag}", lambda _: self.touch_when_ready("submit"))
