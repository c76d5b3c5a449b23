"""Where a receiver stands, and when it is tried again."""

import random

import pytest

from edge_hub.shipping.cursor import Cursor
from edge_hub.shipping.faults import Refused, TryAgain
from edge_hub.shipping.pause import Tries


def test_a_receiver_is_believed_up_to_what_it_was_sent_and_no_further() -> None:
    cursor = Cursor()
    with pytest.raises(TryAgain):
        cursor.kept(0)  # it has not said where it stands
    cursor.stands(10)
    cursor.sent(20)
    cursor.kept(15)
    assert cursor.seq == 15
    with pytest.raises(TryAgain, match="keeps record 21, and was sent 20"):
        cursor.kept(21)
    cursor.kept(12)
    assert cursor.seq == 15, "an acknowledgement that comes late takes nothing back"


def test_a_receiver_that_lost_its_end_goes_back_and_must_be_sent_it_again() -> None:
    cursor = Cursor()
    cursor.stands(10)
    cursor.sent(20)
    cursor.kept(20)
    cursor.stands(3)
    assert cursor.seq == 3
    with pytest.raises(TryAgain):
        cursor.kept(20)


@pytest.mark.parametrize("seed", range(20))
def test_a_line_is_tried_often_and_what_was_refused_seldom_and_each_is_told_once(seed: int) -> None:
    tries = Tries({TryAgain: (0.2, 0.5), Refused: (2.0, 60.0)}, random.Random(seed))
    news = [tries.failed(TryAgain("away"), 100.0) for _ in range(9)]
    assert news == [True] + [False] * 8 and 100.1 <= tries.again_s <= 100.5
    news = [tries.failed(Refused("newer program"), 200.0) for _ in range(40)]
    assert news == [True] + [False] * 39 and 201.0 <= tries.again_s <= 260.0
    assert tries.failed(TryAgain("away"), 300.0) and tries.again_s <= 300.2, "another class begins anew"
    tries.worked()
    assert tries.again_s < 0 and tries.failed(TryAgain("away"), 400.0), "what worked in between is news again"
