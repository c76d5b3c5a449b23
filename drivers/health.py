"""How a line is, as the facts `Up` and `Down` that a port tells."""

from dataclasses import dataclass

from drivers.conversation import Fact, Fault


@dataclass(frozen=True, slots=True)
class Counters:
    """Since the port was made."""

    connects: int = 0
    drops: int = 0
    jobs: int = 0
    refused: int = 0
    bytes_out: int = 0
    bytes_in: int = 0


@dataclass(frozen=True, slots=True)
class Up(Fact):
    """The line is there since `since` (the port's clock)."""

    since: float
    counters: Counters


@dataclass(frozen=True, slots=True)
class Down(Fact):
    """The line is not there since `since`."""

    since: float
    fault: Fault
    counters: Counters

    @property
    def why(self) -> str:
        return self.fault.why

    @property
    def hint(self) -> str:
        return self.fault.hint


Health = Up | Down
STARTING = Fault("starting", "正在连接设备", "请稍候。", "connecting to the device", "Please wait.")
