"""The topic table: who writes what, who may read it, and whether it is retained. Printed into README.md beside it.

`state/public/#` is for every device, `state/window/{w}/#` for the devices bound to that window, `state/staff/#` for
guide and managers; a ticket's story only goes to the device that asked. The broker's access list is printed from this
table (`edge_hub/broker/acl.py`): a topic that stands not here can be neither written nor read in a hall.
"""

from dataclasses import dataclass
from enum import StrEnum

ROOT = "h"


class Party(StrEnum):
    """Who may write or read a topic."""

    HUB = "hub"
    DEVICE = "that device"
    EVERYONE = "every device"
    OF_WINDOW = "devices of that window"
    STAFF = "guide and managers"


@dataclass(frozen=True, slots=True)
class TopicRow:
    """One row of the topic table; `how` says more about the writing."""

    pattern: str
    writes: Party
    reads: tuple[Party, ...]
    retained: bool
    carries: str
    how: str = ""


HUB, DEVICE, EVERYONE, OF_WINDOW, STAFF = Party

TABLE: tuple[TopicRow, ...] = (
    TopicRow("h/{hall}/up/{device}/cmd", DEVICE, (HUB,), False, "Command"),
    TopicRow("h/{hall}/up/{device}/status", DEVICE, (HUB,), True, "DeviceStatus", how="birth and last will"),
    TopicRow("h/{hall}/down/{device}/reply", HUB, (DEVICE,), False, "Reply"),
    TopicRow("h/{hall}/down/{device}/reprints", HUB, (DEVICE,), True, "Reprints"),
    TopicRow("h/{hall}/down/{device}/guided", HUB, (DEVICE,), True, "GuidedHere"),
    TopicRow("h/{hall}/down/{device}/wired", HUB, (DEVICE,), True, "WiredHere"),
    TopicRow("h/{hall}/ask/{device}/step", STAFF, (DEVICE,), False, "StepAsk"),
    TopicRow("h/{hall}/up/{device}/step", DEVICE, (STAFF,), False, "StepSaid"),
    TopicRow("h/{hall}/state/public/hub", HUB, (EVERYONE, HUB), True, "HubStatus", how="heartbeat and last will"),
    TopicRow("h/{hall}/state/public/directory", HUB, (EVERYONE,), True, "Directory"),
    TopicRow("h/{hall}/state/public/catalogue/{department}", HUB, (EVERYONE,), True, "Catalogue"),
    TopicRow("h/{hall}/state/public/lines", HUB, (EVERYONE,), True, "Lines"),
    TopicRow("h/{hall}/state/public/board", HUB, (EVERYONE,), True, "Board"),
    TopicRow("h/{hall}/state/public/announcements", HUB, (EVERYONE,), True, "Announcements"),
    TopicRow("h/{hall}/state/window/{window}/now", HUB, (OF_WINDOW,), True, "WindowNow"),
    TopicRow("h/{hall}/state/staff/desk", HUB, (STAFF,), True, "Desk"),
    TopicRow("h/{hall}/state/staff/wired/{device}", HUB, (STAFF,), True, "WiredStates"),
)


def command(hall: str, device: str) -> str:
    return f"{ROOT}/{hall}/up/{device}/cmd"


def commands(hall: str) -> str:
    """What the hub subscribes to for commands."""
    return f"{ROOT}/{hall}/up/+/cmd"


def device_status(hall: str, device: str) -> str:
    return f"{ROOT}/{hall}/up/{device}/status"


def device_statuses(hall: str) -> str:
    return f"{ROOT}/{hall}/up/+/status"


def reply(hall: str, device: str) -> str:
    return f"{ROOT}/{hall}/down/{device}/reply"


def reprints(hall: str, device: str) -> str:
    return f"{ROOT}/{hall}/down/{device}/reprints"


def guided(hall: str, device: str) -> str:
    return f"{ROOT}/{hall}/down/{device}/guided"


def wired(hall: str, device: str) -> str:
    return f"{ROOT}/{hall}/down/{device}/wired"


def step_ask(hall: str, device: str) -> str:
    return f"{ROOT}/{hall}/ask/{device}/step"


def step_said(hall: str, device: str) -> str:
    return f"{ROOT}/{hall}/up/{device}/step"


def wired_states(hall: str, device: str) -> str:
    return f"{ROOT}/{hall}/state/staff/wired/{device}"


def hub(hall: str) -> str:
    return f"{ROOT}/{hall}/state/public/hub"


def directory(hall: str) -> str:
    return f"{ROOT}/{hall}/state/public/directory"


def catalogue(hall: str, department: str) -> str:
    return f"{ROOT}/{hall}/state/public/catalogue/{department}"


def lines(hall: str) -> str:
    return f"{ROOT}/{hall}/state/public/lines"


def board(hall: str) -> str:
    return f"{ROOT}/{hall}/state/public/board"


def announcements(hall: str) -> str:
    return f"{ROOT}/{hall}/state/public/announcements"


def public(hall: str) -> str:
    return f"{ROOT}/{hall}/state/public/#"


def window_now(hall: str, window: str) -> str:
    return f"{ROOT}/{hall}/state/window/{window}/now"


def window_all(hall: str, window: str) -> str:
    return f"{ROOT}/{hall}/state/window/{window}/#"


def desk(hall: str) -> str:
    return f"{ROOT}/{hall}/state/staff/desk"


def from_device(topic: str) -> tuple[str, str]:
    """(device, what) of a topic below `up/`, what being `cmd` or `status`; ("", "") for any other topic."""
    parts = topic.split("/")
    return (parts[3], parts[4]) if len(parts) == 5 and parts[0] == ROOT and parts[2] == "up" else ("", "")


def table() -> str:
    """The topic table in Markdown."""
    head = ["| topic | written by | read by | retained | carries |", "|---|---|---|---|---|"]
    rows = (
        f"| `{row.pattern}` | {row.writes}{f' ({row.how})' if row.how else ''} | {', '.join(row.reads)} "
        f"| {'yes' if row.retained else 'no'} | `{row.carries}` |"
        for row in TABLE
    )
    return "\n".join([*head, *rows])


if __name__ == "__main__":
    print(table())
