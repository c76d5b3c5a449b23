"""Contract and domain are pure: the same state, command and time give the same answer, today and in a replay."""

import ast
from typing import Any

import pytest


def faults_of(source: Any, pure: dict[str, Any]) -> list[str]:
    if not any(source.path.startswith(folder + "/") for folder in pure["folders"]):
        return []
    ours = ("edge_hub", "configs")
    found = [
        f"{source.path}:{one.line} imports {one.name}. {pure['help']}"
        for one in source.imports
        if one.name.partition(".")[0] not in (*pure["modules"], *ours)
    ]
    for node in (inner for outer in source.tree.body if not _is_main(outer) for inner in ast.walk(outer)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in pure["calls"]:
                found.append(f"{source.path}:{node.lineno} calls {name}(). {pure['help']}")
    return found


def _is_main(node: ast.stmt) -> bool:
    """`if __name__ == "__main__"`: a table that prints itself for a README."""
    return isinstance(node, ast.If) and "__name__" in ast.dump(node.test)


def test_contract_and_domain_touch_no_clock_chance_file_thread_or_network(
    product: Any, house: Any, holds: Any
) -> None:
    holds([fault for source in product for fault in faults_of(source, house.table["pure"])])


@pytest.mark.parametrize(
    "text",
    [
        "import time",
        "import os",
        "from random import choice",
        "def f():\n    import threading",
        "from pathlib import Path",
        "import datetime\nx = datetime.datetime.now()",
        "from uuid import uuid4\nx = uuid4()",
        "open('x')",
    ],
)
def test_a_peek_at_the_world_is_found(text: str, house: Any, parsed: Any) -> None:
    assert faults_of(parsed("edge_hub/domain/routing.py", text), house.table["pure"])
    assert not faults_of(parsed("edge_hub/loop.py", text), house.table["pure"])


def test_time_as_an_argument_passes(house: Any, parsed: Any) -> None:
    text = "from datetime import timedelta\ndef late(now_ms: int, since_ms: int) -> bool:\n    return now_ms > since_ms"
    assert not faults_of(parsed("edge_hub/domain/limits.py", text), house.table["pure"])
