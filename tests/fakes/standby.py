"""The real `hall standby run` as a process, and how far it has got."""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import apsw

from edge_hub.store.connection import open_reader
from edge_hub.store.journal import head
from edge_hub.tools.records import Recorded

from .hub_process import HubProcess

LISTEN = ("--standby-listen", "127.0.0.1:0")


class StandbyProcess(HubProcess):
    """The real `hall standby run`; it says that it is ready once it is the hub."""

    def __init__(
        self, site: Path, data: Path, broker: tuple[str, int], of: int | str, listen: str = "127.0.0.1:0",
        more: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """`of` is where the hub may be followed, or its port on loopback."""
        super().__init__(site, data, broker, practice=None)
        hub = of if isinstance(of, str) else f"127.0.0.1:{of}"
        self._args = [
            sys.executable, "-m", "edge_hub.cli", "standby", "run", "--site", str(site), "--data", str(data),
            "--broker", f"{broker[0]}:{broker[1]}", "--of", hub, "--listen", listen, *more,
        ]  # fmt: skip


def promote(kept: Path, by: str = "106", why: str = "the hub's machine is dead") -> subprocess.CompletedProcess[str]:
    """`hall standby promote`, by default by the small hall's manager."""
    words = ["standby", "promote", "--data", str(kept), "--by", by, "--why", why]
    return subprocess.run([sys.executable, "-m", "edge_hub.cli", *words], capture_output=True, text=True, check=False)


def began(rows: Sequence[Recorded]) -> tuple[str | None, str | None]:
    """Who began the newest reign, and why."""
    last = [row for row in rows if row.type == "HubStarted"][-1]
    return last.body.get("by"), last.body.get("why")


def seq_of(data: Path) -> int:
    """The newest record of a store that somebody else writes."""
    if not (data / "hub.db").exists():
        return 0
    reader = open_reader(data / "hub.db")
    try:
        return head(reader)[0]
    except apsw.SQLError:  # it is just being made
        return 0
    finally:
        reader.close()


def until(holds: Callable[[], object], what: str, timeout_s: float = 20.0) -> None:
    """Wait until `holds()`, looking many times a second."""
    end_s = time.monotonic() + timeout_s
    while not holds():
        assert time.monotonic() < end_s, f"{what} did not happen"
        time.sleep(0.02)


class WitnessProcess(HubProcess):
    """The real `hall standby witness`."""

    def __init__(self, data: Path, port: int = 0) -> None:
        super().__init__(data, data, ("", 0), practice=None)
        self._args = [
            sys.executable, "-m", "edge_hub.cli", "standby", "witness", "--data", str(data), "--listen",
            f"127.0.0.1:{port}",
        ]  # fmt: skip

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.hello['port']}"
