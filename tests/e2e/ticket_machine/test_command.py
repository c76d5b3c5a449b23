"""`hall kiosk ticket-machine` as a process: how it starts, ends, and refuses what it cannot use."""

import json
import subprocess
import sys
from pathlib import Path

from kiosk.ui.command import SETTINGS

HALL = [sys.executable, "-m", "edge_hub.cli", "kiosk"]
GOOD = """\
device: tm-1
hall: puer
brokers: [{host: 127.0.0.1, port: 9}]
own:
  - {id: tm-1-printer, kind: printer, driver: escpos, connection: "tcp://127.0.0.1:9", options: {width_mm: 80}}
"""


def run(*words: str, orders: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run([*HALL, *words], input=orders, capture_output=True, text=True, timeout=60, check=False)


def bootstrap(folder: Path, text: str) -> str:
    path = folder / "tm-1.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_it_starts_without_a_hub_shows_itself_and_ends_when_told(tmp_path: Path) -> None:
    shot = tmp_path / "shot.png"
    orders = json.dumps({"do": "shot", "path": str(shot)}) + '\n{"do":"quit"}\n'
    words = ("ticket-machine", "--bootstrap", bootstrap(tmp_path, GOOD), "--state", str(tmp_path), "--autopilot", "-")
    done = run(*words, orders=orders)
    assert (done.returncode, done.stderr) == (0, "")
    assert shot.stat().st_size > 10_000
    assert [json.loads(line)["what"] for line in done.stdout.splitlines() if "shot" in line] == ["shot"]


def test_the_process_of_the_command_goes_on_as_the_screen_without_the_command_line(tmp_path: Path) -> None:
    words = ("ticket-machine", "--bootstrap", bootstrap(tmp_path, GOOD), "--state", str(tmp_path), "--autopilot", "-")
    with subprocess.Popen([*HALL, *words, "--report"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin and process.stdout
        assert json.loads(process.stdout.readline())["what"] == "ready"
        told = Path(f"/proc/{process.pid}/cmdline").read_bytes().split(b"\0")
        given = Path(f"/proc/{process.pid}/environ").read_bytes().split(b"\0")
        process.stdin.write(b'{"do":"quit"}\n')
        process.stdin.close()
        assert process.wait(20) == 0
    assert told[2:5] == [b"-m", b"kiosk.ui.screen", b"kiosk.ticket_machine"]
    assert {f"{name}={value}".encode() for name, value in SETTINGS.items()} <= set(given)


def test_a_missing_bootstrap_file_is_a_sentence(tmp_path: Path) -> None:
    done = run("ticket-machine", "--bootstrap", str(tmp_path / "none.yaml"))
    assert done.returncode == 2 and "does not exist" in done.stderr and "Traceback" not in done.stderr


def test_a_wrong_bootstrap_file_is_told_with_file_and_line(tmp_path: Path) -> None:
    done = run("ticket-machine", "--bootstrap", bootstrap(tmp_path, GOOD.replace("device:", "devise:")))
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert "tm-1.yaml:1" in done.stderr and "device" in done.stderr


def test_a_printer_that_cannot_be_used_ends_the_start_with_a_sentence(tmp_path: Path) -> None:
    for wrong, said in (("driver: escpos", "driver: zpl"), "zpl"), (("width_mm: 80", "width_mm: 81"), "width_mm"):
        words = ("ticket-machine", "--bootstrap", bootstrap(tmp_path, GOOD.replace(*wrong)), "--state", str(tmp_path))
        done = run(*words)
        assert done.returncode == 2, done.stderr
        assert said in done.stderr and "tm-1.yaml" in done.stderr and "Traceback" not in done.stderr


def test_help_shows_examples() -> None:
    done = run("ticket-machine", "--help")
    assert done.returncode == 0
    assert "--windowed 540x960+0+0" in done.stdout and "--autopilot -" in done.stdout
