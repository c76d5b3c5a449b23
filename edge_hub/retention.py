"""`hall retention`: the rules, what is readable of each field, and what the last runs did. Changes nothing."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from configs.rules import Retention

from .contract.base import Words
from .contract.clock import at_hall
from .domain.erasure import DAYS_FIXED, FIELDS, RULE_OF, cutoffs
from .store import erasure
from .store.backup import DAY_MS, KEYS_KEPT_MS
from .store.connection import open_reader
from .store.journal import last_of
from .store.store import DB_NAME

ALWAYS = (
    (Words(zh="证件号码", en="numbers of ID cards"), Words(zh="从不保存", en="never stored")),
    (Words(zh="当日限次的摘要", en="the hash for the daily limit"), Words(zh="当日", en="until the day ends")),
    (
        Words(zh="密钥文件的备份", en="copies of the keys"),
        Words(zh=f"{KEYS_KEPT_MS // DAY_MS} 天", en=f"{KEYS_KEPT_MS // DAY_MS} days"),
    ),
)
"""What no rule changes."""


@dataclass(frozen=True, slots=True)
class Found:
    """`readable`: sealed parts by rule, and the oldest of them; `applied`, `pruned`: the newest records of both."""

    rules: Mapping[str, int]
    readable: Mapping[str, tuple[int, int]]
    overdue: int
    applied: Mapping[str, Any] | None
    pruned: Mapping[str, Any] | None


def read(data: Path, rules: Retention) -> Found:
    """From a hub's folder, running or not. Raises StoreFault or apsw.Error."""
    reader = open_reader(data / DB_NAME)
    try:
        applied, pruned = last_of(reader, "RetentionApplied"), last_of(reader, "JournalPruned")
        readable: dict[str, tuple[int, int]] = {}
        for kind, (count, oldest_ms) in erasure.readable(reader).items():
            rule = RULE_OF.get(kind)
            if rule is not None:
                before = readable.get(rule, (0, oldest_ms))
                readable[rule] = (before[0] + count, min(before[1], oldest_ms))
        overdue = 0
        if applied is not None and not applied.get("postponed"):
            overdue = len(erasure.due(reader, cutoffs(rules, applied["day"]), erasure.BEGINNING, 1_000_000)[0])
        return Found({**rules.model_dump(), **DAYS_FIXED}, readable, overdue, applied, pruned)
    finally:
        reader.close()


def as_json(found: Found) -> str:
    return json.dumps(asdict(found), ensure_ascii=False)


def in_words(found: Found) -> str:
    """A line a field, then what was done last."""
    lines = []
    for rule, days in found.rules.items():
        name = FIELDS[rule]
        count, oldest_ms = found.readable.get(rule, (0, 0))
        now = f"  现存 {count}，最早 {at_hall(oldest_ms):%Y-%m-%d}" if count else ""
        lines.append(f"{days:>5} 天 days  {name.zh} {name.en}{now}")
    lines += [f"{kept.zh} {kept.en}: {name.zh} {name.en}" for name, kept in ALWAYS]
    applied, pruned = found.applied, found.pruned
    if applied is None:
        lines.append("尚未执行过 Not carried out yet: the first time is the first evening.")
    elif applied.get("postponed"):
        lines.append(f"{applied['day']}: 推迟，时钟可能有误 postponed, the clock may be wrong")
    else:
        gone = ", ".join(f"{rule} {count}" for rule, count in applied["destroyed"].items()) or "0"
        lines.append(f"{applied['day']}: 已销毁 erased {gone}; 明细自 rows from {applied.get('detail_from', '-')}")
    if pruned is not None:
        lines.append(f"{pruned['day']}: {pruned['records']} 条流水已移出 records have left the journal")
    if found.overdue:
        lines.append(f"{found.overdue} 项已到期而未销毁 are overdue and can be read still: does the hub run at night?")
    return "\n".join(lines)
