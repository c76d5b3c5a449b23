"""What the architecture tests share: the table, the files of the checkout, and who imports what in them."""

import ast
import fnmatch
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PRODUCT = ("configs", "drivers", "edge_hub", "kiosk", "window_terminal", "cloud_sync")
LOADERS = ("import_module", "__import__")


@dataclass(frozen=True, slots=True)
class Import:
    """One name that a line of a module imports, as a full dotted name."""

    name: str
    line: int


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file of the checkout, parsed."""

    path: str
    tree: ast.Module
    imports: tuple[Import, ...]

    @property
    def module(self) -> str:
        dotted = self.path.removesuffix(".py").replace("/", ".")
        return dotted.removesuffix(".__init__")

    @property
    def is_package(self) -> bool:
        return self.path.endswith("__init__.py")

    @property
    def folder(self) -> str:
        return self.path.partition("/")[0]


class House:
    """The table and the questions the tests ask of it."""

    def __init__(self, table: dict[str, Any]) -> None:
        self.table = table
        self.rooms: dict[str, Any] = table["rooms"]

    def room(self, module: str) -> str | None:
        """The room with the longest name that holds `module`."""
        fitting = [name for name in self.rooms if module == name or module.startswith(name + ".")]
        return max(fitting, key=len, default=None)

    def may_import(self, importer: str, imported: str) -> bool:
        mine, other = self.room(importer), self.room(imported)
        if mine is None or other is None:
            return False
        if mine == other:
            return True
        may = self.rooms[mine]["may"]
        if other in may:
            return True
        return any(fnmatch.fnmatch(imported, pattern) for pattern in may if "*" in pattern)


def imports_of(tree: ast.Module, module: str, is_package: bool) -> Iterator[Import]:
    """Every import in a file: at the top, inside functions, for types only, and by name through importlib."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _base(node, module, is_package)
            for alias in node.names:
                yield Import(base if alias.name == "*" else f"{base}.{alias.name}", node.lineno)
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in LOADERS and isinstance(node.args[0].value, str):
                yield Import(node.args[0].value, node.lineno)


def _base(node: ast.ImportFrom, module: str, is_package: bool) -> str:
    if not node.level:
        return node.module or ""
    parts = module.split(".")
    kept = parts[: len(parts) - node.level + (1 if is_package else 0)]
    return ".".join([*kept, *([node.module] if node.module else [])])


def files_of(root: Path) -> Iterator[Path]:
    """Every file of the checkout that .gitignore does not name (its patterns are names, no paths)."""
    ignored = [line.rstrip("/") for line in (root / ".gitignore").read_text().splitlines() if line.strip()]
    ignored.append(".git")

    def walk(folder: Path) -> Iterator[Path]:
        for path in sorted(folder.iterdir()):
            if any(fnmatch.fnmatch(path.name, pattern) for pattern in ignored) or (path / "pyvenv.cfg").exists():
                continue
            if path.is_dir():
                yield from walk(path)
            else:
                yield path

    return walk(root)


def parse(path: str, text: str) -> Source:
    bare = Source(path, ast.parse(text, path), ())
    return Source(path, bare.tree, tuple(imports_of(bare.tree, bare.module, bare.is_package)))


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def house() -> House:
    return House(tomllib.loads((Path(__file__).parent / "house.toml").read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def files() -> list[Path]:
    return list(files_of(ROOT))


@pytest.fixture(scope="session")
def sources(files: list[Path]) -> list[Source]:
    """Every Python file of the checkout, tests included."""
    python = [path for path in files if path.suffix == ".py"]
    return [parse(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in python]


@pytest.fixture(scope="session")
def product(sources: list[Source]) -> list[Source]:
    """The Python files that run in a hall."""
    return [source for source in sources if source.folder in PRODUCT]


@pytest.fixture(scope="session")
def parsed() -> Any:
    """The parser itself, for tests that show it a few lines: (path, text) -> Source."""
    return parse


def report(faults: list[str]) -> str:
    return "\n".join(["", *faults, ""])


@pytest.fixture(scope="session")
def holds() -> Any:
    """Fails with one line for each fault."""

    def check(faults: list[str]) -> None:
        assert not faults, report(faults)

    return check
