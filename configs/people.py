"""People who work in the hall (窗口人员 and others): who they are, where they may sit, what they may do.

PINs and passwords never stand here: they live in the hub, hashed, and are set there.
"""

from typing import Annotated, Literal, get_args

from pydantic import Field, field_validator

from .base import Distinct, Id, Line, Part, Wrong, refused

Role = Literal["clerk", "guide", "manager", "system_admin", "security_admin", "auditor"]
ROLES: tuple[Role, ...] = get_args(Role)
ADMINS = ("system_admin", "security_admin", "auditor")
"""Three powers that one person must not join (三员分立): who runs it, who gives rights, who reads the trail."""


class Clerk(Part):
    """A member of staff, by staff number."""

    id: Annotated[Id, Field(description='staff number, in quotes: "1001"')]
    name: Annotated[Line, Field(max_length=30)]
    department: Id
    photo: Annotated[Line | None, Field(description="PNG or JPEG in photos/ beside this file, such as 1001.jpg")] = None
    party_member: Annotated[bool, Field(description="shown on the rating pad (党员示范岗)")] = False
    windows: Annotated[
        tuple[Id, ...], Distinct, Field(max_length=500, description="empty: any window of the own department")
    ] = ()
    roles: Annotated[tuple[Role, ...], Distinct, Field(min_length=1)] = ("clerk",)

    @field_validator("roles")
    @classmethod
    def _powers_are_apart(cls, roles: tuple[Role, ...]) -> tuple[Role, ...]:
        held = [role for role in roles if role in ADMINS]
        if len(held) > 1:
            raise refused(Wrong(f"{' and '.join(held)} must be different persons"))
        return roles
