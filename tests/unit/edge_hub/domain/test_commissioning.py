"""What the commissioning report says of each device, and what it finds missing."""

from typing import Any

import pytest
from fakes.tested import OCTOBER_MS, self_tested, step
from fakes.wired_hall import led, wired_site

from edge_hub.contract.commissioning import Commissioned, Gap
from edge_hub.contract.self_test import DeviceTest, Outcome
from edge_hub.domain.commissioning import report_of, strangers

WHOLE = {"serial_number": "BX-1", "arrived": "2026-10-12"}


def of(*tests: DeviceTest, **more: Any) -> Commissioned:
    """What is said of the one bar of a hall."""
    report = report_of(wired_site(led(**{**WHOLE, **more})), tests, OCTOBER_MS, "0.1")
    (one,) = report.devices
    return one


def test_a_device_that_passed_and_whose_papers_are_there_lacks_nothing() -> None:
    one = of(self_tested())
    assert one.gaps == ()
    assert (one.serial_number, one.arrived, one.firmware, one.owner) == ("BX-1", "2026-10-12", "V2.1", "host-a")


@pytest.mark.parametrize(
    ("tests", "more", "gap"),
    [
        ((), {}, Gap.NOT_TESTED),
        ((self_tested("led-w1", step(Outcome.FAILED)),), {}, Gap.NOT_PASSED),
        ((self_tested("led-w1", step(), step(Outcome.SKIPPED)),), {}, Gap.NOT_PASSED),
        ((self_tested(connection="tcp://127.0.0.1:10"),), {}, Gap.SET_UP_ANEW),
        ((self_tested(driver="led_line"),), {}, Gap.SET_UP_ANEW),
        ((self_tested(),), {"serial_number": None}, Gap.NO_SERIAL_NUMBER),
        ((self_tested(),), {"arrived": None}, Gap.NO_ARRIVAL),
        ((self_tested(began_ms=OCTOBER_MS - 9 * 3600_000),), {}, Gap.BEFORE_ARRIVAL),
    ],
)
def test_what_is_missing_is_found(tests: tuple[DeviceTest, ...], more: dict[str, Any], gap: Gap) -> None:
    assert of(*tests, **more).gaps == (gap,)


def test_the_latest_test_counts_in_whatever_order_they_lie() -> None:
    bad, good = self_tested("led-w1", step(Outcome.FAILED)), self_tested(began_ms=OCTOBER_MS + 60_000)
    for order in ((bad, good), (good, bad)):
        one = of(*order)
        assert one.test == good and one.tests == 2 and not one.gaps


def test_a_device_that_tells_its_own_serial_number_has_one() -> None:
    assert of(self_tested(serial_number="SELF-7"), serial_number=None).serial_number == "SELF-7"


def test_a_test_of_a_device_that_is_not_configured_counts_for_nothing_and_is_named() -> None:
    site = wired_site(led(**WHOLE))
    assert strangers(site, [self_tested(), self_tested("led-gone")]) == ["led-gone"]
    assert report_of(site, [self_tested("led-gone")], OCTOBER_MS, "0.1").devices[0].test is None


def test_terminals_and_hosts_are_listed_with_where_they_stand() -> None:
    report = report_of(wired_site(led()), [], OCTOBER_MS, "0.1")
    kinds = {one.kind for one in report.terminals}
    assert {"device_host", "ticket_machine"} <= kinds
    assert all(one.place.zh and one.place.en for one in report.terminals)
    assert report.number == "test-20261012-081000"
