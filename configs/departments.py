"""Departments (进驻部门): who handles items, how a screen shows them, and the letter of their queue."""

from typing import Annotated

from pydantic import Field

from .base import COLOR, ICON, QUEUE, Id, Part
from .text import Text


class Department(Part):
    """A department with its own queue: its tickets are numbered with the letter `queue`."""

    id: Id
    name: Annotated[Text, Field(description="official name")]
    short_name: Annotated[Text, Field(description="what the tile on the ticket machine says")]
    icon: Annotated[str, Field(pattern=ICON, max_length=40, description="name of a Lucide icon, such as shield-check")]
    color: Annotated[str, Field(pattern=COLOR, description='"#RRGGBB", dark enough for white text on it')]
    queue: Annotated[str, Field(pattern=QUEUE, description="letter before the number, one per department, not I or O")]
    zone: Annotated[Id, Field(description="id of the zone where its windows are")]
