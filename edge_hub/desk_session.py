"""The session of whoever has signed in at a console from this machine's shell: `hall desk sign-in` and `sign-out`.

The hub has the session and ends it (idle, day's end, somebody else); here lies only what the next command shows it, in
a file that nobody but this account reads.
"""

import os
import tempfile
from pathlib import Path


def keep(hall: str, device: str, session: str) -> None:
    """For the commands that follow. Raises OSError."""
    file = _file(hall, device)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        os.fchmod(handle, 0o600)
        out.write(session)


def kept(hall: str, device: str) -> str | None:
    """None if nobody has signed in here; whether it still counts the hub knows."""
    try:
        handle = os.open(_file(hall, device), os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(handle, encoding="ascii") as file:
            return file.read(100).strip() or None if os.fstat(handle).st_uid == os.getuid() else None
    except (OSError, UnicodeDecodeError):
        return None


def forget(hall: str, device: str) -> None:
    _file(hall, device).unlink(missing_ok=True)


def _file(hall: str, device: str) -> Path:
    """In the account's runtime folder; without one in a folder of its own among the temporary ones. Raises OSError."""
    given = os.environ.get("XDG_RUNTIME_DIR")
    folder = Path(given) if given else Path(tempfile.gettempdir()) / f"hall-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"hall.{hall}.{device}.session"
