"""F, devices: a ticket machine that spends what it was lent (43), and one that dies between the commit and its printer
(44). The rest of 43 to 46 lies with the drivers, the printer's twin and the machine's screens."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from fakes.broker import Broker
from fakes.device import Device
from fakes.fault_table import Handed
from fakes.hub_process import HubProcess
from fakes.standby import until
from fakes.tap import Tap

from edge_hub.client.lease_book import LeaseBook, NoNumber, OfflineTicket
from edge_hub.client.link import Link
from edge_hub.contract import queue as q
from edge_hub.contract import topics
from edge_hub.contract.reprint import FetchSlip, ReprintSlip
from edge_hub.tools.checker import double_numbers
from edge_hub.tools.records import read_journal

LENT = 30
DAY = "2026-11-24"


def lent_to(machine: Device, queue: str = "A") -> int:
    """How many numbers of a queue are left to it, by its own handle: two that open a new file at one time may refuse
    each other."""
    return LeaseBook(machine.client._outbox).left(queue, DAY, 0)[0]


def test_43_a_machine_spends_what_it_was_lent_refuses_then_and_all_are_in_the_line_when_the_hub_is_back(
    hub: HubProcess, broker: Broker, make_device: Callable[..., Device], hand_in: Handed
) -> None:
    """Before that the machine is switched off and on: what was given stays given."""
    named = {"watch": [topics.directory("test")], "rest": {"leases": True}}
    machine = make_device("tm-1", **named)
    until(lambda: lent_to(machine) == lent_to(machine, "B") == LENT, "the lease")
    hub.kill()
    given = []

    def take(count: int, queue: str = "A", item: str = "card") -> OfflineTicket | NoNumber:
        until(lambda: machine.client.offline, "five seconds of silence")
        for _ in range(count):
            taken = machine.client.take_offline(queue, (item,), "normal", "zh")
            if isinstance(taken, OfflineTicket):
                given.append(taken.number)
        return taken

    assert take(LENT + 1) is NoNumber.SPENT and len(given) == LENT == len(set(given))
    assert isinstance(take(1, "B", "invoice"), OfflineTicket), "another queue has its own"
    machine.client.stop()
    hub.start().ready()
    machine = make_device("tm-1", **named)
    until(lambda: machine.client.link is Link.UP and machine.client.facts_waiting() == 0, "the reports", 30)
    with Tap(broker.address) as tap:
        assert tap.do("tm-2", q.TakeTicket(items=("card",)))["number"] == "A001", "its own numbers go on"
    assert hub.stop() == 0
    rows = list(read_journal(hub.data))
    taken = [row.body["number"] for row in rows if row.type == "TicketTaken"]
    assert taken == [*given, "A001"] and not double_numbers(rows)
    lost, twice = len(set(given) - set(taken)), len(taken) - len(set(taken))
    hand_in({"attempts": len(given), "acked": len(given), "lost": lost, "duplicated": twice})


DIES = """
import os, signal, sys, threading
from pathlib import Path
from edge_hub.client.hub_client import HubClient
from edge_hub.client.link import Link
from edge_hub.contract.queue import TakeTicket
client = HubClient("test", "tm-1", [("127.0.0.1", int(sys.argv[1]))], [], lambda one: None, lambda one: None,
                   state=Path(sys.argv[2]))
client.start()
never = threading.Event()
while client.link is not Link.UP:
    never.wait(0.05)
def print_slip(reply):
    print(reply.result["number"], flush=True)
    os.kill(os.getpid(), signal.SIGKILL)  # the power goes before the first line is on paper
client.send(TakeTicket(items=("card",)), print_slip)
never.wait()
"""


def test_44_a_slip_that_the_power_cut_off_is_printed_once_more_and_the_ticket_is_there_once(
    hub: HubProcess, tap: Tap, broker: Broker, tmp_path: Path
) -> None:
    machine = subprocess.Popen(
        [sys.executable, "-c", DIES, str(broker.port), str(tmp_path / "machine")], stdout=subprocess.PIPE, text=True
    )
    assert machine.stdout is not None
    number = machine.stdout.readline().strip()
    assert machine.wait(30) == -signal.SIGKILL
    machine.stdout.close()
    hub.kill()  # and the hub's power too
    hub.start().ready()
    request = tap.do("desk", ReprintSlip(ticket=number, at="tm-2"))["request"]
    fetch = tap.command("tm-2", FetchSlip(request=request))
    slips = [tap.ask_bytes("tm-2", fetch.model_dump_json().encode()) for _ in range(2)]
    assert slips[0] == slips[1] and slips[0].ok and slips[0].result["number"] == number
    assert not tap.ask("tm-2", FetchSlip(request=request)).ok, "once"
    assert hub.stop() == 0
    assert [row.body["number"] for row in read_journal(hub.data) if row.type == "TicketTaken"] == [number]
