"""What the checkout as a whole must be: its top level, its headers, and nothing in it that belongs to one machine."""

import ast
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

TEXT = (".py", ".qml", ".md", ".toml", ".yaml", ".yml", ".sh", ".txt", ".lock", ".json", ".js", ".svg", ".ts", "")

# Written so that this file does not name what it looks for.
HOSTS = re.compile(r"pythonhos[t]ed|py[p]i[.]o[r]g|registry[.]npm[j]s|deb[.]debi[a]n[.]o|snapshot[.]debi[a]n")
MACHINE = re.compile(r"(?<![\w.$}/-])/(?:wor[k]|roo[t]|far[m]|hom[e]/\w+)/|(?<![\w.$}/-])/tm[p]/\w")


def test_the_top_level_holds_only_the_fixed_names(files: list[Path], root: Path, house: Any) -> None:
    found = {path.relative_to(root).parts[0] for path in files}
    strange = sorted(found - set(house.table["top"]["names"]))
    assert not strange, f"{', '.join(strange)}: {house.table['top']['help']}"


def test_packaging_is_no_python_package(root: Path) -> None:
    """With packaging/__init__.py this folder would shadow the library `packaging`, which pytest and pip import."""
    assert not (root / "packaging" / "__init__.py").exists()
    library = find_spec("packaging")
    assert library is not None and library.origin is not None
    assert root / "packaging" not in Path(library.origin).parents


def test_test_folders_are_no_python_packages(files: list[Path], root: Path) -> None:
    """Tests are imported by path: with an __init__.py two files of one name would be taken for the same module."""
    assert not [str(path) for path in files if path.is_relative_to(root / "tests") and path.name == "__init__.py"]


def test_every_file_says_in_its_first_line_what_it_is(sources: Any, holds: Any) -> None:
    holds(
        [
            f"{source.path}: begin with a docstring that says in one sentence what this file is."
            for source in sources
            if source.tree.body and not ast.get_docstring(source.tree)
        ]
    )


def test_no_file_names_a_package_host_or_a_place_on_one_machine(files: list[Path], root: Path, holds: Any) -> None:
    faults = []
    for path in files:
        if path.suffix in TEXT:
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                for what, pattern in (("a package host", HOSTS), ("a place on one machine", MACHINE)):
                    if pattern.search(line):
                        faults.append(f"{path.relative_to(root)}:{number} names {what}: {line.strip()[:100]}")
    holds(faults)


def test_a_machine_path_is_found_and_a_web_address_is_not() -> None:
    for path in ("see /wor" + "k/x", '"/tm' + 'p/x"', "/hom" + "e/anna/x"):
        assert MACHINE.search(path)
    assert not MACHINE.search("https://hall.example/work/x") and not MACHINE.search("tests/work/x")
    assert HOSTS.search("files." + "python" + "hosted.org")


def test_scripts_can_be_run(files: list[Path], root: Path, holds: Any) -> None:
    scripts = [p for p in files if p.parent.name in ("packaging", ".ci") and p.read_bytes()[:2] == b"#!"]
    assert {root / "packaging/try", root / "packaging/test", root / ".ci/run"} <= set(scripts)
    still = [path.relative_to(root) for path in scripts if not path.stat().st_mode & 0o111]
    holds([f"{path} is not executable: chmod +x" for path in still])
