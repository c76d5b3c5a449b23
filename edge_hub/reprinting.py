"""`hall ticket reprint`: ask for a slip once more, and wait until the machine has said what became of it."""

import sys
import tempfile
from pathlib import Path
from queue import Empty, SimpleQueue

from edge_hub.client.answers import NoReply
from edge_hub.client.hub_client import HubClient
from edge_hub.client.link import Link
from edge_hub.contract import topics
from edge_hub.contract.base import Snapshot
from edge_hub.contract.device import Desk
from edge_hub.contract.envelope import Reply
from edge_hub.contract.reprint import PENDING, Reprint, ReprintSlip, ReprintState

from .desk_lines import reprint_line
from .opening import Way
from .support import HUB_TIMEOUT_S, REPLY_TIMEOUT_S, away, granted

ENDED_S = 90.0
"""Longer than the hub waits for the machine, all in all."""
Heard = Link | Reply | NoReply | Desk


def reprint(hall: str, device: str, way: Way, body: ReprintSlip, session: str | None = None) -> None:
    """Print one line for each step. Exits with 1 unless the slip came out."""
    heard: SimpleQueue[Heard] = SimpleQueue()

    def snapshot_came(snapshot: Snapshot) -> None:
        if isinstance(snapshot, Desk):
            heard.put(snapshot)

    with tempfile.TemporaryDirectory(prefix="hall-console-") as state:
        client = HubClient(
            hall, device, [way.address], [topics.desk(hall)], snapshot_came, heard.put, state=Path(state),
            login=way.login,
        )  # fmt: skip
        client.start()
        try:
            while heard.get(timeout=HUB_TIMEOUT_S) is not Link.UP:
                pass
            client.send(body, heard.put, session=session, timeout_s=REPLY_TIMEOUT_S)
            ended = _follow(heard, body, hall)
        except Empty:
            away(client, device, way)
        finally:
            client.stop()
    if ended.state is not ReprintState.PRINTED:
        sys.exit(1)


def _follow(heard: "SimpleQueue[Heard]", body: ReprintSlip, hall: str) -> Reprint:
    """The reprint as it ended. A desk that was told before the reply may have it already."""
    desk, request, last = None, None, ""
    while True:
        one = heard.get(timeout=ENDED_S)
        if isinstance(one, NoReply):
            print(f"hall: {one.words.zh} {one.words.en}", file=sys.stderr)
            sys.exit(1)
        if isinstance(one, Reply):
            request = Reprint.model_validate(granted(one, body, hall)).request
        if isinstance(one, Desk):
            desk = one
        found = next((it for it in desk.reprints if it.request == request), None) if desk is not None else None
        if found is not None:
            line = reprint_line(found)
            if line != last:
                print(line, flush=True)
            last = line
            if found.state not in PENDING:
                return found
