"""What is said to a scanner and what it says, to the byte, each whole, byte by byte and with bytes behind it."""

from pathlib import Path

import pytest

from drivers.scanner import CodeScanned, Scan, ScannerConversation, ScannerOptions

ROWS = [row.split() for row in (Path(__file__).parent / "wire.txt").read_text().splitlines() if not row.startswith("#")]
COMMANDS = [(row[0], bytes.fromhex("".join(row[2:]))) for row in ROWS if row[1] == ">"]
CODES = [(row[0], bytes.fromhex("".join(row[2:-1])), row[-1]) for row in ROWS if row[1] == "<"]


@pytest.mark.parametrize(("trigger", "data"), COMMANDS)
def test_a_trigger_is_the_bytes_of_the_reference(trigger, data):
    conversation = ScannerConversation(ScannerOptions(trigger=trigger))
    conversation.open(0.0)
    assert conversation.ask(Scan("one"), 0.0).send == data


@pytest.mark.parametrize(("trigger", "data", "text"), CODES)
def test_a_code_is_read_whole_byte_by_byte_and_with_bytes_behind_it(trigger, data, text):
    for parts in ([data], [data[at : at + 1] for at in range(len(data))], [data + b"B"]):
        conversation = ScannerConversation(ScannerOptions(trigger=trigger))
        conversation.open(0.0)
        conversation.ask(Scan("one"), 0.0)
        facts = [fact for part in parts for fact in conversation.hear(part, 0.01).facts]
        assert facts == [CodeScanned("one", text)]
