"""Priority that a ticket has from its start: the class is public, the reason is on record and sealed; where somebody
can be asked there is no ticket without one."""

import pytest
from fakes.desk import GUIDE, Desk
from fakes.lent import given, lend
from fakes.small_hall import changed_site

from configs.site import load_site
from edge_hub.contract import desk as k
from edge_hub.contract import queue as q
from edge_hub.contract.base import Strict
from edge_hub.contract.envelope import Rejected
from edge_hub.contract.priority import PriorityClaimed
from edge_hub.contract.reasons import Reason
from edge_hub.domain.hall import Hall
from edge_hub.domain.means import Decision
from edge_hub.domain.plan import plan_of
from edge_hub.opening import DEFAULT_SITE

ELDERLY = {"id": "elderly", "name": {"zh": "老人", "en": "Elderly"}}
CLAIM = q.TakeTicket(items=("card",), cls="priority", reason="elderly")


@pytest.fixture
def asking() -> Desk:
    """A hall whose class of priority has a reason."""
    rules = changed_site().rules.model_dump(mode="json")
    classes = [one | ({"reasons": [ELDERLY]} if one["id"] == "priority" else {}) for one in rules["classes"]]
    return Desk(Hall(plan_of(changed_site({"classes": classes})), "2026-11-24"))


def recorded(desk: Desk, body: Strict, device: str = "tm-1") -> list[tuple[str, dict[str, str] | None]]:
    verdict = desk.verdict(device, body)
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


def test_a_machine_that_does_not_ask_gives_the_ticket_and_it_is_on_record_that_nobody_asked(asking: Desk) -> None:
    unasked = [("TicketTaken", None), ("PriorityClaimed", None)]
    assert recorded(asking, q.TakeTicket(items=("card",), cls="priority")) == unasked
    assert recorded(asking, given(lend(asking), 0, asking.now_ms, cls="priority")) == unasked
    claims = [one for one in asking.happened if isinstance(one, PriorityClaimed)]
    assert [one.asked for one in claims] == [False, False]
    assert recorded(asking, q.TakeTicket(items=("card",))) == [("TicketTaken", None)]


def test_nobody_is_asked_where_the_class_has_no_reasons() -> None:
    desk = Desk()
    desk.sit()
    assert recorded(desk, q.TakeTicket(items=("card",), cls="priority")) == [("TicketTaken", None)]
    assert recorded(desk, q.TakeTicket(items=("card",), cls="priority"), "desk") == [("TicketTaken", None)]
    helped = k.TakeAtDesk(items=("card",), cls="priority", reason=k.HelpReason.NO_PHONE)
    assert recorded(desk, helped, "desk")[1] == ("TicketHelped", {"reason": "NO_PHONE", "why": ""})
    assert desk.at_desk_refused(helped.model_copy(update={"ground": "elderly"})) is Reason.CLASS_UNKNOWN


AT_CONSOLE: tuple[tuple[Strict, str], ...] = (
    (k.TakeAtDesk(items=("card",), cls="priority", reason=k.HelpReason.NO_PHONE), "ground"),
    (k.RegisterWritten(number="A800", items=("card",), cls="priority"), "ground"),
    (q.TakeTicket(items=("card",), cls="priority"), "reason"),
)


@pytest.mark.parametrize(("body", "field"), AT_CONSOLE, ids=lambda one: type(one).__name__)
def test_at_a_console_nobody_goes_first_without_a_reason_of_the_class(asking: Desk, body: Strict, field: str) -> None:
    asking.sit()
    for ground in (None, "rich"):
        assert asking.refused("desk", body.model_copy(update={field: ground})) is Reason.GROUND_NEEDED
    assert not asking.hall.tickets
    assert asking.refused("desk", body.model_copy(update={"cls": "normal", field: "elderly"})) is Reason.CLASS_UNKNOWN
    told = recorded(asking, body.model_copy(update={field: "elderly"}), "desk")
    assert told[0] == ("TicketTaken", None) and told[1][1] is not None and told[1][1][field] == "elderly"
    assert getattr(asking.happened[-1], "by", None) == GUIDE, "on record with who and why"
    assert "elderly" not in str(asking.happened)


def test_a_written_number_is_registered_twice_also_by_who_left_the_reason_out_the_second_time(asking: Desk) -> None:
    written = k.RegisterWritten(number="A800", items=("card",), cls="priority", ground="elderly")
    recorded(asking, written, "desk")
    assert recorded(asking, written.model_copy(update={"ground": None}), "desk") == []


def test_the_refusal_names_the_reasons_of_the_hall_in_both_languages() -> None:
    desk = Desk(Hall(plan_of(load_site(DEFAULT_SITE)), "2026-11-24"))
    desk.sit("1045", "guide-1")
    take = k.TakeAtDesk(items=("id-card-renew",), cls="priority", reason=k.HelpReason.NO_PHONE)
    no = desk.verdict("guide-1", take)
    assert isinstance(no, Rejected) and no.reason is Reason.GROUND_NEEDED and not desk.hall.tickets
    assert no.words.zh.startswith("类别“优先”要写明优先理由：70周岁以上老人（elderly）、残疾人（disabled）、")
    assert no.words.en.startswith(
        "The class “Priority” needs one of its reasons: Aged 70 or over (elderly), Disabled person (disabled), "
    )
    desk.do("guide-1", take.model_copy(update={"ground": "disabled"}))


def test_a_number_taken_without_the_hub_brings_the_reason_once_whatever_the_rules_say_by_then() -> None:
    desk = Desk()
    fact = given(lend(desk), 0, desk.now_ms, cls="priority", reason="elderly")
    assert recorded(desk, fact) == [("TicketTaken", None), ("PriorityClaimed", {"reason": "elderly"})]
    assert recorded(desk, fact) == [], "told twice"
