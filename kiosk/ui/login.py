"""How a terminal proves itself to the broker, as its bootstrap file says: the account is its device id."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from edge_hub.client import login
from edge_hub.client.wire import Address, LoginOf
from edge_hub.contract.base import Snapshot
from edge_hub.contract.hall import HubStatus

if TYPE_CHECKING:
    import ssl

    from configs.bootstrap import Bootstrap


def brokers_of(boot: "Bootstrap") -> list[Address]:
    """The brokers, with TLS where a secret leaves the machine or the file asks for it."""
    return [
        login.address_of(one.host, one.port, boot.credential, tls=boot.tls, ca=boot.ca, identity=boot.identity)
        for one in boot.brokers
    ]


def login_of(boot: "Bootstrap") -> LoginOf:
    """How to get the login; asked before each connection."""
    return login.login_of(boot.device, boot.credential)


def renewing(
    boot: "Bootstrap", contexts: "list[ssl.SSLContext]", on_snapshot: Callable[[Snapshot], None]
) -> Callable[[Snapshot], None]:
    """`on_snapshot`, which also tells where a device with a certificate finds its next one."""
    if boot.identity is None or boot.ca is None:
        return on_snapshot
    from edge_hub.client.renewal import Renewal

    renewal = Renewal(boot.device, Path(boot.identity), boot.ca, [one.host for one in boot.brokers], contexts)

    def hear(snapshot: Snapshot) -> None:
        if isinstance(snapshot, HubStatus) and snapshot.up:
            renewal.listens_at(snapshot.status_port if snapshot.status_tls else None)
        on_snapshot(snapshot)

    return hear
