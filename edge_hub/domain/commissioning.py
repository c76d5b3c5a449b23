"""What stands in the commissioning report: every device of the configuration with its latest self-test, and what is
missing. A device without a test stands there as such; a test of a device that is not configured counts for nothing."""

from collections.abc import Iterable, Sequence
from datetime import date

from configs.devices import Device, WiredDevice
from configs.site import Site

from ..contract.base import Ms, Words
from ..contract.clock import at_hall
from ..contract.commissioning import Commissioned, Commissioning, Delivered, Gap
from ..contract.self_test import DeviceTest


def report_of(site: Site, tests: Sequence[DeviceTest], now_ms: Ms, software: str) -> Commissioning:
    """The report as of `now_ms`. Tests of other halls must not be among `tests`."""
    hall = site.hall
    return Commissioning(
        number=f"{hall.id}-{at_hall(now_ms):%Y%m%d-%H%M%S}",
        hall=hall.id,
        name=Words(zh=hall.name.zh, en=hall.name.en),
        address=Words(zh=hall.address.zh, en=hall.address.en),
        made_ms=now_ms,
        software=software,
        devices=tuple(_commissioned(site, one, tests) for one in site.wired),
        terminals=tuple(
            Delivered(
                id=one.id, kind=one.kind, place=_place(site, one), serial_number=one.serial_number,
                arrived=_day(one.arrived),
            )
            for one in site.devices
        ),
    )  # fmt: skip


def strangers(site: Site, tests: Iterable[DeviceTest]) -> list[str]:
    """Devices that were tested and are not (any more) in the configuration."""
    return sorted({one.device for one in tests} - set(site.wired_by_id))


def _commissioned(site: Site, one: WiredDevice, tests: Sequence[DeviceTest]) -> Commissioned:
    own = [test for test in tests if test.device == one.id]
    test = max(own, key=lambda test: test.ended_ms, default=None)
    serial_number = one.serial_number or (test.serial_number if test else None)
    return Commissioned(
        id=one.id, kind=one.kind, place=_place(site, one), serial_number=serial_number, arrived=_day(one.arrived),
        driver=one.driver, connection=one.connection, owner=one.owner, firmware=test.firmware if test else None,
        test=test, tests=len(own), gaps=_gaps(one, test, serial_number),
    )  # fmt: skip


def _gaps(one: WiredDevice, test: DeviceTest | None, serial_number: str | None) -> tuple[Gap, ...]:
    arrived = one.arrived
    found = {
        Gap.NOT_TESTED: test is None,
        Gap.NOT_PASSED: test is not None and not test.passed,
        Gap.SET_UP_ANEW: test is not None and (test.driver, test.connection) != (one.driver, one.connection),
        Gap.NO_SERIAL_NUMBER: serial_number is None,
        Gap.NO_ARRIVAL: arrived is None,
        Gap.BEFORE_ARRIVAL: test is not None and arrived is not None and at_hall(test.began_ms).date() < arrived,
    }
    return tuple(gap for gap in Gap if found[gap])


def _place(site: Site, one: Device | WiredDevice) -> Words:
    """Where a person finds it: its window, else its zone, else the terminal that it stands at."""
    if one.window is not None:
        window = site.window(one.window)
        return Words(zh=f"{window.label} {window.name.zh}", en=f"{window.label} {window.name.en}")
    if one.zone is not None:
        zone = next(zone for zone in site.hall.zones if zone.id == one.zone)
        return Words(zh=zone.name.zh, en=zone.name.en)
    terminal = one.terminal if isinstance(one, WiredDevice) else None
    host = None if terminal is None else site.devices_by_id.get(terminal)
    if host is None:
        return Words(zh="—", en="—")
    place = _place(site, host)
    return Words(zh=f"{place.zh}（{host.id}）", en=f"{place.en} ({host.id})")


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
