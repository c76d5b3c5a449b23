"""One command given to a running hub from a shell, as a console device; the answer or a sentence why there is none."""

import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event
from typing import Any, NoReturn, Protocol

from edge_hub.client.answers import NoReply
from edge_hub.client.hub_client import HubClient
from edge_hub.client.link import Link
from edge_hub.contract import topics
from edge_hub.contract.base import Snapshot
from edge_hub.contract.desk import SignInDesk, SignOutDesk
from edge_hub.contract.envelope import AnyCommand, Reply
from edge_hub.contract.reasons import Reason
from edge_hub.contract.window import SignedIn

from . import desk_session, meant
from .opening import Way
from .telling import told

BROKER_TIMEOUT_S, HUB_TIMEOUT_S = 3.0, 5.0
"""A hub that lives is heard within two heartbeats."""
REPLY_TIMEOUT_S = 10.0
HOW_TO_SIGN_IN = (
    "用 hall desk sign-in 登录，或用 --clerk 写明是谁。 Sign in with hall desk sign-in, or name who it is with --clerk."
)


class Ask(Protocol):
    """Gives one command, in a session if one is named."""

    def __call__(self, body: AnyCommand, session: str | None = None) -> Reply: ...


def ask(
    hall: str, device: str, way: Way, body: AnyCommand, guide: SignInDesk | None = None, watch: Sequence[str] = (),
    on_snapshot: Callable[[Snapshot], None] | None = None,
) -> Reply:  # fmt: skip
    """The hub's reply, a "no" included. With a guide who signs in for this one command and leaves again; else in the
    session that this machine keeps of the console (`hall desk sign-in`), if there is one. Exits with a sentence when
    hub or broker cannot be reached."""
    with talk(hall, device, way, watch, on_snapshot) as put:
        if guide is None:
            return put(body, desk_session.kept(hall, device))
        signed_in = put(guide)
        if not signed_in.ok:
            return signed_in
        session = SignedIn.model_validate(signed_in.result).session
        reply = put(body, session)
        put(SignOutDesk(), session)
        return reply


@contextmanager
def in_session(hall: str, device: str, way: Way, guide: SignInDesk | None) -> Iterator[str | None]:
    """A session for what somebody does in a connection of its own: of the guide, who leaves afterwards, else the one
    that is kept here. A device has one connection at a time."""
    if guide is None:
        yield desk_session.kept(hall, device)
        return
    with talk(hall, device, way) as put:
        session = SignedIn.model_validate(granted(put(guide))).session
    try:
        yield session
    finally:
        with talk(hall, device, way) as put:
            put(SignOutDesk(), session)


def sign_in(hall: str, device: str, way: Way, guide: SignInDesk) -> SignedIn:
    """Sit down at the console until `sign_out`, the hub's idle limit or the day's end."""
    with talk(hall, device, way) as put:
        signed_in = SignedIn.model_validate(granted(put(guide)))
    desk_session.keep(hall, device, signed_in.session)
    return signed_in


def sign_out(hall: str, device: str, way: Way) -> Reply:
    with talk(hall, device, way) as put:
        reply = put(SignOutDesk(), desk_session.kept(hall, device))
    desk_session.forget(hall, device)
    return reply


@contextmanager
def listening(
    hall: str, device: str, way: Way, on_snapshot: Callable[[Snapshot], None], on_link: Callable[[Link], None],
    asides: Mapping[str, Callable[[bytes], None]] | None = None,
) -> Iterator[HubClient]:  # fmt: skip
    """A console that hears how the devices on wires are, whether or not the hall answers."""
    with tempfile.TemporaryDirectory(prefix="hall-console-") as state:
        client = HubClient(
            hall, device, [way.address], [topics.wired_states(hall, "+")], on_snapshot, on_link, state=Path(state),
            login=way.login, asides=asides,
        )  # fmt: skip
        client.start()
        try:
            yield client
        finally:
            client.stop()


@contextmanager
def talk(
    hall: str, device: str, way: Way, watch: Sequence[str] = (), on_snapshot: Callable[[Snapshot], None] | None = None
) -> Iterator[Ask]:
    """As `ask`, for several commands one after another."""
    answers: SimpleQueue[Reply | NoReply] = SimpleQueue()
    with _linked(hall, device, way, watch, on_snapshot) as client:

        def put(body: AnyCommand, session: str | None = None) -> Reply:
            client.send(body, answers.put, session=session, timeout_s=REPLY_TIMEOUT_S)
            try:
                answer = answers.get(timeout=REPLY_TIMEOUT_S + 1)
            except Empty:
                away(client, device, way)
            if isinstance(answer, NoReply):
                print(f"hall: {answer.words.zh} {answer.words.en}", file=sys.stderr)
                sys.exit(1)
            return answer

        yield put


def now_of(hall: str, device: str, way: Way) -> int:
    """What time it is in the hall, by its hub."""
    with _linked(hall, device, way) as client:
        return client.hall_now_ms()


@contextmanager
def _linked(
    hall: str, device: str, way: Way, watch: Sequence[str] = (), on_snapshot: Callable[[Snapshot], None] | None = None
) -> Iterator[HubClient]:
    """A console that hears the hub; exits with a sentence when hub or broker cannot be reached."""
    up = Event()
    with tempfile.TemporaryDirectory(prefix="hall-console-") as state:
        client = HubClient(
            hall, device, [way.address], watch, on_snapshot or (lambda snapshot: None),
            lambda link: up.set() if link is Link.UP else None, state=Path(state), login=way.login,
        )  # fmt: skip
        client.start()
        try:
            if not up.wait(BROKER_TIMEOUT_S) and (
                client.link is Link.NO_BROKER or not up.wait(HUB_TIMEOUT_S - BROKER_TIMEOUT_S)
            ):
                away(client, device, way)
            yield client
        finally:
            client.stop()


def granted(reply: Reply, body: AnyCommand | None = None, hall: str = "") -> Any:
    """The result, or the reason on stderr with exit code 1, and which word of `body` is perhaps misspelt."""
    if not reply.ok:
        words = reply.words
        print(f"hall: {reply.reason}: {words.zh} {words.en}" if words else f"hall: {reply.reason}", file=sys.stderr)
        for line in meant.hints(str(reply.reason), body, hall):
            print(f"hall: {line}", file=sys.stderr)
        if reply.reason == Reason.NOT_SIGNED_IN:
            print(f"hall: {HOW_TO_SIGN_IN}", file=sys.stderr)
        sys.exit(1)
    return reply.result


def show(reply: Reply, body: AnyCommand, hall: str, *, as_json: bool = False) -> None:
    """Print what became of a command, for a person or a program; or the reason on stderr with exit code 1."""
    result = granted(reply, body, hall)
    if as_json:
        print(json.dumps(result or {"ok": True}, ensure_ascii=False, indent=2))
    else:
        print(told(body, result, terminal=sys.stdout.isatty()))


def away(client: HubClient, device: str, way: Way) -> NoReturn:
    """Say why there is no answer, and end with 1."""
    where = f"{way.address.host}:{way.address.port}"
    if client.refused:
        what = (
            f"{where} 的消息服务器不让 {device} 接入，请核对 --credential。"
            f" the broker at {where} does not let {device} in. Is --credential right, and is it this device's?"
        )
    elif client.link is Link.NO_BROKER:
        what = (
            f"{where} 没有消息服务器应答，请核对 --broker，或大厅系统没有启动。"
            f" no broker answers at {where}. Is the hall running, and is --broker right?"
        )
    else:
        what = (
            "消息服务器有应答，但听不到大厅主机，请核对 --broker，或主机没有启动。"
            " the broker answers, but no hub is heard. Is the hall running, and is --broker right?"
        )
    print(f"hall: {what}", file=sys.stderr)
    sys.exit(1)
