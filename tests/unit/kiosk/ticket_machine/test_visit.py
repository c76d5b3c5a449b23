"""The steps of one person's visit, pure."""

from dataclasses import replace
from typing import Any

import pytest
from fakes.puer_hall import catalogues, directory, lines, status

from edge_hub.client.answers import NoReply, Why
from edge_hub.contract.base import Words
from edge_hub.contract.envelope import Reply
from edge_hub.contract.queue import TakeTicket
from edge_hub.contract.reasons import Reason
from kiosk.ticket_machine.known import Known
from kiosk.ticket_machine.visit import (
    AGAIN,
    Screen,
    Visit,
    answered,
    asked_first,
    back,
    choose,
    chose_reason,
    drop,
    go,
    order,
    still_there,
    try_again,
    typed,
)
from kiosk.ticket_machine.words import GONE

SLIP: dict[str, Any] = {
    "ticket": "t-1", "number": "A001", "items": ["passport-issue"], "item_names": [{"zh": "护照", "en": "Passport"}],
    "windows": ["C07"], "ahead": 3, "cls": "normal", "taken_ms": 1,
}  # fmt: skip


@pytest.fixture
def known() -> Known:
    found = Known().hear(directory()).hear(lines()).hear(status())
    for catalogue in catalogues():
        found = found.hear(catalogue)
    return found


def reply(ok: bool, **more: Any) -> Reply:
    return Reply(id="x", ok=ok, epoch=1, seq=1, **more)


def test_older_snapshots_never_replace_newer_ones(known: Known) -> None:
    newer = known.hear(lines(5))
    assert newer.hear(lines(4)) is newer and newer.hear(lines(5)) is newer


def test_a_chosen_item_leads_to_the_confirm_screen(known: Known) -> None:
    visit = choose(Visit(), known, "passport-issue", "UP")
    assert (visit.screen, visit.chosen) == (Screen.CONFIRM, ("passport-issue",))


def test_what_cannot_be_taken_now_gets_a_sentence_and_stays(known: Known) -> None:
    paused = known.hear(lines(9, paused=("passport-issue",)))
    for now, item, link, said in (
        (known, "passport-issue", "NO_HUB", "暂时不能取号"),
        (known, "no-such-item", "UP", "下线"),
        (paused, "passport-issue", "UP", "暂停取号"),
    ):
        visit = choose(Visit(), now, item, link)
        assert visit.screen is Screen.HOME and visit.notice is not None and said in visit.notice.zh


def test_an_item_without_a_reason_still_gets_a_sentence(known: Known) -> None:
    assert known.lines is not None
    silent = known.lines.items["passport-issue"].model_copy(update={"tickets": False, "why": None})
    quiet = known.lines.model_copy(update={"seq": 9, "items": {**known.lines.items, "passport-issue": silent}})
    visit = choose(Visit(), known.hear(quiet), "passport-issue", "UP")
    assert visit.notice is not None and "咨询导服台" in visit.notice.zh


def test_the_same_item_is_not_chosen_twice_and_the_halls_limit_holds(known: Known) -> None:
    chosen = replace(Visit(), chosen=("passport-issue",))
    assert choose(chosen, known, "passport-issue", "UP").chosen == ("passport-issue",)
    full = replace(Visit(), chosen=("a", "b", "c"))
    visit = choose(full, known, "passport-issue", "UP")
    assert visit.chosen == ("a", "b", "c") and visit.notice == Words(
        zh="一张号票最多办 3 个事项。", en="One ticket can carry at most 3 items."
    )


def test_nothing_is_chosen_from_a_screen_that_offers_nothing(known: Known) -> None:
    for screen in (Screen.CONFIRM, Screen.ASKING, Screen.TAKEN, Screen.SORRY):
        visit = Visit(screen=screen)
        assert choose(visit, known, "passport-issue", "UP") is visit


def test_the_last_dropped_item_leads_home() -> None:
    visit = Visit(screen=Screen.CONFIRM, chosen=("a", "b"), priority=True)
    assert drop(visit, "a").chosen == ("b",)
    assert drop(drop(visit, "a"), "b") == Visit()


def test_back_gives_up_the_choice_but_not_the_language() -> None:
    visit = Visit(lang="en", elder=True, screen=Screen.CONFIRM, chosen=("a",), priority=True)
    assert back(visit) == Visit(lang="en", elder=True)
    assert back(Visit(screen=Screen.SEARCH, query="sb")) == Visit()
    asking = Visit(screen=Screen.ASKING)
    assert back(asking) is asking


def test_letters_are_typed_only_into_the_search_and_end_somewhere() -> None:
    assert typed(Visit(), "S") == Visit()
    visit = Visit(screen=Screen.SEARCH)
    for _ in range(100):
        visit = typed(visit, "S")
    assert visit.query == "s" * 16


def test_the_order_carries_items_class_and_language() -> None:
    visit = Visit(lang="en", chosen=("a", "b"), priority=True, reason_first="elderly")
    assert order(visit) == TakeTicket(items=("a", "b"), cls="priority", reason="elderly", lang="en")


def test_priority_is_asked_for_with_its_reason_and_given_back_with_it(known: Known) -> None:
    confirm = Visit(screen=Screen.CONFIRM, chosen=("passport-issue",))
    asked = asked_first(confirm, known)
    assert asked.screen is Screen.PRIORITY and back(asked) == confirm
    assert chose_reason(asked, known, "rich") is asked and chose_reason(confirm, known, "elderly") is confirm
    first = chose_reason(asked, known, "elderly")
    assert first == replace(confirm, priority=True, reason_first="elderly")
    assert asked_first(first, known) == confirm and back(first) == Visit()


def test_a_hall_that_has_no_reasons_asks_for_none(known: Known) -> None:
    assert known.directory is not None
    classes = [one.model_copy(update={"reasons": (), "reason_ids": ()}) for one in known.directory.classes]
    plain = replace(known, directory=known.directory.model_copy(update={"classes": tuple(classes)}))
    confirm = Visit(screen=Screen.CONFIRM, chosen=("passport-issue",))
    assert order(asked_first(confirm, plain)) == TakeTicket(items=("passport-issue",), cls="priority")


def test_a_yes_is_the_ticket() -> None:
    visit = answered(Visit(screen=Screen.ASKING), reply(True, result=SLIP))
    assert visit.screen is Screen.TAKEN and visit.slip is not None and visit.slip.number == "A001"


def test_a_yes_that_cannot_be_read_sends_to_the_guide_desk() -> None:
    visit = answered(Visit(screen=Screen.ASKING), reply(True, result={"number": "A001"}))
    assert visit.screen is Screen.SORRY and visit.sorry is not None and "导服台" in visit.sorry.zh


@pytest.mark.parametrize("reason", list(Reason))
def test_every_refusal_has_words_and_only_passing_ones_may_be_tried_again(reason: Reason) -> None:
    words = Words(zh="不行", en="no")
    visit = answered(Visit(screen=Screen.ASKING), reply(False, reason=reason, words=words))
    assert (visit.screen, visit.sorry, visit.reason) == (Screen.SORRY, words, reason)
    assert visit.again == (reason in AGAIN) and not visit.unsure


def test_a_refusal_without_words_still_says_something() -> None:
    visit = answered(Visit(screen=Screen.ASKING), reply(False))
    assert visit.sorry is not None and visit.sorry.zh


@pytest.mark.parametrize("why", list(Why))
@pytest.mark.parametrize("sent", [True, False])
def test_only_what_never_left_may_be_tried_again(why: Why, sent: bool) -> None:
    visit = answered(Visit(screen=Screen.ASKING, chosen=("a",)), NoReply("x", why, sent))
    assert visit.again == (not sent) and visit.unsure == sent
    again = try_again(visit)
    assert (again.screen, again.chosen, again.sorry) == (Screen.CONFIRM, ("a",), None)


def test_another_screen_begins_on_its_first_page_without_the_old_sentence() -> None:
    visit = go(Visit(page=3, notice=Words(zh="话", en="words")), Screen.SEARCH)
    assert (visit.page, visit.notice) == (0, None)


def test_what_is_taken_out_of_the_hall_is_not_chosen_any_more(known: Known) -> None:
    """Whoever has chosen something beside it keeps that; whoever has asked is answered by the hub."""
    one = choose(Visit(), known, "passport-issue", "UP")
    two = choose(go(one, Screen.HOME), known, "social-card-apply", "UP")
    exit_entry = known.catalogues["exit-entry"]
    left = tuple(item for item in exit_entry.items if item.id != "passport-issue")
    later = known.hear(exit_entry.model_copy(update={"items": left, "seq": 9}))
    assert still_there(one, known) is one
    home = still_there(one, later)
    assert (home.screen, home.chosen, home.notice) == (Screen.HOME, (), GONE)
    rest = still_there(two, later)
    assert (rest.screen, rest.chosen, rest.notice) == (Screen.CONFIRM, ("social-card-apply",), GONE)
    asking = go(one, Screen.ASKING)
    assert still_there(asking, later) is asking


def test_the_list_of_a_department_that_left_is_closed(known: Known) -> None:
    visit = go(Visit(), Screen.ITEMS, department="exit-entry")
    departments = tuple(one for one in directory().departments if one.id != "exit-entry")
    later = known.hear(directory().model_copy(update={"departments": departments, "seq": 9}))
    assert still_there(visit, known) is visit and still_there(visit, later).screen is Screen.HOME
