"""The state of the link, from connections, heartbeats and silence."""

from edge_hub.client.link import Link, LinkWatch


def beating(beat_s: float = 2.0) -> LinkWatch:
    watch = LinkWatch()
    watch.joined()
    watch.beat(100.0, beat_s)
    return watch


def test_at_first_there_is_no_broker() -> None:
    assert LinkWatch().at(0.0) is Link.NO_BROKER


def test_a_broker_alone_is_not_the_hub() -> None:
    watch = LinkWatch()
    watch.joined()
    assert watch.at(0.0) is Link.NO_HUB


def test_a_heartbeat_makes_the_link_until_the_hub_is_silent_for_five_seconds() -> None:
    watch = beating()
    assert watch.at(104.999) is Link.UP
    assert watch.at(105.0) is Link.NO_HUB
    assert watch.due_s() == 105.0


def test_a_hub_that_beats_slowly_has_two_and_a_half_beats() -> None:
    watch = beating(beat_s=4.0)
    assert watch.at(109.9) is Link.UP and watch.at(110.0) is Link.NO_HUB


def test_the_hub_comes_back_with_its_next_beat() -> None:
    watch = beating()
    assert watch.at(200.0) is Link.NO_HUB
    watch.beat(200.5, 2.0)
    assert watch.at(201.0) is Link.UP


def test_a_farewell_or_last_will_counts_at_once() -> None:
    watch = beating()
    watch.down()
    assert watch.at(100.1) is Link.NO_HUB and watch.due_s() is None


def test_beats_of_the_last_connection_do_not_count_for_the_next() -> None:
    watch = beating()
    watch.lost()
    assert watch.at(101.0) is Link.NO_BROKER
    watch.joined()
    assert watch.at(101.0) is Link.NO_HUB
