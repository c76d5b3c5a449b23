"""Pictures of every screen of a practice day in the states that tell something, taken by the terminals themselves."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from .demo_floor import Floor, Heard
from .practice import Cast


@dataclass(frozen=True, slots=True)
class Moment:
    """When something was reported the `nth` time, a picture of some screen a little later."""

    kind: str
    what: str
    whose: str
    name: str
    nth: int = 1
    after_s: float = 0.0


MOMENTS = (
    Moment("ticket_machine", "taken", "ticket_machine", "ticket"),
    Moment("ticket_machine", "sorry", "ticket_machine", "sorry"),
    Moment("ticket_machine", "ready_for_next", "ticket_machine", "busy", nth=16),
    Moment("call_pad", "called", "call_pad", "called"),
    Moment("call_pad", "called", "window_screen", "called", after_s=0.2),
    Moment("call_pad", "called", "rating_pad", "idle", after_s=0.2),
    Moment("call_pad", "called", "call_board", "called", nth=2, after_s=0.2),
    Moment("call_pad", "started", "call_pad", "serving", after_s=0.1),
    Moment("call_pad", "finished", "rating_pad", "asking", after_s=0.6),
    Moment("rating_pad", "rated", "rating_pad", "thanks", after_s=0.05),
    Moment("call_pad", "called", "call_pad", "busy", nth=4, after_s=0.3),
    Moment("call_pad", "called", "window_screen", "busy", nth=4, after_s=0.3),
    Moment("call_pad", "called", "call_board", "busy", nth=4, after_s=0.3),
)


@dataclass(slots=True)
class Shots:
    """Orders the pictures. Each one is taken once of each screen that it concerns."""

    folder: Path
    floor: Floor
    cast: Cast
    ordered: int = 0
    """How many pictures were asked for."""
    _counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    _due: list[tuple[float, str, str]] = field(default_factory=list)
    _then: dict[tuple[str, str], dict[str, object]] = field(default_factory=dict)

    def heard(self, one: Heard, now_s: float) -> None:
        """A report came: plan the pictures that it calls for."""
        what = str(one.report.get("what"))
        self._counts[one.device, what] += 1
        for moment in MOMENTS:
            if (moment.kind, moment.what, moment.nth) == (one.kind, what, self._counts[one.device, what]):
                for device in self._whose(moment.whose, one.device):
                    if moment.after_s:
                        self._due.append((now_s + moment.after_s, device, moment.name))
                    else:  # before the screen goes on
                        self.order(device, moment.name)

    def tend(self, now_s: float) -> None:
        """Order the pictures whose time has come."""
        for plan in [plan for plan in self._due if plan[0] <= now_s]:
            self._due.remove(plan)
            self.order(plan[1], plan[2])

    def then(self, device: str, name: str, order: dict[str, object]) -> None:
        """An order that the device gets after a picture."""
        self._then[device, name] = order

    def last(self) -> None:
        """A picture of every screen as the day ends."""
        for device in self.floor.terminals:
            self.order(device, "end")

    def order(self, device: str, name: str) -> None:
        """A picture of a screen now, and whatever was to follow it."""
        self.ordered += 1
        self.floor.order(device, {"do": "shot", "path": str(self.folder / f"{device}-{name}.png")})
        following = self._then.pop((device, name), None)
        if following is not None:
            self.floor.order(device, following)

    def _whose(self, kind: str, device: str) -> list[str]:
        """The screens of a kind that a report of `device` concerns: its own, or those of its window."""
        if kind == "call_board":
            return [self.cast.board.id]
        for seat in self.cast.seats:
            at: dict[str, str] = {one.kind: one.id for one in (seat.call_pad, seat.rating_pad, seat.screen)}
            if device in at.values():
                return [at[kind]]
        return [device]
