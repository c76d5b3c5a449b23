"""`hall figures`: the same numbers from the rows and from the journal, for a person and for a program."""

import json
from pathlib import Path

import pytest
from fakes.desk import CLERKS, PADS
from fakes.loop_rig import Rig
from fakes.small_hall import DAY, small_bundle, small_site, write_small_site
from typer.testing import CliRunner

from edge_hub.commands.figures import figures
from edge_hub.contract import queue as q
from edge_hub.contract import rating as r
from edge_hub.contract import window as w
from edge_hub.contract.rating import Level
from edge_hub.domain.figures import MEASURES
from edge_hub.figures import Found, derived, in_words


@pytest.fixture
def served(tmp_path: Path) -> list[str]:
    """A hub's folder after a morning: three served at w1, one of them rated; as the options of the command."""
    (tmp_path / "data").mkdir()
    rig = Rig(tmp_path / "data")
    rig.through_pins(rig.command("desk", w.SetPin(by="901", clerk=CLERKS["w1"], pin="123456")))
    rig.through_pins(rig.command(PADS["w1"], w.SignIn(window="w1", clerk=CLERKS["w1"], pin="123456")))

    def at_w1(body: q.CallNext | q.Start | q.Finish | w.OpenWindow) -> None:
        rig.do(PADS["w1"], body, session=rig.hall.windows["w1"].session)

    at_w1(w.OpenWindow(window="w1"))
    rig.do("tm-1", q.TakeTicket(items=("card",), age=q.AgeBand.OLD, sex=q.Sex.MALE))
    for item in ("card", "pension"):
        rig.do("tm-1", q.TakeTicket(items=(item,)))
    for _ in range(3):
        at_w1(q.CallNext(window="w1"))
        at_w1(q.Start(window="w1"))
        rig.clock.ms += 360_000
        at_w1(q.Finish(window="w1"))
    rig.do("rate-w1", r.Rate(service=rig.hall.windows["w1"].to_rate or "", level=Level.GOOD))
    rig.close()
    return ["--data", str(tmp_path / "data"), "--site", str(write_small_site(tmp_path / "site"))]


def test_a_program_gets_sums_and_what_follows_from_them(served: list[str]) -> None:
    found = json.loads(CliRunner().invoke(figures, [*served, "--by", "item", "--json"]).stdout)
    assert (found["first"], found["last"], found["by"]) == (DAY, DAY, "item")
    assert (found["all"]["tickets"], found["all"]["served"], found["all"]["ratings"]) == (3, 3, 1)
    assert found["rows"]["card"]["served"] == 2 and found["rows"]["card"]["service_min"] == 6
    assert found["rows"]["pension"]["wait_min"] == 12 and found["rows"]["pension"]["good"] == 1
    assert found["all"]["told"] == 3 and found["all"]["told_off_min"] > 0 and 0 <= found["all"]["told_inside"] <= 1


@pytest.mark.parametrize("by", ["day", "hour", "item", "window", "clerk", "level", "age", "sex"])
def test_the_journal_counts_to_the_same_numbers(served: list[str], by: str) -> None:
    rows, again = (
        CliRunner().invoke(figures, [*served, DAY, "--by", by, "--json", *more]) for more in ([], ["--from-journal"])
    )
    assert rows.exit_code == 0 and rows.stdout == again.stdout and json.loads(rows.stdout)["rows"]


def test_a_person_gets_names_and_straight_columns(served: list[str]) -> None:
    said = CliRunner().invoke(figures, [*served, "--by", "item"]).stdout
    assert "取号 tickets 3, 服务 services 3" in said and "事项card" in said and "事项pension" in said
    assert "A01 窗口A01" in CliRunner().invoke(figures, [*served, "--by", "window"]).stdout
    assert "101 甲一" in CliRunner().invoke(figures, [*served, "--by", "clerk"]).stdout
    assert "09:00" in CliRunner().invoke(figures, [*served]).stdout


def test_a_table_counts_items_under_their_own_name_beside_the_tickets_of_the_summary() -> None:
    of = dict.fromkeys(MEASURES, 0) | {"tickets": 8, "asked": 9}
    summary, _, _, head, row = in_words(Found(DAY, DAY, "day", of, {DAY: of}), small_site()).split("\n")
    assert "取号 tickets 8" in summary
    assert head.split()[:2] == ["day", "事项"] and row.split()[:2] == [DAY, "9"]


def test_levels_are_told_with_their_share_and_persons_with_how_many_are_known(served: list[str]) -> None:
    levels = CliRunner().invoke(figures, [*served, "--by", "level"]).stdout
    assert "4 满意" in levels and "100.000%" in levels and "5 非常满意" in levels
    for by, known in (("sex", "male"), ("age", "70+")):
        said = CliRunner().invoke(figures, [*served, "--by", by]).stdout
        assert "1 / 3 已知 known" in said and known in said and "未知 unknown" in said


@pytest.mark.parametrize(("by", "row"), [("item", "事项pension"), ("window", "A01"), ("clerk", "101"), ("hour", "09")])
def test_levels_are_counted_by_item_window_clerk_and_hour(served: list[str], by: str, row: str) -> None:
    said = CliRunner().invoke(figures, [*served, "--by", by, "--levels"]).stdout
    (line,) = (one for one in said.splitlines() if one.startswith(row))
    assert line.split()[-8:] == ["0", "1", "0", "0", "0", "1", "100.0%", "0"]
    again = CliRunner().invoke(figures, [*served, "--by", by, "--levels", "--from-journal"]).stdout
    assert said == again


def test_what_nobody_rated_in_time_stands_beside_the_levels_and_in_no_share() -> None:
    of = {**dict.fromkeys(MEASURES, 0), "served": 7, "star_5": 1, "star_2": 1, "defaulted": 5}
    said = in_words(Found(DAY, DAY, "item", of, {"card": of}), small_site(), levels=True)
    assert said.splitlines()[-1].split()[-8:] == ["1", "0", "0", "1", "0", "2", "50.0%", "5"]


@pytest.mark.parametrize("by", ["level", "age", "sex"])
def test_ratings_are_not_shown_by_who_gave_them(served: list[str], by: str) -> None:
    done = CliRunner().invoke(figures, [*served, "--by", by, "--levels"])
    assert done.exit_code == 2 and "no age or sex is known" in done.stderr


def test_the_hub_s_own_configuration_gives_the_names_where_no_folder_is_named(tmp_path: Path) -> None:
    rig = Rig(tmp_path, bundle=small_bundle())
    rig.do("tm-1", q.TakeTicket(items=("card",)))
    rig.close()
    said = CliRunner().invoke(figures, ["--data", str(tmp_path), "--by", "item"]).stdout
    assert "事项card" in said


def test_days_without_figures_are_said_to_have_none(served: list[str]) -> None:
    done = CliRunner().invoke(figures, [*served, "2026-11-20", "--to", "2026-11-21"])
    assert done.exit_code == 0 and "nothing was counted" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--by", "colour"], "“colour” is none of day, hour, item"),
        (["24.11."], "“24.11.” is no day such as 2026-11-24"),
        (["2026-11-24", "--to", "2026-11-23"], "--to: needs the day from which"),
        (["--to", "2026-11-23"], "--to: needs the day from which"),
        (["2026-13-45"], "no day such as"),
        (["2026-11-24", "--to", "2026-11-31"], "no day such as"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_a_sentence(served: list[str], words: list[str], said: str) -> None:
    done = CliRunner().invoke(figures, [*served, *words])
    assert done.exit_code == 2 and said in done.stderr


def test_a_folder_without_a_hub_is_told(tmp_path: Path) -> None:
    done = CliRunner().invoke(figures, ["--data", str(tmp_path)])
    assert done.exit_code == 2 and "There is no database" in done.stderr


def test_where_nothing_was_counted_there_is_no_mean() -> None:
    found = derived(dict.fromkeys(MEASURES, 0))
    assert found == {
        "wait_min": None, "service_min": None, "ratings": 0, "good": None, "told_off_min": None, "told_inside": None,
    }  # fmt: skip
