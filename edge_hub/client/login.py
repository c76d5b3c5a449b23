"""How whoever joins the hall proves itself to the broker, and how it knows that the broker is the hall's.

The proof is an account and the secret that the machine's keyring holds for it, or a certificate of the hall's CA; on
loopback without either there is no login. A secret crosses the hall's network only inside TLS, and the broker's
certificate is checked strictly: against the hall's own CA where one is given, else against the machine's store. The
keyring must be a safe one: one that keeps plain text is refused.
"""

import base64
import ssl
from ipaddress import ip_address

from .wire import Address, Login, LoginFault, LoginOf, no_login

SERVICE = "hall"
"""The keyring's name for us; the entry is the credential's name."""


def login_of(account: str, credential: str | None) -> LoginOf:
    """How to get the login; asked before each connection, so that a renewed secret is found."""
    if credential is None:
        return no_login
    return lambda: Login(account, secret(credential))


def address_of(
    host: str, port: int, credential: str | None, *, tls: bool = False, ca: str | None = None,
    identity: str | None = None,
) -> Address:  # fmt: skip
    """A broker, with TLS wherever a secret leaves the machine, and on loopback if `tls` asks for it. `ca` is PEM text,
    `identity` a file with certificate and key, which prove whoever joins in place of a secret. Raises as `trusting`."""
    inside_tls = tls or identity is not None or (credential is not None and not is_loopback(host))
    if not inside_tls:
        return Address(host, port)
    context = trusting(ca)
    if identity is not None:
        context.load_cert_chain(identity)
    return Address(host, port, context)


def trusting(ca: str | None) -> ssl.SSLContext:
    """Trust nobody but the CA of this PEM text; None: the machine's store. Raises ssl.SSLError or ValueError if it is
    no PEM: an empty text least of all means the machine's store."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if ca is None:
        context.load_default_certs()
    else:
        context.load_verify_locations(cadata=ca)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.verify_flags |= ssl.VerifyFlags.VERIFY_X509_STRICT
    return context


def basic(login: Login) -> str:
    """The header by which a device proves itself over HTTP, inside TLS only."""
    return "Basic " + base64.b64encode(f"{login.user}:{login.password}".encode()).decode()


def secret(name: str) -> str:
    """The secret of that name. Raises LoginFault."""
    import keyring
    from keyring.errors import KeyringError

    _refuse_plain_text()
    try:
        found = keyring.get_password(SERVICE, name)
    except KeyringError as fault:
        raise LoginFault(f"the keyring cannot be read ({fault}); enrol this device again") from fault
    if found is None:
        raise LoginFault(f"the keyring holds no secret “{name}”; enrol this device")
    return found


def _refuse_plain_text() -> None:
    import keyring

    from . import systemd_keyring  # noqa: F401 - to be known to the keyring, importing it is enough

    used = keyring.get_keyring()
    for backend in getattr(used, "backends", (used,)):  # a chain asks each of its backends
        name_of = type(backend).__name__
        if "plain" in name_of.lower() or type(backend).__module__.startswith("keyrings.alt"):
            raise LoginFault(f"the keyring backend {name_of} keeps secrets as plain text; install another one")


def keep(name: str, value: str) -> bool:
    """Put a secret into the machine's keyring; False where the keyring takes none (systemd's credentials), or keeps
    plain text."""
    import keyring
    from keyring.errors import KeyringError

    try:
        _refuse_plain_text()
        keyring.set_password(SERVICE, name, value)
        return secret(name) == value
    except (KeyringError, NotImplementedError, LoginFault):
        return False


def is_loopback(host: str) -> bool:
    """Whether messages to `host` stay on this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
