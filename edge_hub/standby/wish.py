"""The wish that a standby becomes the hub: who, why and when. It waits as a file in the standby's folder until the
standby sees it, goes on as a part of the mark of a new reign, and ends in the record that begins that reign.

A file that names nobody (an empty one, as it was once enough) is taken away and told, and the standby follows on.
"""

import json
import logging
import os
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from edge_hub.contract.base import Ms, Strict
from edge_hub.store.backup import RESTORED

log = logging.getLogger(__name__)
PROMOTE = "promote"
"""A file in the standby's folder: become the hub."""
WHY_MAX = 500
NAMELESS = (
    "The file %s does not say who wants this machine to be the hub, and why; it was taken away, and nothing is changed."
    " A manager says it by `hall standby promote --by STAFF --why WORDS`."
)
AGREED = "automatic: the hub was not heard any more, and the witness agreed"


class Wish(Strict):
    """That this machine becomes the hub."""

    by: Annotated[str, Field(max_length=64)]
    """A staff number; empty: this machine by itself, with the witness's voice."""
    why: Annotated[str, Field(min_length=1, max_length=WHY_MAX)]
    at_ms: Ms


def ask_for(data: Path, wish: Wish) -> None:
    """A person's wish, durable and whole before the standby can see it."""
    _write(data / PROMOTE, wish.model_dump_json())


def asked(data: Path) -> Wish | None:
    """The wish of a person that waits in a folder; None if there is none that counts."""
    path = data / PROMOTE
    try:
        wish = Wish.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError):
        wish = None
    if wish is None or not wish.by:
        path.unlink(missing_ok=True)
        log.warning(NAMELESS, path)
        return None
    return wish


def begin_reign(data: Path, wish: Wish) -> None:
    """The next hub on this folder begins a new epoch and leaves numbers free, as after a restore."""
    _write(data / RESTORED, json.dumps({"from": "standby", "wish": wish.model_dump()}))


def of_reign(data: Path) -> Wish | None:
    """Whose wish the reign is that begins here; None where it comes from a backup."""
    try:
        return Wish.model_validate(json.loads((data / RESTORED).read_bytes())["wish"])
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _write(path: Path, text: str) -> None:
    arriving = path.with_name(f"{path.name}.arriving")
    with arriving.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    arriving.rename(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
