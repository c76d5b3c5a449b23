"""The READMEs themselves: two languages that say the same, one for each folder, printed blocks that are current."""

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

FOLDERS = ("kiosk", "window_terminal", "edge_hub", "cloud_sync", "drivers", "configs", "packaging", "tests")
LINES_MAX = 120


def test_both_readmes_have_the_same_headings_in_depth_and_number(readme: Any, readme_zh: Any) -> None:
    assert [depth for depth, _ in readme.headings] == [depth for depth, _ in readme_zh.headings]


def test_both_readmes_show_the_same_commands(readme: Any, readme_zh: Any) -> None:
    bare = [[line.split(" # ")[0].strip() for line in page.shell_lines] for page in (readme, readme_zh)]
    assert bare[0] == bare[1]


def test_both_readmes_lead_to_the_same_files(readme: Any, readme_zh: Any) -> None:
    each_other = {"README.md", "README.zh-CN.md"}
    assert set(readme.links) - each_other == set(readme_zh.links) - each_other
    assert "README.zh-CN.md" in readme.links and "README.md" in readme_zh.links


def test_the_chinese_readme_is_chinese(readme_zh: Any) -> None:
    for _, heading in readme_zh.headings[1:]:
        assert any("\u4e00" <= sign <= "\u9fff" for sign in heading), heading


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_folder_has_a_readme_that_can_be_read_at_once(folder: str, root: Path) -> None:
    if not (root / folder).is_dir():
        assert folder == "cloud_sync", f"{folder}/ is missing"
        return
    page = root / folder / "README.md"
    assert page.exists(), f"{folder}/README.md: say what belongs here, what does not, which file to read first"
    lines = page.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert len(lines) <= LINES_MAX, f"{folder}/README.md has {len(lines)} lines; at most {LINES_MAX}"


def test_printed_blocks_are_what_their_commands_print_today(root: Path) -> None:
    script = [sys.executable, str(root / "tests/docs/printed_blocks.py")]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_slow_test_is_left_off_the_list_that_packaging_shows(root: Path) -> None:
    listed = subprocess.run(
        [sys.executable, str(root / "tests/docs/slow_tests.py")], capture_output=True, text=True, check=True
    ).stdout
    others = [path for path in (root / "tests").rglob("test_*.py") if path.parent.name != "docs"]
    marked = sum(path.read_text(encoding="utf-8").count("mark.slow") for path in others)
    assert 0 < len(listed.splitlines()) == marked, "mark a slow test with a decorator of its own"


def test_a_stale_printed_block_is_found_and_renewed(root: Path, tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    text = "# x\n<!-- printed by: python -c 'print(6 * 7)' -->\n```text\n41\n```\n<!-- end -->\nrest\n"
    page.write_text(text)
    script = [sys.executable, str(root / "tests/docs/printed_blocks.py")]
    assert subprocess.run([*script, str(page)], capture_output=True, check=False).returncode == 1
    subprocess.run([*script, "--write", str(page)], check=True)
    assert page.read_text() == text.replace("41", "42")
    assert subprocess.run([*script, str(page)], check=False).returncode == 0


def test_the_changelog_has_a_chapter_for_this_version(root: Path) -> None:
    version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"\n## {version}" in (root / "CHANGELOG.md").read_text(encoding="utf-8")
