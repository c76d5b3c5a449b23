"""The guided self-test of a device on a wire, from a shell: asks its owner over the broker, or opens the port itself
where none runs, asks the person what only a person can see, and says what passed.

The rule it keeps: a wire has one owner. Whoever owns it is asked first; the port is opened here only when nobody
answers for it, and what is in use then says so itself. Nothing is opened or moved without a yes.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Protocol
from uuid import uuid4

from configs.devices import WiredDevice
from configs.site import Site
from drivers.conversation import Fault
from drivers.installed import installed_drivers
from drivers.self_test import LINE, NO_WORD, NOT_SEEN, Both, CheckStep
from edge_hub.client.link import Link
from edge_hub.contract import topics
from edge_hub.contract.base import Words
from edge_hub.contract.clock import at_hall
from edge_hub.contract.codec import decode, encode
from edge_hub.contract.self_test import OUTCOME_NAMES, DeviceTest, Outcome, StepResult
from edge_hub.contract.wired import OWNER, StepAsk, StepSaid, Wired

from .device_host.owned import Drivers, Owned
from .device_host.trial import do_step, steps_for
from .domain.wired import configured
from .opening import Way
from .refusal import refuse
from .support import listening

BROKER_S = 3.0
OWNER_S = 3.0
GRACE_S = 3.0
"""Longer than the step itself, for the way."""
YES = ("y", "yes", "是", "好", "1")

Put = Callable[[str, int | None, float], StepResult]
"""A step, the cell if it needs one, and how long it may take."""


class Person(Protocol):
    """Whoever stands before the device."""

    def told(self, words: Words) -> None: ...
    def says_yes(self, words: Words) -> bool: ...
    def cell(self) -> int: ...


class Shell:
    """A person at a terminal, or a file of answers; an end of file is a no."""

    def told(self, words: Words) -> None:
        print(f"{words.zh} {words.en}", flush=True)

    def says_yes(self, words: Words) -> bool:
        return self._answer(f"{words.zh} {words.en} [y/N] ").lower() in YES

    def name(self) -> str:
        return self._answer("工号或姓名 Your staff number or name: ")[:64]

    def cell(self) -> int:
        answer = self._answer("格口号 Number of the cell: ")
        return int(answer) if answer.isdecimal() and 0 < int(answer) < 10_000 else 0

    def _answer(self, prompt: str) -> str:
        print(prompt, end="", flush=True)
        with suppress(EOFError):
            return input().strip()
        print(flush=True)
        return ""


def run_test(
    site: Site, which: str, console: str, way: Way, by: str, cell: int | None, json_file: Path | None
) -> int:
    """Test one device with a person at the shell; the exit code."""
    one = site.wired_by_id.get(which)
    if one is None:
        refuse(f"devices.yaml has no device “{which}” on a wire (there are {', '.join(site.wired_by_id) or 'none'}).")
    person = Shell()
    if not by and any(step.before for step in steps_for(_wired(one), installed_drivers().drivers)):
        by = person.name()
    with hands_of(site.hall.id, one, console, way, person, by) as (steps, put, about, through):
        test = guided(site.hall.id, one, steps, put, person, by, cell, through_owner=through)
        test = test.model_copy(update=_known(one, about))
    for line in table(test):
        print(line)
    if json_file is not None:
        with json_file.open("ab") as file:
            file.write(encode(test) + b"\n")
    return 0 if test.passed else 1


@contextmanager
def hands_of(
    hall: str, one: WiredDevice, console: str, way: Way, person: Person, by: str
) -> Iterator[tuple[tuple[CheckStep, ...], Put, dict[str, str], bool]]:
    """Who does the steps: the owner if it answers, else this process. The steps, how one is done, what the device says
    of itself (filled as steps are done), and whether the owner does it."""
    about: dict[str, str] = {}
    drivers: Drivers = installed_drivers().drivers
    steps = steps_for(_wired(one), drivers)
    with _asking(hall, one, console, way, about, by) as ask:
        if ask is not None:
            yield steps, ask, about, True
            return
    person.told(Words(
        zh=f"{one.owner} 的主机进程没有应答，由本程序直接打开端口。",
        en=f"The process of {one.owner} does not answer; this one opens the port itself.",
    ))  # fmt: skip
    owned = Owned(_wired(one), drivers, lambda device, fact, standing: None)

    def put(step: str, cell: int | None, wait_s: float) -> StepResult:
        result = do_step(owned, step, _today(), cell, by)
        about.update(owned.standing.about)
        return result

    try:
        yield steps, put, about, False
    finally:
        owned.close()


def guided(
    hall: str, one: WiredDevice, steps: tuple[CheckStep, ...], put: Put, person: Person, by: str, cell: int | None,
    *, through_owner: bool,
) -> DeviceTest:  # fmt: skip
    """Walk through the steps with the person. After a line that failed nothing else is tried."""
    began_ms, results = _now_ms(), list[StepResult]()
    for step in steps:
        lost = any(one.step == LINE.name and one.outcome is Outcome.FAILED for one in results)
        result = _skipped(step) if lost else _one(step, put, person, cell, by)
        results.append(result)
        person.told(_told(result))
    return DeviceTest(
        hall=hall, device=one.id, kind=one.kind, driver=one.driver, connection=one.connection, host=one.host,
        terminal=one.terminal, window=one.window, by=by or None, through_owner=through_owner, began_ms=began_ms,
        ended_ms=_now_ms(), steps=tuple(results),
    )  # fmt: skip


def table(test: DeviceTest) -> Iterator[str]:
    """The result, a line for each step."""
    yield f"{test.device} ({test.driver}, {test.connection})"
    for one in test.steps:
        yield f"  {OUTCOME_NAMES[one.outcome].zh} {OUTCOME_NAMES[one.outcome].en:<8} {one.what.zh} {one.what.en}"
        if one.outcome is Outcome.FAILED:
            yield from (f"      {words.zh} {words.en}" for words in (one.said, one.hint) if words is not None)
    passed = OUTCOME_NAMES[Outcome.PASSED if test.passed else Outcome.FAILED]
    yield f"{passed.zh} {passed.en}"


def _one(step: CheckStep, put: Put, person: Person, cell: int | None, by: str) -> StepResult:
    number = (cell or person.cell()) if step.cell else None
    if step.cell and not number:
        return _skipped(step)
    if step.before is not None and not by:
        return _skipped(step)
    if step.before is not None and not person.says_yes(_words(step.before)):
        return _skipped(step)
    if step.before is None and step.job is not None:
        person.told(_words(step.what))
    result = put(step.name, number, step.wait_s)
    if result.outcome is not Outcome.PASSED or step.look is None:
        return result
    if person.says_yes(_words(step.look)):
        return result.model_copy(update={"by_person": True})
    return _failed(step, NOT_SEEN).model_copy(update={"by_person": True, "took_ms": result.took_ms})


@contextmanager
def _asking(
    hall: str, one: WiredDevice, console: str, way: Way, about: dict[str, str], by: str
) -> Iterator[Put | None]:
    """How the owner is asked for a step; None where no owner answers."""
    said: SimpleQueue[StepSaid] = SimpleQueue()
    links: SimpleQueue[Link] = SimpleQueue()

    def hear(payload: bytes) -> None:
        answer = decode(StepSaid, payload)
        if answer is not None:
            said.put(answer)

    asides = {topics.step_said(hall, one.owner): hear}
    with listening(hall, console, way, lambda snapshot: None, links.put, asides) as client:

        def put(step: str, cell: int | None, wait_s: float) -> StepResult:
            ask = StepAsk(id=uuid4().hex, device=one.id, step=step, cell=cell, by=by)
            client.tell(topics.step_ask(hall, one.owner), encode(ask))
            until_s = time.monotonic() + wait_s
            while (left := until_s - time.monotonic()) > 0:
                with suppress(Empty):
                    answer = said.get(timeout=left)
                    if answer.id == ask.id:
                        about.update(answer.about)
                        return answer.result
            return StepResult(
                step=step, what=Words(zh=step, en=step), outcome=Outcome.FAILED, hint=_hint(NO_WORD),
                said=Words(zh=NO_WORD.why, en=NO_WORD.why_en),
            )  # fmt: skip

        joined = _joined(links)
        owner = put(OWNER, None, OWNER_S) if joined else None
        yield (lambda step, cell, wait_s: put(step, cell, wait_s + GRACE_S)) if (
            owner is not None and owner.outcome is Outcome.PASSED
        ) else None


def _joined(links: "SimpleQueue[Link]") -> bool:
    """Whether the broker is there, with or without a hub."""
    until_s = time.monotonic() + BROKER_S
    while (left := until_s - time.monotonic()) > 0:
        with suppress(Empty):
            if links.get(timeout=left) is not Link.NO_BROKER:
                return True
    return False


def _wired(one: WiredDevice) -> Wired:
    return Wired(**configured(one))


def _known(one: WiredDevice, about: dict[str, str]) -> dict[str, object]:
    return {
        "serial_number": one.serial_number or about.get("serial_number"), "firmware": about.get("firmware"),
        "arrived": one.arrived.isoformat() if one.arrived else None,
    }  # fmt: skip


def _skipped(step: CheckStep) -> StepResult:
    return StepResult(step=step.name, what=_words(step.what), outcome=Outcome.SKIPPED)


def _failed(step: CheckStep, fault: Fault) -> StepResult:
    said = Words(zh=fault.why, en=fault.why_en)
    return StepResult(
        step=step.name, what=_words(step.what), outcome=Outcome.FAILED, said=said, hint=_hint(fault)
    )


def _told(result: StepResult) -> Words:
    name, said = OUTCOME_NAMES[result.outcome], result.said
    return Words(
        zh=f"→ {result.what.zh}：{name.zh}{f'（{said.zh}）' if said else ''}",
        en=f"{result.what.en}: {name.en}{f' ({said.en})' if said else ''}",
    )


def _hint(fault: Fault) -> Words:
    return Words(zh=fault.hint, en=fault.hint_en)


def _words(both: Both) -> Words:
    return Words(zh=both.zh, en=both.en)


def _now_ms() -> int:
    return round(time.time() * 1000)


def _today() -> date:
    return at_hall(_now_ms()).date()
