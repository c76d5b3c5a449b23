"""Needs over a real broker: the pad and the desk are told, and no device that everybody can look at."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fakes.broker import Broker
from fakes.desk import PADS
from fakes.hub_process import HubProcess
from fakes.tap import Tap

from edge_hub import desk_session
from edge_hub.commands import hub as commands
from edge_hub.commands.desk import desk
from edge_hub.contract import queue as q
from edge_hub.contract import topics
from edge_hub.contract import window as w
from edge_hub.contract.desk import SignOutDesk

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def hall(
    hub: HubProcess, broker: Broker, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Run:  # fmt: skip
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with Tap(broker.address) as tap:
        desk_session.keep("test", "desk", tap.sit())

    def run(app: Any, *words: str) -> tuple[int, str]:
        where = ["--broker", f"127.0.0.1:{broker.port}", "--hall", "test", "--device", "desk"]
        with pytest.raises(SystemExit) as end:
            app(args=[*words, *where], prog_name="hall")
        out, err = capsys.readouterr()
        assert not err, err
        return int(end.value.code or 0), out

    return run


def test_who_needs_to_be_fetched_is_seen_at_the_desk_and_on_the_pad_only(hall: Run, broker: Broker) -> None:
    number = json.loads(hall(commands.ticket, "take", "card", "--need", "hearing", "--json")[1])["number"]
    assert hall(commands.ticket, "needs", number, "hearing", "hani")[0] == 0
    with Tap(broker.address) as tap:
        tap.do("desk", SignOutDesk(), session=desk_session.kept("test", "desk"))
        tap.do("desk", w.SetPin(by="901", clerk="101", pin="123456"))
        session = tap.do(PADS["w1"], w.SignIn(window="w1", clerk="101", pin="123456"))["session"]
        tap.do(PADS["w1"], w.OpenWindow(window="w1"), session=session)
        tap.do(PADS["w1"], q.CallNext(window="w1"), session=session)
        mine = topics.guided("test", PADS["w1"])
        tap.until(lambda one: "讲哈尼语".encode() in one.guided.get(mine, b""), "the pad")
        tap.until(lambda one: "讲哈尼语".encode() in one.last.get(topics.desk("test"), b""), "the desk")
        telling = {topic for topic, payload in (tap.last | tap.guided).items() if "讲哈尼语".encode() in payload}
    assert telling - {topics.directory("test")} == {mine, topics.desk("test")}
    assert f"{number} → A01 需引导 please fetch: 听力不便" in hall(desk, "show")[1]
