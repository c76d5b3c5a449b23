"""Orders to each kind of board and its answers to the byte; answers whole, byte by byte, and with bytes around them."""

from pathlib import Path

import pytest

from drivers.signal_light import LampsSet, LightConversation, LightOptions, SetLamps

LINES = [row for row in (Path(__file__).parent / "wire.txt").read_text().splitlines() if not row.startswith("#")]
BOARDS = {
    "bytes": {},
    "lines": {"on": r"LAMP {number:d} on\r", "off": r"LAMP {number:d} off\r", "ack": r"OK\r"},
    "rtu": {"by": "modbus"},
    "tcp": {"by": "modbus", "framing": "tcp"},
    "word": {"by": "modbus", "lamp_table": "holding"},
}


def frames(source):
    return [bytes.fromhex(part) for part in source.split("|")] if source != "-" else []


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("cut", ["whole", "byte by byte", "with bytes around it"])
def test_lamps_are_set_by_these_bytes_and_the_answers_are_understood(line, cut):
    board, lit, sent, heard = (part.strip() for part in line.split(" ;"))
    expected, answers = frames(sent), frames(heard)
    conversation = LightConversation(LightOptions(lamps="red=1 green=2", **BOARDS[board]))
    conversation.open(0.0)
    now, facts, out = 0.0, [], []
    step = conversation.ask(SetLamps("one", tuple(lit.split())), now)
    while conversation.due is not None or step.send:
        out += [step.send] if step.send else []
        facts += step.facts + conversation.sent(now).facts
        answer = answers[len(out) - 1] if step.send and answers else b""
        around = b"\x00\xff" if cut == "with bytes around it" else b""
        parts = [bytes((byte,)) for byte in answer] if cut == "byte by byte" else [around + answer + around]
        facts += [fact for part in parts for fact in conversation.hear(part, now).facts if answer]
        now += 0.05
        step = conversation.tick(now)
        if now > 5:
            break
    assert out[: len(expected)] == expected
    assert [fact for fact in facts if isinstance(fact, LampsSet)] == [
        LampsSet("one", tuple(lit.split()), confirmed=bool(answers))
    ]
