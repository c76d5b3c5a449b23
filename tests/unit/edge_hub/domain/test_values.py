"""The values of the hall: a changed one is what `_replace` makes."""

import pytest
from fakes.desk import Desk

from edge_hub.domain.values import changed


def test_a_changed_value_is_what_replace_makes_and_the_old_one_stays() -> None:
    desk = Desk()
    desk.open("w1")
    desk.take("card")
    ticket = desk.serve("w1")
    for old in (ticket, desk.window("w1"), next(iter(desk.hall.services.values()))):
        before = tuple(old)
        for name in old._fields:
            new = changed(old, {name: "other"})
            assert new == old._replace(**{name: "other"}) and type(new) is type(old)
        assert tuple(old) == before
    with pytest.raises(KeyError):
        changed(ticket, {"colour": "red"})
