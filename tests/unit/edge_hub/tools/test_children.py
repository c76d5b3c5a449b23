"""Real processes: their words are heard, their faults are named, and none outlives the tool."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from pathlib import Path

import pytest

from edge_hub.tools.children import NOISE_LINES, ChildFault, Children

SLEEPER = "import sys, time\nprint('up', flush=True)\ntime.sleep(600)"
SHOUTER = "for line in open(0): print(line.upper(), end='', flush=True)"
DEAF = "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('up', flush=True)\ntime.sleep(600)"

ILL = (
    "import signal, sys, time\nsignal.signal(signal.SIGTERM, lambda *_: sys.exit(3))\nprint('up', flush=True)\n"
    "time.sleep(600)"
)


class Words:
    """Collects the lines of children and lets a test wait for them."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.more = threading.Condition()

    def __call__(self, _child: object, line: str) -> None:
        with self.more:
            self.lines.append(line)
            self.more.notify_all()

    def wait(self, count: int) -> list[str]:
        with self.more:
            assert self.more.wait_for(lambda: len(self.lines) >= count, 10), f"heard only {self.lines}"
            return list(self.lines)


def test_orders_go_in_and_lines_come_out() -> None:
    words = Words()
    with Children() as children:
        child = children.start("shouter", [sys.executable, "-c", SHOUTER], on_line=words, orders=True)
        assert child.order("取号 take")
        assert words.wait(1) == ["取号 TAKE"]
    assert not child.running


def test_a_child_that_ends_unasked_is_named_with_its_last_words() -> None:
    with Children() as children:
        child = children.start("board", [sys.executable, "-c", "import sys; sys.exit('no screen here')"])
        assert child.wait(10)
        with pytest.raises(ChildFault, match=r"board ended unasked \(exit 1\)") as fault:
            children.check()
    assert fault.value.tail == ("no screen here",)


def test_a_child_killed_by_a_signal_is_named_with_the_signal() -> None:
    words = Words()
    with Children() as children:
        child = children.start("hub", [sys.executable, "-c", SLEEPER], on_line=words)
        words.wait(1)
        os.kill(child.process.pid, signal.SIGKILL)
        assert child.wait(10)
        with pytest.raises(ChildFault, match=r"hub ended unasked \(signal SIGKILL\)"):
            children.check()


def test_a_child_that_was_asked_to_end_is_no_fault() -> None:
    with Children() as children:
        child = children.start("pad", [sys.executable, "-c", SLEEPER])
        child.end_asked()
        assert child.wait(10)
        children.check()


def test_a_child_that_does_not_listen_is_killed() -> None:
    words = Words()
    with Children() as children:
        child = children.start("deaf", [sys.executable, "-c", DEAF], on_line=words)
        words.wait(1)
        assert children.end([child], grace_s=0.2) == [child]
        assert child.process.returncode == -signal.SIGKILL


def test_some_children_can_be_ended_before_the_others() -> None:
    with Children() as children:
        first = children.start("hub", [sys.executable, "-c", SLEEPER])
        second = children.start("pad", [sys.executable, "-c", SLEEPER])
        assert children.end([second]) == []
        assert first.running and not second.running
        children.check()


def test_an_order_to_a_child_that_is_gone_is_refused() -> None:
    with Children() as children:
        child = children.start("gone", [sys.executable, "-c", ""], orders=True)
        assert child.wait(10)
        assert not child.order("take")


def test_what_a_child_says_on_stderr_is_noise_but_for_lines_named_beforehand() -> None:
    said = "2026 INFO serving\n\n2026 WARNING no paper\nINFO at the wrong place"
    words = f"import sys\nprint({said!r}, file=sys.stderr)"
    with Children() as children:
        child = children.start("hub", [sys.executable, "-c", words], may_say=re.compile(r"\S+ INFO "))
        assert child.wait(10)
    assert children.noise.lines == ["hub: 2026 WARNING no paper", "hub: INFO at the wrong place"]
    assert children.noise.count == 2
    assert child.tail == deque(["2026 INFO serving", "2026 WARNING no paper", "INFO at the wrong place"], maxlen=12)


def test_a_child_that_does_not_end_well_when_it_is_asked_to_is_noise() -> None:
    words = Words()
    with Children() as children:
        for name, code in (("calm", SLEEPER), ("deaf", DEAF), ("ill", ILL)):
            children.start(name, [sys.executable, "-c", code], on_line=words)
        words.wait(3)
        children.end(list(children._children), grace_s=1.0)
    assert sorted(children.noise.lines) == [
        "deaf: ended badly when it was asked to (signal SIGKILL)", "ill: ended badly when it was asked to (exit 3)",
    ]  # fmt: skip


def test_of_endless_noise_the_first_lines_are_kept_and_all_are_counted() -> None:
    shouts = f"import sys\nfor n in range({NOISE_LINES + 50}): print('line', n, file=sys.stderr)"
    with Children() as children:
        assert children.start("pad", [sys.executable, "-c", shouts]).wait(10)
    assert children.noise.count == NOISE_LINES + 50
    assert children.noise.lines == [f"pad: line {n}" for n in range(NOISE_LINES)]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_no_child_outlives_the_tool_however_it_dies(how: signal.Signals, tmp_path: Path) -> None:
    tool = tmp_path / "tool.py"
    tool.write_text(
        "import sys, time\n"
        "from edge_hub.tools.children import Children\n"
        "with Children() as children:\n"
        f"    child = children.start('c', [sys.executable, '-c', {SLEEPER!r}],\n"
        "        on_line=lambda child, line: print(child.process.pid, flush=True))\n"
        "    time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, str(tool)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        process.send_signal(how)
        process.wait(10)
    ends = time.monotonic() + 10
    while Path(f"/proc/{child}").exists() and _state(child) != "Z":
        assert time.monotonic() < ends, "the child lives on"


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return "Z"
