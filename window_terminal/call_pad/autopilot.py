"""The call pad working by itself: a clerk who signs in, calls, serves, holds, passes on and signs out, by real touches.

`{"do":"work","clerk":"1001","pin":"246810","service_s":{"<item>":[300,540]},"seed":1,"no_show":0.04,"hold":0.02,
"transfer":0.02}` until `{"do":"stop"}`, which finishes whom it serves, pauses and signs out.
It acts on what the screen shows, as a clerk would: an effect counts when the next picture shows it; a sentence of
refusal only makes it look again. Reports: `signed_in`, `called`, `started`, `finished`, `no_show`, `held`, `resumed`,
`transferred`, `signed_out`, each with ticket and number where there is one, and the time of its touch.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtQuick import QQuickWindow

from kiosk.ui.autopilot import Autopilot
from kiosk.ui.bridge import BridgeLike

from .habits import Habits, Turn
from .view_model import CallPad

EFFECT_S = 8.0
"""Real seconds that an effect may take before the screen is looked at anew."""
DAY_S = 100_000.0
AGAIN_S = 0.3


class CallPadPilot(Autopilot):
    """The clerk. One thing at a time: `_look_around` decides, every deed ends in another look."""

    def __init__(self, window: QQuickWindow, vm: CallPad, bridge: BridgeLike, **streams: Any) -> None:
        super().__init__(window, vm, **streams)
        self.bridge = bridge
        self.pad: Any = vm  # the stubs of PySide give properties no type
        self.habits: Habits | None = None
        self.stopping = False
        self._turn: Turn = "serve"
        self._turn_of = ""
        self._due_ms = 0
        self._back_ms: dict[str, int] = {}
        self._recalled = ""

    def do_work(self, order: dict[str, Any]) -> None:
        """Begin to work, or go on by other habits."""
        idle = self.habits is None
        self.habits, self.stopping = Habits.of(order), False
        if idle:
            self._look_around()

    def do_stop(self, order: dict[str, Any]) -> None:
        """Finish the present one, pause, sign out."""
        self.stopping = True
        self._due_ms = 0
        if self.habits is None:
            self.say("signed_out")

    # ---- deciding -------------------------------------------------------------------------------------------------

    def _look_around(self) -> None:
        """What a clerk would do now."""
        pad = self.pad
        if self.habits is None:
            return
        if pad.screen == "connecting" or pad.link != "UP" or pad.busy:
            self._wait(lambda: pad.screen != "connecting" and pad.link == "UP" and not pad.busy)
        elif pad.screen == "sign_in":
            self._gone_home() if self.stopping else self._sign_in()
        elif pad.number:
            self._at_hand()
        elif self.stopping:
            self._leave()
        elif pad.state != "OPEN":
            self._press("step", lambda: pad.state == "OPEN", "opened")
        else:
            self._next_one()

    def _at_hand(self) -> None:
        """Somebody is called or served."""
        assert self.habits is not None
        pad = self.pad
        if self._turn_of != self._now_at():
            self._turn_of = self._now_at()
            self._turn = self.habits.turn() if not pad.serving else "serve"
            wait_ms = self.habits.service_ms(pad.itemId) if pad.serving else self.habits.walk_ms()
            self._due_ms = self.bridge.hall_now_ms() + wait_ms
        if not self._is_due():
            self._wait(lambda: self._is_due() or pad.link != "UP" or not pad.number)
        elif not pad.serving:
            self._no_show() if self._turn == "no_show" and not self.stopping else self._start()
        elif self._turn in ("hold", "transfer") and not self.stopping:
            self._put_away()
        else:
            self._finish()

    def _next_one(self) -> None:
        """The window is free: whoever comes back from a hold goes first, then the line."""
        back = self._back()
        if back is not None:
            self._resume(back)
        elif self.pad.stepReady:
            self._call()
        else:
            self._wait(lambda: self.pad.stepReady or self._back() is not None or self.pad.state != "OPEN")

    # ---- deeds ----------------------------------------------------------------------------------------------------

    def _sign_in(self) -> None:
        assert self.habits is not None
        clear = ["digit_clear"] if self.pad.staffNumber or self.pad.pinLength else []
        keys = [*clear, *(f"digit_{key}" for key in self.habits.clerk), "field_pin"]
        keys += [f"digit_{key}" for key in self.habits.pin]
        self._keys(["field_number", *keys], lambda: self._press("sign_in", self._is_in, "signed_in"))

    def _is_in(self) -> bool:
        return bool(self.pad.screen == "work")

    def _call(self) -> None:
        def called(ns: int) -> None:
            self.say("called", ticket=self.pad.ticket, number=self.pad.number, touch_ns=ns)

        self._press("step", lambda: self.pad.number != "", called)

    def _start(self) -> None:
        assert self.habits is not None
        ticket, number = self.pad.ticket, self.pad.number

        def started(ns: int) -> None:
            assert self.habits is not None
            self.say("started", ticket=ticket, number=number, touch_ns=ns)
            self._turn_of = self._now_at()
            wait_ms = self.habits.service_ms(self.pad.itemId)
            self._due_ms = self.bridge.hall_now_ms() + (wait_ms if self._turn == "serve" else wait_ms // 2)

        self._press("step", lambda: self.pad.serving, started)

    def _finish(self) -> None:
        ticket, number, before = self.pad.ticket, self.pad.number, self._now_at()

        def finished(ns: int) -> None:
            self.say("finished", ticket=ticket, number=number, touch_ns=ns)

        self._press("step", lambda: self._now_at() != before, finished)

    def _no_show(self) -> None:
        """Called once more first; then nobody has come."""
        ticket, number = self.pad.ticket, self.pad.number
        if self._recalled != ticket:
            self._recalled = ticket
            ver = self.pad.ver
            self._press("side_RECALL", lambda: self.pad.ver != ver, "recalled")
            return

        def gone(ns: int) -> None:
            self.say("no_show", ticket=ticket, number=number, touch_ns=ns)

        self._press("side_NO_SHOW", lambda: self.pad.ticket != ticket, gone, ready_s=DAY_S)

    def _put_away(self) -> None:
        """Hold or transfer, by the panel beside the work."""
        ticket, number, turn = self.pad.ticket, self.pad.number, self._turn
        self._turn = "serve"

        def gone(ns: int) -> None:
            assert self.habits is not None
            if turn == "hold":
                self._back_ms[ticket] = self.bridge.hall_now_ms() + self.habits.hold_ms()
            self.say("held" if turn == "hold" else "transferred", ticket=ticket, number=number, touch_ns=ns)

        def chosen(_: int) -> None:
            self._press("panel_confirm", lambda: self.pad.ticket != ticket, gone)

        def opened(_: int) -> None:
            rows = self.pad.choices.rows
            if not rows:
                self._press("panel_close", lambda: self.pad.panel == "", "nowhere_to_transfer")
                return
            self._press(f"choice_{rows[0].key}", lambda: self.pad.panelReady, chosen, look=False)

        self._press(f"side_{turn.upper()}", lambda: self.pad.panel == turn.upper(), opened, look=False)

    def _resume(self, ticket: str) -> None:
        def resumed(ns: int) -> None:
            self._back_ms.pop(ticket, None)
            self.say("resumed", ticket=ticket, number=self.pad.number, touch_ns=ns)
            self._press_quietly("tab_NEXT")

        def shown(_: int) -> None:
            if self.pad.tab == "HELD" and not any(row.key == ticket for row in self.pad.rows.rows):
                self._back_ms.pop(ticket, None)
                self._look_around()
                return
            self._press(f"RESUME_{ticket}", lambda: self.pad.ticket == ticket, resumed)

        self._press("tab_HELD", lambda: self.pad.tab == "HELD", shown, look=False)

    def _leave(self) -> None:
        """Whoever is on hold is finished first; then pause, and sign out."""
        if self._back_ms:
            self._resume(next(iter(self._back_ms)))
        elif self.pad.state == "OPEN":
            self._panel("PAUSE", lambda: self.pad.state == "PAUSED", "paused", choose="choice_HANDOVER")
        else:
            self._panel("SIGN_OUT", lambda: self.pad.screen == "sign_in", "signing_out")

    def _gone_home(self) -> None:
        self.habits = None
        self.say("signed_out")

    # ---- what deeds are made of -----------------------------------------------------------------------------------

    def _panel(self, side: str, effect: Callable[[], bool], what: str, choose: str | None = None) -> None:
        def confirm(_: int) -> None:
            self._press("panel_confirm", effect, what)

        def opened(_: int) -> None:
            if choose is None:
                confirm(0)
            else:
                self._press(choose, lambda: self.pad.panelReady, confirm, look=False)

        self._press(f"side_{side}", lambda: self.pad.panel == side, opened, look=False)

    def _press(
        self,
        name: str,
        effect: Callable[[], bool],
        then: Callable[[int], None] | str,
        *,
        ready_s: float = EFFECT_S,
        look: bool = True,
    ) -> None:
        """Touch `name` when a finger can, wait for the effect, then `then`; whatever happens, look around after it."""

        def touched(ns: int) -> None:
            def done() -> None:
                if callable(then):
                    then(ns)
                else:
                    self.say(then, touch_ns=ns)
                if look:
                    self._look_around()

            refused = self.pad.notice

            def over() -> bool:
                return effect() or (not self.pad.busy and self.pad.notice not in ("", refused))

            self.when(over, lambda: done() if effect() else self._again(), EFFECT_S, self._again)

        def ready() -> bool:
            return self.why_not(name) is None

        self.when(ready, lambda: touched(self.touch(name)), ready_s, self._again)

    def _press_quietly(self, name: str) -> None:
        if self.why_not(name) is None:
            self.touch(name)

    def _keys(self, names: list[str], then: Callable[[], None]) -> None:
        """One key after the other, each when a finger can reach it."""
        if not names:
            then()
            return
        self.touch_when_ready(names[0], lambda _: self._keys(names[1:], then))

    def _again(self) -> None:
        """Something else happened than expected: look again in a moment."""
        self.after(AGAIN_S, self._look_around)

    def _wait(self, holds: Callable[[], bool]) -> None:
        """Nothing to do until `holds`, or until the clerk is told to stop."""
        was = self.stopping
        self.when(lambda: holds() or self.stopping != was, self._look_around, DAY_S, self._look_around)

    def _now_at(self) -> str:
        """Names the service at hand: a ticket with several items has several."""
        return f"{self.pad.ticket}/{self.pad.itemId}/{len(self.pad.itemsLeft)}"

    def _is_due(self) -> bool:
        return self.stopping or self.bridge.hall_now_ms() >= self._due_ms

    def _back(self) -> str | None:
        """Somebody on hold whose time is over."""
        now_ms = self.bridge.hall_now_ms()
        return next((ticket for ticket, back_ms in self._back_ms.items() if back_ms <= now_ms), None)
