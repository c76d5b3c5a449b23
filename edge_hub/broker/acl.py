"""The broker's access list, printed from the topic table of the contract, so that the two cannot disagree.

What a device alone may do goes by pattern (`%u` is the name that the broker has proved); everything else stands under
each account by name, since Mosquitto warns of a pattern without `%u`. Nobody is given a whole branch: what the table
does not name is refused. Mosquitto lets anybody subscribe to anything and then delivers only what may be read.
"""

from collections.abc import Iterable, Sequence

from configs.devices import Device, WiredDevice
from edge_hub.contract.topics import DEVICE, EVERYONE, HUB, OF_WINDOW, STAFF, TABLE, Party

STAFF_KINDS = ("console",)
HEAD = """\
# Who may say and hear what in the hall {hall}. Written by `hall broker config` from the topic table; the next run
# writes it again.
"""


def access_list(
    hall: str, hubs: Iterable[str], devices: Iterable[Device], wired: Iterable[WiredDevice] = ()
) -> str:
    """The text of Mosquitto's `acl_file`. Whoever owns a wire hears also the windows of what hangs on it."""
    served: dict[str, set[str]] = {}
    for one in wired:
        if one.window is not None:
            served.setdefault(one.owner, set()).add(one.window)
    blocks = [HEAD.format(hall=hall) + _lines("pattern", _rights(hall, {DEVICE}, device="%u"))]
    blocks += [_block(hub, _rights(hall, {HUB})) for hub in hubs]
    for device in devices:
        windows = sorted(served.get(device.id, set()) | ({device.window} if device.window is not None else set()))
        parties = {EVERYONE}
        parties |= {OF_WINDOW} if windows else set()
        parties |= {STAFF} if device.kind in STAFF_KINDS else set()
        blocks.append(_block(device.id, _rights(hall, parties, windows=windows)))
    return "\n".join(blocks)


def _rights(
    hall: str, parties: set[Party], device: str = "+", windows: Sequence[str] = ("+",)
) -> list[tuple[str, str]]:
    """(access, topic) of every row of the table in which one of `parties` writes or reads."""
    rights = []
    for row in TABLE:
        topics = [
            row.pattern.format(hall=hall, device=device, window=window, department="+") for window in windows or ("",)
        ]
        for topic in dict.fromkeys(topics):
            if row.writes in parties:
                rights.append(("write", topic))
            if parties & set(row.reads):
                rights.append(("read", topic))
    return rights


def _block(account: str, rights: list[tuple[str, str]]) -> str:
    return f"user {account}\n{_lines('topic', rights)}"


def _lines(word: str, rights: list[tuple[str, str]]) -> str:
    return "".join(f"{word} {access} {topic}\n" for access, topic in rights)
