"""Room for what a practice day or a measurement needs: a folder that can be written, and many open files, since a
thousand devices hold a socket each."""

import resource
from pathlib import Path
from tempfile import TemporaryFile

SPARE = 100


class NoFolder(Exception):
    """A folder cannot be made or written; the text names it and the cause."""


def folder_for(path: Path) -> Path:
    """The folder, made if it is missing for this account alone, and tried. Raises NoFolder."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        with TemporaryFile(dir=path):
            return path
    except OSError as fault:
        raise NoFolder(f"{path} cannot be used: {fault.strerror}. Name a folder that you may write.") from fault


class NoRoomForFiles(Exception):
    """The machine does not let this account open so many; the text says the cure."""


def room_for(files: int) -> None:
    """Let this process, and what it starts from now on, open so many. Raises NoRoomForFiles."""
    wanted = files + SPARE
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return
    if hard != resource.RLIM_INFINITY and hard < wanted:
        raise NoRoomForFiles(f"{wanted} open files are needed, {hard} are allowed here. Cure: ulimit -Hn {wanted}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
