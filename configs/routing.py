"""How a window's next ticket is chosen: the policies that a hall can name, each with its options.

The bounds against starvation belong to every policy: no policy may be chosen without them. What a policy means,
exactly, stands in `edge_hub/domain/routing.py`.
"""

from typing import Annotated, Literal

from pydantic import Field

from .base import Part


class Policy(Part):
    """What every policy keeps."""

    overtakes_max: Annotated[
        int, Field(ge=1, le=999, description="times that a ticket may be overtaken by younger ones of better classes")
    ] = 10
    priority_delay_max_min: Annotated[
        int,
        Field(ge=1, le=480, description="minutes after its first overtake in which a ticket may be overtaken again"),
    ] = 30


class LongestWait(Policy):
    """Who has waited longest goes first; each class better than normal counts as having waited longer."""

    name: Literal["longest_wait"] = "longest_wait"
    head_start_min: Annotated[
        int, Field(ge=0, le=240, description="minutes that each step to a better class counts as waited; 0: none")
    ] = 30


class PriorityWithBound(Policy):
    """The better class goes first, however short its wait; within a class the longest wait."""

    name: Literal["priority_with_bound"] = "priority_with_bound"


class SpecialistFirst(Policy):
    """The better class first; within a class a window prefers what few others can serve."""

    name: Literal["specialist_first"] = "specialist_first"
    others_max: Annotated[
        int, Field(ge=0, le=50, description="other open windows that may serve an item for which a window is special")
    ] = 1
    head_start_min: Annotated[
        int, Field(ge=1, le=240, description="minutes that a ticket for such an item counts as waited longer")
    ] = 15


AnyPolicy = Annotated[LongestWait | PriorityWithBound | SpecialistFirst, Field(discriminator="name")]
