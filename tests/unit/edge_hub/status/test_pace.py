"""The pace of the status port: a burst at once, the rest in turn, and never more than its share."""

import threading

import pytest

from edge_hub.status.pace import ADDRESSES_MAX, BYTES_PER_UNIT, CONNECTIONS_BURST, CONNECTIONS_PER_S, Pace, Shares


class Time:
    """A clock that moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now_s = 1000.0
        self.slept: list[float] = []

    def sleep(self, for_s: float) -> None:
        self.slept.append(round(for_s, 6))
        self.now_s += for_s


@pytest.fixture
def time() -> Time:
    return Time()


def test_a_burst_passes_at_once_and_the_rest_at_the_pace(time: Time) -> None:
    pace = Pace(8, 1.0, lambda: time.now_s, time.sleep)
    for _ in range(8):
        pace.wait()
    assert time.slept == []
    for _ in range(16):
        pace.wait()
    assert time.slept == [0.125] * 16 and time.now_s == 1002.0


def test_those_who_wait_are_not_waited_for_by_those_who_count(time: Time) -> None:
    """Each of those who came at once waits for its own turn."""
    pace = Pace(8, 0.0, lambda: time.now_s, time.slept.append)
    for _ in range(3):
        pace.wait()
    assert time.slept == [0.125, 0.25, 0.375]


def test_quiet_hours_save_up_no_more_than_one_burst(time: Time) -> None:
    pace = Pace(8, 1.0, lambda: time.now_s, time.sleep)
    time.now_s += 3600
    for _ in range(9):
        pace.wait()
    assert time.slept == [0.125]


def test_large_blobs_cost_more_than_small_ones(time: Time) -> None:
    pace = Pace(8, 0.0, lambda: time.now_s, time.sleep)
    pace.wait_for_bytes(BYTES_PER_UNIT - 1)
    assert time.slept == []
    pace.wait_for_bytes(8 * BYTES_PER_UNIT)
    assert time.slept == [1.0]


def test_whoever_waits_goes_when_the_port_is_closed() -> None:
    pace = Pace(0.001, 0.0)
    waiting = threading.Thread(target=pace.wait)
    waiting.start()
    pace.close()
    waiting.join(5)
    assert not waiting.is_alive()


def test_one_address_has_its_share_and_takes_nothing_of_anothers(time: Time) -> None:
    shares = Shares(lambda: time.now_s)
    burst = int(CONNECTIONS_BURST)
    assert [shares.spend("10.0.0.7") for _ in range(burst + 9)] == [True] * burst + [False] * 9
    assert shares.spend("10.0.0.8")
    time.now_s += 1.0
    assert sum(shares.spend("10.0.0.7") for _ in range(burst)) == CONNECTIONS_PER_S


def test_the_machine_itself_is_not_counted_and_addresses_take_no_memory(time: Time) -> None:
    shares = Shares(lambda: time.now_s)
    assert all(shares.spend("127.0.0.1") for _ in range(1000))
    for n in range(2 * ADDRESSES_MAX):
        assert shares.spend(f"a{n}")
    assert len(shares._left) <= ADDRESSES_MAX
