"""Who may change the configuration, what stands in the way, and when a change that waits is due."""

import pytest
from fakes.desk import Desk
from fakes.small_hall import Edit, small_bundle, with_item, with_rules, with_window, without_item, without_window

from configs.bundle import Bundle
from edge_hub.contract import appointment as b
from edge_hub.contract import configuration as c
from edge_hub.contract import item as i
from edge_hub.contract import queue as q
from edge_hub.contract import window as w
from edge_hub.contract.desk import SignOutDesk
from edge_hub.contract.envelope import Command, Rejected
from edge_hub.contract.reasons import Reason
from edge_hub.domain import configuration
from edge_hub.domain.fold import fold
from edge_hub.domain.means import Decision, Means, Verdict

BEFORE = small_bundle()


class Office(Desk):
    """A hall whose configuration is on record, and somebody who may change it."""

    def __init__(self) -> None:
        super().__init__()
        fold(self.hall, c.ConfigurationKept(digest=BEFORE.digest, content=BEFORE.packed(), at_ms=self.now_ms))
        fold(self.hall, c.ConfigurationApplied(digest=BEFORE.digest, by="", why="first", at_ms=self.now_ms))

    def apply(self, bundle: Bundle, **more: object) -> Verdict:
        """As the loop does once the configuration was read; folded in if it is a yes."""
        given = {"digest": bundle.digest, "by": "900", "why": "test", **more}
        body = c.ApplyConfiguration(**given)  # type: ignore[arg-type]
        command = Command(id=self.id(), device="desk", valid_until_ms=self.now_ms + 1000, body=body)
        means = Means(self.now_ms, self.id, lambda ticket: ticket)
        return self._fold(configuration.apply(self.hall, command, body, means, bundle.site(), bundle.packed()))

    def nobody_at_the_desk(self) -> None:
        self.at_desk(SignOutDesk())

    def withdraw(self) -> Verdict:
        return self.verdict("desk", c.WithdrawConfiguration(by="900", why="test"))

    def due(self) -> bool:
        event = configuration.due(self.hall, self.now_ms)
        if event is not None:
            fold(self.hall, event)
        return event is not None

    def in_the_way(self, *edits: Edit) -> list[tuple[str, str]]:
        return [(one.what, one.id) for one in configuration.obstacles(self.hall, small_bundle(*edits).site())]

    def _fold(self, verdict: Verdict) -> Verdict:
        if isinstance(verdict, Decision):
            for one in verdict.happenings:
                fold(self.hall, one.event)
                self.happened.append(one.event)
        return verdict


def no_of(verdict: Verdict) -> Reason | None:
    return verdict.reason if isinstance(verdict, Rejected) else None


def test_a_change_holds_from_its_record_on_and_the_one_before_is_known() -> None:
    office, bundle = Office(), small_bundle(with_item("permit"), with_rules(recall_max=5))
    assert isinstance(office.apply(bundle), Decision)
    assert office.hall.configured.applied == bundle.digest and office.hall.configured.before == BEFORE.digest
    assert office.hall.plan.item("permit") is not None and office.hall.plan.site.rules.recall_max == 5
    assert office.hall.names["permit"].zh == "事项permit"
    assert office.take("permit").number == "B001"


@pytest.mark.parametrize("by", ["101", "nobody"])
def test_only_a_manager_or_system_administrator_may_change_it(by: str) -> None:
    office = Office()
    assert no_of(office.apply(small_bundle(with_item("permit")), by=by)) is Reason.ROLE_NEEDED
    assert no_of(office.verdict("desk", c.WithdrawConfiguration(by=by, why="x"))) is Reason.ROLE_NEEDED
    assert office.hall.configured.applied == BEFORE.digest


def test_who_looked_at_another_one_must_look_again() -> None:
    office = Office()
    office.apply(small_bundle(with_item("permit")))
    assert no_of(office.apply(small_bundle(), seen=BEFORE.digest)) is Reason.STALE


def test_the_same_once_more_is_no_fault_and_nothing_new() -> None:
    verdict = Office().apply(BEFORE)
    assert isinstance(verdict, Decision) and verdict.happenings == ()


def test_an_item_is_not_removed_while_somebody_waits_for_it_or_is_served() -> None:
    office = Office()
    office.open("w1")
    office.do("tm-1", q.TakeTicket(items=("card",)))
    office.do("tm-1", q.TakeTicket(items=("pension", "card")))
    found = configuration.obstacles(office.hall, small_bundle(without_item("card")).site())
    assert [(one.what, one.id, one.tickets, one.count) for one in found] == [("item", "card", ("A001", "A002"), 2)]
    no = office.apply(small_bundle(without_item("card")))
    assert no_of(no) is Reason.CONFIGURATION_BLOCKED
    assert isinstance(no, Rejected) and "另有" not in no.words.zh and "more" not in no.words.en
    office.at_window("w1", q.CallNext(window="w1"))
    office.at_window("w1", q.Finish(window="w1"))
    assert office.in_the_way(without_item("card")) == [("item", "card")], "the second ticket asks for it later"
    office.do("desk", q.Cancel(why="x", ticket="A002"))
    assert office.in_the_way(without_item("card")) == []


def test_an_item_is_not_removed_while_somebody_has_an_appointment_for_it() -> None:
    office = Office()
    office.do("desk", b.BookAppointment(items=("card",), day="2026-11-25", start="09:30"))
    (found,) = configuration.obstacles(office.hall, small_bundle(without_item("card")).site())
    assert (found.what, found.id, found.count) == ("item", "card", 1) and "2026-11-25" in found.words.en


def test_a_no_show_holds_nothing_up_and_cannot_come_back_for_what_is_gone() -> None:
    office = Office()
    office.open("w1")
    office.do("tm-1", q.TakeTicket(items=("card",)))
    office.at_window("w1", q.CallNext(window="w1"))
    office.no_show("w1")
    bundle = small_bundle(without_item("card"))
    assert "A001" in configuration.notes(office.hall, bundle.site())[0].en
    assert isinstance(office.apply(bundle), Decision)
    assert no_of(office.verdict("desk", q.Requeue(ticket="A001"))) is Reason.ITEM_UNKNOWN


def test_a_window_with_a_clerk_is_not_removed_nor_the_clerk_nor_the_pad() -> None:
    office = Office()
    office.open("w2")
    assert office.in_the_way(without_window("w2")) == [("window", "w2")]

    def without_clerk(site: dict) -> None:  # type: ignore[type-arg]
        site["clerks"] = [one for one in site["clerks"] if one["id"] != "102"]
        site["clerks"].append({"id": "199", "name": "己六", "department": "social"})

    assert office.in_the_way(without_clerk) == [("clerk", "102")]

    def pads_changed(site: dict) -> None:  # type: ignore[type-arg]
        for one in site["devices"]:
            if one["id"] == "call-w2":
                one["id"] = "call-new"

    assert office.in_the_way(pads_changed) == [("device", "call-w2")]
    office.at_window("w2", w.CloseWindow(window="w2"))
    assert office.in_the_way(without_window("w2")) == [("window", "w2")], "the clerk is still signed in"
    office.at_window("w2", w.SignOut(window="w2"))
    for edit in (without_window("w2"), without_clerk, pads_changed):
        assert office.in_the_way(edit) == []


def test_a_window_is_not_removed_while_somebody_was_sent_there() -> None:
    office = Office()
    office.open("w1")
    office.open("w2")
    office.do("tm-1", q.TakeTicket(items=("card",)))
    office.at_window("w1", q.CallNext(window="w1"))
    office.at_window("w1", q.Transfer(window="w1", to_window="w2"))
    (found,) = configuration.obstacles(office.hall, small_bundle(without_window("w2")).site())
    assert (found.what, found.id, found.tickets) == ("window", "w2", ("A001",))


def test_the_spans_of_ticket_machines_do_not_move_over_numbers_of_today() -> None:
    office = Office()
    moved = with_rules(leases={"first": 1, "size": 5, "per_machine": 50})
    assert office.in_the_way(moved) == []
    office.do("tm-1", q.TakeTicket(items=("card",)))
    assert office.in_the_way(moved) == [("numbers", "leases")]
    assert office.in_the_way(with_rules(leases={"first": 800})) == [], "nobody was lent any"


def test_a_hall_does_not_become_another_hall_however_long_one_waits() -> None:
    office = Office()
    other = small_bundle(lambda site: site["hall"].update(id="other"))
    assert no_of(office.apply(other, when_empty=True)) is Reason.CONFIGURATION_BLOCKED


def test_a_change_may_wait_until_nobody_does_and_what_goes_takes_no_new_tickets() -> None:
    office, bundle = Office(), small_bundle(without_item("card"))
    office.open("w1")
    office.do("tm-1", q.TakeTicket(items=("card",)))
    assert isinstance(office.apply(bundle, when_empty=True), Decision)
    assert office.hall.configured.applied == BEFORE.digest and not office.due()
    assert no_of(office.verdict("tm-1", q.TakeTicket(items=("card",)))) is Reason.ITEM_CLOSED
    office.at_window("w1", q.CallNext(window="w1"))
    assert not office.due(), "somebody is served for it"
    office.at_window("w1", q.Finish(window="w1"))
    assert office.due() and not office.due()
    assert office.hall.configured.applied == bundle.digest and office.hall.plan.item("card") is None


def test_a_change_that_waits_can_be_given_up_and_what_it_closed_is_open_again() -> None:
    office = Office()
    office.do("tm-1", q.TakeTicket(items=("card",)))
    office.do("tm-1", q.TakeTicket(items=("stamp",)))
    office.do("desk", i.CloseItem(item="stamp", reason=i.ClosingReason.EQUIPMENT))
    office.nobody_at_the_desk()
    office.apply(small_bundle(without_item("card"), without_item("stamp")), when_empty=True)
    assert set(office.hall.closed_items) == {"card", "stamp"}
    assert isinstance(office.withdraw(), Decision)
    assert set(office.hall.closed_items) == {"stamp"}, "that was closed by hand"
    assert office.hall.configured.awaited is None and not office.due()


def test_another_change_takes_the_place_of_the_one_that_waits() -> None:
    office = Office()
    office.do("tm-1", q.TakeTicket(items=("card",)))
    office.apply(small_bundle(without_item("card")), when_empty=True)
    other = small_bundle(with_rules(recall_max=7))
    assert isinstance(office.apply(other), Decision)
    assert office.hall.configured.awaited is None and office.hall.configured.applied == other.digest
    assert set(office.hall.closed_items) == set()


def test_a_window_that_comes_back_on_the_same_day_is_as_it_was() -> None:
    office = Office()
    office.open("w2")
    office.do("tm-1", q.TakeTicket(items=("card",)))
    office.at_window("w2", q.CallNext(window="w2"))
    office.at_window("w2", q.Finish(window="w2"))
    office.at_window("w2", w.SignOut(window="w2"))
    before = office.hall.windows["w2"]
    office.apply(small_bundle(without_window("w2")))
    assert "w2" not in office.hall.windows and office.hall.windows.gone == {"w2": before}
    assert no_of(office.verdict("desk", q.CallNext(window="w2"))) is Reason.WINDOW_UNKNOWN
    office.nobody_at_the_desk()
    office.apply(BEFORE)
    assert office.hall.windows["w2"] == before and before.served_today == 1 and not office.hall.windows.gone


def test_new_windows_serve_at_once() -> None:
    office = Office()
    office.do("tm-1", q.TakeTicket(items=("invoice",)))
    office.apply(small_bundle(with_window("w5", "C01", "tax", "invoice")))
    office.do("call-w5", w.SignIn(window="w5", clerk="103", pin="123456"))
    session = office.window("w5").session
    office.do("call-w5", w.OpenWindow(window="w5"), session=session)
    office.do("call-w5", q.CallNext(window="w5"), session=session)
    assert office.window("w5").at is not None


def test_a_review_tells_changes_obstacles_and_notes_and_changes_nothing() -> None:
    office = Office()
    office.do("tm-1", q.TakeTicket(items=("card",)))
    bundle = small_bundle(without_item("card"), with_window("w5", "C01", "tax", "invoice"))
    verdict = configuration.review(office.hall, c.ReviewConfiguration(digest=bundle.digest), bundle.site())
    assert verdict.result is not None and not verdict.recorded and not verdict.happenings
    found = verdict.result()
    assert isinstance(found, c.Review) and found.applied == BEFORE.digest
    assert "- items card “事项card”" in found.changes and found.obstacles[0].tickets == ("A001",)
    assert "call-w5" in found.notes[0].en
