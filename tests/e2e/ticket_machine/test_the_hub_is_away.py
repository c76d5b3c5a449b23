"""The hub goes away during the day: the machine says so calmly and still gives tickets, as far as it has any."""

import re
from collections.abc import Iterator

import pytest
from fakes import measure
from fakes.puer_hall import NINE_FORTY_TWO, status

from drivers.twins.printer import VirtualPrinter
from edge_hub.client.answers import Why
from edge_hub.client.lease_book import NoNumber, OfflineTicket
from edge_hub.contract.device import ReportSlip
from edge_hub.contract.queue import TakeTicket

from .conftest import SHOTS, Open, Stand

LOOKS = [
    (layout, lang, elder) for layout in ("portrait", "landscape") for lang in ("zh", "en") for elder in (False, True)
]
NOTES = {
    "zh": "网络恢复中，本号有效，按取号时间排队",
    "en": "The network is recovering; this number is valid, by the time it was taken",
}


def lent(n: int) -> OfflineTicket:
    return OfflineTicket(f"t-{n}", f"A{n}", "0" * 32, "https://hall.example.gov.cn/t/" + "0" * 32, NINE_FORTY_TWO)


def hub_away(stand: Stand, *numbers: int) -> None:
    """The hub has been silent for five seconds; the machine has these numbers."""
    stand.bridge.lent = [lent(n) for n in numbers]
    stand.bridge.set_link("NO_HUB")
    stand.bridge.offline = True
    stand.vm.tick()
    stand.look()


def sound(stand: Stand, name: str) -> None:
    stand.look()
    stand.shot(name)
    assert measure.faults(stand.screen.window) == [], name


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}{'-elder' if look[2] else ''}")
def looked(request: pytest.FixtureRequest, open_machine: Open) -> Stand:
    layout, lang, elder = request.param
    one = open_machine(layout, lang, elder)
    one.open_hall()
    return one


def test_every_screen_without_the_hub_is_sound_in_both_languages(looked: Stand) -> None:
    lang = str(looked.vm.property("lang"))
    hub_away(looked, 600)
    assert looked.screen.shows("offlineBanner") and not looked.screen.shows("linkBanner")
    sound(looked, "away_home")
    looked.vm.openDepartment("market")
    sound(looked, "away_items")
    looked.vm.choose("estate-transfer")
    sound(looked, "away_confirm")
    looked.vm.take()
    assert looked.is_at("taken") and looked.screen.text("number") == "A600"
    assert NOTES[lang] in looked.screen.text("offlineNote")
    sound(looked, "away_taken")
    looked.vm.home()
    looked.vm.choose("estate-transfer")
    looked.vm.take()
    assert looked.is_at("sorry")
    sound(looked, "away_sorry")


@pytest.fixture
def machine(open_machine: Open) -> Iterator[Stand]:
    one = open_machine()
    one.open_hall()
    yield one


def test_a_finger_takes_a_lent_number_and_nothing_is_sent_to_the_hub(machine: Stand) -> None:
    hub_away(machine, 600)
    machine.touch("item_passport-issue", "take")
    assert machine.is_at("taken") and machine.bridge.sent == []
    queue, items, cls, lang = machine.bridge.given[0]
    assert (items, cls, lang) == (("passport-issue",), "normal", "zh") and len(queue) == 1


def test_who_may_go_first_says_why_without_the_hub_as_well(machine: Stand) -> None:
    hub_away(machine, 600)
    machine.touch("item_passport-issue", "priority", "reason_pregnant", "take")
    assert machine.is_at("taken") and machine.bridge.given[0][2] == "priority"
    assert machine.bridge.reasons == ["pregnant"], "the hub will be told with the number"


def test_no_number_of_people_is_claimed_without_the_hub(machine: Stand) -> None:
    hub_away(machine, 600)
    assert not re.search(r"\d+ ?人等候|无人等候", machine.screen.all_text())
    assert "可以取号" in machine.screen.all_text()
    machine.touch("item_passport-issue", "take")
    assert machine.vm.property("ahead") == -1 and not re.search(r"\d+ ?人", machine.screen.all_text())


def test_a_spent_lease_leads_to_the_guide_desk(machine: Stand) -> None:
    hub_away(machine)
    machine.touch("item_passport-issue", "take")
    assert machine.is_at("sorry") and machine.vm.property("reason") == NoNumber.SPENT
    assert "备用号码已经发完" in machine.screen.text("sorryText") and "请到导服台" in machine.screen.all_text()
    assert not machine.screen.shows("tryAgain")
    machine.touch("home")
    assert machine.is_at("home")


def test_who_asked_a_hub_that_then_fell_silent_gets_a_number_too(machine: Stand) -> None:
    machine.touch("item_passport-issue", "take")
    machine.bridge.set_link("NO_HUB")
    machine.bridge.silence(Why.NO_ANSWER)
    assert machine.is_at("asking"), "five seconds are not over"
    hub_away(machine, 600)
    assert machine.is_at("taken") and machine.screen.text("number") == "A600"
    (asked,) = machine.bridge.sent
    assert machine.bridge.instead_of == [asked.id], "the hub may have given a ticket that nobody was told of"


def test_a_question_that_never_left_stands_for_no_ticket(machine: Stand) -> None:
    machine.touch("item_passport-issue", "take")
    machine.bridge.set_link("NO_BROKER")
    machine.bridge.silence(Why.NO_BROKER)
    hub_away(machine, 600)
    assert machine.is_at("taken") and machine.bridge.instead_of == [None]


def test_who_asked_while_the_link_broke_is_asked_for_again_when_it_is_back(machine: Stand) -> None:
    machine.touch("item_passport-issue", "take")
    machine.bridge.set_link("NO_BROKER")
    machine.bridge.silence(Why.NO_BROKER)
    machine.vm.tick()
    assert machine.is_at("asking")
    machine.bridge.set_link("UP")
    machine.vm.tick()
    assert [type(one.body) for one in machine.bridge.sent] == [TakeTicket, TakeTicket]
    machine.taken()
    assert machine.is_at("taken")


def test_a_machine_without_a_lease_says_sorry_after_its_patience(machine: Stand) -> None:
    machine.touch("item_passport-issue", "take")
    machine.bridge.set_link("NO_BROKER")
    machine.bridge.silence(Why.NO_BROKER)
    machine.wait(6.0)
    machine.vm.tick()
    assert machine.is_at("sorry") and machine.vm.property("reason") == Why.NO_BROKER


def test_nothing_is_given_after_the_hall_has_closed(machine: Stand) -> None:
    said = status(machine.next_seq())
    assert said.opening is not None
    closing = said.opening.model_copy(update={"closes_ms": NINE_FORTY_TWO + 3600_000})
    machine.push(said.model_copy(update={"opening": closing}))
    machine.bridge.now_ms = NINE_FORTY_TWO + 3600_000
    hub_away(machine, 600)
    machine.look()
    assert not machine.screen.shows("offlineBanner") and machine.screen.shows("linkBanner")
    machine.vm.choose("passport-issue")
    assert "导服台" in str(machine.vm.property("notice")) and machine.bridge.given == []


def test_when_the_hub_is_back_tickets_are_its_own_again(machine: Stand) -> None:
    hub_away(machine, 600)
    machine.bridge.offline = False
    machine.bridge.set_link("UP")
    machine.look()
    assert not machine.screen.shows("offlineBanner") and "人等候" in machine.screen.all_text()
    machine.touch("item_passport-issue", "take")
    machine.taken()
    assert not machine.screen.shows("offlineNote") and len(machine.bridge.sent) == 1


def test_the_slip_says_that_the_number_is_valid(printing: Stand, paper: VirtualPrinter) -> None:
    hub_away(printing, 600)
    printing.take()
    assert printing.screen.text("number") == "A600"
    (slip,) = paper.wait_for_slips(1)
    assert slip.slip.faults == ()
    printing.screen.until(lambda: printing.vm.property("paper") == "printed", what="the printer's word")
    content = printing.vm._content(printing.vm._visit.slip, reprint=False)
    assert content.notes[0] == NOTES["zh"] and content.ahead is None and content.offline
    if SHOTS:
        slip.slip.image.save(f"{SHOTS}/away_slip.png")
    slips = [fact for fact in printing.bridge.reported if isinstance(fact, ReportSlip)]
    assert [(one.ticket, one.printed) for one in slips] == [("t-600", True)]
