"""Prints what `packaging/test` leaves out and `packaging/test --all` runs: the sentences of the tests marked `slow`."""

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parents[1]


def slow_tests(text: str) -> Iterator[str]:
    """The names of the tests that are marked `slow`, as they stand in the file."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and any(map(_is_slow, node.decorator_list)):
            yield node.name.removeprefix("test_").replace("_", " ")


def _is_slow(mark: ast.expr) -> bool:
    return ast.unparse(mark) == "pytest.mark.slow"


def main() -> None:
    for path in sorted(TESTS.rglob("test_*.py")):
        for sentence in slow_tests(path.read_text(encoding="utf-8")):
            print(f"- {sentence} (`tests/{path.relative_to(TESTS).parent.as_posix()}`)")


if __name__ == "__main__":
    main()
