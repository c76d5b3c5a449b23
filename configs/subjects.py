"""The files of a configuration: which subject stands in which file, and the model of it. One row per subject.

A subject with a list (`key`) may be one file (`items.yaml`) or a folder of such files (`items/*.yaml`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .base import Part
from .departments import Department
from .devices import Device, WiredDevice, model_of
from .hall import Hall
from .items import Item
from .people import Clerk
from .rules import Rules
from .windows import Window


@dataclass(frozen=True, slots=True)
class Subject:
    """`name`.yaml holds one `model`, or a list of them below `key`; where the list holds several, `choose` tells
    from an entry as written which one it is."""

    name: str
    model: type[Part]
    key: str | None = None
    others: tuple[type[Part], ...] = ()
    choose: Callable[[Any], type[Part]] | None = None

    def model_for(self, raw: Any) -> type[Part]:
        return self.choose(raw) if self.choose else self.model


SUBJECTS = (
    Subject("hall", Hall),
    Subject("departments", Department, "departments"),
    Subject("items", Item, "items"),
    Subject("windows", Window, "windows"),
    Subject("devices", Device, "devices", others=(WiredDevice,), choose=model_of),
    Subject("people", Clerk, "clerks"),
    Subject("rules", Rules),
)
