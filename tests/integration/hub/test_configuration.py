"""`hall config` against a running hub on a real broker: seen, applied, refused, gone back from, there after a kill."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fakes.broker import Broker
from fakes.hub_process import HubProcess
from fakes.small_hall import small_bundle, with_item, without_item
from fakes.tap import Tap

from edge_hub.commands import config as commands_config
from edge_hub.commands import hub as commands
from edge_hub.contract import queue as q
from edge_hub.contract import topics
from edge_hub.contract import window as w
from edge_hub.store.connection import open_reader, query

Run = Callable[..., tuple[int, str, str]]
ADMIN = ("--by", "900", "--why", "试验")
OTHER = ("--by", "903", "--why", "试验")


@pytest.fixture
def hall(broker: Broker, capsys: pytest.CaptureFixture[str]) -> Run:
    """`hall config WORDS…` of the test's hall: (exit code, stdout, stderr)."""

    def run(*words: str, where: bool = True) -> tuple[int, str, str]:
        options = ["--broker", f"127.0.0.1:{broker.port}", "--hall", "test", "--device", "desk"] if where else []
        with pytest.raises(SystemExit) as end:
            commands_config.config(args=[*words, *options], prog_name="hall")
        out, err = capsys.readouterr()
        return (end.value.code if isinstance(end.value.code, int) else 0), out, err

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., str]:
    """A folder with a changed configuration."""
    names = iter(range(9))

    def make(*edits: Any) -> str:
        path = tmp_path / f"site-{next(names)}"
        small_bundle(*edits).write_to(path)
        return str(path)

    return make


def applied_last(data: Path) -> dict[str, Any]:
    reader = open_reader(data / "hub.db")
    ((body,),) = query(reader, "SELECT body FROM journal WHERE type = 'ConfigurationApplied' ORDER BY seq DESC LIMIT 1")
    reader.close()
    return dict(json.loads(body))


def items_told(tap: Tap) -> set[str]:
    last = tap.last.get(topics.lines("test"))
    return set(json.loads(last)["items"]) if last else set()


def test_a_new_item_is_seen_applied_and_on_the_screens_without_a_restart(
    hub: HubProcess, hall: Run, folder: Callable[..., str], tap: Tap, data: Path
) -> None:
    site = folder(with_item("permit"))
    code, out, err = hall("diff", site)
    assert (code, err) == (0, "") and "+ items permit “事项permit”" in out
    tap.until(lambda one: "card" in items_told(one), "the lines")
    assert "permit" not in items_told(tap), "a look changes nothing"
    code, out, err = hall("apply", site, *ADMIN)
    assert (code, err) == (0, "") and "is in force" in out
    tap.until(lambda one: "permit" in items_told(one), "the new item in the lines")
    catalogue = topics.catalogue("test", "tax")
    tap.until(lambda one: b"permit" in one.last.get(catalogue, b""), "the new item in the catalogue")
    tap.do("desk", q.Cancel(why="x", ticket=tap.do("tm-1", q.TakeTicket(items=("permit",)))["number"]))
    event = applied_last(data)
    assert (event["by"], event["why"], event["sender"]) == ("900", "试验", "desk") and len(event["digest"]) == 64


def test_what_somebody_waits_for_is_not_removed_and_it_is_said_who(
    hub: HubProcess, hall: Run, folder: Callable[..., str], tap: Tap
) -> None:
    number = tap.do("tm-1", q.TakeTicket(items=("card",)))["number"]
    site = folder(without_item("card"))
    code, out, _ = hall("diff", site)
    assert code == 1 and "In the way: item card: “事项card”还有 1 人" in out and number in out
    code, out, err = hall("apply", site, *ADMIN)
    assert code == 1 and "CONFIGURATION_BLOCKED" in err and "in force." not in out
    code, out, err = hall("apply", site, *ADMIN, "--when-empty")
    assert (code, err) == (0, "") and "No new tickets from now on: card" in out
    code, out, _ = hall("show")
    assert "Waits until nobody does" in out and number in out
    tap.do("desk", q.Cancel(why="x", ticket=number))
    tap.until(lambda one: items_told(one) and "card" not in items_told(one), "the item gone from the lines")
    assert "可回退到 a rollback goes to" in hall("show")[1]
    code, out, err = hall("rollback", *ADMIN)
    assert (code, err) == (0, "") and "+ items card" in out
    assert tap.do("tm-1", q.TakeTicket(items=("card",)))["number"][0] == "A"


def test_a_broken_file_does_not_leave_the_machine(
    hub: HubProcess, hall: Run, folder: Callable[..., str], data: Path
) -> None:
    before, site = applied_last(data), folder()
    rules = Path(site) / "rules.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace('"recall_max": 2', '\n"recall_max": two'), "utf-8")
    for word in (("diff", site), ("apply", site, *ADMIN)):
        code, out, err = hall(*word)
        assert code == 2 and 'rules.yaml:2: recall_max: needs a whole number, not "two"' in err and out == ""
    assert applied_last(data) == before


def test_only_who_has_the_role_may(hub: HubProcess, hall: Run, folder: Callable[..., str], data: Path) -> None:
    before = applied_last(data)
    code, _, err = hall("apply", folder(with_item("another")), "--by", "101", "--why", "ich")
    assert code == 1 and "ROLE_NEEDED" in err and "系统管理员" in err
    assert applied_last(data) == before
    code, _, err = hall("apply", folder(), "--by", "900", "--why", "  ")
    assert code == 2 and "--why" in err


def test_who_signs_in_for_it_proves_who_they_are_and_leaves_again(
    hub: HubProcess, hall: Run, folder: Callable[..., str], data: Path, tap: Tap, monkeypatch: pytest.MonkeyPatch
) -> None:
    tap.do("desk", w.SetPin(by="901", clerk="903", pin="482913"))
    site = folder(with_item("signed"))
    monkeypatch.setattr(sys, "stdin", io.StringIO("000000\n"))
    code, _, err = hall("apply", site, *OTHER, "--sign-in")
    assert code == 1 and "PIN_WRONG" in err
    monkeypatch.setattr(sys, "stdin", io.StringIO("482913\n"))
    code, out, err = hall("apply", site, *OTHER, "--sign-in")
    assert (code, err) == (0, "") and "is in force" in out and applied_last(data)["by"] == "903"
    assert hall("show")[0] == 0, "nobody sits at the console any more"
    code, _, err = hall("rollback", *OTHER)
    assert code == 1 and "NOT_SIGNED_IN" in err, "a name is enough only until there is a PIN"
    monkeypatch.setattr(sys, "stdin", io.StringIO("482913\n"))
    assert hall("rollback", *OTHER, "--sign-in")[0] == 0


def test_a_killed_hub_comes_back_with_what_was_applied_and_says_that_its_folder_differs(
    hub: HubProcess, hall: Run, folder: Callable[..., str], tap: Tap
) -> None:
    assert hall("apply", folder(with_item("late")), *ADMIN)[0] == 0
    hub.kill()
    hub.start().ready()
    tap.do("desk", q.Cancel(why="x", ticket=tap.do("tm-1", q.TakeTicket(items=("late",)))["number"]))
    hub.until_said("The folder given by --site differs from the configuration that is applied")
    hub.until_said("- items late")


def test_a_folder_with_faults_keeps_no_hall_closed_that_has_a_configuration(
    hub: HubProcess, site: Path, tap: Tap, tmp_path: Path
) -> None:
    kept = (site / "hall.yaml").read_bytes()
    assert hub.stop() == 0
    (site / "hall.yaml").write_text("hall: [", encoding="utf-8")
    try:
        hub.start().ready()
        hub.until_said("The configuration that is applied holds")
        tap.do("tm-1", q.TakeTicket(items=("card",)))
    finally:
        (site / "hall.yaml").write_bytes(kept)


def test_the_folder_is_taken_again_when_that_is_said(
    make_hub: Callable[..., HubProcess], hub: HubProcess, hall: Run, data: Path, tap: Tap, site: Path
) -> None:
    assert hub.stop() == 0
    with make_hub(data, more=("--take-site",)) as taken:
        assert applied_last(data)["why"] == "--take-site"
        assert taken.stop() == 0
    hub.start().ready()
    assert "late" not in json.dumps(hall("show")[1])
    tap.until(lambda one: items_told(one) and "late" not in items_told(one), "the folder's items")


def test_the_journal_is_shown_in_lines_that_a_person_can_read(
    hub: HubProcess, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        commands.journal(args=["show", "--json", "--data", str(data), "--count", "1000"], prog_name="hall")
    lines = capsys.readouterr().out.splitlines()
    assert any('"ConfigurationKept"' in line for line in lines) and max(map(len, lines)) < 2000


def test_every_version_can_be_written_back_into_a_folder(
    hub: HubProcess, hall: Run, folder: Callable[..., str], data: Path, tmp_path: Path
) -> None:
    site = folder(with_item("written"))
    assert hall("apply", site, *ADMIN)[0] == 0
    code, out, _ = hall("export", str(tmp_path / "again"), "--data", str(data), where=False)
    assert code == 0 and "7 files" in out
    for path in sorted(Path(site).iterdir()):
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes()
    assert hall("export", str(tmp_path / "again"), "--data", str(data), where=False)[0] == 2
    assert hall("export", str(tmp_path / "x"), "--data", str(data), "--version", "zz", where=False)[0] == 2
