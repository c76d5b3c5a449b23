"""The options of installed drivers, found through the entry points `hall.drivers`, so that configs import no driver.

Each entry point is named like its driver and leads to an object with an attribute `options`, the pydantic model of the
driver's options. Somebody else's driver may be broken or bear a name that is taken (`drivers/installed.py` has the same
rule): that is told in a sentence, and the others still work.
"""

from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from .explain import faults_of, nearest
from .faults import Fault
from .loader import Document
from .nodes import Where

GROUP = "hall.drivers"
OURS = "drivers.registry"
"""The module of our own drivers: they keep their names."""
NO_DRIVERS: Final[Mapping[str, type[BaseModel]]] = MappingProxyType({})
"""No drivers known: their names and options are not checked."""

_BROKEN = (
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


def installed_options(points: Iterable[EntryPoint] | None = None) -> tuple[dict[str, type[BaseModel]], tuple[str, ...]]:
    """Driver name -> model of its options, and a sentence for each driver that cannot be used."""
    options: dict[str, type[BaseModel]] = {}
    broken: list[str] = []
    found = entry_points(group=GROUP) if points is None else points
    for point in sorted(found, key=lambda each: (each.module != OURS, each.name, _of(each))):
        if point.name in options:
            broken.append(f'the driver "{point.name}" ({point.value}) is not used: its name is taken')
            continue
        try:
            model = point.load().options
        except _BROKEN as error:
            broken.append(
                f'the driver "{point.name}" ({point.value}) cannot be loaded: {type(error).__name__}: {error}'
            )
            continue
        if isinstance(model, type) and issubclass(model, BaseModel):
            options[point.name] = model
        else:
            broken.append(f'the driver "{point.name}" ({point.value}) has no model of its options')
    return options, tuple(broken)


def _of(point: EntryPoint) -> str:
    return "" if point.dist is None else f"{point.dist.name} {point.dist.version}"


def driver_faults(
    driver: str, given: Any, doc: Document, at: Where, options: Mapping[str, type[BaseModel]]
) -> Iterator[Fault]:
    """What is wrong with `driver` and `options` of the mapping at `at`. No drivers known: nothing to check against."""
    if not options or not isinstance(given, dict):
        return
    model = options.get(driver)
    if model is None:
        said = f'no driver "{driver}" is installed (there are {", ".join(sorted(options))})'
        yield doc.fault((*at, "driver"), said, nearest(driver, options))
        return
    try:
        model.model_validate(given)
    except ValidationError as error:
        yield from faults_of(error, model, doc, (*at, "options"))
