"""One device on a wire and the port that this process opened for it, whoever this process is."""

import json
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from queue import Full, Queue
from typing import Any

from pydantic import ValidationError

from drivers.connection import BadConnection, parse_connection
from drivers.conversation import Fact, Fault
from drivers.escpos import EscposOptions
from drivers.port import Port
from drivers.registry import DriverSpec
from drivers.scanner import ScannerOptions
from drivers.standing import Standing, after, begin
from drivers.watchdog import StopWatchdog, WatchdogFailed, WatchdogObeyed
from edge_hub.contract.wired import Wired

Drivers = Mapping[str, DriverSpec[Any]]
HEARD_MAX = 1000
KIND_OF = {
    "a4_printer": "a4_printer", "charger": "charger", "escpos": "printer", "guide_set": "guide_set",
    "id_card": "id_card", "keypad": "keypad", "led_line": "led", "led_onbon": "led", "lock_8a": "lock",
    "lock_cu12": "lock", "lock_ku16": "lock", "pager": "pager", "scanner": "scanner",
}  # fmt: skip
"""What a driver of ours is for: a device of another kind would be given jobs that the driver does not know."""
FAREWELLS: Mapping[str, Any] = {"watchdog": StopWatchdog("farewell")}
"""What is asked of a device before its wire is given up on purpose: without it a watchdog starts the machine anew."""
FAREWELL_S = 2.0
OnFact = Callable[[str, Fact, Standing], None]
"""Device, what was told, how it is since."""


def set_up(one: Wired, drivers: Drivers) -> tuple[DriverSpec[Any], Any]:
    """The driver of a device and its options. Raises BadConnection with a sentence for whatever cannot be used."""
    spec = drivers.get(one.driver)
    if spec is None:
        raise BadConnection(f"the driver {one.driver} is not installed on this machine")
    if KIND_OF.get(one.driver, one.kind) != one.kind:
        raise BadConnection(f"the driver {one.driver} is for a {KIND_OF[one.driver]}, not for a {one.kind}")
    try:  # it came as JSON, in which a list may be meant as a tuple
        options = spec.options.model_validate_json(json.dumps(one.options))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise BadConnection(f"option {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    connection, scheme = parse_connection(one.connection), one.connection.partition(":")[0]
    if scheme not in spec.wires:
        raise BadConnection(f"the driver {spec.name} speaks on {' and '.join(spec.wires)}, not on {scheme}")
    return spec, options.on(connection) if isinstance(options, EscposOptions | ScannerOptions) else options


class Owned:
    """A device whose wire is open, or is being dialled, or cannot be used by what the configuration says of it."""

    def __init__(
        self, one: Wired, drivers: Drivers, on_fact: OnFact, counters: Mapping[str, int] | None = None
    ) -> None:
        self.one, self.standing = one, begin(one.driver, counters)
        self.options: Any = None
        self.port: Port[Any] | None = None
        self._on_fact = on_fact
        self._listeners: tuple[Queue[Fact], ...] = ()
        self.testing = threading.Lock()
        """Held while somebody tests it."""
        self._obeyed = threading.Event()
        try:
            self.port = self._opened(drivers)
        except BadConnection as fault:
            self.standing = replace(self.standing, line=unusable(str(fault)))

    def ask(self, job: Any) -> Fault | None:
        """Hand over a job, from any thread, without waiting."""
        return self.port.ask(job) if self.port is not None else self.standing.line

    def listen(self) -> "Queue[Fact]":
        """Everything that is told from now on, until `unlisten`; of a flood the beginning."""
        heard: Queue[Fact] = Queue(HEARD_MAX)
        self._listeners = (*self._listeners, heard)
        return heard

    def unlisten(self, heard: "Queue[Fact]") -> None:
        self._listeners = tuple(one for one in self._listeners if one is not heard)

    def close(self) -> None:
        """Say goodbye where the driver has a word for it, and give the wire up. May take a moment."""
        if self.port is None:
            return
        farewell = FAREWELLS.get(self.one.driver)
        if farewell is not None and self.port.ask(farewell) is None:
            self._obeyed.wait(FAREWELL_S)
        self.port.close()

    def _opened(self, drivers: Drivers) -> Port[Any]:
        spec, self.options = set_up(self.one, drivers)
        return Port(parse_connection(self.one.connection), spec.make(self.options), self._heard)

    def _heard(self, fact: Fact) -> None:
        """On the port's thread."""
        if isinstance(fact, WatchdogObeyed | WatchdogFailed) and fact.id == "farewell":
            self._obeyed.set()
        self.standing = after(self.standing, fact)
        for heard in self._listeners:
            with suppress(Full):
                heard.put_nowait(fact)
        self._on_fact(self.one.id, fact, self.standing)


def unusable(why: str) -> Fault:
    """What the configuration says of the device cannot be used."""
    return Fault(
        "unusable", f"该设备的配置无法使用：{why}", "请管理员修改 devices.yaml 后重新应用。",
        f"the configuration of the device cannot be used: {why}", "An administrator should correct devices.yaml.",
    )  # fmt: skip
