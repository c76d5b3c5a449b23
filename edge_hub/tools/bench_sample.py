"""What came out of one run of the load generator: rates and latencies. Pure."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Sample:
    """What came out of one run; latencies by the name of the command, of carried-out commands only.

    The rate is that of the time in which the crowd was settled: at first nobody has a reply, and the last are answered
    after the end.
    """

    seconds: float = 0.0
    done: int = 0
    in_time: int = 0
    """Commands carried out within `seconds`."""
    refused: dict[str, int] = field(default_factory=dict)
    lost: int = 0
    again: int = 0
    """Commands that had to be sent once more."""
    spans_ns: dict[str, list[int]] = field(default_factory=dict)

    @property
    def per_s(self) -> float:
        return self.in_time / self.seconds if self.seconds else 0.0

    def add(self, other: "Sample") -> None:
        """Join another run of the same to this one."""
        self.seconds += other.seconds
        self.done += other.done
        self.in_time += other.in_time
        self.lost += other.lost
        self.again += other.again
        for reason, times in other.refused.items():
            self.refused[reason] = self.refused.get(reason, 0) + times
        for name, spans in other.spans_ns.items():
            self.spans_ns.setdefault(name, []).extend(spans)

    def ms(self, share: float, *names: str) -> float:
        """The latency that `share` of the commands (of these names, or all) stayed within."""
        spans = sorted(span for name, some in self.spans_ns.items() if not names or name in names for span in some)
        return spans[min(len(spans) - 1, int(len(spans) * share))] / 1e6 if spans else 0.0
