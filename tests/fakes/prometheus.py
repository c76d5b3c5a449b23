"""A strict reader of Prometheus's text format 0.0.4, written from its description and not from our writer.

https://prometheus.io/docs/instrumenting/exposition_formats/; it also asks for what OpenMetrics does: counters end in
`_total` and nothing else does, base units (seconds, bytes, ratio) stand in the name, each family has a help, and its
lines stand together.
"""

import math
import re
from dataclasses import dataclass, field

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
SAMPLE = re.compile(r"(?P<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(?P<labels>.*)\})? (?P<value>\S+)")
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(,|$)')
NO_BASE_UNIT = re.compile(r"(^|_)(m?s|ms|us|millis\w*|minutes?|min|hours?|days?|[kmg]i?b|kilobytes|percent)(_|$)")
KINDS = ("counter", "gauge", "histogram")
SUFFIXES = ("_total", "_bucket", "_sum", "_count", "_created", "_info")


@dataclass
class Family:
    """`samples` by name and labels."""

    kind: str
    help: str
    samples: dict[tuple[str, tuple[tuple[str, str], ...]], float] = field(default_factory=dict)


def families(text: str) -> dict[str, Family]:
    """Every family by its name. Raises AssertionError with the line that is against the rules."""
    assert text.endswith("\n") and "\r" not in text, "the last line ends with a line feed too"
    found: dict[str, Family] = {}
    lines = iter(text[:-1].split("\n"))
    for line in lines:
        if line.startswith("# HELP "):
            name, _, help = line.removeprefix("# HELP ").partition(" ")
            assert name not in found and NAME.fullmatch(name) and help.strip(), line
            assert re.fullmatch(r"(?:[^\\]|\\[\\n])+", help), f"not escaped: {line}"
            kind = next(lines).removeprefix(f"# TYPE {name} ")
            assert kind in KINDS, f"the type of {name} does not follow its help: {kind}"
            found[name] = Family(kind, help)
        else:
            assert found, f"before any help: {line}"
            _sample(*list(found.items())[-1], line)
    for name, family in found.items():
        _named(name, family.kind)
        if family.kind == "histogram":
            _counts_up(name, family)
    return found


def _sample(name: str, family: Family, line: str) -> None:
    parts = SAMPLE.fullmatch(line)
    assert parts, f"no sample: {line}"
    ours = {name + end for end in ("_bucket", "_sum", "_count")} if family.kind == "histogram" else {name}
    assert parts["name"] in ours, f"not of the family {name}: {line}"
    value, labels = float(parts["value"]), _labels(parts["labels"] or "", line)
    assert family.kind == "gauge" or (value >= 0 and math.isfinite(value)), line
    key = (parts["name"], tuple(sorted(labels.items())))
    assert key not in family.samples, f"twice: {line}"
    family.samples[key] = value


def _labels(text: str, line: str) -> dict[str, str]:
    labels: dict[str, str] = {}
    at = 0
    while at < len(text):
        label = LABEL.match(text, at)
        assert label and label[1] not in labels and not label[1].startswith("__"), f"labels: {line}"
        labels[label[1]] = re.sub(r"\\(.)", lambda it: "\n" if it[1] == "n" else it[1], label[2])
        at = label.end()
    return labels


def _named(name: str, kind: str) -> None:
    assert (kind == "counter") == name.endswith("_total"), f"counters and nothing else end in _total: {name}"
    assert kind == "counter" or not name.endswith(SUFFIXES), f"an ending that means something else: {name}"
    assert not NO_BASE_UNIT.search(name), f"not in base units: {name}"


def _counts_up(name: str, family: Family) -> None:
    bounds = [(float(dict(labels)["le"]), n) for (of, labels), n in family.samples.items() if of == f"{name}_bucket"]
    assert bounds == sorted(bounds), f"{name} does not count up"
    assert [n for _, n in bounds] == sorted(n for _, n in bounds), f"{name} does not count up"
    assert bounds[-1] == (math.inf, family.samples[f"{name}_count", ()]) and (f"{name}_sum", ()) in family.samples, name
