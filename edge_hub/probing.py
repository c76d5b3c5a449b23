"""`hall device probe`: what hangs on wires and on the network, and the lines of devices.yaml for it.

What the configuration already has is not asked: it belongs to its owner, and may be at work.
"""

import json
import os
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network

from configs.devices import HOST_KIND
from configs.site import Site
from drivers.connection import BadConnection, Connection, Serial, Tcp, parse_connection
from drivers.faults import LineFault
from drivers.finding import SYSTEM, System, serial_path
from drivers.installed import installed_drivers
from drivers.prober import HOSTS_MAX, Found, network_places, probe_all, serial_places
from drivers.questions import questions

from .refusal import refuse

Row = tuple[str, str, str]
ADVICE = (
    "# 建议写入 devices.yaml，请核对位置，补序列号和到货日期。",
    "# Suggested for devices.yaml: check where each stands, add serial number and arrival on site.",
)
HEAD: Row = ("位置 Where", "驱动 Driver", "设备 What")


def run_probe(
    site: Site, given: Sequence[str], networks: Sequence[str], host: str | None, system: System = SYSTEM
) -> int:
    """Ask, print the table and the lines; 0 if something was found, else 1."""
    asked = questions(installed_drivers().drivers)
    places = [place_of(one) for one in given] or ([] if networks else list[Connection](serial_places(system)))
    for one in networks:
        places += network_places(network_of(one), asked)
    known = configured(site, system)
    free = [place for place in places if _key(place, system) not in known]
    found = [one for one in probe_all(free, asked, system) if one.told or not _is_swept(one, networks, given)]
    mine = [(_shown(place), known[key]) for place in places if (key := _key(place, system)) in known]
    print("\n".join(table([*(row_of(one) for one in found), *(_own(*pair) for pair in mine)])))
    good = [one for one in found if one.told]
    if good:
        print("\n".join(["", *ADVICE, *lines_of(good, site, host)]))
    return 0 if good else 1


def place_of(given: str) -> Connection:
    """A place from the command line."""
    try:
        place = parse_connection(given if "://" in given else f"serial://{given}")
    except BadConnection as fault:
        refuse(f"{fault}.")
    if not isinstance(place, Serial | Tcp):
        refuse(f"“{given}”: only serial ports and network addresses can be asked.")
    return place


def network_of(given: str) -> IPv4Network | IPv6Network:
    try:
        network = ip_network(given, strict=False)
    except ValueError:
        refuse(f"--network {given}: is no network such as 192.168.30.0/24.")
    if network.num_addresses > HOSTS_MAX:
        refuse(f"--network {given}: has more than {HOSTS_MAX} addresses; name a smaller one, such as 192.168.30.0/24.")
    return network


def configured(site: Site, system: System) -> dict[str, str]:
    """What the configuration already has, by where it is: the device that it belongs to."""
    owned = {one.connection: one.id for one in site.wired}
    owned |= {one.printer.connection: one.id for one in site.devices if one.printer is not None}
    found = dict[str, str]()
    for connection, id in owned.items():
        key = _key(parse_connection(connection), system)
        if key is not None:
            found[key] = id
    return found


def _key(place: Connection, system: System) -> str | None:
    """One name for one place, however it is written; None where it is not on this machine."""
    if isinstance(place, Tcp):
        return f"{place.host}:{place.port}"
    if not isinstance(place, Serial):
        return None
    try:
        return os.path.realpath(serial_path(place, system))
    except LineFault:
        return None


def _is_swept(one: Found, networks: Sequence[str], given: Sequence[str]) -> bool:
    """Whether it is one of the many addresses of a network where nobody was."""
    return bool(networks) and one.place.startswith("tcp:") and one.place not in given


def row_of(one: Found) -> Row:
    if one.told is not None:
        return one.place, one.driver, f"{one.told.zh} {one.told.en}"
    if one.fault is not None:
        return one.place, "—", f"{one.fault.why} {one.fault.why_en}"
    return one.place, "—", "没有已知设备应答 no device that is known has answered"


def _own(place: str, id: str) -> Row:
    return place, "—", f"已配置为 {id}，未询问 is {id} of devices.yaml, not asked"


def _shown(place: Connection) -> str:
    return f"tcp://{place.host}:{place.port}" if isinstance(place, Tcp) else getattr(place, "path", str(place))


def table(rows: Sequence[Row]) -> Iterator[str]:
    if not rows:
        yield "没有可询问的端口。 There is no port to ask."
        return
    wide = [max(_width(row[at]) for row in (HEAD, *rows)) for at in range(2)]
    for row in (HEAD, *rows):
        yield "  ".join([*(cell + " " * (wide[at] - _width(cell)) for at, cell in enumerate(row[:2])), row[2]])


def _width(text: str) -> int:
    """Columns of a terminal: a Chinese sign takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def lines_of(found: Sequence[Found], site: Site, host: str | None) -> Iterator[str]:
    """Entries that `hall check` takes, with ids that are free."""
    owner = host or next((one.id for one in site.devices if one.kind == HOST_KIND), "wires-1")
    taken = {*site.devices_by_id, *site.wired_by_id}
    for one in found:
        assert one.told is not None and one.question is not None
        id = _free(one.question.kind.replace("_", "-"), taken)
        taken.add(id)
        yield f"  - id: {id}"
        entry: Mapping[str, str | None] = {
            "kind": one.question.kind, "driver": one.driver, "connection": one.connection,
            "options": json.dumps(one.told.options) if one.told.options else None,
            "host": owner, "serial_number": one.told.serial_number,
        }  # fmt: skip
        yield from (f"    {key}: {value}" for key, value in entry.items() if value is not None)


def _free(stem: str, taken: set[str]) -> str:
    return next(id for number in range(1, 10_000) if (id := f"{stem}-{number}") not in taken)
