"""A keyring over systemd's credentials: what `LoadCredentialEncrypted=` decrypts for one service, for its run only.

A device has no desktop and so no keyring of its own. systemd keeps the secret encrypted on disk (under the machine's
TPM where it has one) and shows it to the service in a folder in memory, `$CREDENTIALS_DIRECTORY`, as a file named
`SERVICE.NAME`. Read only: a secret comes to the machine by `systemd-creds encrypt`.
"""

import os
import re
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.compat import properties
from keyring.errors import KeyringError, PasswordSetError

FOLDER = "CREDENTIALS_DIRECTORY"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
"""What is safe as the name of a file; a credential of another name is not there."""
ABOVE_A_CHAIN = 20
"""Where systemd gives secrets, no other keyring is asked; the chain of all others stands at 10."""


class SystemdKeyring(KeyringBackend):
    """The secrets that systemd has given to this service."""

    @properties.classproperty
    def priority(cls) -> float:
        if FOLDER not in os.environ:
            raise RuntimeError(f"{FOLDER} is not set: systemd has given this process no credentials")
        return ABOVE_A_CHAIN

    def get_password(self, service: str, username: str) -> str | None:
        """The secret, without the newline at its end; None if there is none. Raises KeyringError."""
        folder = os.environ.get(FOLDER)
        if folder is None or not NAME.fullmatch(username):
            return None
        try:
            return (Path(folder) / f"{service}.{username}").read_text(encoding="utf-8").removesuffix("\n")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as fault:
            raise KeyringError(f"{service}.{username}: {type(fault).__name__}") from fault

    def set_password(self, service: str, username: str, password: str) -> None:
        raise PasswordSetError(
            f"systemd keeps secrets: systemd-creds encrypt --name={service}.{username} FILE"
            f" /etc/credstore.encrypted/{service}.{username}"
        )
