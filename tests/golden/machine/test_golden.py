"""What is said to the programs of a machine and what they say, to the byte, cut in any way."""

import re
from pathlib import Path

import pytest

from drivers.host import HostConversation, HostOptions
from drivers.sound import CallSaid, SayCall, SoundConversation, SoundOptions

ROW = re.compile(r"(\w+) +([<>]) (.*?)(?: = (\w+))?")
LINES = (Path(__file__).parent / "wire.txt").read_text(encoding="utf-8").splitlines()
ROWS = [found.groups() for found in map(ROW.fullmatch, LINES) if found and not found[0].startswith("#")]


def bytes_of(text):
    return text.replace(r"\t", "\t").replace(r"\n", "\n").encode()


def asked(which):
    """The conversation, and what it has just said."""
    if which == "host":
        host = HostConversation(HostOptions(paths="/ /var/lib/hall"))
        return host, host.open(0.0).send
    sound = SoundConversation(SoundOptions(enabled=True))
    sound.open(0.0)
    return sound, sound.ask(SayCall("one", "A007", "12"), 0.0).send


@pytest.mark.parametrize(("which", "text"), [(row[0], row[2]) for row in ROWS if row[1] == ">"])
def test_a_question_is_these_bytes(which, text):
    assert asked(which)[1] == bytes_of(text)


@pytest.mark.parametrize(("which", "text", "means"), [(row[0], row[2], row[3]) for row in ROWS if row[1] == "<"])
def test_an_answer_is_read_whole_byte_by_byte_and_with_bytes_around_it(which, text, means):
    data = bytes_of(text)
    for parts in ([data], [data[at : at + 1] for at in range(len(data))], [b"\xff\x00\n" + data + b"do"]):
        conversation, _ = asked(which)
        facts = [fact for part in parts for fact in conversation.hear(part, 0.0).facts]
        assert [("said" if isinstance(fact, CallSaid) else fact.fault.code) for fact in facts] == [means]
