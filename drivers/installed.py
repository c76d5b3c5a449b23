"""The drivers of this machine: ours, and those that others have installed under the entry point `hall.drivers`.

Somebody else's driver may be broken or bear a name that is taken: that is told in a sentence, and all others still
work. Ours keep their names; of two others with one name the first by package keeps it, on every machine the same.
Run `python -m drivers.installed` for the table of ours (`drivers/README.md` shows it).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final

from drivers.registry import DRIVERS, DriverSpec

GROUP: Final = "hall.drivers"
_OURS: Final = "drivers.registry"
_BROKEN: Final = (
    ImportError,
    AttributeError,
    SyntaxError,
    NameError,
    TypeError,
    ValueError,
    LookupError,
    OSError,
    RuntimeError,
)
"""What the import of foreign code may raise."""


@dataclass(frozen=True, slots=True)
class Installed:
    """What can be used, by name, and a sentence for each driver that cannot."""

    drivers: Mapping[str, DriverSpec[Any]]
    refused: tuple[str, ...]


def installed_drivers(points: Iterable[EntryPoint] | None = None) -> Installed:
    """Ours and those of others; imports their packages."""
    drivers: dict[str, DriverSpec[Any]] = dict(DRIVERS)
    refused: list[str] = []
    found = entry_points(group=GROUP) if points is None else points
    for point in sorted((point for point in found if point.module != _OURS), key=lambda each: (each.name, _of(each))):
        spec = _taken(point, drivers) or _loaded(point)
        if isinstance(spec, str):
            refused.append(f'the driver "{point.name}" of {_of(point)} ({point.value}) {spec}')
        else:
            drivers[point.name] = spec
    return Installed(drivers, tuple(refused))


def _taken(point: EntryPoint, drivers: Mapping[str, DriverSpec[Any]]) -> str | None:
    if point.name not in drivers:
        return None
    by = "the hall itself" if point.name in DRIVERS else "another package"
    return f"is not used: the name is taken by {by}"


def _loaded(point: EntryPoint) -> DriverSpec[Any] | str:
    """The driver, or what is wrong with it."""
    try:
        spec = point.load()
    except _BROKEN as error:
        return f"cannot be loaded: {type(error).__name__}: {error}"
    if not isinstance(spec, DriverSpec):
        return f"is no DriverSpec but {type(spec).__name__}"
    if spec.name != point.name:
        return f'calls itself "{spec.name}": both names must be the same'
    return spec


def _of(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist is not None else "an unknown package"


def table(drivers: Mapping[str, DriverSpec[Any]]) -> str:
    """The drivers as a table in Markdown."""
    rows = [
        f"| `{spec.name}` | {spec.summary} | {', '.join(spec.wires)} | {_options(spec)} |" for spec in drivers.values()
    ]
    return "\n".join(["| driver | for | wires | options and their defaults |", "|---|---|---|---|", *rows])


def _options(spec: DriverSpec[Any]) -> str:
    fields = spec.options.model_fields.items()
    return " ".join(f"`{name}={_shown(field.get_default(call_default_factory=True))}`" for name, field in fields)


def _shown(value: object) -> str:
    words = {True: "true", False: "false", "": "''", None: "none"}
    known = words.get(value) if isinstance(value, bool | str | None) else None
    return known or str(value).replace("|", r"\|")


if __name__ == "__main__":
    print(table(DRIVERS))
