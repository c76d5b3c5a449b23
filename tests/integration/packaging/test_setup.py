"""packaging/setup.sh fails with a sentence: what pip and apt say is understood, and what is not ours stays.

apt-get, dpkg-query and sudo are small scripts on the PATH here, so that no test installs anything.
"""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SETUP = ROOT / "packaging" / "setup.sh"
INSTALLED = "mosquitto fonts-noto-cjk tzdata"


@pytest.fixture
def machine(tmp_path):
    """A machine on which all but three Debian packages are missing; run(apt=...) sets up with such an apt-get."""
    tools = tmp_path / "tools"
    tools.mkdir()

    def tool(name: str, body: str) -> None:
        (tools / name).write_text(f"#!/bin/sh\n{body}\n")
        (tools / name).chmod(0o755)

    def run(apt: str = "exit 100", venv: Path | None = None) -> subprocess.CompletedProcess[str]:
        tool("apt-get", f'case "$*" in *update*) exit 0 ;; esac\n{apt}')
        place = {"PATH": f"{tools}:{os.environ['PATH']}", "HALL_VENV": str(venv or tmp_path / "venv")}
        no_one = subprocess.DEVNULL
        return subprocess.run(
            [SETUP], env={**os.environ, **place}, capture_output=True, text=True, stdin=no_one, check=False
        )

    lines = "\\n".join(f"installed\\t{name}, " for name in INSTALLED.split())
    tool("dpkg-query", f"printf '{lines}\\n'")
    tool("sudo", '[ "$1" = -n ] && shift; [ "$1" = -v ] && exit 0; exec "$@"')
    return run


def said(run: subprocess.CompletedProcess[str]) -> str:
    """The last line, which is the sentence."""
    assert run.returncode == 1
    assert run.stdout == "", "stdout belongs to the command that follows"
    return run.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("apt_says", "cause", "cure"),
    [
        ("Err:1 Temporary failure resolving 'mirror'", "no network", "Connect this machine"),
        ("E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 7", "Another program", "Wait until"),
        ("dpkg: error: cannot copy: No space left on device", "disk is full", "Free 2 GB"),
        ("E: dpkg was interrupted, you must manually run 'dpkg'", "cut off", "dpkg --configure -a"),
        ("E: Unable to locate package libxcb-icccm4", "do not offer", "Debian 12"),
    ],
)
def test_a_failed_installation_names_its_cause_and_its_cure(machine, apt_says, cause, cure):
    sentence = said(machine(apt=f'echo "{apt_says}"; exit 100'))
    assert "Debian packages could not be installed" in sentence
    assert cause in sentence and cure in sentence


def test_a_failure_that_nobody_foresaw_shows_what_the_tool_wrote(machine):
    run = machine(apt='echo "E: the moon is in the wrong house"; exit 100')
    assert "| E: the moon is in the wrong house" in run.stderr
    assert "The lines above say why" in said(run)


def test_only_what_is_missing_is_installed(machine):
    run = machine()
    (line,) = (line for line in run.stderr.splitlines() if "Installing" in line)
    assert "libxcb-icccm4" in line and "libegl1" in line
    assert not any(name in line for name in INSTALLED.split())


def test_a_folder_that_is_no_environment_is_left_alone(machine, tmp_path):
    precious = tmp_path / "photos"
    precious.mkdir()
    (precious / "one.jpg").write_text("x")
    sentence = said(machine(apt="exit 0", venv=precious))
    assert "is not a virtual environment, so it is left alone" in sentence and "HALL_VENV" in sentence
    assert (precious / "one.jpg").exists()


def test_a_name_that_is_no_option_shows_how_it_is_used():
    run = subprocess.run([SETUP, "--nonsense"], capture_output=True, text=True, check=False)
    assert run.returncode == 2 and "Usage: packaging/setup.sh [--tests]" in run.stdout


@pytest.mark.parametrize(
    ("pip_says", "sentence"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "hash differs"),
        ("NewConnectionError('Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')\n"
         "ERROR: No matching distribution found for apsw==3.54.1.0", "There is no network"),
        ("ERROR: No matching distribution found for apsw==3.54.1.0", "no build for this processor"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "The disk is full"),
        ("SSLError(SSLCertVerificationError(1, 'certificate verify failed'))", "date of this machine"),
        ("OSError: [Errno 13] Permission denied: 'x'", "could not be written"),
        ("all is well", ""),
    ],
)  # fmt: skip
def test_what_pip_writes_is_explained(tmp_path, pip_says, sentence):
    log = tmp_path / "log"
    log.write_text(pip_says)
    script = f'source "{ROOT}/packaging/explain.sh"; explain "{log}"'
    said = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True).stdout
    assert sentence in said
    assert bool(said) == bool(sentence)
