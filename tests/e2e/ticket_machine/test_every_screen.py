"""Every screen, in both languages, both sizes of text and both layouts: nothing cut, covered, faint or too small."""

import pytest
from fakes import measure
from fakes.puer_hall import LIFT, POWER_OFF, announcements, lines, status

from edge_hub.contract.reasons import Reason

from .conftest import Open, Stand

LOOKS = [
    (layout, lang, elder) for layout in ("portrait", "landscape") for lang in ("zh", "en") for elder in (False, True)
]


def fault_free(stand: Stand, name: str) -> None:
    stand.look()
    stand.shot(name)
    assert measure.faults(stand.screen.window) == [], name


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}{'-elder' if look[2] else ''}")
def stand(request: pytest.FixtureRequest, open_machine: Open) -> Stand:
    layout, lang, elder = request.param
    one = open_machine(layout, lang, elder)
    one.open_hall()
    return one


def test_the_home_screen_is_sound_on_every_page(stand: Stand) -> None:
    for page in range(int(stand.vm.property("pages"))):
        fault_free(stand, f"home{page}")
        if page + 1 < int(stand.vm.property("pages")):
            stand.touch("nextPage")


def test_an_announcement_is_seen_before_anybody_chooses_until_it_is_over(stand: Stand) -> None:
    stand.push(announcements(POWER_OFF, LIFT))
    lang = str(stand.vm.property("lang"))
    for page in ("home", "items"):
        assert stand.screen.shows("announcedBanner") and POWER_OFF.say(lang) in "".join(stand.screen.all_text()), page
        fault_free(stand, f"announced_{page}")
        stand.vm.openDepartment("human-resources")
    stand.bridge.now_ms += 3_600_000
    stand.wait(1)
    assert not stand.screen.shows("announcedBanner")


def test_lists_of_items_are_sound_on_every_page(stand: Stand) -> None:
    for department in ("human-resources", "market", "real-estate", "themes"):
        stand.vm.openThemes() if department == "themes" else stand.vm.openDepartment(department)
        for page in range(int(stand.vm.property("pages"))):
            fault_free(stand, f"items_{department}{page}")
            stand.vm.nextPage()
        stand.vm.back()


def test_the_search_is_sound_before_during_and_after_finding(stand: Stand) -> None:
    stand.touch("openSearch")
    fault_free(stand, "search")
    for nth, letter in enumerate("SBK"):
        stand.touch(f"key_{letter}")
        fault_free(stand, f"search{nth}")
    stand.touch("key_clear")
    stand.vm.typeLetter("v")
    fault_free(stand, "search_nothing")


def test_the_confirm_screen_is_sound_with_one_item_and_with_as_many_as_fit(stand: Stand) -> None:
    stand.vm.choose("theme-house-transfer")
    fault_free(stand, "confirm")
    stand.vm.askFirst()
    stand.vm.chooseReason("military")
    stand.vm.addMore()
    fault_free(stand, "adding")
    stand.vm.choose("medical-away")
    fault_free(stand, "confirm2")
    stand.vm.addMore()
    stand.vm.choose("fund-buy")
    for page in range(int(stand.vm.property("pages"))):
        fault_free(stand, f"confirm3_{page}")
        stand.vm.nextPage()
    stand.bridge.set_link("NO_HUB")
    fault_free(stand, "confirm_without_link")


def test_asking_the_ticket_and_the_last_seconds_are_sound(stand: Stand) -> None:
    stand.vm.choose("estate-transfer")
    stand.vm.askFirst()
    stand.vm.chooseReason("military")
    stand.vm.take()
    fault_free(stand, "asking")
    stand.taken(cls="priority", number="A1018")
    fault_free(stand, "taken")
    roomy = not stand.vm.property("elder")
    assert "微信扫一扫" in stand.screen.all_text() or "Scan with WeChat" in stand.screen.all_text() or not roomy
    stand.wait(50)
    assert stand.screen.shows("stayBar")
    fault_free(stand, "taken_last_seconds")


def test_a_ticket_for_three_items_is_sound(stand: Stand) -> None:
    for item in ("theme-house-transfer", "medical-away", "fund-buy"):
        stand.vm.choose(item)
        stand.vm.addMore()
    stand.vm.review()
    stand.vm.take()
    stand.taken()
    fault_free(stand, "taken3")


@pytest.mark.parametrize("reason", [Reason.BUSY, Reason.PERSON_LIMIT])
def test_sorry_is_sound(stand: Stand, reason: Reason) -> None:
    stand.vm.choose("estate-transfer")
    stand.vm.take()
    stand.bridge.refuse(reason, item="国有建设用地使用权及房屋所有权转移登记")
    fault_free(stand, f"sorry_{reason}")


def test_no_answer_is_told_soundly(stand: Stand) -> None:
    stand.vm.choose("estate-transfer")
    stand.vm.take()
    stand.bridge.silence()
    fault_free(stand, "sorry_unsure")


def test_a_closed_hall_and_a_lost_link_are_sound(stand: Stand) -> None:
    stand.push(lines(stand.next_seq(), open_now=False), status(stand.next_seq(), open_now=False, practice=True))
    fault_free(stand, "closed")
    for link in ("NO_HUB", "NO_BROKER"):
        stand.bridge.set_link(link)
        fault_free(stand, f"link_{link}")


def test_the_start_without_a_hub_is_sound(open_machine: Open) -> None:
    for layout in ("portrait", "landscape"):
        stand = open_machine(layout)
        stand.bridge.set_link("NO_BROKER")
        fault_free(stand, "starting")


def test_the_check_in_of_an_appointment_is_sound_from_the_first_digit_to_the_last(stand: Stand) -> None:
    stand.touch("openAppointment")
    fault_free(stand, "appointment")
    for digit in "31415926":
        stand.touch(f"digit_{digit}")
    fault_free(stand, "appointment_whole")


def test_the_reasons_to_go_first_are_sound_before_and_after(stand: Stand) -> None:
    stand.vm.choose("medical-away")
    stand.touch("priority")
    fault_free(stand, "priority")
    stand.touch("reason_military")
    fault_free(stand, "confirm_priority")


def test_the_choice_of_needs_is_sound_before_and_after(stand: Stand) -> None:
    stand.vm.choose("medical-away")
    stand.touch("openNeeds")
    fault_free(stand, "needs")
    stand.touch("need_hearing", "need_hani")
    fault_free(stand, "needs_chosen")
    stand.touch("needsDone")
    fault_free(stand, "confirm_needs")
