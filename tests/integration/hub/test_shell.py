"""`hall ticket`, `hall clerk` and `hall desk` against a running hub: answers as sentences, or as JSON for programs; a
"no" as a sentence, wrong words refused."""

import io
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes.broker import Broker, free_port
from fakes.desk import GUIDE, PADS
from fakes.hub_process import HubProcess
from fakes.small_hall import at
from fakes.tap import Tap

from edge_hub.client.answers import NoReply
from edge_hub.client.hub_client import HubClient
from edge_hub.client.link import Link
from edge_hub.commands import desk as commands_desk
from edge_hub.commands import hub as commands
from edge_hub.contract import topics
from edge_hub.contract import window as w
from edge_hub.contract.base import Snapshot
from edge_hub.contract.device import ReportSlip
from edge_hub.contract.envelope import Reply
from edge_hub.contract.reprint import FetchSlip, Reprints

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def hall(
    broker: Broker, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Run:  # fmt: skip
    """`hall TICKET-OR-CLERK WORDS…` of the test's hall: (exit code, stdout, stderr)."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))

    def run(app: Any, *words: str, port: int = broker.port) -> tuple[int, str, str]:
        where = ["--broker", f"127.0.0.1:{port}", "--hall", "test", "--device", "desk"]
        with pytest.raises(SystemExit) as end:
            app(args=[*words, *where], prog_name="hall")
        out, err = capsys.readouterr()
        return (end.value.code if isinstance(end.value.code, int) else 0), out, err

    return run


def typed(hall: Run, app: Any, *words: str, pin: str = "482913") -> tuple[int, str, str]:
    """As `hall`, of somebody who types this."""
    before, sys.stdin = sys.stdin, io.StringIO(f"{pin}\n")
    try:
        return hall(app, *words)
    finally:
        sys.stdin = before


@pytest.fixture
def guide(hub: HubProcess, hall: Run) -> Iterator[None]:
    """Sits at the desk, as `hall desk sign-in` leaves it."""
    sit_down(hall)
    yield
    hall(commands_desk.desk, "sign-out")


def sit_down(hall: Run) -> None:
    assert typed(hall, commands.clerk, "pin", GUIDE, "--by", "901")[0] == 0
    code, out, err = typed(hall, commands_desk.desk, "sign-in", GUIDE)
    assert (code, err) == (0, "") and f"desk: 戊五 ({GUIDE}) 已登录" in out


def test_what_needs_a_person_is_refused_until_somebody_signs_in_and_after_they_left(
    hub: HubProcess, hall: Run, tmp_path: Path
) -> None:
    assert hall(commands.ticket, "take", "card")[0] == 0
    cancel = (commands.ticket, "cancel", "A001", "--why", "回家")
    code, _, err = hall(*cancel)
    assert code == 1 and "NOT_SIGNED_IN: 请先登录。" in err and "hall desk sign-in" in err
    assert typed(hall, commands.clerk, "pin", GUIDE, "--by", "901")[0] == 0
    code, _, err = typed(hall, commands_desk.desk, "sign-in", GUIDE, pin="000000")
    assert code == 1 and "PIN_WRONG" in err and not list(tmp_path.glob("hall.*"))
    assert typed(hall, commands_desk.desk, "sign-in", GUIDE)[0] == 0
    (file,) = tmp_path.glob("hall.test.desk.session")
    assert file.stat().st_mode & 0o777 == 0o600
    assert "ROLE_NEEDED" in typed(hall, commands.clerk, "pin", "101")[2], "a guide gives no PINs"
    assert hall(commands_desk.desk, "sign-out")[0] == 0 and not file.exists()
    assert "NOT_SIGNED_IN" in hall(*cancel)[2]
    assert "NOT_SIGNED_IN" in hall(commands_desk.desk, "sign-out")[2]
    assert typed(hall, *cancel, "--clerk", GUIDE)[0] == 0


def test_a_pin_is_given_by_an_administrator_who_is_named_and_signs_in_once_there_is_a_pin(
    hub: HubProcess, hall: Run
) -> None:
    assert "ROLE_NEEDED" in typed(hall, commands.clerk, "pin", "101")[2]
    assert "ROLE_NEEDED" in typed(hall, commands.clerk, "pin", "101", "--by", GUIDE)[2]
    assert typed(hall, commands.clerk, "pin", "902", "--by", "902")[0] == 0
    assert "NOT_SIGNED_IN" in typed(hall, commands.clerk, "pin", "101", "--by", "902")[2]
    assert typed(hall, commands.clerk, "pin", "101", "--clerk", "902", pin="482913\n123456")[0] == 0


def test_a_card_is_given_from_a_reader_that_types_and_taken_away(
    hub: HubProcess, hall: Run, broker: Broker
) -> None:
    give = (commands.clerk, "card", "104", "--by", "901")
    assert typed(hall, *give, pin="04a1b2c3d4")[0] == 0
    assert "CARD_TAKEN" in typed(hall, commands.clerk, "card", "103", "--by", "901", pin="04A1B2C3D4")[2]
    assert typed(hall, *give, pin="??")[0] != 0
    with Tap(broker.address) as tap:
        tap.do("desk", w.SetPin(by="901", clerk="104", pin="123456"))
        comes = w.SignInByCard(window="w4", card="04A1B2C3D4", pin="123456")
        session = tap.do(PADS["w4"], comes)["session"]
        tap.do(PADS["w4"], w.SignOut(window="w4"), session=session)
        assert hall(*give, "--gone")[0] == 0
        assert tap.ask(PADS["w4"], comes).reason == "CARD_UNKNOWN"


def test_a_ticket_is_taken_shown_called_and_cancelled(hub: HubProcess, hall: Run, broker: Broker) -> None:
    code, out, err = hall(commands.ticket, "take", "card", "--json")
    slip = json.loads(out)
    assert (code, err) == (0, "") and slip["number"][0] == "A" and len(slip["token"]) == 32
    code, out, _ = hall(commands.ticket, "show", slip["number"].lower(), "--json")
    assert code == 0 and json.loads(out)["brief"]["state"] == "WAITING"
    with Tap(broker.address) as tap:
        tap.do("desk", w.SetPin(by="901", clerk="101", pin="123456"))
        session = tap.do(PADS["w1"], w.SignIn(window="w1", clerk="101", pin="123456"))["session"]
        tap.do(PADS["w1"], w.OpenWindow(window="w1"), session=session)
    sit_down(hall)
    code, out, _ = hall(commands.ticket, "call", "w1", "--json")
    assert code == 0 and json.loads(out)["number"] == slip["number"]
    code, out, _ = hall(commands.ticket, "cancel", slip["number"], "--why", "回家", "--json")
    assert (code, json.loads(out)) == (0, {"ok": True})
    code, out, err = hall(commands.ticket, "cancel", slip["number"], "--why", "回家")
    assert code == 1 and out == "" and "TICKET_MOVED" in err and "已取消" in err and "cancelled" in err
    assert hall(commands_desk.desk, "sign-out")[0] == 0


def test_a_person_reads_sentences_in_both_languages_and_never_a_token(hub: HubProcess, hall: Run, guide: None) -> None:
    slip = json.loads(hall(commands.ticket, "take", "card", "--json")[1])
    code, out, err = hall(commands.ticket, "show", slip["number"])
    assert (code, err) == (0, "") and f"    {slip['number']}\n" in out and "等候中 waiting" in out
    code, taken, _ = hall(commands.ticket, "take", "card")
    assert code == 0 and "前面人数 people ahead: " in taken and "窗口 windows: " in taken
    assert not any(mark in out + taken for mark in ("{", "token", slip["token"]))
    code, out, _ = hall(commands.ticket, "cancel", slip["number"], "--why", "回家")
    assert (code, out) == (0, f"{slip['number']}: 已取消 is cancelled.\n")


def test_a_word_that_the_hub_does_not_know_is_named(hub: HubProcess, hall: Run, guide: None) -> None:
    assert hall(commands_desk.desk, "open", "crad")[2].splitlines()[1:] == ["hall: 没有找到 not found: “crad”"]
    code, _, err = hall(commands_desk.desk, "take", "card", "--reason", "sigth")
    assert code == 2 and err.startswith("hall: --reason: 没有“sigth”，可选 is none of no_phone, no_id, ")
    assert err.endswith(" 是不是 Did you mean sight?\n")


def test_an_item_is_closed_with_a_reason_told_to_the_desk_and_opened_again(
    hub: HubProcess, hall: Run, guide: None, told: Callable[[str], str]
) -> None:
    code, _, err = hall(commands_desk.desk, "close", "card", "--reason", "tired")
    assert code == 2 and "reason" in err
    code, _, err = hall(commands_desk.desk, "close", "card")
    assert code == 1 and "WHY_NEEDED" in err and "请写明原因" in err
    code, out, _ = hall(commands_desk.desk, "close", "card", "--reason", "equipment", "--why", "相机坏了", "--json")
    assert code == 0 and json.loads(out)["why"] == {"zh": "设备故障", "en": "equipment out of order"}
    code, _, err = hall(commands.ticket, "take", "card")
    assert code == 1 and "ITEM_CLOSED" in err and "设备故障" in err and "相机" not in err
    assert "相机" not in told("事项card: 暂停取号 closed (设备故障 equipment out of order) 105")
    assert hall(commands_desk.desk, "open", "card", "--why", "修好了")[0] == 0
    assert hall(commands.ticket, "take", "card")[0] == 0


@pytest.fixture
def told(hall: Run) -> Callable[[str], str]:
    """What `hall desk show` says once it says that: the desk is told a moment after the reply."""

    def run(text: str) -> str:
        for _ in range(20):
            _, out, _ = hall(commands_desk.desk, "show")
            if text in out:
                return out
        raise AssertionError(f"“{text}” is not in:\n{out}")

    return run


@pytest.fixture
def by_guide(hub: HubProcess, hall: Run) -> Run:
    """`hall desk WORDS… --clerk 105` of a guide who types the PIN."""

    def run(*words: str, pin: str = "482913") -> tuple[int, str, str]:
        return typed(hall, commands_desk.desk, *words, "--clerk", GUIDE, pin=pin)

    assert typed(hall, commands.clerk, "pin", GUIDE, "--by", "901")[0] == 0
    return run


def test_a_guide_helps_people_from_a_shell_by_name_and_for_a_reason(by_guide: Run, told: Callable[[str], str]) -> None:
    code, out, err = by_guide("take", "card", "--reason", "sight", "--why", "看不见", "--json")
    number = json.loads(out)["number"]
    assert (code, err) == (0, "")
    assert by_guide("take", "card", "--reason", "no_phone", pin="000000")[2].startswith("hall: PIN_WRONG")
    code, out, _ = by_guide("written", "A800", "stamp")
    assert code == 1
    assert json.loads(by_guide("written", "a800", "card", "--why", "停电", "--json")[1])["number"] == "A800"
    assert json.loads(by_guide("written", "A800", "card", "--json")[1])["number"] == "A800", "registered twice is once"
    assert by_guide("priority", "A800", "--why", "孕妇")[0] == 0
    assert by_guide("merge", "A800", number, "--why", "同一人")[0] == 0
    assert "NOTHING_TO_LIFT" in by_guide("lift", number, "card", "--why", "x")[2]
    assert by_guide("cancel", number, "--why", "回家")[0] == 0
    assert by_guide("close", "card", "--reason", "staff")[0] == 0
    assert f") {GUIDE} " in told("事项card: 暂停取号 closed (窗口暂时无人办理")
    assert "WHY_NEEDED" in by_guide("open", "card")[2]
    assert by_guide("open", "card", "--why", "有人了")[0] == 0
    assert by_guide("take", "card", "--reason", "blind")[0] == 2
    first = ("take", "card", "--reason", "no_phone", "--class", "priority")
    assert by_guide(*first, "--ground", "elderly")[2].startswith("hall: CLASS_UNKNOWN"), "this hall asks for none"
    assert by_guide("written", "A801", "card", "--class", "priority", "--ground", "elderly")[0] == 1
    assert by_guide(*first)[0] == 0


def test_a_time_without_a_day_is_of_the_hall_s_day_and_one_that_cannot_be_meant_is_named(by_guide: Run) -> None:
    """The hall practises another day than the shell has; it opened there at 09:00, and it is half past nine."""
    code, out, err = by_guide("written", "A811", "card", "--at", "09:10", "--json")
    assert (code, err) == (0, "") and json.loads(out)["taken_ms"] == at("09:10")
    assert "取号时间 taken: 09:10" in by_guide("written", "A812", "card", "--at", "2026-11-24T09:10")[1]
    code, _, err = by_guide("written", "A813", "card", "--at", "18:00")
    assert code == 1 and "2026-11-24 18:00 还没有到，大厅现在是 2026-11-24 09:3" in err and "is still to come" in err
    code, _, err = by_guide("written", "A813", "card", "--at", "08:00")
    assert code == 1 and "2026-11-24 08:00 早于今天开门的时间 2026-11-24 09:00" in err
    assert "is before the hall opened today at" in err
    assert by_guide("written", "A813", "card", "--at", "9 Uhr")[0] == 2
    code, out, _ = by_guide("announce", "今天停电", "--until", "16:30", "--json")
    assert code == 0 and json.loads(out)["until_ms"] == at("16:30")
    assert "2026-11-24 09:00" in by_guide("announce", "今天停电", "--until", "09:00")[2]


def test_an_announcement_is_made_told_to_the_desk_and_ended(by_guide: Run, told: Callable[[str], str]) -> None:
    code, out, err = by_guide("announce", "今天停电", "--en", "Power off", "--until", "2026-11-25T12:00", "--json")
    assert (code, err) == (0, "")
    one = json.loads(out)["announcement"]
    told(f"公告 announced until 11-25 12:00: 今天停电 Power off  [{one}]")
    assert by_guide("unannounce", one)[0] == 0
    assert "UNTIL_WRONG" in by_guide("announce", "今天停电", "--until", "2020-11-25T12:00")[2]
    assert by_guide("announce", "今天停电", "--until", "noon")[0] == 2


def test_a_slip_is_printed_once_more_at_the_machine_that_is_named(
    hub: HubProcess, hall: Run, guide: None, broker: Broker, tmp_path: Path
) -> None:
    """The machine is a client of the test's that fetches what it is told of, and reports."""
    slip = json.loads(hall(commands.ticket, "take", "card", "--json")[1])
    with Machine("tm-2", broker.address, tmp_path) as machine:
        code, out, err = typed(hall, commands.ticket, "reprint", slip["number"], "--at", "tm-2", "--clerk", GUIDE)
    assert (code, err) == (0, "") and out.splitlines()[-1].endswith("已补打 printed")
    assert [(one["number"], one["token"], one["lang"]) for one in machine.slips] == [
        (slip["number"], slip["token"], "zh")
    ]
    assert "NOT_SIGNED_IN" in hall(commands.ticket, "reprint", slip["number"], "--at", "board-1")[2], "it was for once"
    assert typed(hall, commands_desk.desk, "sign-in", GUIDE)[0] == 0
    code, out, err = hall(commands.ticket, "reprint", slip["number"], "--at", "board-1")
    assert code == 1 and "NO_TICKET_MACHINE" in err and "board-1" in err


def test_a_slip_that_does_not_come_out_ends_the_command_with_a_fault(
    hub: HubProcess, hall: Run, guide: None, broker: Broker, tmp_path: Path
) -> None:
    slip = json.loads(hall(commands.ticket, "take", "card", "--json")[1])
    with Machine("tm-2", broker.address, tmp_path, why="打印机缺纸"):
        code, out, _ = hall(commands.ticket, "reprint", slip["number"], "--at", "tm-2")
    assert code == 1 and "补打失败 failed" in out and "打印机缺纸" in out
    _, out, _ = hall(commands_desk.desk, "show")
    assert f"tm-2: {slip['number']} 补打失败 failed  打印机缺纸" in out


def test_a_machine_that_is_away_is_told_at_once(
    hub: HubProcess, hall: Run, guide: None, broker: Broker, tmp_path: Path
) -> None:
    slip = json.loads(hall(commands.ticket, "take", "card", "--json")[1])
    with Machine("tm-1", broker.address, tmp_path):
        pass
    told = topics.desk("test")
    with Tap(broker.address) as tap:
        tap.until(lambda one: b"tm-1" in one.last.get(told, b"").partition(b"offline")[2], "the farewell")
    code, out, err = hall(commands.ticket, "reprint", slip["number"], "--at", "tm-1")
    assert (code, out) == (1, "") and "MACHINE_AWAY" in err and "tm-1 现在离线" in err


class Machine:
    """A ticket machine whose paper always (or, with `why`, never) comes out."""

    def __init__(self, name: str, broker: tuple[str, int], folder: Path, why: str = "") -> None:
        self.slips: list[Any] = []
        self._why, self._up = why, threading.Event()
        self._client = HubClient(
            "test", name, [broker], [topics.reprints("test", name)], self._wanted,
            lambda link: self._up.set() if link is Link.UP else None, state=folder / name,
        )  # fmt: skip

    def __enter__(self) -> "Machine":
        self._client.start()
        assert self._up.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._client.stop()

    def _wanted(self, snapshot: Snapshot) -> None:
        if isinstance(snapshot, Reprints):
            for one in snapshot.wanted:
                self._client.send(FetchSlip(request=one.request), self._fetched)

    def _fetched(self, reply: Reply | NoReply) -> None:
        if isinstance(reply, Reply) and reply.ok:
            self.slips.append(reply.result)
            printed = not self._why
            report = ReportSlip(
                ticket=reply.result["ticket"], printed=printed, why=self._why, reprint=True,
                at_ms=self._client.hall_now_ms(),
            )  # fmt: skip
            self._client.report(report)


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
    words = ["clerk", "pin", "102", "--by", "901", "--broker", f"127.0.0.1:{broker.port}", "--hall", "test"]
    words += ["--device", "desk"]
    told = {
        pin: subprocess.run(
            [sys.executable, "-m", "edge_hub.cli", *words], input=f"{pin}\n", capture_output=True, text=True, timeout=30
        )
        for pin in ("731946", "73194x")
    }
    assert told["731946"].returncode == 0 and "密码已设置" in told["731946"].stdout
    assert told["73194x"].returncode == 2 and told["73194x"].stderr.startswith("hall: PIN: ")
    assert all(pin not in one.stdout + one.stderr for pin, one in told.items())
    with Tap(broker.address) as tap:
        assert tap.do(PADS["w2"], w.SignIn(window="w2", clerk="102", pin="731946"))["clerk"] == "102"


def test_a_pin_of_an_unknown_clerk_is_refused(hub: HubProcess, hall: Run) -> None:
    before, sys.stdin = sys.stdin, io.StringIO("123456\n")
    code, _, err = hall(commands.clerk, "pin", "999", "--by", "901")
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
