"""Random days through the real loop and the real store, with the power cut at random: the invariants hold."""

from collections import Counter
from pathlib import Path

import pytest
from fakes import invariants
from fakes.hall_days import HallDays

from edge_hub.contract.reasons import Reason
from edge_hub.store.connection import open_reader
from edge_hub.store.journal import records

HAPPENS = {
    "ClerkSignedIn", "ClerkSignedOut", "WindowOpened", "WindowPaused", "WindowClosed", "TicketTaken", "TicketCalled",
    "TicketRecalled", "TicketPassed", "TicketReturned", "TicketHeld", "TicketTransferred", "TicketReleased",
    "TicketCancelled", "TicketRequeued", "ServiceStarted", "ServiceFinished", "ServiceRated", "RatingDetailed",
    "ItemClosed", "RuleBegan", "RuleEnded", "DayRolled", "KeyDestroyed", "RetentionApplied", "RatingDefaulted",
    "NeedsNoted",
    "GuideSignedIn", "TicketHelped",
}  # fmt: skip
"""What no such day is without: else the invariants would hold of nothing."""
APPOINTMENTS = {f"Appointment{ended}" for ended in ("Booked", "Moved", "Cancelled", "Kept", "Expired")}

AT_DESK = {"TicketMerged", "ItemsAdded", "PriorityGiven", "Announced", "AnnouncementEnded", "GuideSignedOut"}


def happened(days: HallDays) -> Counter[str]:
    reader = open_reader(days.rig.store.path)
    found = Counter(one.type for one in records(reader))
    reader.close()
    return found


@pytest.mark.parametrize("seed", range(3))
def test_days_with_power_cuts_keep_every_invariant(tmp_path: Path, seed: int) -> None:
    days = HallDays(tmp_path, seed)
    days.run()
    types = happened(days)
    assert HAPPENS - set(types) == set() and len(APPOINTMENTS & set(types)) >= 3 and len(AT_DESK & set(types)) >= 4
    assert types["DayRolled"] == 3 and types["TicketTaken"] > 50 and types["RetentionApplied"] == 2
    assert days.no[Reason.HALL_CLOSED] > 3 and days.no[Reason.NO_MORE_TICKETS] > 0, "lunch, and the last minutes"
    assert days.cuts > 10
    assert invariants.calls_that_a_bound_decided(days.rig) > 0, "nobody was overtaken enough for a bound to matter"
    days.rig.close()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 160))
def test_sixty_more_such_days_keep_every_invariant(tmp_path: Path, seed: int) -> None:
    days = HallDays(tmp_path, seed)
    days.run()
    days.rig.close()
