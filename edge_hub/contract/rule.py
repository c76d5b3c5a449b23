"""WHEN/THEN rules at work: the hub begins and ends them by itself, on record, with the rule's name as the reason."""

from typing import Literal

from .base import Id, Lasting, Lenient, Ms, Words


class RuleBegan(Lasting):
    """The line of a rule is over its limit: `windows` also serve `items`, or their tickets stop (`stops`)."""

    type: Literal["RuleBegan"] = "RuleBegan"
    rule: Id
    items: tuple[Id, ...]
    windows: tuple[Id, ...] = ()
    stops: bool = False
    waiting: int
    longest_ms: int
    """What the line was like: how many waited, and the longest for how long."""
    at_ms: Ms


class RuleEnded(Lasting):
    """What the rule did holds no longer. `because`: the line is short again, its hours are over, or the configuration
    has it no more, or not so."""

    type: Literal["RuleEnded"] = "RuleEnded"
    rule: Id
    because: Literal["line", "hours", "changed"]
    waiting: int
    longest_ms: int
    at_ms: Ms


class RuleNow(Lenient):
    """A rule that is on, as the guide desk sees it."""

    rule: Id
    name: Words
    windows: tuple[str, ...]
    """Labels of the windows that also serve its line."""
    stops: bool
    since_ms: Ms
