"""What the hall knows of its configurations: where a rollback goes, and what one does that nobody can read."""

import pytest
from fakes.small_hall import small_bundle, small_hall, with_rules

from edge_hub.contract.configuration import ConfigurationApplied, ConfigurationKept
from edge_hub.domain.configured import AppliedConfiguration, Configured, KeptConfiguration
from edge_hub.domain.fold import fold


def known(*log: str) -> Configured:
    """`b` is applied, `-b` gone back to."""
    found = Configured()
    for nth, one in enumerate(log):
        back = one.startswith("-")
        found.log.append(AppliedConfiguration(nth, one.removeprefix("-"), None, "900", "", back, nth))
    return found


@pytest.mark.parametrize(
    ("log", "before"),
    [
        ((), None), (("a",), None), (("a", "b"), "a"), (("a", "b", "c"), "b"), (("a", "b", "c", "-b"), "a"),
        (("a", "b", "c", "-b", "-a"), None), (("a", "b", "-a", "c"), "a"), (("a", "b", "a"), "b"),
        (("a", "b", "a", "-b"), "a"), (("a", "a", "b"), "a"),
    ],
)  # fmt: skip
def test_a_rollback_goes_one_step_down_and_never_up_again(log: tuple[str, ...], before: str | None) -> None:
    assert known(*log).before == before


def test_a_configuration_that_cannot_be_read_leaves_the_plan_as_it_is_and_says_why() -> None:
    hall, bundle = small_hall(), small_bundle(with_rules(no_such_rule=1))
    plan = hall.plan
    fold(hall, ConfigurationKept(digest=bundle.digest, content=bundle.packed(), at_ms=1))
    fold(hall, ConfigurationApplied(digest=bundle.digest, by="900", why="", at_ms=1))
    assert hall.plan is plan and hall.configured.applied == bundle.digest
    assert "no_such_rule" in hall.configured.unreadable
    hall.configured.kept["x"] = KeptConfiguration("x", "garbled")
    assert hall.configured.plan("x") is None and hall.configured.plan("never heard of") is None


def test_reading_the_same_again_costs_nothing() -> None:
    found, bundle = Configured(), small_bundle()
    found.kept[bundle.digest] = KeptConfiguration(bundle.digest, bundle.packed())
    one, other = found.plan(bundle.digest), found.plan(bundle.digest)
    assert one is not None and other is not None and one.site is other.site
