"""What the hub's feed says that its standby has, over a real line and to the standby's own acknowledgements."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from fakes.loop_rig import Rig
from fakes.standby import until

from edge_hub.contract import queue as q
from edge_hub.shipping.parcel import Beat, Kept, Parcel, Standing, Welcome
from edge_hub.standby.feed import Feed
from edge_hub.standby.line import Line, dial


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    with closing(Rig(tmp_path)) as one:
        yield one


@pytest.fixture
def feed(rig: Rig) -> Iterator[Feed]:
    one = Feed(rig.directory, rig.store.hub_id, rig.store.epoch, ("127.0.0.1", 0), rig.inbox, None)
    rig.loop._committed = one.committed
    yield one
    one.close()


@pytest.fixture
def standby(feed: Feed) -> Iterator[Line]:
    """A blank one that has been welcomed."""
    line = dial(("127.0.0.1", feed.port), None, 5)
    line.say(Standing(), 5)
    assert isinstance(line.hear(5), Welcome)
    yield line
    line.close()


def next_parcel(standby: Line) -> Parcel:
    while isinstance(message := standby.hear(5), Beat):
        standby.say(Kept(seq=message.seq), 5)
    assert isinstance(message, Parcel)
    return message


def test_a_no_is_with_the_standby_only_when_it_says_so_as_a_yes_is(rig: Rig, feed: Feed, standby: Line) -> None:
    """Or the same command, asked again after a failover, could be answered otherwise."""
    rig.do("tm-1", q.TakeTicket(items=("card",)))
    parcel = next_parcel(standby)
    while not parcel.replies:
        standby.say(Kept(seq=parcel.records[-1].seq), 5)
        parcel = next_parcel(standby)
    assert feed.kept_commits < feed.commits
    standby.say(Kept(seq=rig.store.seq), 5)
    until(lambda: feed.kept_commits == feed.commits, "the ticket is there")
    seq = rig.store.seq
    no = rig.ask(rig.command("tm-1", q.TakeTicket(items=("nothing",))))
    assert not no.ok and rig.store.seq == seq
    parcel = next_parcel(standby)
    assert not parcel.records and [one.cmd_id for one in parcel.replies] == [no.id]
    assert feed.cursor.seq == seq and feed.kept_commits < feed.commits
    standby.say(Kept(seq=seq), 5)
    until(lambda: feed.kept_commits == feed.commits, "the no is there as well")


def test_a_run_that_needs_several_parcels_is_there_with_the_last_of_them(rig: Rig, feed: Feed, standby: Line) -> None:
    for _ in range(450):
        rig.do("tm-1", q.TakeTicket(items=("card",)))
    seqs = []
    while not seqs or seqs[-1] < rig.store.seq:
        assert feed.kept_commits < feed.commits
        seqs.append(next_parcel(standby).records[-1].seq)
        standby.say(Kept(seq=seqs[-1]), 5)
    until(lambda: feed.kept_commits == feed.commits, "all are there")
    assert len(seqs) > 2


def test_a_standby_that_acknowledges_what_it_was_never_sent_is_not_believed(
    rig: Rig, feed: Feed, standby: Line
) -> None:
    rig.do("tm-1", q.TakeTicket(items=("card",)))
    parcel = next_parcel(standby)
    standby.say(Kept(seq=10**9), 5)
    until(lambda: not feed.there, "its line is ended")
    assert feed.cursor.seq is not None and feed.cursor.seq < parcel.records[-1].seq
