"""Which user of the system the broker runs as: Mosquitto started by root becomes it, and must then read its files."""

import getpass
import os
import pwd

from .refusal import refuse

PACKAGED = "mosquitto"
"""The user of Debian's package."""


def broker_user(asked: str | None) -> tuple[str, bool]:
    """The user, and whether its files must be given to it (we are root and it is somebody else)."""
    root = os.geteuid() == 0
    user = asked or (PACKAGED if root else _caller())
    try:
        pwd.getpwnam(user)
    except KeyError:
        refuse(f"--user: this machine has no user “{user}”; is the broker installed?")
    return user, root and user != "root"


def _caller() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        refuse("you have no name on this machine: say with --user as whom the broker runs")
