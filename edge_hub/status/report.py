"""What the hub says of itself: whether it lives, where it stands, and its counters.

Read from the threads of the status port while the loop goes on: single values and copies only, never a walk through
what the loop changes.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edge_hub.domain.hall import Hall
from edge_hub.inbox import Inbox
from edge_hub.loop import Loop
from edge_hub.store import figures
from edge_hub.store.blobs import Blobs
from edge_hub.store.connection import STORE_FAILURES
from edge_hub.store.store import Store
from edge_hub.store.times import BOUNDS_S

from .metrics import Metric, by, histogram, one

SILENT_S = 10.0
"""A loop that has not turned for so long is stuck, whatever the process looks like from outside."""
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Report:
    """The parts of the hub that are asked; `refused` counts what was no command. `now_s` is the monotonic clock."""

    hall: Hall
    store: Store
    loop: Loop
    refused: Mapping[str, int]
    inbox: Inbox
    blobs: Blobs

    def health(self, now_s: float) -> dict[str, Any]:
        """As `GET /health` shows it. `up` is false when the loop does not turn."""
        silent_s = self.loop.silent_s(now_s)
        return {
            "what": "hub", "up": silent_s < SILENT_S, "hall": self.hall.plan.site.hall.id, "hub": self.store.hub_id,
            "epoch": self.store.epoch, "seq": self.store.seq, "day": self.hall.day, "silent_s": round(silent_s, 1),
            "blobs_damaged": self.blobs.usage().damaged,
        }  # fmt: skip

    def metrics(self, now_s: float, answered: Mapping[str, int]) -> list[Metric]:
        """As `GET /metrics` shows it. `answered` counts this port's answers by HTTP status."""
        blobs, commits = self.blobs.usage(), self.store.commit_times
        return [
            one("hall_up", "gauge", "Whether the loop turns.", self.loop.silent_s(now_s) < SILENT_S),
            one("hall_epoch", "gauge", "Epoch of this hub.", self.store.epoch),
            one("hall_journal_records_total", "counter", "Sequence number of the last journal record.", self.store.seq),
            one("hall_inbox_waiting", "gauge", "Messages that wait for the loop.", self.inbox.depth()),
            by("hall_refused_total", "counter", "Messages that were no commands, by reason.", "reason",
               dict(self.refused)),
            histogram("hall_commit_seconds", "Time of a commit, with all that waited for it.", BOUNDS_S,
                      tuple(commits.counts), commits.sum_s),
            one("hall_blobs", "gauge", "Blobs that are kept.", blobs.count),
            one("hall_blob_bytes", "gauge", "Bytes of the blobs that are kept.", blobs.bytes),
            one("hall_blobs_damaged_total", "counter", "Blobs found damaged.", blobs.damaged),
            by("hall_http_answers_total", "counter", "Answers of the status port, by status.", "status", answered),
            one("hall_resident_bytes", "gauge", "Memory of the hub.", resident_bytes()),
            *self._forecasts(),
        ]  # fmt: skip

    def _forecasts(self) -> list[Metric]:
        """How good today's forecasts are, item by item; no numbers rather than wrong ones where the rows cannot be
        read: the loop notices a disk that fails by itself."""
        try:
            found = figures.forecasts(self.store.path, self.hall.day)
        except STORE_FAILURES:
            return []
        off = {item: round(off_s / told, 3) for item, (told, off_s, _) in found.items()}
        inside = {item: round(within / told, 4) for item, (told, _, within) in found.items()}
        due = {item: told for item, (told, _, _) in found.items()}
        return [
            by("hall_forecasts_due", "gauge", "Forecasts of today that came due, by item.", "item", due),
            by("hall_forecast_error_seconds", "gauge", "Mean absolute error of them.", "item", off),
            by("hall_forecast_inside_ratio", "gauge", "Share of the waits inside the range told.", "item", inside),
        ]


def resident_bytes() -> int:
    """Memory of this process, by the kernel."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE
