"""Which snapshots the terminals of a window watch, and where their texts lie."""

from pathlib import Path
from typing import TYPE_CHECKING

from configs.faults import ConfigError, Fault
from edge_hub.contract import topics

if TYPE_CHECKING:
    from configs.bootstrap import Bootstrap

TEXTS = Path(__file__).parent / "texts"
NO_WINDOW = "is missing: a pad or window screen belongs to a window; add a line such as  window: w01"


def window_of(boot: "Bootstrap", file: Path | None = None) -> str:
    """The window that the device belongs to. Raises ConfigError if the bootstrap file names none."""
    if boot.window is None:
        raise ConfigError([Fault(str(file or boot.device), 0, "window", NO_WINDOW)])
    return boot.window


def watch_all(boot: "Bootstrap") -> tuple[str, ...]:
    """The window, the names of the hall, its items and its lines, and who is to be fetched: what a call pad draws."""
    return (
        topics.guided(boot.hall, boot.device),
        topics.window_now(boot.hall, window_of(boot)),
        topics.directory(boot.hall),
        topics.lines(boot.hall),
        topics.catalogue(boot.hall, "+"),
    )


def watch_window(boot: "Bootstrap") -> tuple[str, ...]:
    """The window and the names of the hall: what a rating pad and a window screen draw."""
    return (topics.window_now(boot.hall, window_of(boot)), topics.directory(boot.hall))
