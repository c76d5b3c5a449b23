"""How a terminal proves itself to the broker: its device id, and the secret that its keyring holds for it.

On loopback without a credential there is no login. A secret crosses the hall's network only inside TLS, checked against
the machine's certificate store. The keyring must be a safe one: a backend that keeps plain text is refused.
"""

import ssl
from ipaddress import ip_address
from typing import TYPE_CHECKING

from edge_hub.client.wire import Address, Login, LoginFault, LoginOf, no_login

if TYPE_CHECKING:
    from configs.bootstrap import Bootstrap

SERVICE = "hall"
"""The keyring's name for us; the entry is the credential's name."""


def brokers_of(boot: "Bootstrap") -> list[Address]:
    """The brokers, with TLS where a secret leaves the machine."""
    needs_tls = [boot.credential is not None and not is_loopback(broker.host) for broker in boot.brokers]
    context = ssl.create_default_context() if any(needs_tls) else None
    return [
        Address(broker.host, broker.port, context if tls else None)
        for broker, tls in zip(boot.brokers, needs_tls, strict=True)
    ]


def login_of(boot: "Bootstrap") -> LoginOf:
    """How to get the login; asked before each connection, so that a renewed secret is found."""
    name = boot.credential
    if name is None:
        return no_login
    return lambda: Login(boot.device, secret(name))


def secret(name: str) -> str:
    """The secret of that name. Raises LoginFault."""
    import keyring
    from keyring.errors import KeyringError

    used = keyring.get_keyring()
    for backend in getattr(used, "backends", (used,)):  # a chain asks each of its backends
        name_of = type(backend).__name__
        if "plain" in name_of.lower() or type(backend).__module__.startswith("keyrings.alt"):
            raise LoginFault(f"the keyring backend {name_of} keeps secrets as plain text; install another one")
    try:
        found = keyring.get_password(SERVICE, name)
    except KeyringError as fault:
        raise LoginFault(f"the keyring cannot be read ({fault}); enrol this device again") from fault
    if found is None:
        raise LoginFault(f"the keyring holds no secret “{name}”; enrol this device")
    return found


def is_loopback(host: str) -> bool:
    """Whether messages to `host` stay on this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
