"""`hall appointment` against a running hub: what the guide desk does for somebody on the telephone and at the door."""

import io
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from fakes.broker import Broker
from fakes.hub_process import HubProcess
from fakes.tap import Tap
from keyring.backend import KeyringBackend

from edge_hub import desk_session
from edge_hub.commands.appointment import appointment
from edge_hub.contract.desk import SignOutDesk

Run = Callable[..., tuple[int, str, str]]
NUMBER = "53080219900101001"
DAY = "2026-11-24"


class Ring(KeyringBackend):
    """The keyring of the guide desk's machine."""

    priority = 1.0

    def get_password(self, service: str, username: str) -> str | None:
        return "of this hall" if (service, username) == ("hall", "person-key") else None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError


@pytest.fixture
def ring() -> Iterator[None]:
    used = keyring.get_keyring()
    keyring.set_keyring(Ring())
    yield
    keyring.set_keyring(used)


@pytest.fixture
def hall(
    hub: HubProcess, broker: Broker, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Run]:  # fmt: skip
    """`hall appointment WORDS…`, with a line typed: (exit code, stdout, stderr), of the guide who
    sits at the desk."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with Tap(broker.address) as tap:
        desk_session.keep("test", "desk", tap.sit())

    def run(*words: str, typed: str = "") -> tuple[int, str, str]:
        where = ["--broker", f"127.0.0.1:{broker.port}", "--hall", "test", "--device", "desk"]
        before, sys.stdin = sys.stdin, io.StringIO(typed)
        try:
            with pytest.raises(SystemExit) as end:
                appointment(args=[*words, *where], prog_name="hall appointment")
        finally:
            sys.stdin = before
        out, err = capsys.readouterr()
        return (end.value.code if isinstance(end.value.code, int) else 0), out, err

    yield run
    with Tap(broker.address) as tap:
        tap.do("desk", SignOutDesk(), session=desk_session.kept("test", "desk"))


def told(answer: tuple[int, str, str]) -> Any:
    code, out, err = answer
    assert (code, err) == (0, ""), err
    return json.loads(out)


def whole(first: str) -> str:
    """The number of nobody with the check digit that fits."""
    from edge_hub.client.person import CHECKS, WEIGHTS

    return first + CHECKS[sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS, strict=True)) % 11]


def test_a_slot_is_found_booked_moved_listed_and_given_up(hall: Run) -> None:
    slots = told(hall("slots", "card", DAY, "--json"))["slots"]
    assert [one["left"] for one in slots] == [2] * 13
    slip = told(hall("book", "card", "--day", DAY, "--start", "15:00", "--english", "--json"))
    spaced = f"{slip['code'][:4]} {slip['code'][4:]}"
    moved = told(hall("move", spaced, "--day", DAY, "--start", "16:00", "--json"))
    assert moved["code"] == slip["code"] and moved["start_ms"] - slip["start_ms"] == 3_600_000
    code, out, err = hall("check-in", f"https://hall.example/t/a/{slip['code']}")
    assert (code, out) == (1, "") and "APPOINTMENT_LATER" in err and "15:45" in err
    (listed,) = told(hall("list", DAY, "--json"))["appointments"]
    assert listed["appointment"] == slip["appointment"] and slip["code"] not in str(listed)
    assert told(hall("cancel", slip["code"], "--why", "改天", "--json")) == {"ok": True}
    assert told(hall("list", DAY, "--json"))["appointments"][0]["state"] == "CANCELLED"


def test_a_card_is_asked_for_and_its_number_is_told_to_nobody(hall: Run, ring: None, hub: HubProcess) -> None:
    number = whole(NUMBER)
    slip = told(hall("book", "card", "--day", DAY, "--start", "10:00", "--card", "--json", typed=f"{number}\n"))
    code, _, err = hall("book", "card", "--day", DAY, "--start", "11:00", "--card", typed=f"{number}\n")
    assert code == 1 and "BOOKED_ALREADY" in err and "今天 10:00–10:30" in err
    code, _, err = hall("check-in", "--card", typed=f"{number[:-1]}{'1' if number[-1] != '1' else '2'}\n")
    assert code == 2 and "typing error" in err and number[:-1] not in err
    at_rest = b"".join(one.read_bytes() for one in hub.data.iterdir() if one.is_file())
    assert number.encode() not in at_rest and slip["code"].encode() not in at_rest


def test_what_is_no_code_and_no_card_is_told_without_asking_the_hub(hall: Run) -> None:
    assert hall("check-in")[0] == 2
    code, out, err = hall("check-in", "1234")
    assert (code, out, err) == (2, "", "hall: 预约码是 8 位数字。 A code has 8 digits.\n")
    assert hall("book", "card", "--day", "tomorrow", "--start", "10:00")[0] == 2
