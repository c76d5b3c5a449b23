"""The data of a hub that has stopped, held against what clients were told and against itself."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace

from configs.site import load_site
from edge_hub.domain.hall import Hall
from edge_hub.domain.plan import plan_of
from edge_hub.store.connection import open_reader
from edge_hub.store.journal import verify
from edge_hub.store.store import Store, quick_check
from edge_hub.tools.checker import Intent, Verdict, check
from edge_hub.tools.records import read_journal

from . import invariants


def audit(site: Path, data: Path, intents: Iterable[Intent]) -> Verdict:
    """Everything that must hold after any number of crashes; the verdict, for its counters."""
    assert quick_check(data) == []
    reader = open_reader(data / "hub.db")
    assert verify(reader)[1] is None
    reader.close()
    rows = list(read_journal(data))
    verdict = check(intents, rows)
    assert verdict.ok and verdict.unknown == 0, verdict.counts()
    numbers = defaultdict(list)
    for row in rows:
        if row.type == "TicketTaken":
            numbers[row.body["queue"]].append(row.body["nth"])
    lent = set(plan_of(load_site(site)).lent_all)  # left for machines and desks that may be without the hub
    for issued in numbers.values():
        online = [n for n in issued if n not in lent]
        assert len(set(issued)) == len(issued), "a number is double"
        assert online == [n for n in range(1, online[-1] + 1) if n not in lent], "a number is missing"
    _rows_agree(site, data)
    return verdict


def _rows_agree(site: Path, data: Path) -> None:
    """The rows are the fold of the journal, and the hall loaded from them keeps its invariants."""
    loaded = load_site(site)
    store = Store(data, "audit")
    hall = Hall(plan_of(loaded))
    store.load(hall)
    opened = SimpleNamespace(store=store, site=loaded, hall=hall)
    for holds in invariants.ALL:
        holds(opened)  # type: ignore[arg-type]
    store.close()
