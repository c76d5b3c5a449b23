"""With everything installed and no network at all, the README's commands work: nothing is fetched or installed.

The machine of these tests has no network because the kernel says so (a namespace of its own with nothing but loopback)
where that is allowed; elsewhere every proxy that pip and apt would use leads nowhere. apt-get tells on who calls it.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
STAMP = Path(sys.prefix) / ".hall-environment"
NOWHERE = "http://127.0.0.1:9"
APART = ["unshare", "--map-root-user", "--net"]
LOOPBACK = "import fcntl,socket,struct; fcntl.ioctl(socket.socket(), 0x8914, struct.pack('16sH14x', b'lo', 0x49))"
"""SIOCSIFFLAGS: up, loopback, running."""


def _apart() -> bool:
    """Whether a process may be given a network of its own here."""
    if shutil.which("unshare") is None:
        return False
    return subprocess.run([*APART, "true"], capture_output=True, check=False, timeout=20).returncode == 0


def offline(tmp_path: Path, *words: str, timeout_s: float) -> subprocess.CompletedProcess[str]:
    """A command of the checkout, on a machine without a network, in the environment of these tests."""
    tools = tmp_path / "tools"
    tools.mkdir(exist_ok=True)
    (tools / "apt-get").write_text(f'#!/bin/sh\necho "$*" >>{tmp_path}/apt\nexit 100\n')
    (tools / "apt-get").chmod(0o755)
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"), NOWHERE)
    env = {**os.environ, **nowhere, "HALL_VENV": sys.prefix, "PATH": f"{tools}:{os.environ['PATH']}"}
    line = list(words)
    if _apart():
        line = [*APART, "sh", "-c", f'{sys.executable} -I -c "{LOOPBACK}" && exec "$@"', "offline", *words]
    return subprocess.run(
        line, cwd=ROOT, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False,
        timeout=timeout_s,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _installed() -> None:
    if not STAMP.is_file():
        pytest.skip("these tests run in an environment that packaging/setup.sh has not made")


@pytest.mark.timeout(90)
def test_a_network_that_is_not_there_is_not_there(tmp_path: Path) -> None:
    """The control: what reaches an address outside of loopback would make the others worthless."""
    if not _apart():
        pytest.skip("no network namespaces here: the proxies lead nowhere instead")
    with socket.create_server(("127.0.0.1", 0)) as server:
        reach = f"import socket; socket.create_connection(('127.0.0.1', {server.getsockname()[1]}), 5)"
        assert subprocess.run([sys.executable, "-c", reach], check=False, timeout=30).returncode == 0
        run = offline(tmp_path, sys.executable, "-c", reach, timeout_s=30)
    assert run.returncode == 1 and "ConnectionRefusedError" in run.stderr, run.stderr


@pytest.mark.timeout(90)
def test_what_is_installed_is_found_without_a_network(tmp_path: Path) -> None:
    run = offline(tmp_path, "packaging/setup.sh", "--tests", timeout_s=60)
    assert run.returncode == 0, run.stderr
    assert run.stderr.strip().splitlines()[-1].startswith("setup: Everything is there"), run.stderr
    assert "Making" not in run.stderr and "Fetching" not in run.stderr and "Debian packages:" not in run.stderr
    assert not (tmp_path / "apt").exists(), "apt-get was asked for something"


@pytest.mark.slow
@pytest.mark.timeout(200)
def test_the_practice_hall_opens_without_a_network(tmp_path: Path) -> None:
    run = offline(
        tmp_path, "packaging/try", "--headless", "--citizens", "2", "--for", "60", "--json", timeout_s=180
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    figures = json.loads(run.stdout.splitlines()[-1])
    assert (figures["finished"], figures["lost"], figures["duplicated"]) == (2, 0, 0)
    assert not (tmp_path / "apt").exists()
