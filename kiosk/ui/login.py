"""How a terminal proves itself to the broker, as its bootstrap file says: the account is its device id."""

from typing import TYPE_CHECKING

from edge_hub.client import login
from edge_hub.client.wire import Address, LoginOf

if TYPE_CHECKING:
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
