"""Room for many open files: a measurement with a thousand devices holds a socket for each."""

import resource

SPARE = 100


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
