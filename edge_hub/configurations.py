"""Configurations at the rim: parts that arrive are put together, and read in a thread, which takes longer than the loop
has time."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from pydantic import BaseModel

from configs.bundle import BundleFault, unpack
from configs.drivers import NO_DRIVERS
from configs.faults import ConfigError

from .contract import configuration as c
from .inbox import Inbox
from .messages import ConfigurationRead, Incoming

CONSOLES_MAX = 4
"""So many may bring one at a time; one more takes the place of the oldest."""


@dataclass(slots=True)
class _Arriving:
    digest: str
    parts: dict[int, str] = field(default_factory=dict)
    count: int = 1


class Configurations:
    """What consoles have brought, and the thread that reads it. Posts `ConfigurationRead` into the inbox."""

    def __init__(self, inbox: Inbox, driver_options: Mapping[str, type[BaseModel]] = NO_DRIVERS) -> None:
        self._inbox, self._options = inbox, driver_options
        self._arriving: dict[str, _Arriving] = {}
        self._reading: set[str] = set()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="configurations")

    def stage(self, device: str, body: c.StageConfiguration) -> int:
        """Keep a part; how many are missing. Another configuration of the same console takes the place of its last."""
        arriving = self._arriving.pop(device, None)
        if arriving is None or (arriving.digest, arriving.count) != (body.digest, body.parts):
            arriving = _Arriving(body.digest, count=body.parts)
        self._arriving[device] = arriving
        if len(self._arriving) > CONSOLES_MAX:
            del self._arriving[next(iter(self._arriving))]
        if body.part < body.parts:
            arriving.parts[body.part] = body.data
        return arriving.count - len(arriving.parts)

    def brought(self, device: str, digest: str) -> str | None:
        """The packed configuration that a console has brought in full."""
        arriving = self._arriving.get(device)
        if arriving is None or arriving.digest != digest or len(arriving.parts) < arriving.count:
            return None
        return "".join(arriving.parts[n] for n in range(arriving.count))

    def read(self, incoming: Incoming, digest: str, packed: str) -> None:
        """Once for each command, however often it comes again meanwhile."""
        if incoming.command.id not in self._reading:
            self._reading.add(incoming.command.id)
            self._thread.submit(self._read, incoming, digest, packed)

    def done(self, command_id: str) -> None:
        self._reading.discard(command_id)

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _read(self, incoming: Incoming, digest: str, packed: str) -> None:
        try:
            bundle = unpack(packed)
            if bundle.digest != digest:
                raise BundleFault("its digest is another one")
            found = ConfigurationRead(incoming, digest, packed, bundle.site(self._options))
        except BundleFault as fault:
            found = ConfigurationRead(incoming, digest, packed, None, str(fault))
        except ConfigError as wrong:
            more = f" (+{len(wrong.faults) - 1})" if len(wrong.faults) > 1 else ""
            found = ConfigurationRead(incoming, digest, packed, None, f"{wrong.faults[0]}{more}")
        self._inbox.post(found)
