"""Configurations brought to the loop of a rig as a console brings them: in parts, looked at, applied."""

from configs.bundle import Bundle
from edge_hub.contract import configuration as c
from edge_hub.contract.base import Strict
from edge_hub.contract.envelope import Reply

from .loop_rig import Rig

DEVICE = "desk"
SOON_MS = 10_000


def stage(rig: Rig, bundle: Bundle, device: str = DEVICE, part_chars: int = c.PART_CHARS) -> None:
    packed = bundle.packed()
    parts = [packed[at : at + part_chars] for at in range(0, len(packed), part_chars)]
    for nth, part in enumerate(parts):
        body = c.StageConfiguration(digest=bundle.digest, part=nth, parts=len(parts), data=part)
        reply = rig.do(device, body, valid_until_ms=rig.clock.ms + SOON_MS)
        assert reply.result["missing"] == len(parts) - nth - 1


def read(rig: Rig, body: Strict, device: str = DEVICE) -> Reply:
    """A command for which the configuration is read in a thread, and its reply."""
    rig.step(rig.command(device, body, valid_until_ms=rig.clock.ms + SOON_MS))
    rig.step(*rig.inbox.take(timeout_s=10))
    return rig.last_reply()


def apply(rig: Rig, bundle: Bundle, device: str = DEVICE, **more: object) -> Reply:
    """Staged if the hub does not have it, and applied by the system administrator."""
    if bundle.digest not in rig.hall.configured.kept:
        stage(rig, bundle, device)
    given = {"digest": bundle.digest, "by": "900", "why": "test", **more}
    return read(rig, c.ApplyConfiguration(**given), device)  # type: ignore[arg-type]
