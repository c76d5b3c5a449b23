"""JSON Schema of every file, and that each pattern in it has its sentence."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from configs.base import SAID
from configs.schema import schemas, write_schemas
from configs.subjects import SUBJECTS

KEYS = {
    "hall": {"id", "code", "opening", "zones"},
    "departments": {"departments"},
    "items": {"items"},
    "windows": {"windows"},
    "devices": {"devices"},
    "people": {"clerks"},
    "rules": {"classes", "rating", "numbers"},
    "bootstrap": {"device", "brokers", "own"},
}


def every(schema: Any, key: str) -> Iterator[Any]:
    if isinstance(schema, dict):
        for name, value in schema.items():
            if name == key and isinstance(value, str):
                yield value
            yield from every(value, key)
    elif isinstance(schema, list):
        for value in schema:
            yield from every(value, key)


def test_there_is_a_schema_for_every_file_with_its_keys(tmp_path: Path) -> None:
    paths = write_schemas(tmp_path / "new" / "folder")
    assert [path.name for path in paths] == [f"{name}.schema.json" for name in KEYS]
    for path in paths:
        schema = json.loads(path.read_text(encoding="utf-8"))
        assert schema["additionalProperties"] is False
        assert schema["$schema"].startswith("https://json-schema.org/")
        assert KEYS[path.name.partition(".")[0]] <= set(schema["properties"])


def test_every_reference_inside_a_schema_leads_somewhere() -> None:
    for schema in schemas().values():
        for reference in every(schema, "$ref"):
            assert reference.removeprefix("#/$defs/") in schema["$defs"]


def test_what_an_item_needs_stands_in_its_schema() -> None:
    item = schemas()["items.schema.json"]["$defs"]["Item"]
    assert {"id", "department", "name", "pinyin", "kind", "case_kind", "service_min"} == set(item["required"])
    assert "public_service" in schemas()["items.schema.json"]["$defs"]["Kind"]["enum"]
    assert item["properties"]["wanted"]["description"]


def test_an_editor_is_offered_terminals_and_what_hangs_on_wires() -> None:
    devices = schemas()["devices.schema.json"]
    entries = devices["properties"]["devices"]["items"]["anyOf"]
    assert [one["$ref"].rpartition("/")[2] for one in entries] == ["Device", "WiredDevice"]
    assert {"id", "kind", "driver", "connection"} == set(devices["$defs"]["WiredDevice"]["required"])


def test_every_pattern_has_a_sentence_for_people() -> None:
    patterns = {pattern for schema in schemas().values() for pattern in every(schema, "pattern")}
    clock = {pattern for pattern in patterns if ":" in pattern and "[0-5]" in pattern}
    assert patterns - clock == set(SAID)


def test_every_subject_has_a_schema() -> None:
    assert set(schemas()) == {f"{subject.name}.schema.json" for subject in SUBJECTS} | {"bootstrap.schema.json"}
