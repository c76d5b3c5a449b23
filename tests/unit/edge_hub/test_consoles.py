"""The console that a shell command speaks as when none is named: chosen by role, or a sentence."""

import json
from pathlib import Path
from typing import Any

import pytest
from fakes.small_hall import DESCRIPTION, write_small_site

from configs.devices import Device
from configs.people import Role
from configs.site import load_site
from edge_hub.consoles import console_for, consoles_with
from edge_hub.contract.configuration import ApplyConfiguration
from edge_hub.contract.queue import ShowTicket, TakeTicket
from edge_hub.contract.window import SetPin
from edge_hub.domain.roles import ROLES
from edge_hub.opening import DEFAULT_SITE


def consoles(**roles: list[Role]) -> list[Device]:
    return [Device(id=id.replace("_", "-"), kind="console", roles=tuple(held)) for id, held in roles.items()]


def folder(tmp_path: Path, **roles: list[str]) -> Path:
    """The small hall with these consoles."""
    site = write_small_site(tmp_path / "site")
    others: list[dict[str, Any]] = [one for one in DESCRIPTION["devices"] if one["kind"] != "console"]
    mine = [{"id": id, "kind": "console", "zone": "a", "layout": "landscape", "roles": it} for id, it in roles.items()]
    (site / "devices.yaml").write_text(json.dumps({"devices": others + mine}), encoding="utf-8")
    return site


@pytest.mark.parametrize(
    ("kind", "console"),
    [(TakeTicket, "guide-1"), (ShowTicket, "guide-1"), (SetPin, "admin-1"), (ApplyConfiguration, "admin-1")],
)
def test_in_the_shipped_hall_each_command_has_its_console(kind: type, console: str) -> None:
    assert consoles_with(load_site(DEFAULT_SITE).devices, ROLES[kind]) == (console,)


def test_the_least_powerful_role_that_may_counts_first() -> None:
    both = consoles(boss=["manager"], guide_1=["guide"])
    assert consoles_with(both, ("manager", "guide")) == ("guide-1",)
    assert consoles_with(both, ("manager", "system_admin")) == ("boss",)
    assert consoles_with(both, ("security_admin",)) == ()


def test_none_or_several_end_with_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = folder(tmp_path, one=["guide"], two=["guide"])
    for may, said in (
        (("guide", "manager"), "one and two may both do that: name one of them with --device."),
        (("security_admin",), "has one of the roles security_admin: name a console with --device."),
    ):
        with pytest.raises(SystemExit) as end:
            console_for("test", may, site)
        assert end.value.code == 2 and said in capsys.readouterr().err


def test_a_configuration_of_another_hall_names_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        console_for("puer", ("guide",), folder(tmp_path, one=["guide"]))
    assert "is the configuration of test, not of puer" in capsys.readouterr().err
