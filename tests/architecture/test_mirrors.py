"""Every module with logic has a test: its mirror under tests/unit, or one that mirrors.toml names."""

import ast
import fnmatch
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

COMMANDS = "edge_hub.cli"
"""A test that starts this process may reach every `hall` command."""
FOLDERS = ("configs", "drivers", "edge_hub", "kiosk", "window_terminal", "cloud_sync")


def has_logic(tree: ast.Module) -> bool:
    """Whether the module does anything: a function with more in it than a docstring."""
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return any(not _says_only(statement) for function in functions for statement in function.body)


def _says_only(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Pass) or (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    )


def mirror_of(path: str) -> str:
    """`edge_hub/domain/queue.py` -> `tests/unit/edge_hub/domain/test_queue.py`."""
    folder, _, name = path.rpartition("/")
    return f"tests/unit/{folder}/test_{name}"


@pytest.fixture(scope="module")
def named() -> dict[str, list[str]]:
    """Test -> the modules that it covers and that have no mirror."""
    table = tomllib.loads((Path(__file__).parent / "mirrors.toml").read_text(encoding="utf-8"))
    return dict(table["covers"])


@pytest.fixture(scope="module")
def lonely(product: list[Any], root: Path) -> set[str]:
    """Modules with logic and without a mirror."""
    working = [one for one in product if has_logic(one.tree)]
    return {one.module for one in working if not (root / mirror_of(one.path)).exists()}


def test_every_module_with_logic_has_its_mirror_or_is_named(
    lonely: set[str], named: dict[str, list[str]], holds: Any
) -> None:
    known = {module for modules in named.values() for module in modules}
    holds([
        f"{module}: write {mirror_of(module.replace('.', '/') + '.py')}, or name the test that covers it in"
        " tests/architecture/mirrors.toml"
        for module in sorted(lonely - known)
    ])  # fmt: skip


def test_the_table_names_each_module_once_and_only_if_it_needs_to(
    lonely: set[str], named: dict[str, list[str]], holds: Any
) -> None:
    modules = Counter(module for those in named.values() for module in those)
    holds([
        *(f"mirrors.toml: {one} is named twice" for one, times in modules.items() if times > 1),
        *(f"mirrors.toml: {one} has its mirror, no logic, or is gone: drop it" for one in modules if one not in lonely),
    ])  # fmt: skip


def test_a_test_that_is_named_is_there_and_reaches_the_module(
    sources: list[Any], named: dict[str, list[str]], root: Path, holds: Any
) -> None:
    reach = Reach(sources, root)
    faults = [f"mirrors.toml: there is no {path}" for path in named if path not in reach.by_path]
    faults += [
        f"mirrors.toml: {path} never imports {module}"
        for path, modules in named.items()
        if path in reach.by_path
        for module in sorted(set(modules) - reach.of(path))
    ]
    holds(faults)


class Reach:
    """Which modules of the product a test can get to: what it imports, what that imports, what it starts by name."""

    def __init__(self, sources: list[Any], root: Path) -> None:
        self.by_path = {one.path: one for one in sources}
        self._modules = {one.module.removeprefix("tests."): one for one in sources}
        project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
        points = project["project"]["entry-points"]["hall.commands"].values()
        self._commands = {point.partition(":")[0] for point in points}
        self._next = cache(self._named_in)

    def of(self, path: str) -> set[str]:
        shared = [f"{path[:at]}/conftest.py" for at, letter in enumerate(path) if letter == "/"]
        left = [self.by_path[one] for one in (path, *shared) if one in self.by_path]
        reached: set[str] = set()
        while left:
            for module in self._next(left.pop().path) - reached:
                reached.add(module)
                left.append(self._modules[module])
        return reached

    def _named_in(self, path: str) -> set[str]:
        source = self.by_path[path]
        names = {one.name for one in source.imports} | set(_words(source.tree))
        names |= self._commands if COMMANDS in names else set()
        names |= {name.rpartition(".")[0] for name in names} | {f"{name}.__main__" for name in names}
        patterns = [name for name in names if "*" in name and name.partition(".")[0] in FOLDERS]
        loaded = {one for pattern in patterns for one in fnmatch.filter(self._modules, pattern)}
        return names & self._modules.keys() | loaded


def _words(tree: ast.Module) -> Iterator[str]:
    """Every string of the file, for a module may be started or loaded by its name; what is filled in later is a `*`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield "".join(str(one.value) if isinstance(one, ast.Constant) else "*" for one in node.values)


@pytest.mark.parametrize(
    ("text", "logic"),
    [
        ("X = 1", False),
        ("class Here(Protocol):\n    def look(self) -> None:\n        '''Looks.'''\n", False),
        ("class Here(Protocol):\n    def look(self) -> None: ...", False),
        ("class Here:\n    @property\n    def at(self) -> int:\n        return 1\n", True),
    ],
)
def test_a_module_of_names_and_shapes_needs_no_test(text: str, logic: bool) -> None:
    assert has_logic(ast.parse(text)) is logic


def test_a_module_without_a_mirror_is_found_and_so_is_a_test_that_never_sees_it(parsed: Any, root: Path) -> None:
    one = parsed("edge_hub/new.py", "def f() -> int:\n    return 1\n")
    test = parsed("tests/unit/edge_hub/test_other.py", "import edge_hub.loop")
    right = parsed("tests/integration/test_new.py", "START = ['-m', 'edge_hub.new']")
    assert has_logic(one.tree) and mirror_of(one.path) == "tests/unit/edge_hub/test_new.py"
    reach = Reach([one, test, right], root)
    assert reach.of(test.path) == set() and reach.of(right.path) == {"edge_hub.new"}
