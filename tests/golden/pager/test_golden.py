"""Calls and answers of each form to the byte; answers whole, byte by byte, and with bytes before and behind them."""

from pathlib import Path

import pytest

from drivers.pager import CallTag, PagerConversation, PagerOptions, TagCalled

LINES = [row for row in (Path(__file__).parent / "wire.txt").read_text().splitlines() if not row.startswith("#")]


@pytest.mark.parametrize("line", LINES)
def test_a_call_and_its_answer_are_these_bytes(line):
    call, numbers, sent, ack, answer = line.split(" ; ")
    address, tag = map(int, numbers.split())
    data = bytes.fromhex(answer)
    for parts in ([data], [data[at : at + 1] for at in range(len(data))], [b"\x00\xff" + data + b"\x00\xff"]):
        conversation = PagerConversation(PagerOptions(call=call, ack=ack, address=address))
        conversation.open(0.0)
        assert conversation.ask(CallTag("one", tag), 0.0).send == bytes.fromhex(sent)
        conversation.sent(0.0)
        facts = [fact for part in parts for fact in conversation.hear(part, 0.1).facts]
        assert facts == [TagCalled("one", tag, confirmed=True)]
