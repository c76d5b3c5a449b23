"""One command given to a running hub from a shell, as a console device; the answer or a sentence why there is none."""

import json
import sys
import tempfile
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event
from typing import NoReturn

from edge_hub.client.answers import NoReply
from edge_hub.client.hub_client import HubClient
from edge_hub.client.link import Link
from edge_hub.contract.envelope import AnyCommand, Reply

BROKER_TIMEOUT_S, HUB_TIMEOUT_S = 3.0, 5.0
"""A hub that lives is heard within two heartbeats."""
REPLY_TIMEOUT_S = 10.0


def ask(hall: str, device: str, broker: tuple[str, int], body: AnyCommand) -> Reply:
    """The hub's reply, a "no" included. Exits with a sentence when hub or broker cannot be reached."""
    up = Event()
    answers: SimpleQueue[Reply | NoReply] = SimpleQueue()
    with tempfile.TemporaryDirectory(prefix="hall-console-") as state:
        client = HubClient(
            hall, device, [broker], [], lambda snapshot: None,
            lambda link: up.set() if link is Link.UP else None, state=Path(state),
        )  # fmt: skip
        client.start()
        try:
            if not up.wait(BROKER_TIMEOUT_S) and (
                client.link is Link.NO_BROKER or not up.wait(HUB_TIMEOUT_S - BROKER_TIMEOUT_S)
            ):
                _away(client.link, broker)
            client.send(body, answers.put, timeout_s=REPLY_TIMEOUT_S)
            answer = answers.get(timeout=REPLY_TIMEOUT_S + 1)
        except Empty:
            _away(client.link, broker)
        finally:
            client.stop()
    if isinstance(answer, NoReply):
        print(f"hall: {answer.words.en}", file=sys.stderr)
        sys.exit(1)
    return answer


def show(reply: Reply) -> None:
    """Print the result as JSON, or the reason on stderr with exit code 1."""
    if not reply.ok:
        words = reply.words
        print(f"hall: {reply.reason}: {words.zh} {words.en}" if words else f"hall: {reply.reason}", file=sys.stderr)
        sys.exit(1)
    print(json.dumps(reply.result or {"ok": True}, ensure_ascii=False, indent=2))


def _away(link: Link, broker: tuple[str, int]) -> NoReturn:
    host, port = broker
    what = (
        f"no broker answers at {host}:{port}" if link is Link.NO_BROKER else "the broker answers, but no hub is heard"
    )
    print(f"hall: {what}. Is the hall running, and is --broker right?", file=sys.stderr)
    sys.exit(1)
