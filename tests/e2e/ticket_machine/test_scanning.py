"""A code before the scanner of the ticket machine, on a real wire: the way to the ticket begins with it."""

from collections.abc import Iterator

import pytest

from drivers.connection import BadConnection
from drivers.twins.kinds import make
from drivers.twins.serving import TwinServer, serve_pty
from edge_hub.contract.appointment import CheckIn
from edge_hub.contract.device import Health, ReportHealth
from kiosk.ticket_machine.code_reader import CodeReader, scanner_of

from .conftest import Stand


@pytest.fixture
def scanner() -> Iterator[TwinServer]:
    """A scanner on a serial line."""
    with serve_pty(make("scanner"), 9600) as twin:
        yield twin


@pytest.fixture
def reader(machine: Stand, scanner: TwinServer) -> Iterator[CodeReader]:
    """The machine's own, at its wire."""
    one = scanner_of("scan-1", "scanner", scanner.connection, {"repeat_s": 0.0})
    machine.vm.attach_scanner(one)
    machine.screen.until(lambda: one.standing.level == "UP", what="the scanner")
    yield one
    one.close()


def scan(machine: Stand, scanner: TwinServer, text: str) -> None:
    scanner.say(f"scan {text}")
    machine.look()


def test_who_holds_the_code_of_an_appointment_before_it_only_has_to_confirm(
    machine: Stand, reader: CodeReader, scanner: TwinServer
) -> None:
    scan(machine, scanner, "https://hall.example/t/a/31415926")
    machine.screen.until(lambda: machine.is_at("appointment"), what="the page of appointments")
    machine.look()
    assert machine.screen.text("code") == "3141 5926"
    machine.shot("appointment_scanned")
    machine.touch("checkIn")
    assert machine.bridge.last.body == CheckIn(shown="31415926")


def test_a_code_that_comes_while_somebody_chooses_or_that_is_none_changes_nothing(
    machine: Stand, reader: CodeReader, scanner: TwinServer
) -> None:
    heard: list[str] = []
    reader.scanned.connect(heard.append)
    scan(machine, scanner, "6901234567892")
    machine.screen.until(lambda: len(heard) == 1, what="the barcode of a bottle")
    assert machine.is_at("home")
    machine.touch("item_social-card-apply")
    scan(machine, scanner, "31415926")
    machine.screen.until(lambda: len(heard) == 2, what="the code")
    assert machine.is_at("confirm")


def test_the_hub_is_told_how_the_scanner_is(machine: Stand, reader: CodeReader, scanner: TwinServer) -> None:
    def told() -> list[tuple[str, Health]]:
        facts = [fact for fact in machine.bridge.reported if isinstance(fact, ReportHealth)]
        return [(fact.part, fact.health) for fact in facts]

    machine.screen.until(lambda: told() == [("scan-1", Health.UP)], what="well")
    scanner.close()
    machine.screen.until(lambda: told()[-1] == ("scan-1", Health.DOWN), what="gone")
    last = machine.bridge.reported[-1]
    assert isinstance(last, ReportHealth) and last.why and last.why_en and last.hint_en


@pytest.mark.parametrize(
    ("driver", "connection", "options", "said"),
    [
        ("id_card", "serial:///dev/ttyS9", {}, "codes are read by the driver scanner"),
        ("scanner", "serial:///dev/ttyS9", {"idle": 1}, "option idle"),
        ("scanner", "nowhere", {}, "nowhere"),
    ],
)
def test_what_cannot_be_used_is_said_in_a_sentence(
    driver: str, connection: str, options: dict[str, object], said: str
) -> None:
    with pytest.raises(BadConnection, match=said):
        scanner_of("scan-1", driver, connection, options)
