"""The text of mosquitto.conf: every limit is written down, nothing is left to a default that a version may change.

Persistence is off: a hall must hold without the broker's memory, and so it does. The name that a client gives itself
counts for nothing on the network (`use_username_as_clientid`): it goes by the account that it proved, so that nobody
can push another off the line by taking its name. On loopback it keeps its name: two hubs with one account must hear
each other, so that the second one leaves, and not push each other off.
"""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

MESSAGE_BYTES_MAX = 65536
QUEUED_MAX, QUEUED_BYTES_MAX = 20_000, 16 * 1024 * 1024
"""Of one client; a client that reads nothing for 1.5 times its keepalive is dropped with all of it."""
KEEPALIVE_MAX_S = 30
CONNECTIONS_SPARE = 50
"""Beyond one for each account: connections that are half gone, and people who look."""
LOOPBACK = "127.0.0.1"

GENERAL = """\
# The broker of the hall {hall}. Written by `hall broker config`; the next run writes it again.
user {user}
per_listener_settings false
allow_anonymous false
password_file {folder}/passwords
acl_file {folder}/acl
allow_zero_length_clientid false

persistence false
persistent_client_expiration 1h
set_tcp_nodelay true
message_size_limit {message_bytes_max}
max_inflight_messages 1000
max_queued_messages {queued_max}
max_queued_bytes {queued_bytes_max}
max_keepalive {keepalive_max_s}
sys_interval 0

log_dest stderr
log_type error
log_type warning
log_type notice
"""

LISTENER = """
listener {port} {host}
max_connections {connections_max}
"""

TLS = """\
use_username_as_clientid true
certfile {folder}/server.pem
keyfile {folder}/server.pem
tls_version tlsv1.2
"""


CERTIFICATES = """\
require_certificate true
use_identity_as_username true
cafile {folder}/ca.pem
crlfile {folder}/crl.pem
"""


class Proof(Enum):
    """How those prove themselves who come at a listener."""

    PASSWORD = "a password, on loopback"
    PASSWORD_IN_TLS = "a password, inside TLS"
    CERTIFICATE = "a certificate of the hall's CA"


MORE = {Proof.PASSWORD: "", Proof.PASSWORD_IN_TLS: TLS, Proof.CERTIFICATE: TLS + CERTIFICATES}


@dataclass(frozen=True, slots=True)
class Listener:
    """Where the broker listens."""

    host: str
    port: int
    proof: Proof


def text(hall: str, folder: Path, user: str, accounts: int, listeners: tuple[Listener, ...]) -> str:
    """mosquitto.conf for a broker whose files lie in `folder` (an absolute path)."""
    parts = [
        GENERAL.format(
            hall=hall, user=user, folder=folder, message_bytes_max=MESSAGE_BYTES_MAX, queued_max=QUEUED_MAX,
            queued_bytes_max=QUEUED_BYTES_MAX, keepalive_max_s=KEEPALIVE_MAX_S,
        )
    ]  # fmt: skip
    for one in listeners:
        where = LISTENER.format(host=one.host, port=one.port, connections_max=accounts + CONNECTIONS_SPARE)
        parts.append(where + MORE[one.proof].format(folder=folder))
    return "".join(parts)
