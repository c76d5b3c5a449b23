"""The questions that are put to unknown wires: they only ask, and only a true answer is believed."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.checksums import xor8
from drivers.installed import installed_drivers
from drivers.probing import ACTS
from drivers.questions import QUESTIONS, driver_of, questions
from drivers.registry import DRIVERS, DriverSpec

ON_LINES = {name: one for name, one in QUESTIONS.items() if one.bauds}


def test_every_question_belongs_to_a_driver_and_its_wire_is_one_of_that_driver() -> None:
    for name, one in QUESTIONS.items():
        wires = DRIVERS[driver_of(name)].wires
        assert not one.bauds or "serial" in wires
        assert not one.ports or "tcp" in wires
        assert one.bauds or one.ports, name


@pytest.mark.parametrize("name", ON_LINES)
def test_what_is_asked_on_a_line_makes_no_other_device_act_on_what_it_gathered(name: str) -> None:
    assert not ACTS & set(QUESTIONS[name].send)


@pytest.mark.parametrize("name", ON_LINES)
def test_no_question_contains_an_unlock_of_any_board(name: str) -> None:
    sent = QUESTIONS[name].send
    assert not re.search(rb"[\x8a\x90\x9a\x9b][\x01-\xc8]", sent), "8A: open, batch, hold"
    assert not re.search(rb"\x02.[\x31\x33]\x03", sent, re.DOTALL), "KU16: unlock one, all"
    assert not re.search(rb"\x02[\x00-\x10].[\x81\x82\x83\x84\x85\x8e]", sent, re.DOTALL), "CU12: unlock, set"
    assert not re.search(rb"[\x05\x06\x0f\x10]\x00.\x00", sent, re.DOTALL) or name != "charger", "Modbus: write"


def test_two_network_questions_never_share_a_port() -> None:
    ports = [port for one in QUESTIONS.values() for port in one.ports]
    assert len(ports) == len(set(ports))


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_plug_that_echoes_everything_is_no_device(name: str) -> None:
    one = QUESTIONS[name]
    for other in QUESTIONS.values():
        assert one.judge(other.send) is None
        assert one.judge(other.send * 3) is None


@given(st.binary(max_size=600))
def test_whatever_comes_is_judged_without_an_exception(data: bytes) -> None:
    for one in QUESTIONS.values():
        one.judge(data)


@pytest.mark.parametrize(
    ("name", "answer", "says"),
    [
        ("escpos", "12 12", "paper ok"),
        ("escpos", "12 1E", "paper low"),
        ("escpos", "1A 7E", "paper out"),
        ("lock_8a", "80 01 FF FF FF 33 4D", "24 locks"),
        ("lock_8a", "80 01 0F FF 33 42", "12 locks"),
        ("lock_ku16", "02 00 35 FF FF 00 00 03 38", "16 locks"),
        ("lock_cu12", "02 00 00 80 10 02 03 A5 FF 0F", "12 locks"),
        ("charger", "01 03 04 00 01 00 02 2A 32", "Modbus"),
        ("charger", "01 83 02 C0 F1", "Modbus"),
        ("charger-tcp", "00 01 00 00 00 07 01 03 04 00 01 00 02", "Modbus"),
    ],
)
def test_a_true_answer_is_known_and_a_broken_or_unfinished_one_is_not(name: str, answer: str, says: str) -> None:
    data, judge = bytes.fromhex(answer), QUESTIONS[name].judge
    told = judge(data)
    assert told is not None and says in told.en and told.zh
    assert judge(data[:-1]) is None
    if name != "charger-tcp":  # TCP guards it
        assert judge(data[:-1] + bytes((data[-1] ^ 0x55,))) is None


def test_a_reader_is_known_by_its_security_module() -> None:
    body = bytes.fromhex("00 14 00 00 90 05 00 03 00 89 DB 33 01 40 E2 01 00 F1 FB 09 00")
    frame = b"\xaa\xaa\xaa\x96\x69" + body + bytes((xor8(body),))
    told = QUESTIONS["id_card"].judge(b"\xaa\xaa" + frame)
    assert told is not None and told.serial_number == "05.03-20175753-0000123456-0000654321"


def test_the_driver_of_somebody_else_brings_its_own_question() -> None:
    ours = installed_drivers().drivers
    lamp = DriverSpec("lamp", "a lamp", DRIVERS["escpos"].options, DRIVERS["escpos"].make, question=QUESTIONS["escpos"])
    assert set(questions({**ours, "lamp": lamp})) == {*QUESTIONS, "lamp"}
    assert set(questions({"lamp": lamp})) == {"lamp"}


def test_a_driver_without_a_question_is_named_where_people_read_of_it(root_readme: str) -> None:
    asked = {driver_of(name) for name in QUESTIONS}
    for name in DRIVERS.keys() - asked:
        assert f"`{name}`" in root_readme, f"{name} has no question: say so in drivers/README.hosts.md"


@pytest.fixture
def root_readme() -> str:
    page = (Path(__file__).parents[3] / "drivers/README.hosts.md").read_text(encoding="utf-8")
    return page.partition("## Finding devices")[2].partition("\n## ")[0]
