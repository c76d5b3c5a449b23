"""JSON Schema of every file, for editors that complete and check YAML while it is typed."""

import json
from pathlib import Path
from typing import Any

from .bootstrap import Bootstrap
from .subjects import SUBJECTS, Subject

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, dict[str, Any]]:
    """File name -> JSON Schema of it."""
    found = {f"{subject.name}.schema.json": _of(subject) for subject in SUBJECTS}
    return found | {"bootstrap.schema.json": {"$schema": DIALECT} | Bootstrap.model_json_schema()}


def write_schemas(directory: Path) -> tuple[Path, ...]:
    """Writes them; the directory is made if it is not there. Raises OSError."""
    directory.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in schemas().items():
        path = directory / name
        path.write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        written.append(path)
    return tuple(written)


def _of(subject: Subject) -> dict[str, Any]:
    if subject.key is None:
        return {"$schema": DIALECT} | subject.model.model_json_schema()
    defs: dict[str, Any] = {}
    models = (subject.model, *subject.others)
    for one in models:
        model = one.model_json_schema()
        defs |= model.pop("$defs", {}) | {one.__name__: model}
    entries = [{"$ref": f"#/$defs/{one.__name__}"} for one in models]
    listed = {"type": "array", "minItems": 1, "items": entries[0] if len(entries) == 1 else {"anyOf": entries}}
    return {
        "$schema": DIALECT,
        "$defs": defs,
        "title": subject.name,
        "type": "object",
        "properties": {subject.key: listed},
        "required": [subject.key],
        "additionalProperties": False,
    }
