"""D, time: a clock that is set, stands in 1970, or is a day off on a device. 36 and 37; 38 lies with the loop.

36 turns the clock of the real loop over a real store; 37 gives a process of its own a wrong wall clock.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes.broker import Broker
from fakes.desk import CLERKS, PADS
from fakes.hub_process import HubProcess
from fakes.loop_rig import Rig, TestClock
from fakes.quiet import Expect
from fakes.small_hall import DAY, WEEK, at, small_site
from fakes.standby import until
from fakes.tap import Tap

from edge_hub.contract import queue as q
from edge_hub.contract import window as w
from edge_hub.contract.base import Strict
from edge_hub.store.connection import open_reader, query
from edge_hub.store.journal import verify

TAKE = q.TakeTicket(items=("card",))
DAY_S = 86_400.0
MINUTE_MS = 60_000
ROUND_THE_CLOCK = {day: [{"start": "00:00", "end": "23:59"}] for day in (*WEEK, "sat", "sun")}
JUMPS = {
    "400 days on": 400 * DAY_S,
    "two hours back": -7200.0,
    "back over midnight": -10 * 3600.0,
    "to 1970": -at("09:30") / 1000 + 100,
}


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """A hall that never closes: what a wrong clock says of its hours is another matter."""
    one = Rig(tmp_path, TestClock(), small_site(opening={"week": ROUND_THE_CLOCK}))
    yield one
    one.close()


def at_work(rig: Rig) -> str:
    assert rig.through_pins(rig.command("desk", w.SetPin(by="901", clerk=CLERKS["w1"], pin="123456"))).ok
    sign_in = w.SignIn(window="w1", clerk=CLERKS["w1"], pin="123456")
    session = str(rig.through_pins(rig.command(PADS["w1"], sign_in)).result["session"])
    rig.do(PADS["w1"], w.OpenWindow(window="w1"), session=session)
    return session


def rows(rig: Rig, sql: str) -> list[Any]:
    reader = open_reader(rig.store.path)
    found = query(reader, sql)
    reader.close()
    return found


@pytest.mark.parametrize("jump", JUMPS)
def test_36_a_clock_that_jumps_in_the_middle_of_everything_changes_neither_order_nor_day_nor_duration(
    rig: Rig, jump: str, expects_warning: Expect
) -> None:
    expects_warning("clock jumped", times=1)
    expects_warning("waiting for the clock to settle", times=range(2))  # at the start in a far year
    session = at_work(rig)

    def press(body: Strict) -> Any:
        return rig.do(PADS["w1"], body, session=session).result

    def pass_minutes(minutes: float) -> None:
        rig.clock.ms += round(minutes * MINUTE_MS)
        rig.tick()

    numbers = [rig.do("tm-1", TAKE).result["number"] for _ in range(3)]
    pass_minutes(5)
    called = [press(q.CallNext(window="w1"))["number"]]
    press(q.Start(window="w1"))
    pass_minutes(2)
    rig.clock.set_by(JUMPS[jump])
    rig.tick()
    pass_minutes(2)
    press(q.Finish(window="w1"))  # a service of four minutes
    numbers += [rig.do("tm-1", TAKE).result["number"] for _ in range(3)]
    for _ in range(5):  # in all less than it takes a clock to settle
        pass_minutes(0.5)
        called.append(press(q.CallNext(window="w1"))["number"])
        press(q.Start(window="w1"))
        pass_minutes(0.5)
        press(q.Finish(window="w1"))
    assert called == numbers == [f"A{n:03}" for n in range(1, 7)]
    assert rig.hall.day == DAY and [row[0] for row in rows(rig, "SELECT day FROM ticket GROUP BY day")] == [DAY]
    assert len(rows(rig, "SELECT 1 FROM journal WHERE type = 'ClockJumped'")) == 1
    ((served_ms, served, waited_ms, waits),) = rows(
        rig, "SELECT sum(service_ms), sum(timed), sum(wait_ms), sum(waits) FROM figure"
    )
    assert (served, served_ms / MINUTE_MS) == (6, 4 + 5 * 0.5)
    waited = [5, 9.5, 10.5, 2.5, 3.5, 4.5]  # minutes of each, by the people's own watches
    assert (waits, waited_ms / MINUTE_MS) == (6, sum(waited))
    reader = open_reader(rig.store.path)
    assert verify(reader)[1] is None
    reader.close()
    rig.restart()
    assert rig.hall.day == DAY and rig.do("tm-1", TAKE).result["number"] == "A007"


MACHINE = """
import json, sys, threading, time
from pathlib import Path
skew_s, right = float(sys.argv[3]), time.time
time.time = lambda: right() + skew_s  # the machine's wall clock
from edge_hub.client.hub_client import HubClient
from edge_hub.client.lease_book import LeaseBook
from edge_hub.client.link import Link
from edge_hub.contract import topics
from edge_hub.contract.queue import TakeTicket
client = HubClient(
    "test", "tm-1", [("127.0.0.1", int(sys.argv[1]))], [topics.directory("test")], lambda one: None, lambda one: None,
    state=Path(sys.argv[2]), leases=True,
)
client.start()
def until(holds):
    never = threading.Event()
    while not holds():
        never.wait(0.05)
def say(what, **more):
    print(json.dumps({"what": what, "now_ms": client.hall_now_ms(), **more}), flush=True)
until(lambda: client.link is Link.UP)
answers = []
client.send(TakeTicket(items=("card",)), answers.append)
until(lambda: answers)
until(lambda: LeaseBook(client._outbox).left("A", client._known.day, 0)[0])  # its own handle: not only asked, but kept
say("taken", number=answers[0].result["number"] if answers[0].ok else str(answers[0]))
until(lambda: client.offline)
lent = client.take_offline("A", ("card",), "normal", "zh")
say("offline", number=lent.number, taken_ms=lent.taken_ms)
until(lambda: client.link is Link.UP and client.facts_waiting() == 0)
say("reported")
"""


@pytest.mark.parametrize("days", [-1, 1])
def test_37_a_machine_whose_clock_is_a_day_off_takes_and_lends_by_the_halls_time(
    site: Path, broker: Broker, tmp_path: Path, days: int
) -> None:
    hub = HubProcess(site, tmp_path / "data", broker.address)
    args = [sys.executable, "-c", MACHINE, str(broker.port), str(tmp_path / "state"), str(days * DAY_S)]
    with hub, Tap(broker.address) as tap:
        machine = subprocess.Popen(args, stdout=subprocess.PIPE, text=True)
        assert machine.stdout is not None
        try:
            taken = json.loads(machine.stdout.readline())
            assert taken["number"] == "A001"
            assert abs(taken["now_ms"] - heard_ms(tap)) < 60_000
            before_ms = heard_ms(tap)
            hub.kill()
            offline = json.loads(machine.stdout.readline())
            assert before_ms <= offline["taken_ms"] < before_ms + 60_000, "by the hall's clock"
            hub.start().ready()
            assert json.loads(machine.stdout.readline())["what"] == "reported"
        finally:
            machine.kill()
            machine.wait()
            machine.stdout.close()
        after = tap.do("tm-2", TAKE)["number"]
        tap.do("desk", w.SetPin(by="901", clerk="101", pin="483920"))
        session = tap.do("call-w1", w.SignIn(window="w1", clerk="101", pin="483920"))["session"]
        tap.do("call-w1", w.OpenWindow(window="w1"), session=session)
        called = []
        for _ in range(3):
            called.append(tap.do("call-w1", q.CallNext(window="w1"), session=session)["number"])
            tap.do("call-w1", q.Finish(window="w1"), session=session)
        assert called == ["A001", offline["number"], after]


def heard_ms(tap: Tap) -> int:
    """What time it is by the hub's heartbeat."""
    until(lambda: "h/test/state/public/hub" in tap.last, "a heartbeat")
    return int(json.loads(tap.last["h/test/state/public/hub"])["now_ms"])
