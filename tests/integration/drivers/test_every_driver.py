"""Every driver against its simulated device, which was written without it: on TCP and on a serial line, through the one
owner of a line, in every trouble that a wire can have. A driver that gets a twin gets a row in fakes/wired.py.

What must hold in all of them: a job ends in exactly one fact; what is told as done was done; when the trouble is over,
the next job is done.
"""

from typing import Any

import pytest
from fakes.wired import CASES, QUICK, Case, Deeds, served

from drivers.health import Down, Up
from drivers.port import Port, parse_connection
from drivers.registry import DRIVERS
from drivers.twins.kinds import KINDS

JOBS = 3


class Rig:
    """A device, its driver and the port between them; jobs are numbered from 1."""

    def __init__(self, case: Case, wire: str, facts: Any) -> None:
        self.case, self.facts, self.deeds = case, facts, Deeds()
        self.device = served(case, wire, self.deeds)
        connection = parse_connection(self.device.connection)
        self.port: Port[Any] = Port(connection, case.make(), self._told, timing=QUICK)
        self.count = self._seen = 0
        facts.wait(Up)

    def _told(self, fact: Any) -> None:
        self.facts(fact)
        if isinstance(fact, self.case.over):
            self.deeds.ended(fact.id)

    def ask(self) -> int:
        self.count += 1
        self.case.before(self.device, self.count)
        self._seen = len(self.deeds.all)
        assert self.port.ask(self.case.job(self.count)) is None
        self.case.after(self.device, self.deeds, self.count)
        return self.count

    def end(self, number: int) -> Any:
        return self.facts.wait(self.case.over, lambda fact: fact.id == str(number))

    def must_have_happened(self) -> None:
        self.deeds.wait(lambda: self.case.happened(self.deeds.all[self._seen :], self.count))

    def works(self) -> None:
        """A job is done, and the device did it."""
        told = self.end(self.ask())
        assert isinstance(told, self.case.done), told
        self.must_have_happened()

    def works_again(self) -> None:
        """After a trouble: the line must perhaps be had anew first, and a person asks again."""
        for _ in range(10):
            if isinstance(self.end(self.ask()), self.case.done):
                self.must_have_happened()
                return
        raise AssertionError(f"nothing is done any more: {self.facts.all[-10:]}")

    def close(self) -> None:
        """Every job has ended once."""
        self.port.close()
        self.device.close()
        ended = [fact.id for fact in self.facts.all if isinstance(fact, self.case.over) and fact.id is not None]
        assert sorted(ended, key=int) == [str(number) for number in range(1, self.count + 1)]


@pytest.fixture(params=CASES)
def case(request):
    return CASES[request.param]


@pytest.fixture(params=["tcp", "pty"])
def rig(request, case, facts):
    made = Rig(case, request.param, facts)
    yield made
    made.close()


def test_every_driver_that_has_a_simulated_device_is_held_against_it():
    assert {name.partition("-")[0] for name in CASES} == {
        "escpos",
        *(DRIVERS.keys() & KINDS.keys()) - {"keypad", "watchdog"},  # test_pads.py, test_watchdog.py
    }


def test_in_clear_weather_it_does_what_it_is_asked(rig):
    for _ in range(3):
        rig.works()


def test_a_device_that_falls_silent_fails_the_job_and_works_when_it_answers_again(rig):
    rig.works()
    rig.device.say("silent")
    assert not isinstance(rig.end(rig.ask()), rig.case.done)
    rig.device.say("answering")
    rig.works_again()


def test_in_noise_every_job_ends_once_and_what_is_told_as_done_was_done(rig):
    rig.works()
    rig.device.say("noise")
    for _ in range(JOBS):
        if isinstance(rig.end(rig.ask()), rig.case.done) and rig.case.checked:
            rig.must_have_happened()
    rig.device.say("clean")
    rig.works_again()


@pytest.mark.slow
def test_an_answer_that_breaks_off_half_way_is_none_and_the_next_one_is_understood(rig):
    if rig.case.kind == "printer":
        pytest.skip("its answers are of one byte")
    rig.works()
    for _ in range(3):
        rig.device.say("half")
        rig.end(rig.ask())
    rig.works_again()


def test_a_cable_that_is_pulled_out_and_put_in_again_costs_only_what_was_asked_meanwhile(rig):
    rig.works()
    rig.device.say("unplugged")
    assert not isinstance(rig.end(rig.ask()), rig.case.done)
    rig.device.say("plugged")
    rig.works_again()


def test_a_device_that_disappears_for_good_ends_the_job_and_is_told_as_down(rig):
    rig.works()
    number = rig.ask()
    rig.device.close()
    rig.end(number)
    if not rig.facts.of(Down):
        rig.facts.wait(Down)


@pytest.mark.slow
def test_unplugged_after_any_byte_of_a_job_it_ends_once_and_the_next_is_done(rig):
    if rig.case.kind == "printer":
        pytest.skip("test_a_printer_that_dies_in_the_middle_of_a_slip does it by the bytes that it hears")
    before = rig.deeds.said
    rig.works()
    size = rig.deeds.said - before
    for part in range(8):
        rig.device.say(f"slow {max(200, size * 4)}")
        seen = rig.deeds.said + 1 + size * part // 10
        number = rig.ask()
        rig.deeds.wait(lambda number=number, seen=seen: rig.deeds.said >= seen or str(number) in rig.deeds.over)
        rig.device.say("unplugged")
        rig.device.say("full-speed")
        rig.device.say("plugged")
        rig.end(number)
        rig.works_again()


@pytest.mark.slow
@pytest.mark.parametrize("bytes_left", [1, 2, 20, 100, 200])
@pytest.mark.parametrize("wire", ["tcp", "pty"])
def test_a_printer_that_dies_in_the_middle_of_a_slip_fails_it_once_and_prints_the_next(wire, bytes_left, facts):
    rig = Rig(CASES["escpos"], wire, facts)
    rig.works()
    rig.device.say(f"die {bytes_left}")
    assert not isinstance(rig.end(rig.ask()), rig.case.done)
    rig.device.say("plugged")
    rig.works_again()
    rig.close()
