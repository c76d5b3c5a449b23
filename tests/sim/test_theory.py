"""The hall against the theory of queues: where a formula is known, the real rules come to it."""

from statistics import mean, stdev

import pytest
from fakes.small_hall import DAY
from fakes.theory_hall import erlang_c_wait_s, theory_script, theory_site

from edge_hub.domain.hall import Hall
from edge_hub.domain.plan import plan_of
from edge_hub.tools.simulate_day import Play

WINDOWS, LOAD, MEAN_S = 3, 0.6, 300.0
HALLS, PEOPLE, WARM_UP, BATCHES = 4, 60_000, 1_000, 16
STUDENT_95 = 1.998
"""The 97.5 % point of Student's t with HALLS x BATCHES - 1 degrees of freedom."""


def test_erlangs_formula_is_written_down_right() -> None:
    assert erlang_c_wait_s(1, 0.6, 300) == pytest.approx(0.6 / 0.4 * 300)
    assert erlang_c_wait_s(3, 0.6, 300) == pytest.approx(88.686, abs=0.001)


def batch_means_s(seed: int, people: int, batches: int) -> list[float]:
    """Mean waits of consecutive batches of one hall, after its beginning, when it was empty, is forgotten."""
    script = theory_script(WINDOWS, people, LOAD, MEAN_S, seed)
    waits = Play(Hall(plan_of(theory_site()), DAY), script).run().waits
    assert len(waits) == people, "the hall has closed its door, or left somebody waiting"
    size = (people - WARM_UP) // batches
    return [mean(wait.wait_ms for wait in waits[WARM_UP + n * size :][:size]) / 1000 for n in range(batches)]


def test_a_short_run_is_near_erlangs_formula() -> None:
    found = mean(batch_means_s(seed=1, people=6_000, batches=5))
    assert found == pytest.approx(erlang_c_wait_s(WINDOWS, LOAD, MEAN_S), rel=0.25)


@pytest.mark.slow
@pytest.mark.timeout(2400)
def test_the_mean_wait_of_240000_people_is_erlangs() -> None:
    """The 95 % confidence interval (batch means) covers the formula and is narrower than 5 % to either side."""
    batches = [one for seed in range(HALLS) for one in batch_means_s(seed, PEOPLE, BATCHES)]
    found, half = mean(batches), STUDENT_95 * stdev(batches) / len(batches) ** 0.5
    expected = erlang_c_wait_s(WINDOWS, LOAD, MEAN_S)
    print(f"mean wait {found:.2f} s +- {half:.2f} s, Erlang C {expected:.2f} s, {HALLS * PEOPLE} people")
    assert found - half < expected < found + half
    assert half < 0.05 * expected
