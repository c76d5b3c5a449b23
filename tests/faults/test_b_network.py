"""B, network: bytes that are late, lost, held up or torn off between the devices, the broker and the hub. 16."""

import contextlib
import random
import time
from pathlib import Path

import pytest
from fakes.broker import Broker
from fakes.busy_hall import BusyHall
from fakes.fault_table import Handed
from fakes.proxy import Proxy, Weather

from edge_hub.tools.bench_wire import WireFault

WEATHERS = {
    "a third is lost": Weather(loss=0.3),
    "300 ms each way": Weather(delay_s=0.3, jitter_s=0.1),
    "64 kbit/s": Weather(bytes_per_s=8_000),
    "all of it": Weather(delay_s=0.1, jitter_s=0.2, loss=0.1, bytes_per_s=30_000),
}
CUTS = 3


def in_bad_weather(tmp_path: Path, broker: Broker, weather: Weather, commands: int, hand_in: Handed) -> None:
    """Between the devices and the broker; each gives up and asks again long before some answers come."""
    with Proxy(broker.address, weather, seed=16) as between:
        hall = BusyHall(tmp_path, broker, devices=4, seed=16, crowds_way=between.address)
        with contextlib.closing(hall.crowd), hall.hub:
            hall.everybody_in()
            hall.work(commands)
            between.weather = Weather()
            verdict = hall.audit()
    assert hall.crowd.repeats > 0
    hand_in(verdict, seed=16)


def test_16_on_a_narrow_line_every_command_is_answered_and_done_once(
    tmp_path: Path, broker: Broker, hand_in: Handed
) -> None:
    in_bad_weather(tmp_path, broker, WEATHERS["64 kbit/s"], 30, hand_in)


@pytest.mark.slow
@pytest.mark.parametrize("name", WEATHERS)
def test_16_in_bad_weather_every_command_is_answered_and_done_once(
    tmp_path: Path, broker: Broker, name: str, hand_in: Handed
) -> None:
    in_bad_weather(tmp_path, broker, WEATHERS[name], 100, hand_in)


@pytest.mark.parametrize("whose", ["the devices'", "the hub's"])
def test_16_lines_torn_off_in_the_middle_of_a_packet_lose_nothing(
    tmp_path: Path, broker: Broker, whose: str, hand_in: Handed
) -> None:
    lot = random.Random(16)
    with Proxy(broker.address) as between:
        ways = {"hubs_way": between.address} if whose == "the hub's" else {"crowds_way": between.address}
        hall = BusyHall(tmp_path, broker, devices=4, seed=17, **ways)
        with contextlib.closing(hall.crowd), hall.hub:
            hall.everybody_in()
            for _ in range(CUTS):
                hall.work(15)
                before = between.cuts
                between.tear(after_bytes=lot.randrange(1, 2_000))
                with contextlib.suppress(OSError, WireFault):
                    while between.cuts == before:
                        hall.crowd.turn()
                if whose == "the devices'":
                    hall.crowd.come_again()
            hall.work(15)
            verdict = hall.audit()
    hand_in(verdict, runs=CUTS, seed=16)


def test_16_a_line_that_stands_still_for_a_while_loses_nothing(
    tmp_path: Path, broker: Broker, hand_in: Handed
) -> None:
    with Proxy(broker.address) as between:
        hall = BusyHall(tmp_path, broker, devices=4, seed=18, crowds_way=between.address)
        with contextlib.closing(hall.crowd), hall.hub:
            hall.everybody_in()
            for _ in range(3):
                hall.work(15)
                between.hold()
                end_s = time.monotonic() + 1.5
                while time.monotonic() < end_s:
                    hall.crowd.turn()  # everybody asks again and again
                between.let_go()
            hall.work(15)
            verdict = hall.audit()
    hand_in(verdict, runs=3, seed=18)
