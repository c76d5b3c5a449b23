"""The tables, by subject, and the steps from one version to the next.

A step is never changed once released; a downgrade is refused. Row tables hold the fields of `domain/values.py`.
"""

import apsw

from .connection import StoreFault, query

JOURNAL = """
CREATE TABLE journal(
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  hub_id TEXT NOT NULL, epoch INTEGER NOT NULL,
  wall_ms INTEGER NOT NULL, mono_ms INTEGER NOT NULL, boot_id TEXT NOT NULL,
  etype TEXT NOT NULL, eid TEXT NOT NULL, ever INTEGER NOT NULL,
  type TEXT NOT NULL, schema_ver INTEGER NOT NULL,
  idem_key TEXT NOT NULL UNIQUE,
  body BLOB NOT NULL, sealed BLOB,
  body_hash BLOB NOT NULL, chain_hash BLOB NOT NULL
) STRICT
"""
COMMAND = """
CREATE TABLE command_dedup(
  cmd_id TEXT PRIMARY KEY, device TEXT NOT NULL, digest BLOB NOT NULL, reply BLOB NOT NULL,
  ticket TEXT, seq INTEGER NOT NULL, wall_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID
"""
PLACED_COMMAND = """
CREATE TABLE placed_command(
  place INTEGER PRIMARY KEY, cmd_id TEXT NOT NULL UNIQUE, device TEXT NOT NULL, digest BLOB NOT NULL,
  reply BLOB NOT NULL, ticket TEXT, wall_ms INTEGER NOT NULL
) STRICT
"""
"""`store/replies.py` says what a place is."""
TICKET = """
CREATE TABLE ticket(
  id TEXT PRIMARY KEY, ver INTEGER NOT NULL, number TEXT NOT NULL, queue TEXT NOT NULL, nth INTEGER NOT NULL,
  day TEXT NOT NULL, items TEXT NOT NULL, asked TEXT NOT NULL, at INTEGER NOT NULL,
  cls TEXT NOT NULL, rank INTEGER NOT NULL,
  lang TEXT NOT NULL, device TEXT NOT NULL, person TEXT, token_hash TEXT NOT NULL, state TEXT NOT NULL,
  since_ms INTEGER NOT NULL, taken_ms INTEGER NOT NULL, queued_ms INTEGER NOT NULL, "order" INTEGER NOT NULL,
  window TEXT, sent_to TEXT, was_passed INTEGER NOT NULL, service TEXT, calls INTEGER NOT NULL,
  called_ms INTEGER NOT NULL, started_ms INTEGER,
  UNIQUE(day, queue, nth)
) STRICT
"""
SERVICE = """
CREATE TABLE service(
  id TEXT PRIMARY KEY, ever INTEGER NOT NULL, ticket TEXT NOT NULL REFERENCES ticket(id) DEFERRABLE INITIALLY DEFERRED,
  item TEXT NOT NULL, window TEXT NOT NULL, clerk TEXT, by TEXT NOT NULL, started_ms INTEGER NOT NULL,
  finished_ms INTEGER, outcome TEXT NOT NULL, level TEXT, rated_ms INTEGER, tags TEXT
) STRICT
"""
WINDOW = """
CREATE TABLE window(
  id TEXT PRIMARY KEY, ver INTEGER NOT NULL, state TEXT NOT NULL, clerk TEXT, session TEXT, at TEXT, held TEXT NOT NULL,
  passed TEXT NOT NULL, pause TEXT, pause_until_ms INTEGER, finished TEXT, finished_ms INTEGER NOT NULL, to_rate TEXT,
  served_today INTEGER NOT NULL
) STRICT, WITHOUT ROWID
"""
LEARNT = """
CREATE TABLE learnt_time(
  kind TEXT NOT NULL, slot INTEGER NOT NULL, nth INTEGER NOT NULL, ms INTEGER NOT NULL, PRIMARY KEY(kind, slot)
) STRICT, WITHOUT ROWID
"""
FIT = """
CREATE TABLE forecast_fit(
  sort TEXT PRIMARY KEY, low REAL NOT NULL, likely REAL NOT NULL, high REAL NOT NULL, stretch REAL NOT NULL,
  judged INTEGER NOT NULL
) STRICT, WITHOUT ROWID
"""
FIGURE = """
CREATE TABLE figure(
  day TEXT NOT NULL, hour INTEGER NOT NULL, item TEXT NOT NULL, window TEXT NOT NULL, clerk TEXT NOT NULL,
  age TEXT NOT NULL, sex TEXT NOT NULL,
  tickets INTEGER NOT NULL DEFAULT 0, asked INTEGER NOT NULL DEFAULT 0, calls INTEGER NOT NULL DEFAULT 0,
  overtakes INTEGER NOT NULL DEFAULT 0, waits INTEGER NOT NULL DEFAULT 0, wait_ms INTEGER NOT NULL DEFAULT 0,
  over_10 INTEGER NOT NULL DEFAULT 0, over_30 INTEGER NOT NULL DEFAULT 0, served INTEGER NOT NULL DEFAULT 0,
  timed INTEGER NOT NULL DEFAULT 0, service_ms INTEGER NOT NULL DEFAULT 0, no_shows INTEGER NOT NULL DEFAULT 0,
  cancelled INTEGER NOT NULL DEFAULT 0, transferred INTEGER NOT NULL DEFAULT 0, left_over INTEGER NOT NULL DEFAULT 0,
  told INTEGER NOT NULL DEFAULT 0, told_off_s INTEGER NOT NULL DEFAULT 0, told_in INTEGER NOT NULL DEFAULT 0,
  star_1 INTEGER NOT NULL DEFAULT 0, star_2 INTEGER NOT NULL DEFAULT 0, star_3 INTEGER NOT NULL DEFAULT 0,
  star_4 INTEGER NOT NULL DEFAULT 0, star_5 INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY(day, hour, item, window, clerk, age, sex)
) STRICT, WITHOUT ROWID
"""
APPOINTMENT = """
CREATE TABLE appointment(
  id TEXT PRIMARY KEY, ver INTEGER NOT NULL, items TEXT NOT NULL, day TEXT NOT NULL, start_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL, lang TEXT NOT NULL, code_hash TEXT NOT NULL, person TEXT, state TEXT NOT NULL, ticket TEXT
) STRICT, WITHOUT ROWID
"""

STEPS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
        JOURNAL,
        COMMAND,
        "CREATE INDEX command_by_time ON command_dedup(wall_ms)",
        TICKET,
        SERVICE,
        "CREATE INDEX service_by_ticket ON service(ticket)",
        WINDOW,
        "CREATE TABLE part(device TEXT, part TEXT, health TEXT NOT NULL, why TEXT NOT NULL, hint TEXT NOT NULL,"
        " since_ms INTEGER NOT NULL, PRIMARY KEY(device, part)) STRICT, WITHOUT ROWID",
        "CREATE TABLE clerk(id TEXT PRIMARY KEY, pin_hash TEXT, failures INTEGER NOT NULL, failed_ms INTEGER NOT NULL)"
        " STRICT, WITHOUT ROWID",
        "CREATE TABLE closed_item(item TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
        "CREATE TABLE slip_fault(ticket TEXT PRIMARY KEY, device TEXT NOT NULL, why TEXT NOT NULL,"
        " at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID",
        "CREATE TABLE entity_version(etype TEXT, eid TEXT, ever INTEGER NOT NULL, PRIMARY KEY(etype, eid))"
        " STRICT, WITHOUT ROWID",
    ),
    ("ALTER TABLE window ADD COLUMN pad TEXT",),
    (
        "CREATE TABLE erased(record TEXT PRIMARY KEY, at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID",
        "CREATE INDEX sealed_by_time ON journal(wall_ms) WHERE sealed NOTNULL",
    ),
    ("CREATE TABLE number_floor(queue TEXT PRIMARY KEY, nth INTEGER NOT NULL) STRICT, WITHOUT ROWID",),
    (
        "CREATE TABLE tries(clerk TEXT, device TEXT, failures INTEGER NOT NULL, failed_ms INTEGER NOT NULL,"
        " PRIMARY KEY(clerk, device)) STRICT, WITHOUT ROWID",
        "ALTER TABLE clerk DROP COLUMN failures",
        "ALTER TABLE clerk DROP COLUMN failed_ms",
    ),
    ("CREATE INDEX command_by_seq ON command_dedup(seq)",),
    (
        "CREATE TABLE leased(queue TEXT, start INTEGER, nth INTEGER NOT NULL, PRIMARY KEY(queue, start))"
        " STRICT, WITHOUT ROWID",
        "CREATE TABLE stranded(ticket TEXT PRIMARY KEY, number TEXT NOT NULL, device TEXT NOT NULL, why TEXT NOT NULL,"
        " taken_ms INTEGER NOT NULL, at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    ),
    (
        "ALTER TABLE ticket ADD COLUMN forecast TEXT",
        "ALTER TABLE window ADD COLUMN since_ms INTEGER NOT NULL DEFAULT 0",
        LEARNT,
        FIT,
    ),
    (
        "CREATE TABLE reprint(ticket TEXT PRIMARY KEY, request TEXT NOT NULL, machine TEXT NOT NULL,"
        " state TEXT NOT NULL, at_ms INTEGER NOT NULL, why TEXT NOT NULL) STRICT, WITHOUT ROWID",
    ),
    (
        "ALTER TABLE ticket ADD COLUMN waits_ms INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE ticket ADD COLUMN waited_ms INTEGER",
        FIGURE,
    ),
    (
        "ALTER TABLE closed_item ADD COLUMN reason TEXT NOT NULL DEFAULT 'OTHER'",
        "ALTER TABLE closed_item ADD COLUMN since_ms INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE closed_item ADD COLUMN device TEXT",
        'ALTER TABLE closed_item ADD COLUMN "by" TEXT',
        "ALTER TABLE closed_item ADD COLUMN rule TEXT",
    ),
    (
        "ALTER TABLE ticket ADD COLUMN came TEXT NOT NULL DEFAULT 'taken'",
        "ALTER TABLE ticket ADD COLUMN overtaken INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE ticket ADD COLUMN overtaken_ms INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE ticket ADD COLUMN overtakes_seen INTEGER NOT NULL DEFAULT 0",
        "CREATE TABLE overtake(nth INTEGER PRIMARY KEY, window TEXT NOT NULL, rank INTEGER NOT NULL,"
        ' "order" INTEGER NOT NULL, items TEXT NOT NULL, at_ms INTEGER NOT NULL) STRICT',
    ),
    (
        "CREATE TABLE admission(device TEXT PRIMARY KEY, revoked INTEGER NOT NULL, proof TEXT,"
        " fingerprint TEXT NOT NULL, cause TEXT, why TEXT NOT NULL, by TEXT NOT NULL, at_ms INTEGER NOT NULL)"
        " STRICT, WITHOUT ROWID",
    ),
    (
        "ALTER TABLE service ADD COLUMN defaulted_ms INTEGER",
        "CREATE INDEX service_unrated ON service(ticket)"
        " WHERE outcome = 'finished' AND level IS NULL AND defaulted_ms IS NULL",
        "ALTER TABLE figure ADD COLUMN defaulted INTEGER NOT NULL DEFAULT 0",
    ),
    (
        "CREATE TABLE rule_on(rule TEXT PRIMARY KEY, items TEXT NOT NULL, windows TEXT NOT NULL,"
        " stops INTEGER NOT NULL, since_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    ),
    (APPOINTMENT, "CREATE INDEX appointment_by_day ON appointment(day)"),
    (
        "CREATE TABLE configuration(digest TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT, WITHOUT ROWID",
        "CREATE TABLE configuration_applied(nth INTEGER PRIMARY KEY, digest TEXT NOT NULL, was TEXT, by TEXT NOT NULL,"
        " why TEXT NOT NULL, back INTEGER NOT NULL, at_ms INTEGER NOT NULL) STRICT",
        "CREATE TABLE configuration_awaited(slot INTEGER PRIMARY KEY, digest TEXT NOT NULL, by TEXT NOT NULL,"
        " why TEXT NOT NULL, back INTEGER NOT NULL, closed TEXT NOT NULL, at_ms INTEGER NOT NULL) STRICT",
    ),
    (
        "CREATE TABLE seat(device TEXT PRIMARY KEY, clerk TEXT NOT NULL, session TEXT NOT NULL,"
        " since_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID",
        "CREATE TABLE announcement(id TEXT PRIMARY KEY, zh TEXT NOT NULL, en TEXT NOT NULL, since_ms INTEGER NOT NULL,"
        " until_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID",
        "ALTER TABLE ticket ADD COLUMN lifted TEXT NOT NULL DEFAULT '[]'",
    ),
    (
        "CREATE INDEX journal_days ON journal(seq) WHERE type = 'DayRolled'",
        "CREATE INDEX journal_checkpoints ON journal(seq) WHERE type = 'JournalPruned'",
    ),
    ("ALTER TABLE ticket ADD COLUMN free INTEGER NOT NULL DEFAULT 0",),
    ("DROP INDEX command_by_time",),
    (
        PLACED_COMMAND,
        "INSERT INTO placed_command"
        " SELECT (seq << 24) + row_number() OVER (PARTITION BY seq ORDER BY cmd_id) - 1, cmd_id, device, digest, reply,"
        " ticket, wall_ms FROM command_dedup ORDER BY 1",
        "DROP TABLE command_dedup",
        "ALTER TABLE placed_command RENAME TO command_dedup",
    ),
    (
        "CREATE TABLE consumer(name TEXT PRIMARY KEY, mandatory INTEGER NOT NULL, seq INTEGER NOT NULL)"
        " STRICT, WITHOUT ROWID",
    ),
    ("ALTER TABLE clerk ADD COLUMN card_hash TEXT",),
    (
        "ALTER TABLE part ADD COLUMN why_en TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE part ADD COLUMN hint_en TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE part ADD COLUMN counters TEXT NOT NULL DEFAULT '{}'",
        "ALTER TABLE part ADD COLUMN consumables TEXT NOT NULL DEFAULT '{}'",
        "ALTER TABLE part ADD COLUMN at_ms INTEGER NOT NULL DEFAULT 0",
        "UPDATE part SET counters = last.counters, at_ms = last.at_ms FROM (SELECT eid, max(seq),"
        " json_extract(CAST(body AS TEXT), '$.part') AS name, json_extract(CAST(body AS TEXT), '$.at_ms') AS at_ms,"
        " json_extract(CAST(body AS TEXT), '$.counters') AS counters"
        " FROM journal WHERE type = 'DeviceReported' GROUP BY eid, name) AS last"
        " WHERE part.device = last.eid AND part.part = last.name",
    ),
)
"""Step n takes a database from `user_version` n to n + 1."""


def upgrade(connection: apsw.Connection) -> None:
    """Bring the schema to this program's version, one transaction a step; refuse a newer one."""
    (have,) = query(connection, "PRAGMA user_version")[0]
    if have > len(STEPS):
        raise StoreFault(
            f"The database is of version {have}, this program knows {len(STEPS)}. Install the newer program again."
        )
    for version, step in enumerate(STEPS[have:], start=have + 1):
        with connection:
            for statement in step:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version={version}")
