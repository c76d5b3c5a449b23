"""`hall ticket` and `hall clerk` against a running hub: answers as JSON, a "no" as a sentence, wrong words refused."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fakes.broker import Broker, free_port
from fakes.desk import PADS
from fakes.hub_process import HubProcess
from fakes.tap import Tap

from edge_hub import commands
from edge_hub.contract import window as w

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def hall(broker: Broker, capsys: pytest.CaptureFixture[str]) -> Run:
    """`hall TICKET-OR-CLERK WORDS…` of the test's hall: (exit code, stdout, stderr)."""

    def run(app: Any, *words: str, port: int = broker.port) -> tuple[int, str, str]:
        where = ["--broker", f"127.0.0.1:{port}", "--hall", "test", "--device", "desk"]
        with pytest.raises(SystemExit) as end:
            app(args=[*words, *where], prog_name="hall")
        out, err = capsys.readouterr()
        return (end.value.code if isinstance(end.value.code, int) else 0), out, err

    return run


def test_a_ticket_is_taken_shown_called_and_cancelled(hub: HubProcess, hall: Run, broker: Broker) -> None:
    code, out, err = hall(commands.ticket, "take", "card")
    slip = json.loads(out)
    assert (code, err) == (0, "") and slip["number"][0] == "A" and len(slip["token"]) == 32
    code, out, _ = hall(commands.ticket, "show", slip["number"].lower())
    assert code == 0 and json.loads(out)["brief"]["state"] == "WAITING"
    with Tap(broker.address) as tap:
        tap.do("desk", w.SetPin(clerk="101", pin="123456"))
        session = tap.do(PADS["w1"], w.SignIn(window="w1", clerk="101", pin="123456"))["session"]
        tap.do(PADS["w1"], w.OpenWindow(window="w1"), session=session)
    code, out, _ = hall(commands.ticket, "call", "w1")
    assert code == 0 and json.loads(out)["number"] == slip["number"]
    code, out, _ = hall(commands.ticket, "cancel", slip["number"], "--why", "回家")
    assert (code, json.loads(out)) == (0, {"ok": True})
    code, out, err = hall(commands.ticket, "cancel", slip["number"])
    assert code == 1 and out == "" and "TICKET_MOVED" in err and "已取消" in err and "cancelled" in err


def test_a_no_of_the_hub_is_a_sentence_in_both_languages(hub: HubProcess, hall: Run) -> None:
    code, out, err = hall(commands.ticket, "take", "no-such-item")
    assert (code, out) == (1, "") and err.startswith("hall: ITEM_UNKNOWN: 没有这个事项") and "no such item" in err
    code, _, err = hall(commands.ticket, "call", "w9")
    assert code == 1 and "WINDOW_UNKNOWN" in err


@pytest.mark.parametrize(
    "words", [("take", "-"), ("take", "a b"), ("take", "x" * 65), ("take", *["card"] * 9), ("show", "#"), ("call", "?")]
)
def test_what_cannot_be_a_command_is_told_without_asking_the_hub(hall: Run, words: tuple[str, ...]) -> None:
    code, out, err = hall(commands.ticket, *words)
    assert (code, out) == (2, "") and err.startswith("hall: ") and err.count("\n") == 1


def test_a_pin_is_read_from_standard_input_and_never_shown(hub: HubProcess, broker: Broker) -> None:
    words = ["clerk", "pin", "102", "--broker", f"127.0.0.1:{broker.port}", "--hall", "test", "--device", "desk"]
    told = {
        pin: subprocess.run(
            [sys.executable, "-m", "edge_hub.cli", *words], input=f"{pin}\n", capture_output=True, text=True, timeout=30
        )
        for pin in ("731946", "73194x")
    }
    assert told["731946"].returncode == 0 and json.loads(told["731946"].stdout) == {"ok": True}
    assert told["73194x"].returncode == 2 and told["73194x"].stderr.startswith("hall: pin: ")
    assert all(pin not in one.stdout + one.stderr for pin, one in told.items())
    with Tap(broker.address) as tap:
        assert tap.do(PADS["w2"], w.SignIn(window="w2", clerk="102", pin="731946"))["clerk"] == "102"


def test_a_pin_of_an_unknown_clerk_is_refused(hub: HubProcess, hall: Run) -> None:
    before, sys.stdin = sys.stdin, io.StringIO("123456\n")
    code, _, err = hall(commands.clerk, "pin", "999")
    sys.stdin = before
    assert code == 1 and "CLERK_UNKNOWN" in err


def test_without_a_broker_it_says_where_it_looked(hall: Run) -> None:
    port = free_port()
    code, out, err = hall(commands.ticket, "show", "A001", port=port)
    assert (code, out) == (1, "") and f"no broker answers at 127.0.0.1:{port}" in err and "--broker" in err


def test_without_a_hub_it_says_that_no_hub_is_heard(hall: Run, tmp_path: Path) -> None:
    with Broker(tmp_path / "lonely") as lonely:
        code, out, err = hall(commands.ticket, "show", "A001", port=lonely.port)
    assert (code, out) == (1, "") and "no hub is heard" in err


@pytest.mark.parametrize("wrong", ["nonsense", "127.0.0.1", "127.0.0.1:", "127.0.0.1:99999", ":1883", "127.0.0.1:x"])
def test_an_address_that_is_none_is_told_with_an_example(wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        commands.ticket(args=["show", "A001", "--broker", wrong], prog_name="hall ticket")
    assert end.value.code == 2 and "127.0.0.1:1883" in capsys.readouterr().err


@pytest.mark.parametrize("start", ["nine", "1960-01-01T09:00", "9999-12-31T23:59"])
def test_a_practice_day_that_is_none_is_told_before_anything_is_written(
    start: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--data", str(tmp_path / "data"), "--practice-start", start]
    with pytest.raises(SystemExit) as end:
        commands.hub(args=words, prog_name="hall hub")
    assert end.value.code == 2 and start in capsys.readouterr().err and not (tmp_path / "data").exists()
