"""The ticket machine while the configuration changes under it: snapshots of the real loop, drawn without a restart."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import config_desk
from fakes.loop_rig import Rig, TestClock

from configs.bundle import Bundle, bundle_of
from configs.people import Clerk
from configs.windows import Window
from edge_hub.contract import window as w
from edge_hub.contract.base import Snapshot
from edge_hub.contract.codec import decode
from edge_hub.contract.hall import Catalogue, Directory, HubStatus, Lines
from kiosk.ticket_machine.words import GONE

from .conftest import Open, Stand

PUER = Path(__file__).parents[3] / "configs" / "puer"
KINDS: dict[str, type[Snapshot]] = {
    "hub": HubStatus, "directory": Directory, "lines": Lines, "catalogue": Catalogue,
}  # fmt: skip
NEW = """
  - id: night-market-permit
    department: market
    name: {zh: 夜市摊位登记, en: Registration of a night market stall}
    short_name: {zh: 夜市摊位, en: Night market stall}
    pinyin: ye shi tan wei deng ji
    kind: public_service
    case_kind: immediate
    wanted: 1
    service_min: 6
"""
ADMIN = {"device": "admin-1", "by": "1049"}


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Rig]:
    """The hall of Pu'er on a working day at half past nine, without a broker."""
    rig = Rig(tmp_path, TestClock("09:30"), bundle=bundle_of(PUER))
    yield rig
    rig.close()


def draw(hub: Rig, stand: Stand) -> None:
    """What the hub tells within a second, drawn."""
    for _ in range(100):  # a turn of the loop tells for a millisecond at most
        hub.clock.ms += 10
        hub.step()
    for topic, payload in hub.snapshots.items():
        kind = KINDS.get(topic.split("/")[4] if "/public/" in topic else "")
        if kind is not None and payload:
            snapshot = decode(kind, payload)
            assert snapshot is not None, topic
            stand.bridge.push(snapshot)
    stand.look()
    stand.settle()


def open_window(hub: Rig, window: str) -> None:
    """A clerk who may sit there signs in and begins."""
    clerk = next(one.id for one in hub.hall.plan.site.clerks if sits(one, hub.hall.plan.site.window(window)))
    soon = hub.clock.ms + config_desk.SOON_MS
    pin, pad = "482913", f"call-{window}"
    assert hub.through_pins(hub.command("admin-1", w.SetPin(by="1050", clerk=clerk, pin=pin), valid_until_ms=soon)).ok
    sign_in = w.SignIn(window=window, clerk=clerk, pin=pin)
    session = hub.through_pins(hub.command(pad, sign_in, valid_until_ms=soon)).result["session"]
    hub.do(pad, w.OpenWindow(window=window), session=session, valid_until_ms=soon)


def sits(clerk: Clerk, window: Window) -> bool:
    at_home = window.id in clerk.windows or (not clerk.windows and clerk.department == window.department)
    return at_home and "clerk" in clerk.roles


def changed() -> Bundle:
    """A new item that is the most wanted, and a window with another label."""
    was = bundle_of(PUER)
    files = dict(was.files)
    for name, text in files.items():
        if name.startswith("items/") and "wanted: 1\n" in text:
            files[name] = text.replace("wanted: 1\n", "wanted: 90\n")
    files["items/market.yaml"] = files["items/market.yaml"].rstrip("\n") + "\n" + NEW
    files["windows.yaml"] = files["windows.yaml"].replace("label: A01", "label: A99")
    return Bundle(files, was.photos)


def test_a_new_item_is_offered_and_a_window_has_its_new_label_within_a_second(open_machine: Open, hub: Rig) -> None:
    stand = open_machine()
    open_window(hub, "w01")
    draw(hub, stand)
    stand.shot("configuration_before")
    assert not stand.screen.shows("item_night-market-permit")
    assert config_desk.apply(hub, changed(), **ADMIN).ok
    draw(hub, stand)
    stand.shot("configuration_after")
    stand.touch("item_night-market-permit")
    stand.shot("configuration_confirm")
    assert stand.is_at("confirm") and "夜市摊位登记" in stand.screen.all_text()
    stand.touch("back")
    stand.vm.choose("social-card-apply")
    stand.look()
    stand.shot("configuration_window")
    assert "A99" in stand.screen.all_text(), "the window is called by its new label"


def test_who_stands_before_an_item_that_goes_is_told_and_comes_home(open_machine: Open, hub: Rig) -> None:
    assert config_desk.apply(hub, changed(), **ADMIN).ok
    stand = open_machine()
    hub.step()
    draw(hub, stand)
    stand.touch("item_night-market-permit")
    assert config_desk.apply(hub, bundle_of(PUER), **ADMIN, back=True).ok
    draw(hub, stand)
    stand.shot("configuration_item_gone")
    assert stand.is_at("home") and GONE.zh in stand.screen.all_text()
    assert not stand.bridge.sent, "nothing was asked for"
    stand.wait(70)
    assert GONE.zh not in stand.screen.all_text()
    assert stand.is_at("home") and not stand.screen.shows("item_night-market-permit")
