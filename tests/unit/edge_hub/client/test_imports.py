"""What a client costs a terminal at its start: SQLite only where there are facts, and no Qt at all."""

import subprocess
import sys

import pytest


def loaded(code: str) -> set[str]:
    """The modules that a fresh interpreter has after `code`."""
    asked = f"{code}\nimport sys\nprint(*sys.modules)"
    return set(subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True).stdout.split())


def test_a_client_without_facts_loads_neither_sqlite_nor_qt() -> None:
    code = (
        "from pathlib import Path\nfrom edge_hub.client.hub_client import HubClient\n"
        "client = HubClient('h', 'd', [('127.0.0.1', 9)], [], print, print, state=Path('/nonexistent'))\n"
        "client.start()\nclient.stop()"
    )
    modules = loaded(code)
    assert "paho.mqtt.client" in modules and not modules & {"apsw", "sqlite3", "PySide6", "typer"}


def test_a_screen_loads_the_language_of_the_hall_before_qt() -> None:
    modules = loaded("import kiosk.ui.screen")
    assert "edge_hub.contract.window" in modules and not modules & {"PySide6", "paho", "apsw"}


@pytest.mark.parametrize("module", ["kiosk.ui.typer_options", "kiosk.commands", "window_terminal.commands"])
def test_the_commands_load_nothing_that_the_screen_needs(module: str) -> None:
    assert not loaded(f"import {module}") & {"PySide6", "paho", "apsw"}
