"""A private Mosquitto on loopback for a practice hall or a measurement.

Rules: it listens on 127.0.0.1 only and on a port of its own, since the packaged service may hold 1883; it keeps
nothing (the hub must hold without the broker's memory); every limit is written down rather than left to defaults; it
runs as the caller, since a Mosquitto started by root would change its user and lose its directory.
"""

import getpass
import re
import shutil
import socket
import time
from pathlib import Path

from .children import Child, ChildFault, Children

HOST = "127.0.0.1"
READY_S = 5.0
PORT_TRIES = 5
PLACES = ("/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/sbin/mosquitto")

START_UP = re.compile(
    r"\d+: (Note: It is recommended to replace `message_size_limit`|Warning: Mosquitto should not be run as root)"
)
"""What mosquitto says of any start and need not: `message_size_limit` refuses a message where the other limit would end
the connection, and a visitor may be root."""

CONFIG = """\
# Written by `hall`: a private broker on loopback, for practice and measurement only.
listener {port} {host}
socket_domain ipv4
allow_anonymous true
user {user}
persistence false
set_tcp_nodelay true
message_size_limit 65536
max_queued_messages 20000
max_inflight_messages 1000
sys_interval 0
connection_messages false
log_dest stderr
log_type error
log_type warning
"""


class NoBroker(Exception):
    """Mosquitto is not installed, or does not start."""


def find_mosquitto() -> str:
    """The absolute path of mosquitto: it lies in sbin, which is on nobody's path but root's."""
    found = shutil.which("mosquitto") or next((place for place in PLACES if Path(place).is_file()), None)
    if found is None:
        raise NoBroker("mosquitto is not installed. Cure: sudo apt-get install mosquitto")
    return found


def config_text(port: int, user: str) -> str:
    return CONFIG.format(port=port, host=HOST, user=user)


def start_broker(children: Children, folder: Path) -> int:
    """Start a broker among `children`, with its configuration in `folder` (private); its port."""
    mosquitto = find_mosquitto()
    fault: ChildFault | None = None
    for _ in range(PORT_TRIES):
        port = free_port()
        file = folder / "mosquitto.conf"
        file.write_text(config_text(port, _caller()), encoding="utf-8")
        child = children.start("broker", [mosquitto, "-c", str(file)], may_say=START_UP)
        if _answers(child, port):
            return port
        child.end_asked()
        child.wait(1.0)
        fault = child.fault("did not start listening")  # another process may have taken the port meanwhile
    raise NoBroker(str(fault))


def _caller() -> str:
    """The caller's name; an account that has none is not root, and Mosquitto then does not look at the name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "nobody"


def free_port() -> int:
    """A port of loopback that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _answers(child: Child, port: int) -> bool:
    ends = time.monotonic() + READY_S
    while time.monotonic() < ends and child.running:
        try:
            socket.create_connection((HOST, port), timeout=0.2).close()
        except OSError:
            time.sleep(0.01)
        else:
            return True
    return False
