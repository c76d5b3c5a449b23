"""Hub, standby and witness as real processes: any one may go, and the hall is served by one machine, never by two."""

import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.broker import Broker
from fakes.busy_hall import BusyHall
from fakes.hub_process import HubProcess
from fakes.standby import LISTEN, StandbyProcess, WitnessProcess, began, promote, seq_of, until
from fakes.tap import Tap

from edge_hub.contract import queue as q
from edge_hub.hub import NO_VOICE
from edge_hub.standby.wish import AGREED
from edge_hub.tools.checker import check
from edge_hub.tools.records import read_journal


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    """Each test's own: what a hub left behind that had to end without a word would be taken for another hub's life."""
    with Broker(tmp_path / "broker") as one:
        yield one


@pytest.fixture
def second_broker(tmp_path: Path) -> Iterator[Broker]:
    with Broker(tmp_path / "second-broker") as one:
        yield one


@pytest.fixture
def witness(tmp_path: Path) -> Iterator[WitnessProcess]:
    with WitnessProcess(tmp_path / "witness") as one:
        yield one


class Three:
    """Hub and standby on brokers of their own, with one witness."""

    def __init__(self, site: Path, folder: Path, brokers: tuple[Broker, Broker], witness: WitnessProcess) -> None:
        self.data, self.kept = folder / "data", folder / "kept"
        more = ("--witness", witness.address)
        self.hub = HubProcess(site, self.data, brokers[0].address, more=(*LISTEN, *more)).start().ready()
        self.standby = StandbyProcess(
            site, self.kept, brokers[1].address, self.hub.hello["standby_port"], more=more
        ).start()  # fmt: skip
        self.in_step()

    def in_step(self) -> None:
        until(lambda: seq_of(self.kept) == seq_of(self.data) > 0, "the standby has caught up")

    def end(self) -> None:
        for one in (self.hub, self.standby):
            if one.running:
                one.__exit__(None, None, None)


@pytest.fixture
def three(
    site: Path, tmp_path: Path, broker: Broker, second_broker: Broker, witness: WitnessProcess
) -> Iterator[Three]:
    one = Three(site, tmp_path, (broker, second_broker), witness)
    yield one
    one.end()


@pytest.mark.fault(39)
def test_39_with_a_witness_the_standby_takes_the_place_of_a_killed_hub_by_itself_and_nothing_is_lost(
    tmp_path: Path, broker: Broker, second_broker: Broker, witness: WitnessProcess
) -> None:
    hall = BusyHall(tmp_path, broker, devices=4, seed=75)
    more = ("--witness", witness.address)
    hall.hub = HubProcess(
        hall.folder, hall.data, broker.address, practice="2026-11-24T09:00", speed=100, more=(*LISTEN, *more)
    )
    hub, kept = hall.hub.start().ready(), tmp_path / "kept"
    standby = StandbyProcess(hall.folder, kept, second_broker.address, hub.hello["standby_port"], more=more).start()
    try:
        until(lambda: seq_of(kept) >= seq_of(hall.data) > 0, "the standby has caught up")
        hall.everybody_in()
        end_s = time.monotonic() + 2.0
        while time.monotonic() < end_s:
            hall.crowd.turn()
        hub.kill()
        dead_s = time.monotonic()
        until(lambda: standby.is_ready, "nobody had to promote it", 30)
        took_s = time.monotonic() - dead_s
        hall.crowd._port = second_broker.port
        hall.crowd.come_again()
        end_s = time.monotonic() + 1.0
        while time.monotonic() < end_s:
            hall.crowd.turn()
        hall.crowd.finish()
        assert standby.stop() == 0
    finally:
        hall.crowd.close()
        for one in (hall.hub, standby):
            one.__exit__(None, None, None)
    rows = list(read_journal(kept))
    assert began(rows) == ("", AGREED), "nobody did, and that is on record"
    verdict = check(hall.crowd.intents, rows)
    print(f"{verdict.counts()}, serving again after {took_s:.1f} s")
    assert verdict.ok and verdict.unknown == 0, verdict.counts()
    numbers = Counter((row.body["day"], row.body["number"]) for row in rows if row.type == "TicketTaken")
    assert max(numbers.values()) == 1 and took_s < 30


@pytest.mark.slow
def test_without_the_witness_or_without_the_standby_the_hub_goes_on_and_without_both_it_ends_in_time(
    three: Three, witness: WitnessProcess, broker: Broker
) -> None:
    port = witness.hello["port"]
    with Tap(broker.address) as tap:
        witness.kill()
        time.sleep(10)  # longer than a voice holds
        tap.do("tm-1", q.TakeTicket(items=("card",)))
        witness._args[-1] = f"127.0.0.1:{port}"
        witness.start().ready()
        three.standby.kill()
        time.sleep(10)
        tap.do("tm-1", q.TakeTicket(items=("card",)))
    witness.kill()
    gone_s = time.monotonic()
    assert three.hub.ended() == NO_VOICE and time.monotonic() - gone_s < 10
    assert "another may" in three.hub.errors
    witness.start().ready()
    three.hub.start().ready()


def test_a_hub_that_was_frozen_finds_that_it_is_replaced_and_says_nothing_more(three: Three) -> None:
    three.hub.signal(signal.SIGSTOP)
    until(lambda: three.standby.is_ready, "the standby takes its place", 40)
    ends = seq_of(three.data)
    three.hub.signal(signal.SIGCONT)
    assert three.hub.ended() in (2, NO_VOICE)
    assert seq_of(three.data) == ends
    assert three.standby.hello["epoch"] == 2


def test_a_person_promotes_while_the_hub_serves_and_the_hub_has_ended_before_the_standby_serves(three: Three) -> None:
    assert promote(three.kept).returncode == 0
    assert three.hub.ended() == 2 and not three.standby.is_ready
    ended_s = time.monotonic()
    assert "the other machine serves this hall" in three.hub.errors
    three.standby.ready()
    assert three.standby.hello["epoch"] == 2 and 2 < time.monotonic() - ended_s < 20
    assert began(list(read_journal(three.kept))) == ("106", "the hub's machine is dead")


@pytest.mark.slow
def test_a_standby_that_lacks_what_was_acknowledged_is_not_chosen_and_a_person_may_choose_it(
    three: Three, broker: Broker
) -> None:
    three.standby.kill()
    with Tap(broker.address) as tap:
        for _ in range(3):
            tap.do("tm-1", q.TakeTicket(items=("card",)))
    time.sleep(3)  # the witness is told
    three.hub.kill()
    three.standby.start()
    time.sleep(14)
    assert not three.standby.is_ready, "it would have lost three tickets"
    assert promote(three.kept).returncode == 0
    three.standby.ready()


@pytest.mark.slow
def test_a_machine_that_took_the_place_does_so_again_after_a_crash(three: Three) -> None:
    three.hub.kill()
    until(lambda: three.standby.is_ready, "the standby takes its place", 30)
    three.standby.kill()
    three.standby.start().ready()
    assert three.standby.hello["epoch"] == 2, "the same reign goes on"
