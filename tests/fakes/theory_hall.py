"""A hall of textbooks: one item, some windows, people who come at random, and no door that ever closes."""

import random
from collections.abc import Iterator
from datetime import time
from math import factorial

from configs.hall import Opening, Span
from configs.site import Site
from edge_hub.contract.queue import NORMAL
from edge_hub.tools.simulate_scenario import Manners
from edge_hub.tools.simulate_script import Script, Shift, Visit

from .small_hall import DAY, at, small_site

ITEM = "card"
FOREVER_MS = 10**12


def theory_site() -> Site:
    """The small hall with one item at every window, open round the clock."""
    site = small_site()
    always = (Span(start=time.min, end=time.max),)
    opening = Opening(week=dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), always))
    return Site(
        hall=site.hall.model_copy(update={"opening": opening}), departments=site.departments,
        items=tuple(item for item in site.items if item.id == ITEM),
        windows=tuple(window.model_copy(update={"items": (ITEM,)}) for window in site.windows),
        devices=site.devices, clerks=site.clerks, rules=site.rules,
    )  # fmt: skip


def theory_script(windows: int, people: int, load: float, mean_s: float, seed: int) -> Script:
    """So many come at random to so many windows (at most four); every service is exponential, nothing else takes
    time."""
    start = at("00:00")
    clerks = ("101", "102", "103", "104")
    shifts = tuple(Shift(f"w{n + 1}", clerks[n], ((start, start + FOREVER_MS),)) for n in range(windows))
    manners = Manners(walk_s=0, react_s=0, between_s=0, overtime_min=0)

    def visits() -> Iterator[Visit]:
        lot, at_ms = random.Random(f"theory:{seed}"), float(start)
        for _ in range(people):
            at_ms += lot.expovariate(load * windows / mean_s) * 1000
            yield Visit(round(at_ms), (ITEM,), NORMAL, (lot.expovariate(1 / mean_s),))

    return Script(DAY, tuple(visits()), shifts, manners, seed)


def erlang_c_wait_s(windows: int, load: float, mean_s: float) -> float:
    """The mean wait in M/M/n: P(wait) x mean / (n (1 - load)); Erlang 1917."""
    offered = windows * load
    top = offered**windows / factorial(windows) / (1 - load)
    waits = top / (top + sum(offered**k / factorial(k) for k in range(windows)))
    return waits * mean_s / (windows * (1 - load))
