"""The broker's accounts: one secret of 256 bits for each, of which the password file holds a hash.

A line is Mosquitto's own form, `name:$7$iterations$salt$hash`, PBKDF2 with SHA-512. Nobody guesses 256 bits, however
fast a guess is; the iterations are Mosquitto's default and stay low, so that five hundred devices that come back at
once do not wait for the broker's one thread.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping

SECRET_BYTES = 32
ITERATIONS = 101
SALT_BYTES, HASH_BYTES = 12, 64
KIND = "7"
"""PBKDF2 with SHA-512, in Mosquitto's numbering."""


def new_secret() -> str:
    """A secret as a device sends it: 43 characters of letters, digits, - and _."""
    return secrets.token_urlsafe(SECRET_BYTES)


def entry(secret: str) -> str:
    """What the password file says of an account with this secret, after the colon."""
    salt = secrets.token_bytes(SALT_BYTES)
    return "$".join(["", KIND, str(ITERATIONS), _text(salt), _text(_hash(secret, salt, ITERATIONS))])


def fits(written: str, secret: str) -> bool:
    """Whether `written`, the part of a line after the colon, is of this secret."""
    try:
        _, kind, iterations, salt, hashed = written.split("$")
        made = _hash(secret, base64.b64decode(salt), int(iterations))
        return kind == KIND and hmac.compare_digest(made, base64.b64decode(hashed))
    except ValueError:
        return False


def read(text: str) -> dict[str, str]:
    """The accounts of a password file: name to entry. A line that is none is nobody's and is left out."""
    pairs = (line.partition(":") for line in text.splitlines())
    return {name: written for name, colon, written in pairs if name and colon and written.startswith(f"${KIND}$")}


def write(accounts: Mapping[str, str]) -> str:
    """The text of the password file."""
    return "".join(f"{name}:{written}\n" for name, written in accounts.items())


def _hash(secret: str, salt: bytes, iterations: int) -> bytes:
    return hashlib.pbkdf2_hmac("sha512", secret.encode(), salt, iterations, HASH_BYTES)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
