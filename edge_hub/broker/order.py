"""What was asked of `hall broker config`, kept beside what it wrote, and what was decided about devices since.

So the hub can write the folder again when it lets a device in or puts one out, and the command undoes none of that.
"""

import datetime as dt
import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from configs.site import Site
from edge_hub.contract.admission import Proof

from .authority import Authority
from .folder import Folder
from .register import issued, revoked_list
from .setup import Wish

ORDER, DECIDED = "order.json", "decided.json"
REVOKED = "REVOKED"


class NoOrder(Exception):
    """The folder was not written by `hall broker config`, or by an older one; a sentence says what helps."""


class Order(BaseModel):
    """The options of `hall broker config` that the hub needs, and the folder of the hall's CA."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ca: Path | None = None
    listen: tuple[tuple[str, int], ...] = ()
    names: tuple[str, ...] = ()
    certificates: int | None = None
    loopback: int | None = None
    standby: tuple[str, int] | None = None
    hubs: tuple[str, ...] = ("hub",)
    user: str = "mosquitto"
    give_to_user: bool = False
    reload: str | None = None
    """The command after which the broker has read its files again."""


def keep(folder: Folder, order: Order) -> None:
    folder.write(ORDER, order.model_dump_json(indent=1) + "\n")


def kept(folder: Folder) -> Order:
    """Raises NoOrder."""
    try:
        return Order.model_validate_json(folder.read(ORDER) or "")
    except ValidationError as fault:
        raise NoOrder(f"{folder.path / ORDER} is missing or damaged. Run hall broker config once more.") from fault


def decide(folder: Folder, device: str, how: str) -> None:
    """From now on the device proves itself so (a `Proof`), or is `REVOKED`."""
    folder.write(DECIDED, json.dumps({**decided(folder), device: how}, indent=1, sort_keys=True) + "\n")


def decided(folder: Folder) -> dict[str, str]:
    """By device; those of which nobody decided anything have a password."""
    found: dict[str, str] = json.loads(folder.read(DECIDED) or "{}")
    return found


def wish_of(
    order: Order, site: Site, folder: Folder, authority: Authority | None, now: dt.datetime, renew: tuple[str, ...] = ()
) -> Wish:
    """What the folder shall hold now."""
    how = decided(folder)
    certified: frozenset[str] = frozenset()
    revoked = None
    if order.ca is not None and authority is not None and order.certificates is not None:
        ever = {one.device for one in issued(Folder(order.ca))}
        by_password = {device for device, proof in how.items() if proof == Proof.PASSWORD}
        certified = frozenset(ever - by_password)
        revoked = revoked_list(Folder(order.ca), authority, now)
    return Wish(
        site=site, listen=order.listen, names=order.names, certificates=order.certificates, certified=certified,
        barred=frozenset(device for device, proof in how.items() if proof == REVOKED), revoked=revoked,
        loopback=order.loopback, standby=order.standby, hubs=order.hubs, renew=renew, user=order.user,
        give_to_user=order.give_to_user,
    )  # fmt: skip
