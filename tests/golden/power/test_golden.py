"""What switches a screen and feeds a watchdog, to the byte, the answer cut in any way."""

import re
from pathlib import Path

import pytest

from drivers.power import PowerConversation, PowerOptions, Screen, SwitchScreen
from drivers.watchdog import FeedWatchdog, StopWatchdog, WatchdogConversation, WatchdogOptions

ROW = re.compile(r"(\w+) +([<>]) ((?:[0-9A-F]{2} )+) *(\w+)")
ROWS = [
    found.groups() for found in map(ROW.match, (Path(__file__).parent / "wire.txt").read_text().splitlines()) if found
]
WIRES = {
    "panel": PowerOptions(),
    "display": PowerOptions(on=r"POWER on\r", off=r"POWER off\r", ack=r"OK\r"),
}


@pytest.mark.parametrize(("which", "data", "word"), [(row[0], row[2], row[3]) for row in ROWS if row[1] == ">"])
def test_an_order_is_these_bytes(which, data, word):
    if which == "watchdog":
        watchdog = WatchdogConversation(WatchdogOptions())
        watchdog.open(0.0)
        job = FeedWatchdog("one") if word == "fed" else StopWatchdog("one")
        assert watchdog.ask(job, 0.0).send == bytes.fromhex(data)
        return
    screen = PowerConversation(WIRES[which])
    assert screen.open(0.0).send
    screen.sent(0.0)
    screen.hear(b"OK\r", 0.0)
    assert screen.ask(SwitchScreen("one", word == "on"), 0.0).send == bytes.fromhex(data)


@pytest.mark.parametrize(("which", "data"), [(row[0], row[2]) for row in ROWS if row[1] == "<"])
def test_an_answer_is_read_whole_byte_by_byte_and_with_bytes_around_it(which, data):
    answer = bytes.fromhex(data)
    for parts in ([answer], [answer[at : at + 1] for at in range(len(answer))], [b"\x00O" + answer + b"OK"]):
        screen = PowerConversation(WIRES[which])
        screen.open(0.0)
        screen.sent(0.0)
        assert [fact for part in parts for fact in screen.hear(part, 0.0).facts] == [Screen("on")]
