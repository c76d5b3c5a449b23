"""A pad that was let in shows the clerk's photo, which it fetches inside TLS by its certificate or its password."""

from pathlib import Path

import pytest
from fakes.door import Door
from fakes.rating_pad import Pad, add_photo, is_drawn

from edge_hub.contract import window as w

PIN = "123456"


@pytest.mark.parametrize("more", [(), ("--password",)])
def test_a_pad_that_was_let_in_fetches_the_photo_as_itself(tmp_path: Path, more: tuple[str, ...]) -> None:
    door = Door(tmp_path / "door")
    add_photo(door.site)
    folder = tmp_path / "pad"
    with door.broker, door.hub(tmp_path / "data") as hub:
        with door.enrols("rate-w1", hub, folder, "--ca", str(door.ca_file), *more) as device:
            door.shell("device", "approve", "rate-w1", device.code, "--fingerprint", device.fingerprint)
            assert device.ended()[0] == 0
        pad = Pad(folder, folder / "bootstrap.yaml", env=secret_of(folder))
        try:
            door.shell("clerk", "pin", "101", given=f"{PIN}\n")
            with door.member("call-w1") as call:
                call.do(w.SignIn(window="w1", clerk="101", pin=PIN))
                pad.until_it_shows(is_drawn)
            assert pad.end() == ""
        finally:
            pad.kill()


def secret_of(folder: Path) -> dict[str, str]:
    """What systemd would give the pad's service."""
    return {"CREDENTIALS_DIRECTORY": str(folder)}
