"""Erasure: what is recorded when a sealed personal part can no longer be read by anybody. No commands, no snapshots.

The journal is never rewritten: the key of the part is destroyed, and the record of that is replayed at every start, so
that a key which came back with an old file is destroyed again before the hub serves.
"""

from typing import Literal

from .base import Lasting, Ms


class KeyDestroyed(Lasting):
    """The key of one record's sealed part is gone. Says which record, and nothing of what it held."""

    type: Literal["KeyDestroyed"] = "KeyDestroyed"
    record: str
    """The idempotency key of the record, which is the name of its key."""
    record_type: str
    at_ms: Ms


class RetentionApplied(Lasting):
    """The retention rules were carried out for a business day: so many keys were destroyed, by the rule that said so.

    `postponed`: nothing was, because the last time lies so far back that the clock may be wrong.
    """

    type: Literal["RetentionApplied"] = "RetentionApplied"
    day: str
    destroyed: dict[str, int] = {}
    detail_from: str | None = None
    """Rows of tickets and services of business days before this one are gone."""
    postponed: bool = False
    at_ms: Ms


class JournalPruned(Lasting):
    """The checkpoint by which the oldest business day leaves the journal: written before its records go, and the anchor
    from which the chain is verified afterwards.

    All records up to `upto` may be missing from now on, from the oldest on; `chain` is the chain hash of that record.
    """

    type: Literal["JournalPruned"] = "JournalPruned"
    day: str
    upto: int
    chain: str
    records: int
    figures: dict[str, int] = {}
    """What the rollup rows of that day sum up to: it can be counted again from nowhere else now."""
    rows: str
    """SHA-256 of the hall just before this record: what a standby's own hall must be."""
    at_ms: Ms
