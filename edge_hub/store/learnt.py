"""What the hall has learnt, as rows: one for each time that is kept, one for each sort of forecasts."""

from itertools import groupby
from operator import itemgetter

import apsw

from edge_hub.domain.learnt import KEPT, Fit, Learnt

from .connection import query

PUT_TIME = (
    "INSERT INTO learnt_time(kind, slot, nth, ms) VALUES(?,?,?,?)"
    " ON CONFLICT(kind, slot) DO UPDATE SET nth=excluded.nth, ms=excluded.ms"
)
PUT_FIT = (
    "INSERT INTO forecast_fit(sort, low, likely, high, stretch, judged) VALUES(?,?,?,?,?,?) ON CONFLICT(sort) DO UPDATE"
    " SET low=excluded.low, likely=excluded.likely, high=excluded.high, stretch=excluded.stretch,"
    " judged=excluded.judged"
)


def save(connection: apsw.Connection, learnt: Learnt) -> None:
    """Write what is new; the caller's transaction makes it one with the events that taught it."""
    if learnt.touched:
        times = [(kind, nth % KEPT, nth, learnt.times[kind].ms[nth % KEPT]) for kind, nth in learnt.touched]
        connection.executemany(PUT_TIME, times)
        learnt.touched.clear()
    if learnt.refitted:
        connection.executemany(PUT_FIT, [(sort, *learnt.fits[sort]) for sort in learnt.refitted])
        learnt.refitted.clear()


def load(connection: apsw.Connection, learnt: Learnt) -> None:
    """Fill what is empty from the rows."""
    kept = query(connection, "SELECT kind, ms, nth FROM learnt_time ORDER BY kind, slot")
    for kind, rows in groupby(kept, key=itemgetter(0)):
        times = list(rows)
        learnt.restore(kind, [ms for _, ms, _ in times], max(nth for _, _, nth in times) + 1)
    for sort, *values in query(connection, "SELECT sort, low, likely, high, stretch, judged FROM forecast_fit"):
        learnt.fits[sort] = Fit(*values)
