"""A hub that came back from a backup asks its standby for what the backup lacks, before it begins a new reign.

It listens where the standby looks for it anyway. What the standby has follows record for record, or is not taken: the
chain says so. Nobody there, or nothing more there: the hub goes on with what the backup has.
"""

import logging
import socket
import ssl
import time

from edge_hub.shipping.parcel import Beat, Kept, Parcel, Standing, Wanted
from edge_hub.store.blobs import Blobs

from .blobs import fetch
from .copying import Copy, CopyFault, named_in_parcel
from .line import Line, LineFault, check_safe

log = logging.getLogger(__name__)
WAIT_S, ANSWER_S = 6.0, 5.0
"""A standby tries twice a second."""


def fetch_tail(
    copy: Copy, blobs: Blobs, listen: tuple[str, int], context: ssl.SSLContext | None, wait_s: float = WAIT_S
) -> int:
    """How many records came. Raises OSError where it cannot listen, and Unsafe for another machine without TLS."""
    check_safe(listen[0], context)
    before, end_s = copy.standing.seq, time.monotonic() + wait_s
    with socket.create_server(listen) as listener:
        while (left_s := end_s - time.monotonic()) > 0:
            listener.settimeout(left_s)
            try:
                sock, _ = listener.accept()
            except TimeoutError:
                break
            try:
                sock.settimeout(ANSWER_S)
                line = Line(sock if context is None else context.wrap_socket(sock, server_side=True))
            except OSError:
                sock.close()
                continue
            try:
                if _took(copy, line, blobs):
                    break
            except CopyFault as fault:
                log.warning("What the standby has does not follow the backup: %s.", fault)
                break
            except LineFault as fault:
                log.info("The standby's line has ended: %s.", fault)
            finally:
                line.close()
    return copy.standing.seq - before


def _took(copy: Copy, line: Line, blobs: Blobs) -> bool:
    """Whether the standby was there and has given all that it has."""
    theirs, mine = line.hear(ANSWER_S), copy.standing
    if not isinstance(theirs, Standing):
        return False
    if theirs.hub != mine.hub or theirs.seq <= mine.seq:
        return theirs.hub == mine.hub
    line.say(Wanted(after=mine.seq), ANSWER_S)
    while isinstance(message := line.hear(ANSWER_S), Parcel):
        fetch(line, blobs, named_in_parcel(message), ANSWER_S)
        copy.keep(message)
        line.say(Kept(seq=copy.standing.seq), ANSWER_S)
    return isinstance(message, Beat)
