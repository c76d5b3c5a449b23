"""Random days on which the configuration changes again and again in working hours: the invariants hold all the same.

Items and windows come and go, changes wait for empty lines and are given up, the power fails around them; and what is
folded anew from the journal needs no configuration but those in it.
"""

from collections import Counter
from pathlib import Path

import pytest
from fakes import config_desk as office
from fakes import invariants
from fakes.hall_days import HallDays, Phase
from fakes.small_hall import small_bundle, with_item, with_rules, with_window, without_item, without_window

from edge_hub.contract import configuration as c
from edge_hub.contract.base import Strict
from edge_hub.contract.reasons import Reason
from edge_hub.domain.fold import fold
from edge_hub.domain.hall import Hall
from edge_hub.domain.plan import plan_of
from edge_hub.messages import Incoming

PATIENT = with_rules(session_idle_min=25, rating={"closes_after_days": 1})
VERSIONS = (
    small_bundle(PATIENT),
    small_bundle(PATIENT, with_item("permit")),
    small_bundle(PATIENT, without_item("stamp")),
    small_bundle(PATIENT, without_window("w4")),
    small_bundle(PATIENT, with_window("w5", "C01", "tax", "invoice"), with_rules(recall_max=4)),
    small_bundle(PATIENT, without_window("w2"), without_item("pension")),
)
DIGESTS = [one.digest for one in VERSIONS]


class ChangingDays(HallDays):
    """Somebody changes the configuration about every tenth time that somebody does something."""

    def __init__(self, directory: Path, seed: int) -> None:
        super().__init__(directory, seed, VERSIONS[0])
        for one in VERSIONS[1:]:  # all of them are on record: what a console brings is gone with the hub's memory
            assert office.apply(self.rig, one).ok

    def _something(self, phase: Phase) -> Incoming:
        if self.lot.random() < 0.1:
            return self.rig.command("desk", self._change())
        return super()._something(phase)

    def _change(self) -> Strict:
        if self.lot.random() < 0.2:
            return c.WithdrawConfiguration(by="900", why="test")
        known, back = self.rig.hall.configured, self.lot.random() < 0.3
        digest = known.before if back and known.before else self.lot.choice(DIGESTS)
        when_empty = self.lot.random() < 0.6
        return c.ApplyConfiguration(digest=digest, by="900", why="test", when_empty=when_empty, back=back)


def changed(days: ChangingDays) -> Counter[str]:
    return Counter(type(event).__name__ for _, event, _ in invariants.happenings(days.rig))


@pytest.mark.parametrize("seed", range(2))
def test_days_on_which_the_configuration_changes_keep_every_invariant(tmp_path: Path, seed: int) -> None:
    days = ChangingDays(tmp_path, seed)
    days.run()
    types = changed(days)
    assert types["ConfigurationApplied"] > len(VERSIONS) + 2 and types["ConfigurationAwaited"] > 0, types
    assert types["ConfigurationKept"] == len(VERSIONS)
    assert days.no[Reason.CONFIGURATION_BLOCKED] > 0 and days.cuts > 5
    days.rig.close()


def test_what_is_folded_from_the_journal_does_not_depend_on_the_configuration_of_today(tmp_path: Path) -> None:
    """By whoever reads it with another folder at hand: the one with the fewest windows, and the one with the most."""
    days = ChangingDays(tmp_path, 7)
    days.run()
    halls = [Hall(plan_of(one.site())) for one in (VERSIONS[5], VERSIONS[4])]
    for _, event, sealed in invariants.happenings(days.rig):
        for hall in halls:
            fold(hall, event, sealed)
    few, many = halls
    for name in ("tickets", "services", "windows", "closed_items", "versions", "issued", "item_lines", "day"):
        assert getattr(few, name) == getattr(many, name) == getattr(days.rig.hall, name), name
    assert few.plan.site == many.plan.site == days.rig.hall.plan.site
    days.rig.close()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(200, 230))
def test_thirty_more_such_days_keep_every_invariant(tmp_path: Path, seed: int) -> None:
    days = ChangingDays(tmp_path, seed)
    days.run()
    days.rig.close()
