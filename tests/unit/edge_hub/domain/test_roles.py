"""Roles: whoever is signed in may do what the table says, and nothing else; and a console can be narrowed."""

import json
from typing import Any

import pytest
from fakes.desk import Desk
from fakes.small_hall import DESCRIPTION

from configs.people import ROLES as ALL
from configs.site import Site
from edge_hub.contract import admission as a
from edge_hub.contract import desk as k
from edge_hub.contract import queue as q
from edge_hub.contract import window as w
from edge_hub.contract.reasons import Reason
from edge_hub.domain.hall import Hall
from edge_hub.domain.plan import plan_of
from edge_hub.domain.roles import ROLES, commands_of

REVOKE = a.RevokeDevice(by="901", device="tm-2", cause=a.Cause.LOST)


def hall_with(role: str | None = None, **console: Any) -> Desk:
    """The small hall; clerk 201 has this role alone, and the console `desk` these keys."""
    site = json.loads(json.dumps(DESCRIPTION))
    if role is not None:
        site["clerks"].append({"id": "201", "name": "某人", "department": "social", "roles": [role]})
    for device in site["devices"]:
        if device["id"] == "desk":
            device |= console
    return Desk(Hall(plan_of(Site.model_validate_json(json.dumps(site))), "2026-11-24"))


def seated(desk: Desk) -> str:
    desk.do("desk", k.SignInDesk(clerk="201", pin="123456"))
    seat = desk.hall.seats["desk"]
    return seat.session


@pytest.mark.parametrize("role", [one for one in ALL if one != "clerk"])
def test_whoever_sits_at_a_console_may_do_what_the_table_says(role: str) -> None:
    desk = hall_with(role)
    desk.do("tm-1", q.TakeTicket(items=("card",)))
    session = seated(desk)
    for body in (q.TakeTicket(items=("card",)), REVOKE, a.ShowDevices(), q.ShowTicket(ticket="A001")):
        no = desk.verdict("desk", body, session=session)
        refused = getattr(no, "reason", None) is Reason.ROLE_NEEDED
        assert refused == (role not in ROLES[type(body)]), (role, body)


def test_a_guide_may_not_let_devices_in_and_is_told_who_may() -> None:
    desk = hall_with("guide")
    no = desk.verdict("desk", REVOKE, session=seated(desk))
    assert getattr(no, "reason", None) is Reason.ROLE_NEEDED
    assert no.words.zh == "只有安全管理员可以这样操作。" and "security administrator" in no.words.en  # type: ignore[union-attr]


def test_an_auditor_sees_and_changes_nothing() -> None:
    asks = {"ShowTicket", "ShowDevices", "ShowConfiguration", "ReviewConfiguration", "SignInDesk", "SignOutDesk"}
    assert {kind.__name__ for kind in commands_of(("auditor",))} == asks


def test_the_three_powers_are_apart() -> None:
    """Who runs it, who gives rights, who reads the trail (三员分立): none can do another's."""
    own = {
        role: {kind for kind, may in ROLES.items() if set(may) & {"system_admin", "security_admin"} == {role}}
        for role in ("system_admin", "security_admin")
    }
    assert w.SetPin in own["security_admin"] and a.ApproveDevice in own["security_admin"]
    assert {kind.__name__ for kind in own["system_admin"]} >= {"ApplyConfiguration", "StageConfiguration"}
    assert not own["system_admin"] & own["security_admin"]


def test_a_person_without_a_role_for_windows_signs_in_at_none() -> None:
    desk = hall_with("auditor")
    assert desk.refused("call-w1", w.SignIn(window="w1", clerk="201", pin="123456")) is Reason.ROLE_NEEDED


def test_at_a_console_where_nobody_is_signed_in_its_own_roles_count_and_nothing_beyond() -> None:
    desk = hall_with(roles=["guide"])
    assert desk.refused("desk", REVOKE) is Reason.ROLE_NEEDED
    assert desk.refused("desk", a.ShowDevices()) is Reason.ROLE_NEEDED
    desk.do("desk", q.TakeTicket(items=("card",)))
    assert not desk.hall.barred
    admin = hall_with(roles=["security_admin"])
    assert admin.refused("desk", q.TakeTicket(items=("card",))) is Reason.ROLE_NEEDED
    admin.do("desk", a.ShowDevices())


def test_whoever_signs_in_there_may_do_what_their_own_roles_say_and_not_what_the_console_may() -> None:
    desk = hall_with("security_admin", roles=["guide"])
    session = seated(desk)
    assert desk.refused("desk", q.TakeTicket(items=("card",)), session=session) is Reason.ROLE_NEEDED
    desk.do("desk", REVOKE, session=session)
    assert set(desk.hall.barred) == {"tm-2"}


def test_a_console_without_roles_is_a_fault_that_says_what_was_meant() -> None:
    with pytest.raises(ValueError, match="a console may do what its roles say: name at least one of clerk, guide"):
        hall_with(roles=None)


def test_a_ticket_machine_needs_nobody() -> None:
    desk = hall_with()
    desk.do("tm-1", q.TakeTicket(items=("card",)))


def test_only_a_console_has_roles_of_its_own() -> None:
    site = json.loads(json.dumps(DESCRIPTION))
    site["devices"][0]["roles"] = ["guide"]
    with pytest.raises(ValueError, match="only a console has roles"):
        Site.model_validate_json(json.dumps(site))
