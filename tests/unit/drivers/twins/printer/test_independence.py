"""The twin judges our encoder, so it must share nothing with it."""

import ast
import sys
from pathlib import Path

import drivers.twins.printer

ROOT = Path(drivers.twins.printer.__file__).parent
STRANGERS_ALLOWED = {"PIL", "qrcode"}


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names.add(node.module or "")
    return names


def test_the_printer_imports_nothing_of_ours_and_no_encoder():
    for path in ROOT.rglob("*.py"):
        for name in imported(path):
            top = name.split(".")[0]
            assert (
                name.startswith("drivers.twins.printer") or top in STRANGERS_ALLOWED or top in sys.stdlib_module_names
            ), f"{path.name} imports {name}: the twin may use only the standard library, Pillow and qrcode"
