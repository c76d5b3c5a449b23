"""The rules of every screen: QML binds to a typed view-model, and uses only what the hall may ship."""

import ast
import re
from pathlib import Path
from typing import Any

GPL_ONLY = ("QtCharts", "QtGraphs", "QtQuick.VirtualKeyboard", "QtQuick.Timeline", "Qt.labs.lottieqt", "QtWayland")
UNTYPED = re.compile(r"\bproperty\s+(?:var|QtObject|variant)\s+vm\b")
FETCHED = re.compile(r"""["'](?:https?|ftp)://""")


def lines(files: list[Path], root: Path) -> list[tuple[str, str]]:
    return [
        (f"{path.relative_to(root)}:{number}", line)
        for path in files
        if path.suffix == ".qml"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    ]


def test_a_view_model_reaches_qml_with_its_type(files: list[Path], root: Path, holds: Any) -> None:
    """Through `var` qmllint sees nothing: a misspelled property would be found by a citizen."""
    holds(
        [
            f"{where}: give the view-model its type, `required property TicketMachine vm`."
            for where, line in lines(files, root)
            if UNTYPED.search(line) and not where.startswith("tests/")
        ]
    )


def test_no_screen_uses_context_properties(product: Any, holds: Any) -> None:
    """Neither qmllint nor a reader can see where a context property comes from."""
    holds(
        [
            f"{source.path}:{node.lineno}: hand it over as an initial property of the root item."
            for source in product
            for node in ast.walk(source.tree)
            if isinstance(node, ast.Attribute) and node.attr in ("setContextProperty", "setContextProperties")
        ]
    )


def test_no_screen_imports_what_only_the_gpl_allows(files: list[Path], root: Path, holds: Any) -> None:
    holds(
        [
            f"{where}: this Qt module is GPL-only or not for sale: draw it with QtQuick and Shapes."
            for where, line in lines(files, root)
            if line.startswith("import ") and line.split()[1].startswith(GPL_ONLY)
        ]
    )


def test_no_screen_fetches_from_the_network(files: list[Path], root: Path, holds: Any) -> None:
    found = [where for where, line in lines(files, root) if FETCHED.search(line)]
    holds([f"{where}: screens show what the hub told them." for where in found])
