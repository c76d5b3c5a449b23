"""The driver that drivers/README.md shows is a whole package: this builds, installs and runs that very text."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

LINES_MAX = 60
BLOCK = re.compile(r"^```(toml|python)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
RUN = """
import json, queue, socket
from drivers.connection import parse_connection
from drivers.installed import installed_drivers
from drivers.port import Port
from drivers.transport import loop_address
from configs.drivers import installed_options

found = installed_drivers()
spec = found.drivers["acme_lamp"]
told = queue.Queue()
with socket.socket(socket.AF_UNIX) as server:
    server.bind(loop_address("lamp"))
    server.listen()
    port = Port(parse_connection("loop://lamp"), spec.make(spec.options()), told.put)
    far, _ = server.accept()
    assert port.ask(True) is None
    sent = far.recv(100)
    far.sendall(b"\\xffO")
    far.sendall(b"K\\r")
    while type(fact := told.get(timeout=10)).__name__ != "Switched":
        pass
    port.close()
    far.close()
print(json.dumps({
    "refused": found.refused, "sent": sent.decode(), "on": fact.on, "fault": fact.fault, "file": spec.make.__module__,
    "checked": "acme_lamp" in installed_options()[0],
}))
"""


@pytest.fixture(scope="module")
def blocks(root: Path) -> dict[str, str]:
    text = (root / "drivers/README.md").read_text(encoding="utf-8")
    return dict(BLOCK.findall(text[text.index("## A driver in a package of your own") :]))


def test_the_example_is_short(blocks: dict[str, str]) -> None:
    assert sum(len(body.splitlines()) for body in blocks.values()) <= LINES_MAX


def test_the_example_is_built_installed_and_runs_as_a_package_of_its_own(
    blocks: dict[str, str], root: Path, tmp_path: Path
) -> None:
    source, site = tmp_path / "acme", tmp_path / "site"
    source.mkdir()
    (source / "pyproject.toml").write_text(blocks["toml"], encoding="utf-8")
    (source / "acme_lamp.py").write_text(blocks["python"], encoding="utf-8")
    offline = ("--no-deps", "--no-build-isolation", "--no-index", "--no-cache-dir", "--disable-pip-version-check")
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", *offline, "--target", str(site), str(source)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert (site / "acme_lamp.py").is_file()
    known = {**os.environ, "PYTHONPATH": f"{site}{os.pathsep}{root}", "PYTHONWARNINGS": "error"}
    done = subprocess.run(
        [sys.executable, "-c", RUN], env=known, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "refused": [], "sent": "L1\r", "on": True, "fault": None, "file": "acme_lamp", "checked": True,
    }  # fmt: skip
