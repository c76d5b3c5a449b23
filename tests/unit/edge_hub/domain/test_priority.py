"""Priority that the person claims at the machine: the class is public, the reason is on record and sealed."""

import pytest
from fakes.desk import Desk
from fakes.lent import given, lend
from fakes.small_hall import changed_site

from edge_hub.contract import queue as q
from edge_hub.contract.base import Strict
from edge_hub.contract.priority import PriorityClaimed
from edge_hub.contract.reasons import Reason
from edge_hub.domain.hall import Hall
from edge_hub.domain.means import Decision
from edge_hub.domain.plan import plan_of

ELDERLY = {"id": "elderly", "name": {"zh": "老人", "en": "Elderly"}}
CLAIM = q.TakeTicket(items=("card",), cls="priority", reason="elderly")


@pytest.fixture
def asking() -> Desk:
    """A hall whose class of priority has a reason."""
    rules = changed_site().rules.model_dump(mode="json")
    classes = [one | ({"reasons": [ELDERLY]} if one["id"] == "priority" else {}) for one in rules["classes"]]
    return Desk(Hall(plan_of(changed_site({"classes": classes})), "2026-11-24"))


def recorded(desk: Desk, body: Strict) -> list[tuple[str, dict[str, str] | None]]:
    verdict = desk.verdict("tm-1", body)
    assert isinstance(verdict, Decision)
    return [(type(one.event).__name__, one.sealed) for one in verdict.happenings]


def test_what_the_person_says_at_the_machine_is_on_record_with_its_reason_sealed(asking: Desk) -> None:
    assert recorded(asking, CLAIM) == [("TicketTaken", None), ("PriorityClaimed", {"reason": "elderly"})]
    (ticket,) = asking.hall.tickets.values()
    (claim,) = [one for one in asking.happened if isinstance(one, PriorityClaimed)]
    assert (claim.ticket, claim.cls, claim.device) == (ticket.id, "priority", "tm-1")
    assert ticket.cls == "priority" and "elderly" not in str(asking.happened)
    asking.do("desk", q.ShowTicket(ticket=ticket.number))
    assert "取号时本人声明优先" in str(asking.result) and "elderly" not in str(asking.result)


@pytest.mark.parametrize("wrong", [{"reason": "rich"}, {"cls": "normal"}])
def test_a_reason_that_the_class_does_not_have_gives_no_ticket(asking: Desk, wrong: dict[str, str]) -> None:
    assert asking.refused("tm-1", CLAIM.model_copy(update=wrong)) is Reason.CLASS_UNKNOWN
    assert not asking.hall.tickets


def test_who_was_not_asked_has_nothing_on_record(asking: Desk) -> None:
    assert recorded(asking, q.TakeTicket(items=("card",), cls="priority")) == [("TicketTaken", None)]
    assert recorded(asking, q.TakeTicket(items=("card",))) == [("TicketTaken", None)]


def test_a_number_taken_without_the_hub_brings_the_reason_once_whatever_the_rules_say_by_then() -> None:
    desk = Desk()
    fact = given(lend(desk), 0, desk.now_ms, cls="priority", reason="elderly")
    assert recorded(desk, fact) == [("TicketTaken", None), ("PriorityClaimed", {"reason": "elderly"})]
    assert recorded(desk, fact) == [], "told twice"
