"""`keys.db`: the hall's key, and one key for the sealed part of each record that has one.

A second file, outside the regular backup, written and synced before the event it belongs to: so that destroying a key
erases the personal part everywhere, in journal, standby, backups and centre. AES-256-GCM; the nonce may be constant
because a key seals exactly one record.
"""

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Collection
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .connection import open_writer, query, truncate_wal

NONCE = bytes(12)
HALL_KEY, RECORD = "hall", "record:"
SPAN = (RECORD, "record;")
"""All names of record keys lie between these."""


class Keys:
    """The one connection to keys.db. `new` keys become durable by `flush`, before the journal's commit."""

    def __init__(self, path: Path) -> None:
        self._db = open_writer(path)
        os.chmod(path, 0o600)  # noqa: PTH101 - apsw made the file a moment ago
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS key(name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID"
        )
        self._fresh: dict[str, bytes] = {}
        self.new = False
        """Whether the hall's key was made just now."""
        self._hall = self._hall_key()
        self._mac = hmac.new(self._hall, digestmod="sha256")
        """Copied for each use: `hmac.digest` would let go of Python's lock each time, and wait for it again."""
        self._last = ("", "")

    def seal(self, name: str, fields: dict[str, str]) -> bytes:
        """Personal fields as ciphertext under a new key of the record `name` (its idempotency key)."""
        key = self._fresh[name] = AESGCM.generate_key(256)
        return AESGCM(key).encrypt(NONCE, json.dumps(fields, ensure_ascii=False).encode(), name.encode())

    def unseal(self, name: str, sealed: bytes) -> dict[str, str] | None:
        """The fields again, or None when the key was destroyed or the ciphertext is not of this record."""
        rows = query(self._db, "SELECT value FROM key WHERE name = ?", (f"{RECORD}{name}",))
        key = self._fresh.get(name) or (rows[0][0] if rows else None)
        if key is None:
            return None
        try:
            fields: dict[str, str] = json.loads(AESGCM(key).decrypt(NONCE, sealed, name.encode()))
        except InvalidTag:
            return None
        return fields

    def flush(self) -> None:
        """Make the keys of the coming events durable. A key whose event was lost in a power cut gives way to the new
        one of the same record."""
        if not self._fresh:
            return
        with self._db:
            for name, key in self._fresh.items():
                self._db.execute("INSERT OR REPLACE INTO key(name, value) VALUES(?, ?)", (f"{RECORD}{name}", key))
        self._fresh.clear()

    def adopt(self, keys: dict[str, bytes]) -> None:
        """Keys of another hub's records, and its hall key, by the names under which they lie there; durable at once."""
        if not keys:
            return
        with self._db:
            self._db.executemany("INSERT OR REPLACE INTO key(name, value) VALUES(?, ?)", list(keys.items()))
        if HALL_KEY in keys:
            self._hall = keys[HALL_KEY]
            self._mac = hmac.new(self._hall, digestmod="sha256")
            self._last = ("", "")

    def destroy(self, names: Collection[str]) -> None:
        """Erase the sealed parts of these records for good. The bytes of a key are overwritten in the file; in the WAL
        they are gone as soon as `scrub` says so."""
        for name in names:
            self._fresh.pop(name, None)
        with self._db:
            self._db.executemany("DELETE FROM key WHERE name = ?", [(f"{RECORD}{name}",) for name in names])
        self.scrub()

    def scrub(self) -> bool:
        """Leave no byte of a destroyed key in the WAL; False when a reader is in the way, who will be gone soon."""
        return truncate_wal(self._db)

    def names(self) -> list[str]:
        """The records that have a key."""
        rows = query(self._db, "SELECT substr(name, ?) FROM key WHERE name >= ? AND name < ?", (len(RECORD) + 1, *SPAN))
        return [name for (name,) in rows]

    def forget_fresh(self) -> None:
        """Drop keys whose events were never written."""
        self._fresh.clear()

    def token(self, ticket: str) -> str:
        """The first 128 bits of HMAC-SHA256(hall key, ticket id), in hex: unguessable, and never stored."""
        if self._last[0] != ticket:  # asked for twice with every ticket: for its hash, and for the slip
            self._last = (ticket, self._digest(ticket.encode()).hex()[:32])
        return self._last[1]

    def token_hash(self, ticket: str) -> str:
        """What is stored of a token."""
        return hashlib.sha256(self.token(ticket).encode()).hexdigest()

    def sign(self, text: str) -> str:
        """The hub's hand under a leased number, in hex: nobody without the hall's key can make one."""
        return self._digest(f"lease|{text}".encode()).hex()[:32]

    def code(self, appointment: str) -> str:
        """The 8 digits by which somebody checks in: derived, and never stored."""
        digest = self._digest(f"appointment|{appointment}".encode())
        return f"{int.from_bytes(digest[:8], 'big') % 10**8:08}"

    def code_hash(self, code: str) -> str:
        """What is stored of such a code. Keyed, since so few digits could be searched."""
        return self._digest(f"code|{code}".encode()).hex()[:32]

    def pepper(self, clerk: str, pin: str) -> str:
        """What is hashed of a PIN: useless to whoever has the database without the hall's key."""
        return self._digest(f"pin|{clerk}|{pin}".encode()).hex()

    def card_hash(self, card: str) -> str:
        """What is stored of the number of a staff card. Keyed, since the few numbers of a series could be searched."""
        return self._digest(f"card|{card}".encode()).hex()

    def blind(self, digest: bytes) -> bytes:
        """A digest that only the hub can compute: that of a sign-in could be searched for its PIN otherwise."""
        return self._digest(b"digest|" + digest)[:16]

    def close(self) -> None:
        self._db.close()

    def _digest(self, text: bytes) -> bytes:
        """HMAC-SHA256 under the hall's key."""
        mac = self._mac.copy()
        mac.update(text)
        return mac.digest()

    def _hall_key(self) -> bytes:
        rows = query(self._db, "SELECT value FROM key WHERE name = 'hall'")
        if rows:
            found: bytes = rows[0][0]
            return found
        made = secrets.token_bytes(32)
        self._db.execute("INSERT INTO key(name, value) VALUES('hall', ?)", (made,))
        self.new = True
        return made
