"""Self-tests of devices, as `hall device test` leaves them."""

from typing import Any

from edge_hub.contract.base import Words
from edge_hub.contract.self_test import DeviceTest, Outcome, StepResult

OCTOBER_MS = 1_791_763_800_000
"""2026-10-12, 08:10 in the hall."""


def step(outcome: Outcome = Outcome.PASSED, **more: Any) -> StepResult:
    told = {"step": "line", "what": Words(zh="连接设备", en="Reach the device"), "took_ms": 131, **more}
    return StepResult(outcome=outcome, **told)


def self_tested(device: str = "led-w1", *steps: StepResult, began_ms: int = OCTOBER_MS, **more: Any) -> DeviceTest:
    told = {
        "hall": "test", "kind": "led", "driver": "led_onbon", "connection": "tcp://127.0.0.1:9", "host": "host-a",
        "by": "1050", "through_owner": True, "firmware": "V2.1", **more,
    }  # fmt: skip
    return DeviceTest(device=device, began_ms=began_ms, ended_ms=began_ms + 9000, steps=steps or (step(),), **told)
