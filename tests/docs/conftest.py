"""What the tests of the docs share: every README of the checkout, its code blocks, commands, links and headings."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FENCED = re.compile(r"^(`{3,})(\w*)\n(.*?)^\1\s*$", re.DOTALL | re.MULTILINE)
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
SHELL = ("sh", "bash", "shell", "console")
OUR_COMMANDS = ("hall", "packaging/try", "packaging/test")
AFTER = ("|", "||", "&&", ">", ">>", "<", ";", "&", "2>&1")


@dataclass(frozen=True, slots=True)
class Page:
    """One README."""

    path: Path
    text: str

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def prose(self) -> str:
        """The text without code blocks and comments."""
        return COMMENT.sub("", FENCED.sub("", self.text))

    @property
    def spans(self) -> list[str]:
        return SPAN.findall(self.prose)

    @property
    def links(self) -> list[str]:
        return LINK.findall(self.prose)

    @property
    def headings(self) -> list[tuple[int, str]]:
        lines = re.findall(r"^(#+) (.+)$", self.prose, re.MULTILINE)
        return [(len(marks), words) for marks, words in lines]

    @property
    def shell_lines(self) -> list[str]:
        """Every command line in the code blocks, without prompts, comments and broken lines."""
        blocks = "".join(body for _, kind, body in FENCED.findall(self.text) if kind in SHELL)
        lines = (line.strip().removeprefix("$ ") for line in blocks.replace("\\\n", " ").splitlines())
        return [line for line in lines if line and not line.startswith("#")]

    @property
    def commands(self) -> list[list[str]]:
        """Our own commands in code blocks and in code spans, as words."""
        return list(our_commands([*self.shell_lines, *self.spans]))


def our_commands(lines: list[str]) -> Iterator[list[str]]:
    for line in lines:
        bare = line.split(" # ")[0].strip()
        if bare.split(" ")[0] not in OUR_COMMANDS:
            continue
        try:
            words = shlex.split(bare)
        except ValueError:  # an apostrophe in a sentence
            continue
        end = next((i for i, word in enumerate(words) if word in AFTER), len(words))
        shown = [word.strip("[]") for word in words[:end]]
        shown = [word for word in shown if set(word) - set(".…")]
        if shown != ["hall"]:
            yield shown


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def pages() -> list[Page]:
    hidden = (".venv", "build", "dist", ".pytest_cache", "node_modules")
    found = [path for path in sorted(ROOT.rglob("README*.md")) if not set(path.relative_to(ROOT).parts) & set(hidden)]
    return [Page(path, path.read_text(encoding="utf-8")) for path in found]


@pytest.fixture(scope="session")
def readme(pages: list[Page]) -> Page:
    return next(page for page in pages if page.name == "README.md")


@pytest.fixture(scope="session")
def readme_zh(pages: list[Page]) -> Page:
    return next(page for page in pages if page.name == "README.zh-CN.md")
