"""Where the files of a configuration are read from: a folder, or a bundle that holds their texts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from .faults import Fault
from .loader import Document, parse, read

Read = tuple[Document | None, tuple[Fault, ...]]


class Source(Protocol):
    """The files of one configuration. Raises OSError where a folder cannot be read."""

    def names(self, folder: str = "") -> list[str]:
        """What lies at the top or in a folder, in order; nothing if there is no such folder."""

    def read(self, name: str) -> Read:
        """The document of a file (None if it cannot be read at all), and what is wrong with it as YAML."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The files as an administrator has them. What is hidden is not looked at."""

    directory: Path
    _seen: dict[str, list[str]] = field(default_factory=dict)

    def names(self, folder: str = "") -> list[str]:
        if folder not in self._seen:
            here = self.directory / folder
            found = sorted(here.iterdir()) if here.is_dir() else []
            self._seen[folder] = [path.name for path in found if not (folder and path.name.startswith("."))]
        return self._seen[folder]

    def read(self, name: str) -> Read:
        return read(self.directory / name, name)


@dataclass(frozen=True, slots=True)
class Texts:
    """The same files as texts by name, such as `items/tax.yaml`."""

    texts: Mapping[str, str]

    def names(self, folder: str = "") -> list[str]:
        inside = [name.removeprefix(f"{folder}/") for name in self.texts if not folder or name.startswith(f"{folder}/")]
        return sorted(name for name in inside if "/" not in name)

    def read(self, name: str) -> Read:
        return parse(self.texts[name].encode(), name)
