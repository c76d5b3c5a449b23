"""Snapshots never go back, and the voice of a replaced hub is not heard."""


import pytest
from fakes.quiet import Expect

from edge_hub.client.heard import MODELS, Heard, model_of
from edge_hub.contract import topics
from edge_hub.contract.base import Snapshot
from edge_hub.contract.codec import encode
from edge_hub.contract.hall import Board, Catalogue, HubStatus, Lines
from edge_hub.contract.window import WindowNow

LINES = topics.lines("pu")
HUB = topics.hub("pu")


def lines(epoch: int, seq: int) -> bytes:
    return encode(Lines(epoch=epoch, seq=seq, waiting=0, items={}, departments={}))


def status(epoch: int, seq: int, up: bool = True) -> bytes:
    return encode(HubStatus(epoch=epoch, seq=seq, up=up, hall="pu", hub="h1"))


def test_every_retained_topic_of_the_hub_has_its_model() -> None:
    said = {row.pattern.removeprefix("h/{hall}/"): row.carries for row in topics.TABLE if row.writes.startswith("hub")}
    said.pop("down/{device}/reply")
    assert said == {pattern: model.__name__ for pattern, model in MODELS.items()}


@pytest.mark.parametrize(
    ("topic", "model"),
    [
        (topics.catalogue("pu", "tax"), Catalogue),
        (topics.window_now("pu", "w01"), WindowNow),
        (topics.board("pu"), Board),
        ("h/pu/state/public/weather", None),
        ("h/pu/state/window/now", None),
        ("x/pu/state/public/lines", None),
        ("", None),
    ],
)
def test_a_topic_names_its_model(topic: str, model: type[Snapshot] | None) -> None:
    assert model_of(topic) is model


def test_an_older_picture_is_ignored_and_the_same_again_is_welcome() -> None:
    heard = Heard()
    assert heard.snapshot(LINES, lines(1, 7)) is not None
    assert heard.snapshot(LINES, lines(1, 6)) is None
    assert heard.snapshot(LINES, lines(1, 7)) is not None
    assert heard.snapshot(topics.board("pu"), encode(Board(epoch=1, seq=2, now=(), recent=()))) is not None
    assert heard.stale == 1


def test_a_hub_of_a_higher_epoch_begins_anew() -> None:
    heard = Heard()
    heard.snapshot(LINES, lines(1, 900))
    heard.snapshot(HUB, status(2, 3))
    assert heard.epoch == 2
    assert heard.snapshot(LINES, lines(2, 4)) is not None
    assert heard.snapshot(LINES, lines(2, 3)) is None


def test_nothing_of_a_lower_epoch_is_heard_on_any_topic_again() -> None:
    heard = Heard()
    heard.snapshot(HUB, status(3, 1))
    assert heard.snapshot(LINES, lines(2, 9999)) is None
    assert heard.snapshot(HUB, status(2, 9999)) is None
    assert heard.snapshot(HUB, status(2, 0, up=False)) is None
    assert not heard.admits(2) and heard.admits(3) and heard.admits(4) and not heard.admits(3)


def test_a_last_will_is_heard_although_its_sequence_is_old() -> None:
    heard = Heard()
    heard.snapshot(HUB, status(1, 500))
    will = heard.snapshot(HUB, status(1, 0, up=False))
    assert isinstance(will, HubStatus) and not will.up
    assert heard.snapshot(HUB, status(1, 499)) is None
    assert heard.snapshot(HUB, status(1, 500)) is not None


@pytest.mark.parametrize("payload", [b"", b"{", b"[]", b'{"epoch":1}', b"\xff\xfe", b'{"epoch":"x","seq":1}', b"1e999"])
def test_what_cannot_be_read_is_counted_and_told_once_a_topic(payload: bytes, expects_warning: Expect) -> None:
    expects_warning("cannot be read", times=1)
    heard = Heard()
    assert [heard.snapshot(LINES, payload) for _ in range(3)] == [None] * 3
    assert heard.unreadable == 3


def test_a_field_of_a_newer_hub_does_not_disturb() -> None:
    payload = lines(1, 1).replace(b'"waiting":0', b'"waiting":0,"mood":"good"')
    assert heard_waiting(payload) == 0


def heard_waiting(payload: bytes) -> int:
    snapshot = Heard().snapshot(LINES, payload)
    assert isinstance(snapshot, Lines)
    return snapshot.waiting
