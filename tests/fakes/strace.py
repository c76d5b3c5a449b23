"""A single system call of a program that fails, or kills it: by strace, from beside it."""

import shutil
from collections.abc import Sequence

import pytest

needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")


def failing(call: str, fault: str, when: int) -> Sequence[str]:
    """Words before a program's own that let its main thread's nth such call end so: `error=EIO`, `signal=SIGKILL`.

    Not with --seccomp-bpf: it would lose the signal (strace 6.1).
    """
    rule = f"{call}:{fault}:when={when}"
    return ("strace", "-D", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={rule}")
