"""A folder of files that only their owner may read, each replaced whole or not at all, and only if it changes."""

import os
import pwd
import shutil
from dataclasses import dataclass, field
from pathlib import Path

MODE, FOLDER_MODE = 0o600, 0o700
GROUP_MODE = 0o640
OPEN_FOLDER_MODE = 0o711
"""Of the folder that the broker's own user must pass through: what lies in it is closed by itself."""


@dataclass(slots=True)
class Folder:
    """Writes below `path`."""

    path: Path
    changed: list[str] = field(default_factory=list)
    """What this run wrote or removed, by name."""

    def read(self, name: str) -> str | None:
        """The text of a file; None if there is none."""
        try:
            return (self.path / name).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None

    def write(self, name: str, text: str, *, owner: str | None = None) -> None:
        """Make the file say `text`, on disk before this returns. The same text again changes nothing. `owner` is the
        user who alone shall read it; None leaves it with whoever writes it."""
        target = self.path / name
        _make(self.path, OPEN_FOLDER_MODE)
        _make(target.parent, FOLDER_MODE)
        if self.read(name) == text:
            target.chmod(MODE)
        else:
            self._replace(target, text)
            self.changed.append(name)
        if owner is not None:
            _give(target, owner)

    def remove(self, name: str) -> None:
        if (self.path / name).exists():
            (self.path / name).unlink()
            self.changed.append(name)

    def names(self, below: str) -> list[str]:
        """The files in one folder of it."""
        return sorted(one.name for one in (self.path / below).glob("*") if one.is_file())

    def _replace(self, target: Path, text: str) -> None:
        fresh = target.with_name(f".{target.name}.new")
        fresh.unlink(missing_ok=True)
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(target)
        place = os.open(target.parent, os.O_RDONLY)
        os.fsync(place)
        os.close(place)


def _give(target: Path, owner: str) -> None:
    """To its owner; whoever is not root can only let the owner's group read, of which it must be a member."""
    if os.geteuid() == 0:
        shutil.chown(target, owner)
    else:
        os.chown(target, -1, pwd.getpwnam(owner).pw_gid)
        target.chmod(GROUP_MODE)


def _make(folder: Path, mode: int) -> None:
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(mode)  # whatever the umask is
