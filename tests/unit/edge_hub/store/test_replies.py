"""Replies: in the order in which they were given, found by the record before them, once each, oldest first to go."""

from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from edge_hub.store.connection import open_writer, query
from edge_hub.store.replies import Given, Replies, given
from edge_hub.store.schema import STEPS, upgrade


@pytest.fixture
def db(tmp_path: Path) -> Iterator[apsw.Connection]:
    connection = open_writer(tmp_path / "a.db")
    upgrade(connection)
    yield connection
    connection.close()


def one(cmd_id: str, seq: int, wall_ms: int = 0, reply: bytes = b"{}") -> Given:
    return (cmd_id, "tm-1", b"d", reply, None, seq, wall_ms)


def say(db: apsw.Connection, replies: Replies, *those: Given) -> None:
    with db:
        for each in those:
            replies.add(each)
        replies.write()
    replies.settle()


def names(those: list[Given]) -> list[tuple[str, int]]:
    return [(each[0], each[5]) for each in those]


def test_they_are_found_by_the_record_before_them_in_the_order_in_which_they_were_given(db: apsw.Connection) -> None:
    replies = Replies(db)
    say(db, replies, one("z", 0), one("y", 0))
    say(db, replies, one("c", 7), one("b", 7))
    say(db, replies, one("a", 7), one("d", 9))
    assert names(given(db, 0, 9, 100)) == [("z", 0), ("y", 0), ("c", 7), ("b", 7), ("a", 7), ("d", 9)]
    assert names(given(db, 7, 8, 100)) == [("c", 7), ("b", 7), ("a", 7)]
    assert names(given(db, 7, 9, 2)) == [("c", 7), ("b", 7)]
    assert given(db, 1, 6, 100) == [] == given(db, 10, 99, 100)


def test_their_order_goes_on_after_a_restart_and_after_what_was_taken_back(db: apsw.Connection) -> None:
    say(db, Replies(db), one("a", 5))
    again = Replies(db)
    again.add(one("never said", 5))
    again.take_back()
    assert again.known("never said") is None
    say(db, again, one("b", 5))
    assert names(given(db, 5, 5, 9)) == [("a", 5), ("b", 5)]


def test_those_of_another_hub_are_kept_once_and_in_their_order(db: apsw.Connection) -> None:
    replies, theirs = Replies(db), [one("a", 3), one("b", 3, reply=b"first")]
    for more in ([], [one("b", 3, reply=b"second"), one("c", 4), one("c", 4)]):
        with db:
            replies.adopt([*theirs, *more])
            replies.write()
        replies.settle()
    assert names(given(db, 0, 9, 9)) == [("a", 3), ("b", 3), ("c", 4)]
    replies.look_up(["b"])
    known = replies.known("b")
    assert known is not None and known.reply == b"first"


def test_a_flood_of_refusals_after_one_record_does_not_reach_the_next(db: apsw.Connection) -> None:
    replies = Replies(db)
    say(db, replies, *(one(f"no-{n}", 1) for n in range(3000)), one("yes", 2))
    assert len(given(db, 1, 1, 5000)) == 3000 and names(given(db, 2, 2, 5000)) == [("yes", 2)]


def test_the_oldest_go_first_and_a_younger_one_behind_an_odd_clock_stays(db: apsw.Connection) -> None:
    replies = Replies(db)
    say(db, replies, one("a", 1, 10), one("b", 2, 20), one("far ahead", 3, 9000), one("c", 4, 30))
    assert replies.forget(25, 1) == 1 and replies.forget(25, 9) == 1 and replies.forget(25, 9) == 0
    assert names(given(db, 0, 9, 9)) == [("far ahead", 3), ("c", 4)]


def test_an_older_file_keeps_its_replies_under_the_record_before_them(tmp_path: Path) -> None:
    """The step to places, with what lay there before it."""
    at = next(nth for nth, step in enumerate(STEPS) if any("placed_command" in statement for statement in step))
    old = open_writer(tmp_path / "old.db")
    for statement in [each for step in STEPS[:at] for each in step]:
        query(old, statement)
    query(old, f"PRAGMA user_version={at}")
    for cmd_id, seq in (("b", 2), ("a", 2), ("c", 1)):
        query(old, "INSERT INTO command_dedup VALUES(?, 'tm-1', x'00', x'7b7d', 't-1', ?, 5)", (cmd_id, seq))
    upgrade(old)
    assert names(given(old, 0, 9, 9)) == [("c", 1), ("a", 2), ("b", 2)]
    replies = Replies(old)
    assert replies.ticket_of("a") == "t-1" and replies.ticket_of("nobody") is None
    say(old, replies, one("d", 2))
    assert names(given(old, 2, 2, 9))[-1] == ("d", 2)
    old.close()
