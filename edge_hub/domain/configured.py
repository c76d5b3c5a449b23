"""Which configurations the hall has had: their texts, when each was applied, and which waits. A fold of the journal.

A configuration that this program cannot read any more (an old record) changes nothing: the hall goes on by the plan it
has, and whoever starts a hub on such a file is told (`unreadable`).
"""

from typing import NamedTuple

from configs.bundle import Bundle, BundleFault, unpack
from configs.faults import ConfigError
from configs.site import Site

from .plan import Plan, plan_of


class KeptConfiguration(NamedTuple):
    """The packed texts of a configuration that was applied or waits."""

    digest: str
    content: str


class AppliedConfiguration(NamedTuple):
    """One time that a configuration was applied; `nth` counts them."""

    nth: int
    digest: str
    was: str | None
    by: str
    why: str
    back: bool
    at_ms: int


class AwaitedConfiguration(NamedTuple):
    """What will be applied when nobody waits for what it removes. There is one at most: `slot` is always 0."""

    slot: int
    digest: str
    by: str
    why: str
    back: bool
    closed: tuple[str, ...]
    at_ms: int


class Configured:
    """All of it. `sites` holds what was read already: a configuration is named by its bytes, and reads the same
    always."""

    def __init__(self) -> None:
        self.kept: dict[str, KeptConfiguration] = {}
        self.log: list[AppliedConfiguration] = []
        self.awaited: AwaitedConfiguration | None = None
        self.sites: dict[str, Site] = {}
        self.unreadable = ""
        """Why the configuration in force could not be read; empty if it was, or if there is none."""

    @property
    def applied(self) -> str | None:
        """What is in force; None before the first one was recorded."""
        return self.log[-1].digest if self.log else None

    @property
    def before(self) -> str | None:
        """Where a rollback goes: the version under the one in force, as they were laid upon each other."""
        stack: list[str] = []
        for one in self.log:
            if one.back and one.digest in stack:
                while stack[-1] != one.digest:
                    stack.pop()
            elif not stack or stack[-1] != one.digest:
                stack.append(one.digest)
        return stack[-2] if len(stack) > 1 else None

    def bundle(self, digest: str) -> Bundle | None:
        """The files of a version that is kept."""
        known = self.kept.get(digest)
        try:
            return unpack(known.content) if known else None
        except BundleFault as fault:
            self.unreadable = str(fault)
            return None

    def plan(self, digest: str) -> Plan | None:
        """The plan by a version that is kept; None if this program cannot read it."""
        bundle = self.bundle(digest)
        if bundle is None:
            return None
        site = self.sites.get(digest)
        if site is None:
            try:
                site = self.sites[digest] = bundle.site()
            except ConfigError as wrong:
                self.unreadable = str(wrong.faults[0])
                return None
        self.unreadable = ""
        return plan_of(site, bundle.photos_of(site))
