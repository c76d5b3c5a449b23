"""What a device believes of its hub, from heartbeats live and retained, true and old."""

import pytest

from edge_hub.client.knowledge import TIMEOUT_S, Knowledge
from edge_hub.client.link import Link
from edge_hub.contract import topics
from edge_hub.contract.base import Words
from edge_hub.contract.clock import ClockRule
from edge_hub.contract.codec import encode
from edge_hub.contract.hall import Directory, HubStatus, TerminalRules

NOON_MS = 1_790_000_000_000
HUB = topics.hub("pu")
FAST = ClockRule(start_ms=NOON_MS, real_start_ms=NOON_MS, speed=60.0)


def joined() -> Knowledge:
    known = Knowledge()
    known.watch.joined()
    return known


def beat(real_ms: int, up: bool = True, rule: ClockRule = FAST) -> bytes:
    now_ms = rule.hall_ms(real_ms)
    return encode(HubStatus(epoch=1, seq=1, up=up, hall="pu", hub="h1", clock=rule, now_ms=now_ms))


@pytest.mark.parametrize(
    ("age_ms", "link"),
    [
        (0, Link.UP),
        (4_000, Link.UP),
        (5_000, Link.NO_HUB),
        (3_600_000, Link.NO_HUB),
        (-500, Link.UP),
        (-60_000, Link.NO_HUB),
    ],
)
def test_a_retained_heartbeat_proves_a_hub_only_while_it_is_fresh(age_ms: int, link: Link) -> None:
    known = joined()
    known.snapshot(HUB, beat(NOON_MS - age_ms), 100.0, NOON_MS, retained=True)
    assert known.link(100.0) is link
    assert known.hall_time.known is (link is Link.UP)


def test_a_retained_heartbeat_counts_from_when_it_was_said() -> None:
    known = joined()
    known.snapshot(HUB, beat(NOON_MS - 3_000), 100.0, NOON_MS, retained=True)
    assert known.link(101.9) is Link.UP and known.link(102.1) is Link.NO_HUB


def test_a_live_heartbeat_proves_the_hub_whatever_our_clock_says() -> None:
    known = joined()
    known.snapshot(HUB, beat(NOON_MS), 100.0, 5_000, retained=False)
    assert known.link(104.9) is Link.UP
    assert abs(known.hall_time.now_ms(6_000) - FAST.hall_ms(NOON_MS + 1_000)) <= 60


def test_a_farewell_counts_retained_or_not() -> None:
    for retained in (True, False):
        known = joined()
        known.snapshot(HUB, beat(NOON_MS), 100.0, NOON_MS, retained=False)
        known.snapshot(HUB, beat(NOON_MS, up=False), 100.1, NOON_MS, retained=retained)
        assert known.link(100.2) is Link.NO_HUB


def test_the_rules_of_the_hall_say_how_long_to_ask() -> None:
    known = joined()
    assert known.timeout_s == TIMEOUT_S
    name = Words(zh="普洱", en="Pu'er")
    rules = TerminalRules(
        home_timeout_s=30, reply_timeout_s=3.5, rating_timeout_s=60, undo_s=60, recall_max=3, no_show_after_s=60,
        warn_line_len=10, ticket_max_items=3,
    )  # fmt: skip
    directory = Directory(
        epoch=1, seq=1, name=name, short_name=name, address=name, phone="0879", zones=(), departments=(), windows=(),
        levels=(), classes=(), notices=(), rules=rules,
    )  # fmt: skip
    known.snapshot(topics.directory("pu"), encode(directory), 100.0, NOON_MS, retained=True)
    assert known.timeout_s == 3.5
