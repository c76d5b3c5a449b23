"""Windows (窗口): the counters, who belongs there, and which items each one serves.

A window serves items by id, or all items of a department by `department:<id>`. A theme is not taken along by that
pattern: its papers concern several departments, so only windows that name it serve it.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from .base import ID, LABEL, Distinct, Id, Part, Wrong, refused
from .items import Item
from .text import Text

ALL_OF = "department:"


def _pattern(text: str) -> str:
    if not re.match(ID, text.removeprefix(ALL_OF)):
        raise refused(Wrong("needs the id of an item, or department:<id> for all items of a department"))
    return text


Pattern = Annotated[str, AfterValidator(_pattern), Field(max_length=64)]
Weight = Annotated[float, Field(ge=0.1, le=10)]


def expand(patterns: Iterable[str], items: Iterable[Item]) -> tuple[str, ...]:
    """The ids of the items that patterns name, in the order of the catalogue."""
    named = set(patterns)
    return tuple(
        item.id for item in items if item.id in named or (not item.theme and ALL_OF + item.department in named)
    )


class Window(Part):
    """A counter: `intake` takes papers and answers, `output` hands out results."""

    id: Id
    label: Annotated[str, Field(pattern=LABEL, description="what people see above it and on their slip, such as A01")]
    name: Text
    zone: Id
    department: Id
    kind: Literal["intake", "output"]
    items: Annotated[
        tuple[Pattern, ...],
        Distinct,
        Field(
            min_length=1,
            max_length=500,
            description="ids of items, or department:<id> for all of a department but its themes",
        ),
    ]
    weights: Annotated[
        Mapping[str, Weight],
        Field(
            max_length=500, description="how much a minute of waiting counts here, by item or department:<id>; else 1"
        ),
    ] = {}
    daily_cap: Annotated[
        int | None, Field(ge=1, le=9999, description="services a day for which tickets are given; null: no cap")
    ] = None

    def expand(self, items: Iterable[Item]) -> tuple[str, ...]:
        """The ids of the items served here, in the order of the catalogue."""
        return expand(self.items, items)

    def weight_of(self, item: Item) -> float:
        """How much a minute of waiting for the item counts here: what names the item itself is nearer than a group."""
        group = 1.0 if item.theme else self.weights.get(ALL_OF + item.department, 1.0)
        return self.weights.get(item.id, group)
