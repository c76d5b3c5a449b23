"""The watchdog: fed in time, stopped only on purpose, and left hungry by a program that is not well."""

import pytest
from pydantic import ValidationError

from drivers.faults import GONE, STOPPING
from drivers.twins.twin import Deed
from drivers.twins.watchdog import Options
from drivers.twins.watchdog import Watchdog as Device
from drivers.watchdog import (
    NOT_FED,
    FeedWatchdog,
    StopWatchdog,
    Watchdog,
    WatchdogConversation,
    WatchdogFailed,
    WatchdogObeyed,
    WatchdogOptions,
)


class Wired:
    """The simulated watchdog behind the wire of a test."""

    def __init__(self):
        self.device, self.now, self.deeds = Device(Options(timeout_s=60.0)), 0.0, []

    def take(self, data):
        self.note(self.device.hear(data, self.now))
        return []

    def note(self, outputs):
        self.deeds += [output.did for output in outputs if isinstance(output, Deed)]


@pytest.fixture
def talk(wire):
    def make(**options):
        wired = wire(conversation=WatchdogConversation(WatchdogOptions(**options)), device=Wired())
        wired.printer.now = wired.now
        wired.open()
        return wired

    return make


def run(wire, seconds):
    for _ in range(int(seconds)):
        wire.printer.now = wire.now
        wire.run(1)
        wire.printer.note(wire.printer.device.tick(wire.now))


def states(wire):
    return [fact.state for fact in wire.of(Watchdog)]


def test_fed_by_itself_the_machine_never_starts_anew(talk):
    wire = talk()
    run(wire, 3600)
    assert (set(wire.printer.deeds), states(wire)) == ({"runs", "fed"}, ["fed"])


def test_a_program_that_dies_is_started_anew(talk):
    wire = talk()
    run(wire, 30)
    wire.unplug(GONE)
    run(wire, 61)
    assert wire.printer.deeds[-1] == "starts anew"
    assert wire.of(Watchdog)[-1] == Watchdog("unknown", GONE)


def test_a_program_that_ends_on_purpose_stops_it_first(talk):
    wire = talk()
    run(wire, 5)
    wire.ask(StopWatchdog("end"))
    run(wire, 30)
    assert (wire.of(WatchdogObeyed), states(wire)) == ([WatchdogObeyed("end")], ["fed", "stopping"])
    wire.printer.note(wire.printer.device.obey("close", "", wire.now))
    wire.unplug(STOPPING)
    run(wire, 3600)
    assert wire.printer.deeds[-2:] == ["fed", "stopped"]
    assert wire.of(Watchdog)[-1] == Watchdog()


def test_where_the_program_must_ask_it_is_told_as_hungry_before_the_machine_starts_anew(talk):
    wire = talk(feed="asked")
    for number in range(5):
        run(wire, 40)
        wire.ask(FeedWatchdog(str(number)))
    assert states(wire) == ["fed"]
    run(wire, 55)
    assert wire.of(Watchdog)[-1] == Watchdog("hungry", NOT_FED)
    assert [fact.id for fact in wire.of(WatchdogObeyed)] == list("01234")
    wire.ask(FeedWatchdog("late"))
    run(wire, 30)
    assert (states(wire), "starts anew" in wire.printer.deeds) == (["fed", "hungry", "fed"], False)
    run(wire, 40)
    assert wire.printer.deeds[-1] == "starts anew"


def test_a_line_that_is_lost_fails_the_job_once(talk):
    wire = talk()
    wire.takes_data = False
    wire.ask(StopWatchdog("end"))
    wire.unplug()
    assert wire.of(WatchdogFailed) == [WatchdogFailed("end", GONE)]
    assert wire.conversation.refuse(FeedWatchdog("x"), GONE) == (WatchdogFailed("x", GONE),)


def test_what_it_is_fed_is_never_the_magic_byte_and_what_it_says_means_nothing(talk):
    wire = talk()
    assert wire.conversation.hear(b"anything", wire.now).facts == ()
    assert wire.conversation.tick(wire.now + 10).send == b"\0"


@pytest.mark.parametrize("wrong", [{"feed_s": 31.0}, {"timeout_s": 1.0}, {"feed": "never"}])
def test_a_rhythm_that_one_late_byte_would_break_is_refused(wrong):
    with pytest.raises(ValidationError):
        WatchdogOptions(**wrong)
