"""`hall simulate` from the command line: figures for a person or a program, and a sentence for what cannot be."""

import gc
import json
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from edge_hub.tools.commands_simulate import simulate


def test_a_person_gets_tables_and_a_program_gets_one_line_of_json() -> None:
    said = CliRunner().invoke(simulate, ["--people", "60"])
    assert said.exit_code == 0 and "wait in minutes" in said.stdout and "window" in said.stdout
    found = json.loads(CliRunner().invoke(simulate, ["--people", "60", "--json"]).stdout)
    assert found["day"] == "2026-11-24" and 0 < found["taken"] <= found["came"]


def test_a_thousand_tickets_take_less_than_two_seconds_with_the_start_of_the_program_and_it_says_so() -> None:
    words = [sys.executable, "-m", "edge_hub.cli", "simulate", "--people", "1060", "--json"]
    before = used_s()
    took = json.loads(subprocess.run(words, check=True, capture_output=True, timeout=60).stdout)["took"]
    seen_s = used_s() - before
    assert took["tickets"] >= 1000 and seen_s < 2, "seconds of a processor, whatever else the machine does"
    assert 0 < took["processor_s"] <= seen_s < took["processor_s"] + 0.5
    assert took["tickets_per_s"] == pytest.approx(took["tickets"] / took["played_s"], rel=0.05)


def used_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_the_pace_counts_the_days_before_as_well_and_the_collector_is_at_work_again_afterwards() -> None:
    found = json.loads(CliRunner().invoke(simulate, ["--people", "30", "--learn", "2", "--json"]).stdout)
    assert found["took"]["tickets"] == found["tickets_played"] > 2 * found["taken"] > 0
    said = CliRunner().invoke(simulate, ["--people", "30"]).stdout.splitlines()[-1]
    assert re.fullmatch(r"\d+ tickets were played in [\d.]+ s, \d+ a second; .* [\d.]+ s of one processor", said)
    assert CliRunner().invoke(simulate, ["--close", "w99"]).exit_code == 2 and gc.isenabled()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--close", "w99"], 'there is no window "w99"'),
        (["--also", "w05=fund-bye"], 'there is no item "fund-bye", did you mean "fund-buy"?'),
        (["--also", "w05"], "“w05” is no WINDOW=ITEM"),
        (["--policy", "longestwait"], 'there is no policy "longestwait", did you mean "longest_wait"?'),
        (["--policy", "longest_wait:head=3"], 'the policy longest_wait has no option "head"'),
        (["--policy", "longest_wait:head_start_min=ten"], "longest_wait, head_start_min:"),
        (["--day", "2026-11-24"], "--from-journal and --day belong together"),
        (["--from-journal", "nowhere", "--day", "24.11."], "“24.11.” is no day such as 2026-11-24"),
        (["--from-journal", "nowhere", "--day", "2026-11-24"], "There is no database"),
        (["--from-journal", "x", "--day", "2026-11-24", "--people", "3"], "has its own people"),
        (["no-such-day.yaml"], "no-such-day.yaml: is missing"),
    ],
)
def test_what_cannot_be_played_is_refused_with_a_sentence(words: list[str], said: str) -> None:
    done = CliRunner().invoke(simulate, words)
    assert done.exit_code == 2 and done.stdout == "" and said in done.stderr
    assert "Traceback" not in done.stderr


def test_policies_are_compared_on_the_same_day() -> None:
    words = ["--people", "60", "--policy", "longest_wait", "--policy", "priority_with_bound", "--no-rules"]
    said = CliRunner().invoke(simulate, words).stdout
    assert "tickets were played in" in said.splitlines()[-1]
    assert [line.split()[0] for line in said.splitlines()[:3]] == ["policy", "longest_wait", "priority_with_bound"]
    found = json.loads(CliRunner().invoke(simulate, [*words, "--json"]).stdout)
    assert found["longest_wait"]["came"] == found["priority_with_bound"]["came"] > 0


def test_a_scenario_of_ones_own_is_played(tmp_path: Path) -> None:
    path = tmp_path / "day.yaml"
    path.write_text(
        "day: 2026-11-24\npeople: {count: 30, profile: [{at: 09:00, rate: 1}, {at: 11:00, rate: 1}]}\n",
        encoding="utf-8",
    )
    found = json.loads(CliRunner().invoke(simulate, [str(path), "--json"]).stdout)
    assert found["taken"] > 10 and found["no_shows"] == 0
