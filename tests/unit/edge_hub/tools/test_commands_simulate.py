"""`hall simulate` from the command line: figures for a person or a program, and a sentence for what cannot be."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from edge_hub.tools.commands_simulate import simulate


def test_a_person_gets_tables_and_a_program_gets_one_line_of_json() -> None:
    said = CliRunner().invoke(simulate, ["--people", "60"])
    assert said.exit_code == 0 and "wait in minutes" in said.stdout and "window" in said.stdout
    found = json.loads(CliRunner().invoke(simulate, ["--people", "60", "--json"]).stdout)
    assert found["day"] == "2026-11-24" and 0 < found["taken"] <= found["came"]


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
