"""Every small twin by its kind: what `hall device twin KIND` starts, with the options that `--set` takes.

A new twin is one row. The printer is no row: it has a command line of its own (printer/__main__.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

from drivers.twins import (
    a4_printer,
    id_card,
    led_onbon,
    lines,
    lock_8a,
    lock_cu12,
    lock_ku16,
    machine,
    rack,
    relay,
    scanner,
    watchdog,
)
from drivers.twins.twin import Twin


@dataclass(frozen=True, slots=True)
class Kind:
    """`options` is a frozen dataclass whose defaults tell the type of each value: int, float, bool or str."""

    make: Callable[[Any], Twin]
    options: Callable[..., Any]
    baud: int
    summary: str

    def defaults(self) -> dict[str, Any]:
        made = self.options()
        return {one.name: getattr(made, one.name) for one in fields(made)}


KINDS: Final[Mapping[str, Kind]] = {
    "lock_8a": Kind(lock_8a.Lock8A, lock_8a.Options, 9600, "cabinet board “8A”, 12 or 24 locks"),
    "lock_ku16": Kind(lock_ku16.LockKU16, lock_ku16.Options, 19200, "cabinet boards KERONG KU16/CU16 on one bus"),
    "lock_cu12": Kind(lock_cu12.LockCU12, lock_cu12.Options, 9600, "cabinet board KERONG CU12"),
    "id_card": Kind(id_card.IdCardReader, id_card.Options, 115200, "reader of identity cards (SDT)"),
    "scanner": Kind(scanner.Scanner, scanner.Options, 9600, "serial QR and barcode scanner"),
    "led_onbon": Kind(led_onbon.LedOnbon, led_onbon.Options, 57600, "LED bar with an Onbon BX-5K/6K card (TCP 5005)"),
    "led_line": Kind(lines.LineDevice, lines.Options, 9600, "plain LED bar that shows lines of a template"),
    "keypad": Kind(lines.LineDevice, lines.KeypadOptions, 9600, "call pad or rating box that says lines"),
    "pager": Kind(lines.LineDevice, lines.PagerOptions, 9600, "base station of vibrating tags, by lines"),
    "a4_printer": Kind(a4_printer.A4Printer, a4_printer.Options, 9600, "A4 printer that speaks IPP (TCP 631)"),
    "charger": Kind(rack.Rack, rack.Options, 9600, "charging station for phones, over Modbus"),
    "guide_set": Kind(rack.Rack, rack.Options, 9600, "charging rack of guide sets, over Modbus"),
    "power": Kind(lines.LineDevice, lines.PowerOptions, 9600, "large display that is switched by lines"),
    "watchdog": Kind(watchdog.Watchdog, watchdog.Options, 9600, "watchdog of a machine (/dev/watchdog)"),
    "host": Kind(machine.Machine, machine.Options, 115200, "what a machine says of itself (run://host)"),
    "sound": Kind(machine.Loudspeaker, machine.SoundOptions, 115200, "what plays sound (run://player)"),
    "relay": Kind(relay.Relay, relay.Options, 9600, "board of relays and inputs, over Modbus"),
    "signal_light": Kind(lines.LineDevice, lines.LightOptions, 9600, "window lamp with an emergency button, by lines"),
}


def make(kind: str, settings: Sequence[str] = ()) -> Twin:
    """A twin by its kind and words like "channels=12". Raises ValueError with a sentence."""
    if kind not in KINDS:
        raise ValueError(f"there is no twin “{kind}”. Known: printer, {', '.join(KINDS)}")
    row = KINDS[kind]
    defaults = row.defaults()
    values: dict[str, Any] = {}
    for setting in settings:
        name, equals, text = setting.partition("=")
        if not equals or name not in defaults:
            raise ValueError(f"{kind}: “{setting}” is not understood. Options: {listed(defaults)}")
        values[name] = _value(setting, text, defaults[name])
    return row.make(row.options(**values))


def listed(defaults: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={str(value).lower() if isinstance(value, bool) else value}"
                     for name, value in defaults.items())  # fmt: skip


def _value(setting: str, text: str, default: Any) -> Any:
    if isinstance(default, bool):
        if text not in ("true", "false"):
            raise ValueError(f"“{setting}”: true or false is wanted")
        return text == "true"
    try:
        return type(default)(text)
    except ValueError:
        raise ValueError(f"“{setting}”: a {type(default).__name__} is wanted") from None
