"""What pydantic found, in sentences: each error becomes one fault with its line and, if it is near, what was meant."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.errors import PydanticInvalidForJsonSchema
from pydantic_core import ErrorDetails

from .base import SAID
from .faults import Fault, show
from .loader import Document
from .nodes import Where


def nearest(word: object, known: Iterable[str]) -> str | None:
    """The known name that was probably meant."""
    if not isinstance(word, str):
        return None
    known = list(known)
    exact = {name.lower().replace("_", "-"): name for name in known}
    return exact.get(word.lower().replace("_", "-")) or next(iter(get_close_matches(word, known, n=1)), None)


def faults_of(error: ValidationError, model: type[BaseModel], doc: Document, at: Where) -> list[Fault]:
    """The faults of an object of `model` that stands at `at` in `doc`."""
    details = error.errors(include_url=False)
    spelled = {
        (each["loc"][:-1], meant)
        for each in details
        if each["type"] == "extra_forbidden" and (meant := nearest(each["loc"][-1], _keys(model, each["loc"][:-1])))
    }
    inner = {each["loc"][:depth] for each in details for depth in range(len(each["loc"]))}
    faults: list[Fault] = []
    for each in details:
        if each["type"] == "too_short" and each["loc"] in inner:
            continue  # pydantic counts only the valid entries; the others are told already
        if each["type"] == "missing" and (each["loc"][:-1], each["loc"][-1]) in spelled:
            continue  # the unknown key beside it says what was meant; one mistake, one fault
        faults += _faults(each, model, doc, at)
    return faults


def _faults(each: ErrorDetails, model: type[BaseModel], doc: Document, at: Where) -> Iterator[Fault]:
    loc = each["loc"]
    where = (*at, *_walk(model, loc)[1])
    context = each.get("ctx", {})
    if each["type"] == "refused":
        for wrong in context["wrongs"]:
            yield doc.fault((*where, *wrong.key), wrong.what, wrong.meant)
    elif loc and loc[-1] == "[key]":
        yield doc.fault(where[:-1], "unknown key", nearest(loc[-2], _keys(model, loc[:-2])))
    elif each["type"] == "extra_forbidden":
        yield doc.fault(where, "unknown key", nearest(loc[-1], _keys(model, loc[:-1])))
    elif each["type"] in ("union_tag_invalid", "union_tag_not_found"):
        key, kinds = context["discriminator"].strip("'"), _kinds(model, loc)
        given = context.get("tag")
        what = "must be" if given is not None else "is missing:"
        yield doc.fault((*where, key), f"{what} one of {', '.join(kinds)}", nearest(given, kinds))
    elif each["type"] in ("enum", "literal_error"):
        choices = _choices(model, loc)
        yield doc.fault(where, f"must be one of {', '.join(choices)}", nearest(each["input"], choices))
    elif each["type"] == "string_pattern_mismatch":
        yield doc.fault(where, *_misfit(each["input"], context["pattern"]))
    else:
        say = _SENTENCES.get(each["type"])
        yield doc.fault(where, say(each, context, model, doc.raw(where)) if say else each["msg"])


Say = Callable[[ErrorDetails, Mapping[str, Any], type[BaseModel], str | None], str]


def _not(each: ErrorDetails, raw: str | None) -> str:
    value = each["input"]
    if value is None:
        return "nothing is given"
    if isinstance(value, Mapping):
        return "this is a mapping"
    if isinstance(value, (tuple, list)):
        return "this is a list"
    return f"not {show(raw if raw is not None else value)}"


def _text(each: ErrorDetails, _: Mapping[str, Any], model: type[BaseModel], raw: str | None) -> str:
    if isinstance(each["input"], (bool, int, float)):
        return f'needs text: put it in quotes, "{raw if raw is not None else each["input"]}"'
    pattern = _schema_at(model, each["loc"]).get("pattern")
    hint = f": {SAID[pattern]}" if each["input"] is None and pattern in SAID else ""
    return f"needs text, {_not(each, raw)}{hint}"


def _mapping(each: ErrorDetails, _: Mapping[str, Any], model: type[BaseModel], raw: str | None) -> str:
    keys = _keys(model, each["loc"]) or _tag(model, each["loc"])
    named = f" with the key{'s' * (len(keys) > 1)} {', '.join(keys)}" if keys else ""
    return f"needs a mapping{named}, {_not(each, raw)}"


def _misfit(value: str, pattern: str) -> tuple[str, str | None]:
    """What to say of a text that does not fit its pattern, and the nearest text that does."""
    tries = (value.strip().lower(), value.strip().upper(), value.strip().lower().replace("_", "-").replace(" ", "-"))
    meant = next((each for each in tries if re.search(pattern, each)), None)
    return f"{show(value)} does not fit: {SAID.get(pattern, pattern)}", meant


def _needs(what: str) -> Say:
    return lambda each, _, __, raw: f"needs {what}, {_not(each, raw)}"


def _bound(template: str) -> Say:
    return lambda _, context, __, ___: template.format(**context)


def _length(what: str, one: str, many: str) -> Say:
    def say(_: ErrorDetails, context: Mapping[str, Any], __: type[BaseModel], ___: str | None) -> str:
        limit = context.get("min_length", context.get("max_length"))
        return f"must have {what} {limit} {one if limit == 1 else many}"

    return say


_SENTENCES: dict[str, Say] = {
    "missing": lambda *_: "is missing",
    "string_type": _text,
    "int_type": _needs("a whole number"),
    "int_from_float": _needs("a whole number"),
    "float_type": _needs("a number"),
    "finite_number": _needs("a number that is not infinite"),
    "bool_type": _needs("true or false"),
    "tuple_type": _needs('a list (lines that begin with "- ")'),
    "model_type": _mapping,
    "model_attributes_type": _mapping,
    "dict_type": _mapping,
    "mapping_type": _mapping,
    "string_too_short": lambda *_: "must not be empty",
    "string_too_long": _length("at most", "character", "characters"),
    "too_short": _length("at least", "entry", "entries"),
    "too_long": _length("at most", "entry", "entries"),
    "greater_than_equal": _bound("must be at least {ge:g}"),
    "greater_than": _bound("must be more than {gt:g}"),
    "less_than_equal": _bound("must be at most {le:g}"),
    "less_than": _bound("must be less than {lt:g}"),
}


@lru_cache(maxsize=64)
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    try:
        return model.model_json_schema()
    except PydanticInvalidForJsonSchema:  # options of somebody else's driver: then there is no suggestion
        return {}


def _schema_at(model: type[BaseModel], loc: Iterable[str | int]) -> dict[str, Any]:
    """The JSON Schema of the value at `loc`, or {} where there is none."""
    return _walk(model, loc)[0]


def _walk(model: type[BaseModel], loc: Iterable[str | int]) -> tuple[dict[str, Any], Where]:
    """The JSON Schema of the value at `loc`, and the way to it as written: pydantic's has the kind of an object, where
    there are several, as a step of its own."""
    root = _schema(model)
    here = _resolved(root, root)
    way: Where = ()
    for step in loc:
        kinds = here.get("discriminator", {}).get("mapping", {})
        if step in kinds:
            here = _resolved(root, {"$ref": kinds[step]})
            continue
        way = (*way, step)
        if isinstance(step, int):
            here = here.get("items", {})
        else:
            rest = here.get("additionalProperties")
            here = here.get("properties", {}).get(step, rest if isinstance(rest, dict) else {})
        here = _resolved(root, here)
    return here, way


def _resolved(root: dict[str, Any], here: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in here or "anyOf" in here:
        if "$ref" in here:
            here = root["$defs"][here["$ref"].rpartition("/")[2]]
        else:
            here = next((each for each in here["anyOf"] if each.get("type") != "null"), {})
    return here


def _keys(model: type[BaseModel], loc: Iterable[str | int]) -> list[str]:
    here = _schema_at(model, loc)
    return list(here.get("properties", ())) or list(here.get("propertyNames", {}).get("enum", ()))


def _tag(model: type[BaseModel], loc: Iterable[str | int]) -> list[str]:
    """The key that says which kind of object stands at `loc`, where there are several."""
    return [key] if (key := _schema_at(model, loc).get("discriminator", {}).get("propertyName")) else []


def _kinds(model: type[BaseModel], loc: Iterable[str | int]) -> list[str]:
    return list(_schema_at(model, loc).get("discriminator", {}).get("mapping", ()))


def _choices(model: type[BaseModel], loc: Iterable[str | int]) -> list[str]:
    here = _schema_at(model, loc)
    return [str(each) for each in here.get("enum", [here["const"]] if "const" in here else [])]
