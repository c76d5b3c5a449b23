"""What a machine does when the guide desk wants a slip of it: fetch once, print what it is given, nothing else."""

from typing import Any

import pytest
from fakes.bridge import FakeBridge
from fakes.quiet import Expect

from edge_hub.client.answers import Why
from edge_hub.contract.queue import TicketSlip
from edge_hub.contract.reasons import Reason
from edge_hub.contract.reprint import FetchSlip, Reprints, WantedSlip
from kiosk.ticket_machine.reprints import ReprintDesk

SLIP: dict[str, Any] = {
    "ticket": "t-1", "number": "A001", "items": ["card"], "item_names": [{"zh": "社保卡", "en": "Card"}],
    "windows": ["A01"], "ahead": 2, "cls": "normal", "taken_ms": 1, "lang": "en", "token": "0" * 32,
}  # fmt: skip


class Stand:
    """A machine's desk for reprints."""

    def __init__(self, link: str = "UP") -> None:
        self.bridge = FakeBridge(link)
        self.printed: list[TicketSlip] = []
        self.desk = ReprintDesk(self.bridge, self.printed.append)
        self.seq = 0

    def want(self, *requests: str) -> None:
        self.seq += 1
        wanted = tuple(WantedSlip(request=one, number="A001") for one in requests)
        self.bridge.push(Reprints(epoch=1, seq=self.seq, wanted=wanted))

    @property
    def fetched(self) -> list[str]:
        return [sent.body.request for sent in self.bridge.sent if isinstance(sent.body, FetchSlip)]


@pytest.fixture
def it() -> Stand:
    return Stand()


def test_a_wanted_slip_is_fetched_and_printed_once_however_often_it_is_told(it: Stand) -> None:
    for _ in range(3):
        it.want("r-1")
    assert it.fetched == ["r-1"] and it.printed == []
    it.bridge.accept(SLIP)
    it.want("r-1")
    assert [(one.number, one.lang) for one in it.printed] == [("A001", "en")] and it.fetched == ["r-1"]


def test_several_are_fetched_each_by_itself(it: Stand) -> None:
    it.want("r-1", "r-2")
    it.want("r-2", "r-3")
    assert it.fetched == ["r-1", "r-2", "r-3"]


def test_a_no_of_the_hub_prints_nothing(it: Stand) -> None:
    it.want("r-1")
    it.bridge.refuse(Reason.REPRINT_OVER)
    it.want("r-1")
    assert it.printed == [] and it.fetched == ["r-1"]


def test_a_fetch_without_an_answer_prints_nothing_and_is_asked_again_if_still_wanted(it: Stand) -> None:
    it.want("r-1")
    it.bridge.silence(Why.NO_ANSWER)
    assert it.printed == [] and it.fetched == ["r-1"]
    it.want("r-1")
    assert it.fetched == ["r-1", "r-1"]


def test_without_the_hub_nothing_is_fetched_until_it_is_back() -> None:
    it = Stand(link="NO_HUB")
    it.want("r-1")
    assert it.fetched == []
    it.bridge.set_link("UP")
    assert it.fetched == ["r-1"]


def test_a_slip_that_cannot_be_read_is_said_and_not_printed(it: Stand, expects_warning: Expect) -> None:
    expects_warning("cannot be read", times=1)
    it.want("r-1")
    it.bridge.accept({"number": "A001"})
    assert it.printed == []
