"""Doors behind a lock board: what hands and accidents do to them."""

import pytest

from drivers.twins.doors import WORDS, Doors


def test_a_blocked_door_stays_open_until_it_is_freed():
    doors = Doors(12)
    assert [one.record() for one in doors.unlock([3], 0.0)] == [{"did": "opened", "door": 3}]
    doors.obey("block", "3")
    assert doors.obey("close", "3")[0].record() == {"did": "did not shut", "door": 3, "why": "blocked"}
    doors.obey("free", "3")
    assert [one.did for one in doors.obey("close-all", "")] == ["closed"]


def test_a_door_that_closes_by_itself_waits_its_time():
    doors = Doors(12, closes_after_s=5.0)
    doors.unlock([1], 10.0)
    assert (doors.wake_s(), doors.tick(14.9)) == (15.0, [])
    assert [one.did for one in doors.tick(15.0)] == ["closed"]
    assert doors.wake_s() is None


def test_every_word_is_obeyed_and_cure_frees():
    doors = Doors(12)
    for word in WORDS:
        doors.obey(word, "" if word == "close-all" else "2")
    doors.obey("jam", "1")
    doors.cure()
    assert doors.unlock([1], 0.0)[0].did == "opened"


@pytest.mark.parametrize("rest", ["", "0", "13", "two", "²", "-1"])
def test_a_door_that_is_not_there_is_refused_with_a_sentence(rest):
    with pytest.raises(ValueError, match="from 1 to 12"):
        Doors(12).obey("jam", rest)
