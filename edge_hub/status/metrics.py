"""The text that Prometheus reads: https://prometheus.io/docs/instrumenting/exposition_formats/ (version 0.0.4).

Names keep what OpenMetrics asks for: a counter ends in `_total`, and nothing else does; a number that has a unit has it
in its name, and it is a base unit (`_seconds`, `_bytes`, `_ratio`).
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Sample:
    """One number. `suffix` is `_bucket`, `_sum` or `_count` of a histogram."""

    value: float
    labels: Mapping[str, str] = field(default_factory=dict)
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Metric:
    """Numbers of one name."""

    name: str
    kind: Literal["gauge", "counter", "histogram"]
    help: str
    samples: tuple[Sample, ...]


def one(name: str, kind: Literal["gauge", "counter"], help: str, value: float) -> Metric:
    """A metric of a single number."""
    return Metric(name, kind, help, (Sample(value),))


def by(name: str, kind: Literal["gauge", "counter"], help: str, label: str, values: Mapping[str, float]) -> Metric:
    """A metric with one label."""
    return Metric(name, kind, help, tuple(Sample(value, {label: str(key)}) for key, value in values.items()))


def histogram(name: str, help: str, bounds: Sequence[float], counts: Sequence[int], total: float) -> Metric:
    """Counts between bounds (one more count than bounds), as the running sums that Prometheus wants."""
    running, samples = 0, []
    for bound, count in zip([*map(_number, bounds), "+Inf"], counts, strict=True):
        running += count
        samples.append(Sample(running, {"le": bound}, "_bucket"))
    return Metric(name, "histogram", help, (*samples, Sample(total, suffix="_sum"), Sample(running, suffix="_count")))


def text_of(metrics: Iterable[Metric]) -> str:
    """The whole answer."""
    lines: list[str] = []
    for metric in metrics:
        lines += [f"# HELP {metric.name} {metric.help.translate(IN_HELP)}", f"# TYPE {metric.name} {metric.kind}"]
        lines += [f"{metric.name}{it.suffix}{_labels(it.labels)} {_number(it.value)}" for it in metric.samples]
    return "\n".join(lines) + "\n"


def _labels(labels: Mapping[str, str]) -> str:
    quoted = (f'{name}="{value.translate(ESCAPED)}"' for name, value in labels.items())
    return "{" + ",".join(quoted) + "}" if labels else ""


def _number(value: float) -> str:
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "+Inf" if value > 0 else "-Inf"
    return str(int(value)) if float(value).is_integer() else repr(float(value))


IN_HELP = str.maketrans({"\\": "\\\\", "\n": "\\n"})
ESCAPED = {**IN_HELP, **str.maketrans({'"': '\\"'})}
