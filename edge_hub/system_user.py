"""Which user of the system the broker runs as: Mosquitto started by root becomes it, and must then read its files."""

import getpass
import os
import pwd

from .refusal import refuse

PACKAGED = "mosquitto"
"""The user of Debian's package."""


def broker_user(asked: str | None) -> tuple[str, bool]:
    """The user, and whether its files must be given to it: it is somebody else. Whoever is not root can only let its
    group read, and must be a member of that."""
    root = os.geteuid() == 0
    user = asked or (PACKAGED if root else _caller())
    try:
        group = pwd.getpwnam(user).pw_gid
    except KeyError:
        refuse(f"--user: this machine has no user “{user}”; is the broker installed?")
    if root or user == _caller():
        return user, root and user != "root"
    if group not in (os.getegid(), *os.getgroups()):
        refuse(f"--user {user}: you are no member of its group, so it could not read what is written for it")
    return user, True


def _caller() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        refuse("you have no name on this machine: say with --user as whom the broker runs")
