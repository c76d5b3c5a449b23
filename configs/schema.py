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
    model = subject.model.model_json_schema()
    if subject.key is None:
        return {"$schema": DIALECT} | model
    defs = model.pop("$defs", {}) | {subject.model.__name__: model}
    listed = {"type": "array", "minItems": 1, "items": {"$ref": f"#/$defs/{subject.model.__name__}"}}
    return {
        "$schema": DIALECT,
        "$defs": defs,
        "title": subject.name,
        "type": "object",
        "properties": {subject.key: listed},
        "required": [subject.key],
        "additionalProperties": False,
    }
