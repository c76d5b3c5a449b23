"""A self-test as it is kept and sent: passed only if every step was, and readable by another version."""

import json

from edge_hub.contract.base import Words
from edge_hub.contract.codec import decode, encode
from edge_hub.contract.self_test import OUTCOME_NAMES, DeviceTest, Outcome, StepResult

LINE = StepResult(step="line", what=Words(zh="连接", en="the line"), outcome=Outcome.PASSED, took_ms=12)
SLIP = StepResult(
    step="print_slip", what=Words(zh="打印测试票", en="print a test slip"), outcome=Outcome.FAILED, by_person=True,
    said=Words(zh="没有出票", en="nothing came out"), hint=Words(zh="请装纸", en="Load paper."),
)  # fmt: skip
TEST = DeviceTest(
    hall="puer", device="led-w01", kind="led", driver="led_onbon", connection="tcp://192.168.30.101:5005",
    host="host-a", window="w01", serial_number="BX5K-0001", arrived="2026-10-12", by="1050", began_ms=1, ended_ms=2,
    steps=(LINE,),
)  # fmt: skip


def test_a_test_has_passed_only_when_every_step_has() -> None:
    assert TEST.passed
    for outcome in (Outcome.FAILED, Outcome.SKIPPED):
        assert not TEST.model_copy(update={"steps": (LINE, SLIP.model_copy(update={"outcome": outcome}))}).passed


def test_a_test_is_one_line_of_json_and_comes_back_as_it_was() -> None:
    both = TEST.model_copy(update={"steps": (LINE, SLIP)})
    line = encode(both)
    assert b"\n" not in line and decode(DeviceTest, line) == both


def test_what_a_later_version_adds_does_no_harm() -> None:
    later = json.loads(encode(TEST)) | {"photo": "abc"}
    assert decode(DeviceTest, json.dumps(later).encode()) == TEST


def test_a_test_without_steps_is_none() -> None:
    assert decode(DeviceTest, json.dumps(json.loads(encode(TEST)) | {"steps": []}).encode()) is None


def test_every_outcome_has_a_name_in_both_languages() -> None:
    assert set(OUTCOME_NAMES) == set(Outcome)
