"""The files of a configuration: which subject stands in which file, and the model of it. One row per subject.

A subject with a list (`key`) may be one file (`items.yaml`) or a folder of such files (`items/*.yaml`).
"""

from dataclasses import dataclass

from .base import Part
from .departments import Department
from .devices import Device
from .hall import Hall
from .items import Item
from .people import Clerk
from .rules import Rules
from .windows import Window


@dataclass(frozen=True, slots=True)
class Subject:
    """`name`.yaml holds one `model`, or a list of them below `key`."""

    name: str
    model: type[Part]
    key: str | None = None


SUBJECTS = (
    Subject("hall", Hall),
    Subject("departments", Department, "departments"),
    Subject("items", Item, "items"),
    Subject("windows", Window, "windows"),
    Subject("devices", Device, "devices"),
    Subject("people", Clerk, "clerks"),
    Subject("rules", Rules),
)
