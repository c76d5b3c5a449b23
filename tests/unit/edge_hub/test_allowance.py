"""The allowance of each device: enough for everything that behaves, and little for whoever went too far."""

from edge_hub.allowance import BURST, DEVICES_MAX, PER_S, PUNISHED_S, SMALL_BURST, SMALL_PER_S, Allowance


class Told(list[str]):
    def __call__(self, device: str) -> None:
        self.append(device)


def told_to(told: Told) -> Allowance:
    allowance = Allowance()
    allowance.flooded = told
    return allowance


def test_a_burst_is_heard_and_what_comes_beyond_is_not_and_is_told_once_a_second() -> None:
    told = Told()
    allowance = told_to(told)
    heard = [allowance.spend("tm-1", 10.0) for _ in range(int(BURST) + 50)]
    assert heard == [True] * int(BURST) + [False] * 50 and told == ["tm-1"]
    for n in range(200):
        allowance.spend("tm-1", 11.5 + n / 1000)
    assert told == ["tm-1", "tm-1"]


def test_one_that_floods_takes_nothing_from_another() -> None:
    allowance = told_to(Told())
    for _ in range(2 * int(BURST)):
        allowance.spend("tm-1", 10.0)
    assert all(allowance.spend("tm-2", 10.0) for _ in range(int(BURST)))


def test_whoever_keeps_to_the_rate_is_always_heard() -> None:
    told = Told()
    allowance = told_to(told)
    assert all(allowance.spend("tm-1", 10.0 + n / (PER_S - 1)) for n in range(20_000)) and told == []


def test_after_a_flood_the_allowance_is_small_for_a_minute_and_then_as_before() -> None:
    allowance = told_to(Told())
    for _ in range(int(BURST) + 1):
        allowance.spend("tm-1", 10.0)
    later_s = 10.0 + 2 * SMALL_BURST / SMALL_PER_S
    assert sum(allowance.spend("tm-1", later_s) for _ in range(int(BURST))) == SMALL_BURST
    quiet_s = later_s + PUNISHED_S
    assert sum(allowance.spend("tm-1", quiet_s) for _ in range(int(BURST))) == BURST


def test_names_that_somebody_makes_up_take_no_memory() -> None:
    allowance = told_to(Told())
    for n in range(3 * DEVICES_MAX):
        assert allowance.spend(f"x{n}", 10.0)
    assert len(allowance._left) <= DEVICES_MAX
