"""Nobody starves: on random days no policy lets a ticket be overtaken more often, or for longer, than the rules say.

The observer counts by himself, from the tickets and not from the lines: what the rules call an overtake stands in
`edge_hub/domain/routing.py`. With the bounds out of reach the same days break what is asserted here: so it can fail.
"""

import random
from typing import Any, NamedTuple

import pytest
from fakes.desk import PADS, Desk
from fakes.small_hall import DAY, changed_site
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from edge_hub.contract import queue as q
from edge_hub.contract import window as w
from edge_hub.contract.queue import TicketState
from edge_hub.contract.rule import RuleBegan
from edge_hub.contract.window import PauseReason, WindowState
from edge_hub.domain.fold import fold
from edge_hub.domain.hall import Hall
from edge_hub.domain.plan import plan_of
from edge_hub.domain.routing import BY_HAND
from edge_hub.domain.rule import rules_due
from edge_hub.domain.values import Ticket

OVERTAKES_MAX, DELAY_MAX_MIN = 3, 20
BOUND = {"overtakes_max": OVERTAKES_MAX, "priority_delay_max_min": DELAY_MAX_MIN}
UNBOUND = {"overtakes_max": 999, "priority_delay_max_min": 480}
POLICIES: dict[str, dict[str, Any]] = {
    "longest_wait": {"name": "longest_wait", "head_start_min": 60},
    "priority_with_bound": {"name": "priority_with_bound"},
    "specialist_first": {"name": "specialist_first", "others_max": 0, "head_start_min": 30},
}
WHEN = [
    {
        "id": "help", "name": {"zh": "分流", "en": "Help"}, "line": ["card"], "over": {"waiting": 3}, "holds_min": 0,
        "then": {"also_serve": ["w3", "w4"]},
    },
    {
        "id": "stop", "name": {"zh": "停号", "en": "Stop"}, "line": ["department:tax"], "over": {"wait_min": 20},
        "then": {"stop_tickets": True, "also_serve": ["w1"]},
    },
]  # fmt: skip
WEIGHTS = {"w1": {"weights": {"card": 2, "department:social": 0.5}}, "w4": {"weights": {"invoice": 3}}}
ITEMS = ("card", "pension", "invoice", "stamp")
CLASSES = ("normal", "normal", "priority", "appointment")


class Step(NamedTuple):
    """What happens next on a random day, whoever can do it; `minutes` pass before."""

    what: str
    minutes: int
    window: str
    item: str
    cls: str
    which: int


WHAT = (
    ["take"] * 8 + ["call"] * 7 + ["finish"] * 4
    + ["no_show", "back", "transfer", "send", "pause", "by_hand", "give_back"]
)  # fmt: skip
STEPS_A_DAY = 200


def day_of(seed: int, minutes_max: int) -> list[Step]:
    """A day with more to do than the windows can, in the morning's first hours."""
    chance = random.Random(seed)
    return [
        Step(
            chance.choice(WHAT), chance.choice([0, 0, chance.randint(0, minutes_max)]), chance.choice(list(PADS)),
            chance.choice(ITEMS), chance.choice(CLASSES), chance.randrange(10),
        )
        for _ in range(STEPS_A_DAY)
    ]  # fmt: skip


DAYS = st.builds(day_of, st.integers(0, 2**32), st.integers(1, 6))


class Observer:
    """A hall on a random day, and what he saw: how often each ticket was overtaken, and since when."""

    def __init__(self, policy: dict[str, Any]) -> None:
        site = changed_site(rules={"policy": policy, "when": WHEN}, windows=WEIGHTS)
        self.desk = Desk(Hall(plan_of(site), DAY), clock="09:05")
        for window in PADS:
            self.desk.open(window)
        self.times: dict[str, int] = {}
        self.first_ms: dict[str, int] = {}
        self.rules = 0
        """Times that a rule of the day began."""
        self.most = 0
        """Times that any ticket was overtaken, at most, when a policy called."""
        self.longest_ms = 0
        """Delay because of priority, at most, at which a ticket was overtaken once more by a policy."""

    def day(self, steps: list[Step]) -> "Observer":
        for step in steps:
            self.desk.wait(step.minutes * 60)
            for event in rules_due(self.desk.hall, self.desk.now_ms):
                self.rules += isinstance(event, RuleBegan)
                fold(self.desk.hall, event)
            self.do(step)
        return self

    def do(self, step: Step) -> None:
        window, session = self.desk.window(step.window), self.desk.window(step.window).session
        waiting = [one for one in self.desk.hall.tickets.values() if one.state is TicketState.WAITING]
        pad, body = PADS[step.window], self._body(step, waiting)
        if isinstance(body, q.TakeTicket):
            self.desk.verdict("tm-1", body)
            return
        if window.state is not WindowState.OPEN:
            self.desk.verdict(pad, w.OpenWindow(window=step.window), session=session)
        before = len(self.desk.happened)
        self.desk.verdict(pad, body, session=session)
        for event in self.desk.happened[before:]:
            if isinstance(event, q.TicketCalled):
                self._called(event, waiting)

    def _body(self, step: Step, waiting: list[Ticket]) -> Any:
        window = self.desk.window(step.window)
        one = waiting[step.which % len(waiting)].id if waiting else "none"
        passed = window.passed[step.which % len(window.passed)] if window.passed else "none"
        return {
            "take": q.TakeTicket(items=(step.item,), cls=step.cls),
            "call": q.CallNext(window=step.window),
            "by_hand": q.CallTicket(window=step.window, ticket=one),
            "finish": q.Finish(window=step.window),
            "no_show": q.NoShow(window=step.window),
            "back": q.Requeue(ticket=passed),
            "give_back": q.Return(window=step.window),
            "transfer": q.Transfer(window=step.window, to_item=step.item),
            "send": q.Transfer(window=step.window, to_window=list(PADS)[step.which % 4]),
            "pause": w.PauseWindow(window=step.window, reason=PauseReason.BREAK),
        }[step.what]

    def _called(self, event: q.TicketCalled, waiting: list[Ticket]) -> None:
        called = self.desk.ticket(event.ticket)
        here = self.desk.hall.items_of_window[event.window]
        mine = [one for one in waiting if (one.sent_to == event.window if one.sent_to else one.item in here)]
        for one in mine:
            if one.rank > called.rank and one.order < called.order:
                self.times[one.id] = self.times.get(one.id, 0) + 1
                first_ms = self.first_ms.setdefault(one.id, event.at_ms)
                if event.policy != BY_HAND:
                    self.most = max(self.most, self.times[one.id])
                    self.longest_ms = max(self.longest_ms, event.at_ms - first_ms)

    def keeps_the_bounds(self) -> bool:
        return self.most <= OVERTAKES_MAX and self.longest_ms < DELAY_MAX_MIN * 60_000


@pytest.mark.parametrize("policy", POLICIES)
def test_no_policy_starves_anybody(policy: str) -> None:
    began = 0

    @settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(DAYS)
    def on_a_day(steps: list[Step]) -> None:
        nonlocal began
        seen = Observer(POLICIES[policy] | BOUND).day(steps)
        began += seen.rules
        assert seen.most <= OVERTAKES_MAX
        assert seen.longest_ms < DELAY_MAX_MIN * 60_000
        counted = {one: known.times for one, known in seen.desk.hall.overtaken.items()}
        waiting = {one.id for one in seen.desk.hall.tickets.values() if one.state is TicketState.WAITING}
        assert counted == {one: times for one, times in seen.times.items() if one in waiting}, "the hall counts alike"

    on_a_day()
    assert began > 0, "who serves what changed on those days"


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("bound", ["overtakes_max", "priority_delay_max_min"])
def test_without_a_bound_somebody_starves_so_the_property_can_fail(policy: str, bound: str) -> None:
    loose = BOUND | {bound: UNBOUND[bound]}
    looking = settings(max_examples=200, deadline=None, database=None, phases=[Phase.generate])
    try:
        found = find(
            DAYS, lambda day: not Observer(POLICIES[policy] | loose).day(day).keeps_the_bounds(), settings=looking
        )
    except NoSuchExample:
        pytest.fail(f"{policy} starves nobody without {bound}: this test sees nothing")
    assert Observer(POLICIES[policy] | BOUND).day(found).keeps_the_bounds(), "the bound is what makes the difference"
