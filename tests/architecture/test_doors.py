"""Each outside library has its doors, and whatever the product imports stands in pyproject.toml."""

import fnmatch
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

OURS = ("configs", "drivers", "edge_hub", "kiosk", "window_terminal", "cloud_sync", "tests", "fakes")


def faults_of(source: Any, doors: dict[str, Any]) -> list[str]:
    found = []
    for one in source.imports:
        for door in doors.values():
            fits = any(one.name == module or one.name.startswith(module + ".") for module in door["modules"])
            if fits and not _open(source.path, door):
                allowed = ", ".join(door["files"]) or "nowhere"
                found.append(f"{source.path}:{one.line} imports {one.name} (allowed: {allowed}). {door['help']}")
    return found


def _open(path: str, door: dict[str, Any]) -> bool:
    if any(fnmatch.fnmatch(path, pattern) for pattern in door.get("exclude", ())):
        return False
    return any(fnmatch.fnmatch(path, pattern) for pattern in door["files"])


def test_outside_libraries_are_used_behind_their_doors_only(product: Any, house: Any, holds: Any) -> None:
    holds([fault for source in product for fault in faults_of(source, house.table["doors"])])


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("edge_hub/loop.py", "from paho.mqtt import client"),
        ("kiosk/ui/bridge.py", "def f():\n    import paho.mqtt.client as mqtt"),
        ("edge_hub/hub.py", "import apsw"),
        ("edge_hub/store/rows.py", "import sqlite3"),
        ("drivers/escpos.py", "import serial.tools.list_ports"),
        ("drivers/twins/printer/press.py", "from escpos.printer import Dummy"),
        ("edge_hub/client/hub_client.py", "from PySide6.QtCore import QObject"),
        ("kiosk/ui/options.py", "import yaml"),
        ("edge_hub/loop.py", "import urllib.request"),
        ("edge_hub/loop.py", "from urllib import request"),
        ("edge_hub/hub.py", "from cheroot.wsgi import Server"),
        ("window_terminal/photos.py", "import http.client"),
        ("edge_hub/hub.py", "import asyncio"),
        ("edge_hub/store/journal.py", "import typer"),
    ],
)
def test_a_library_out_of_place_is_found(path: str, text: str, house: Any, parsed: Any) -> None:
    assert faults_of(parsed(path, text), house.table["doors"])


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("edge_hub/gateway.py", "import paho.mqtt.client"),
        ("edge_hub/client/outbox.py", "import apsw"),
        ("edge_hub/client/blobs.py", "def f():\n    from http.client import HTTPConnection"),
        ("edge_hub/status/server.py", "from cheroot.wsgi import Server"),
        ("drivers/transport.py", "def f():\n    import serial"),
        ("kiosk/commands.py", "import typer"),
        ("configs/hall.py", "from urllib.parse import urlsplit"),
    ],
)
def test_a_library_behind_its_door_passes(path: str, text: str, house: Any, parsed: Any) -> None:
    assert not faults_of(parsed(path, text), house.table["doors"])


PARTS = {"shiboken6": "pyside6-essentials", "pydantic-core": "pydantic"}
"""A package that always comes with another one and has no life of its own."""


def declared(root: Path, *extras: str) -> set[str]:
    """The distributions that pyproject.toml names, in their normal spelling."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *(line for extra in extras for line in project["optional-dependencies"][extra])]
    named = {normal(re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0]) for line in lines}
    return named | {part for part, whole in PARTS.items() if whole in named}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def undeclared(sources: Any, names: set[str]) -> list[str]:
    """What is imported but named nowhere: it works where something else happens to bring it, and fails in a hall."""
    where = packages_distributions()
    found = []
    for source in sources:
        for one in source.imports:
            top = one.name.partition(".")[0]
            if top in sys.stdlib_module_names or top in OURS or top == "conftest":
                continue
            if not {normal(dist) for dist in where.get(top, ())} & names:
                found.append(f"{source.path}:{one.line} imports {top}, which pyproject.toml does not name.")
    return found


def test_the_product_imports_only_declared_packages(product: Any, root: Path, holds: Any) -> None:
    holds(undeclared(product, declared(root)))


def test_the_tests_import_only_declared_packages(sources: Any, root: Path, holds: Any) -> None:
    tests = [source for source in sources if source.folder in ("tests", "packaging")]
    holds(undeclared(tests, declared(root, "test")))


def test_an_undeclared_package_is_found(parsed: Any, root: Path) -> None:
    assert undeclared([parsed("kiosk/x.py", "import hypothesis")], declared(root))
    assert undeclared([parsed("kiosk/x.py", "import no_such_package")], declared(root))
    assert not undeclared([parsed("kiosk/x.py", "import hypothesis")], declared(root, "test"))


def test_every_declared_package_is_pinned_with_hashes(root: Path) -> None:
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    pinned = {normal(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==\S+ \\\n +--hash=sha256:", lock, re.MULTILINE)}
    assert declared(root, "test") | {"setuptools", "wheel"} <= pinned, "run packaging/renew-lock"
