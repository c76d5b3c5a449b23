"""`hall desk show`: what needs a hand now, as the guide desk would be told, from any shell of the hall's network."""

import tempfile
from pathlib import Path
from queue import Empty, SimpleQueue

from edge_hub.client.hub_client import HubClient
from edge_hub.contract import topics
from edge_hub.contract.base import Snapshot
from edge_hub.contract.device import Desk

from .desk_lines import describe
from .opening import Way
from .support import away

ANSWER_TIMEOUT_S = 8.0


def watch(hall: str, device: str, way: Way, once: bool) -> None:
    """Print the desk's snapshot whenever it changes; with `once` the first and end."""
    told: SimpleQueue[Desk] = SimpleQueue()

    def heard(snapshot: Snapshot) -> None:
        if isinstance(snapshot, Desk):
            told.put(snapshot)

    with tempfile.TemporaryDirectory(prefix="hall-console-") as state:
        client = HubClient(
            hall, device, [way.address], [topics.desk(hall)], heard, lambda link: None, state=Path(state),
            login=way.login,
        )  # fmt: skip
        client.start()
        last = ""
        try:
            while True:
                desk = told.get(timeout=ANSWER_TIMEOUT_S if once or not last else None)
                text = describe(desk)
                if text != last:
                    print(text, flush=True)
                last = text
                if once:
                    return
        except Empty:
            away(client, device, way)
        except KeyboardInterrupt:
            return
        finally:
            client.stop()
