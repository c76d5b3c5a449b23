"""One step of a self-test, done on a wire that this process owns, and what came of it.

Blocks for as long as the step may take: it runs on a thread of its own, one test of a device at a time.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from queue import Empty, Queue
from uuid import uuid4

from drivers.connection import BadConnection
from drivers.conversation import Fact, Fault
from drivers.self_test import LINE, NO_ANSWER, NO_WORD, Asked, Both, CheckStep, Verdict, steps_of
from edge_hub.contract.base import Words
from edge_hub.contract.self_test import Outcome, StepResult
from edge_hub.contract.wired import Wired

from .owned import Drivers, Owned, set_up

LOOK_S = 0.25
BUSY = Fault(
    "being_tested", "正在进行另一项测试", "请稍候再试。", "somebody else tests it just now", "Try again in a moment."
)
NOBODY = Fault(
    "nobody", "没有说明由谁进行这项操作", "请用 --by 写明工号或姓名。",
    "nobody is named who wants this", "Name yourself with --by.",
)  # fmt: skip
NO_STEP = Fault(
    "no_such_step", "该设备没有这项测试", "请使用与大厅相同版本的程序。",
    "the device has no such step", "Use the program of the same version as the hall.",
)  # fmt: skip


def steps_for(one: Wired, drivers: Drivers) -> tuple[CheckStep, ...]:
    """The table of this device; that of a device that cannot be used has the line alone."""
    try:
        return steps_of(one.driver, set_up(one, drivers)[1])
    except BadConnection:
        return (LINE,)


def moves(owned: Owned, name: str) -> bool:
    """Whether a step moves something, so that somebody is asked before."""
    steps = () if owned.options is None else steps_of(owned.one.driver, owned.options)
    return any(step.name == name and step.before is not None for step in steps)


def do_step(owned: Owned, name: str, today: date, cell: int | None = None, by: str = "") -> StepResult:
    """Do a step now; one that moves something only for somebody with a name."""
    steps = (LINE,) if owned.options is None else steps_of(owned.one.driver, owned.options)
    step = next((one for one in steps if one.name == name), None)
    if step is None:
        return _result(CheckStep(name, Both(name, name), 0.0), Verdict(fault=NO_STEP), 0.0)
    if step.before is not None and not by:
        return _result(step, Verdict(fault=NOBODY), 0.0)
    if not owned.testing.acquire(blocking=False):
        return _result(step, Verdict(fault=BUSY), 0.0)
    began_s = time.monotonic()
    try:
        with _listening(owned) as heard:
            verdict = _verdict(owned, step, heard, Asked(f"test.{uuid4().hex}", owned.options, today, cell))
    finally:
        owned.testing.release()
    return _result(step, verdict, time.monotonic() - began_s)


@contextmanager
def _listening(owned: Owned) -> "Iterator[Queue[Fact]]":
    heard = owned.listen()
    try:
        yield heard
    finally:
        owned.unlisten(heard)


def _verdict(owned: Owned, step: CheckStep, heard: "Queue[Fact]", asked: Asked) -> Verdict:
    until_s = time.monotonic() + step.wait_s
    if step.job is None:
        return _of_standing(owned, step, heard, until_s)
    fault = owned.ask(step.job(asked))
    if fault is not None:
        return Verdict(fault=fault)
    assert step.judge is not None
    while (left := until_s - time.monotonic()) > 0:
        try:
            fact = heard.get(timeout=left)
        except Empty:
            break
        verdict = step.judge(fact) if getattr(fact, "id", None) == asked.id else None
        if verdict is not None:
            return verdict
    return Verdict(fault=NO_WORD)


def _of_standing(owned: Owned, step: CheckStep, heard: "Queue[Fact]", until_s: float) -> Verdict:
    """A line that fails is given its time: it may be the moment of a reconnect."""
    assert step.good is not None
    verdict: Verdict | None = None
    while (left := until_s - time.monotonic()) > 0:
        verdict = step.good(owned.standing)
        if verdict is not None and verdict.fault is None:
            return verdict
        try:
            heard.get(timeout=min(left, LOOK_S))
        except Empty:
            continue
    return verdict or Verdict(fault=NO_ANSWER)


def _result(step: CheckStep, verdict: Verdict, took_s: float) -> StepResult:
    fault, said = verdict.fault, verdict.said
    if fault is not None:
        told: Words | None = Words(zh=fault.why, en=fault.why_en)
    else:
        told = Words(zh=said.zh, en=said.en) if said else None
    return StepResult(
        step=step.name, what=Words(zh=step.what.zh, en=step.what.en),
        outcome=Outcome.PASSED if fault is None else Outcome.FAILED, said=told,
        hint=Words(zh=fault.hint, en=fault.hint_en) if fault else None, took_ms=round(took_s * 1000),
    )  # fmt: skip
