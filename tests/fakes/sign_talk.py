"""The same talk with any bar of text, written down: who sent what, and what was learnt."""

import os
from pathlib import Path

import pytest

from drivers.faults import GONE
from drivers.signs import ShowText


def record(talk, ack: bytes, nack: bytes) -> str:
    """Line up, a text taken, one refused, a silence, a new line; empty `ack`: a bar that never answers."""
    lines: list[str] = []
    now = 0.0

    def note(line):
        lines.append(f"{now:5.1f} s  {line}")

    def do(step):
        if step.send:
            note(f"> {step.send.hex(' ')}")
        for fact in step.facts:
            note(f"= {fact}")
        if step.send:
            do(talk.sent(now))
        if step.hang_up is not None:
            note(f"hangs up: {step.hang_up.code}")
            lost(step.hang_up)

    def hear(data):
        if data:
            note(f"< {data.hex(' ')}")
            do(talk.hear(data, now))

    def lost(fault):
        note("line lost")
        for fact in talk.lost(fault, now):
            note(f"= {fact}")

    def ask(job):
        note(f"asked to show {job.text}")
        do(talk.ask(job, now))

    note("line up")
    do(talk.open(now))
    hear(ack)
    ask(ShowText("1", "请A001号到3号窗口"))
    hear(ack)
    ask(ShowText("2", "王䶮·3号"))
    hear(nack or ack)
    while now < 20 and (due := talk.due) is not None:
        now = due
        do(talk.tick(now))
    if talk.due is not None:
        lost(GONE)
    note("line up")
    do(talk.open(now))
    hear(ack)
    return "\n".join(lines) + "\n"


def check(kept: Path, made: str) -> None:
    if os.environ.get("HALL_GOLDEN") == "write":
        kept.write_text(made, encoding="utf-8")
        pytest.fail(f"{kept.name} is written: look at it, then run again without HALL_GOLDEN")
    assert kept.read_text(encoding="utf-8") == made
