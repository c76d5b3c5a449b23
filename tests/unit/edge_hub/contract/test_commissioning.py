"""The words of the commissioning report are complete, and it is ready only when nothing is missing."""

from typing import get_args

from configs.devices import WIRED, DeviceKind
from edge_hub.contract.base import Words
from edge_hub.contract.commissioning import GAP_NAMES, KIND_NAMES, Commissioned, Commissioning, Gap

LED = Commissioned(
    id="led-w1", kind="led", place=Words(zh="A01", en="A01"), driver="led_onbon", connection="tcp://10.0.0.1:5005",
    owner="host-a",
)  # fmt: skip


def report(*devices: Commissioned) -> Commissioning:
    hall = Words(zh="大厅", en="Hall")
    return Commissioning(
        number="test-1", hall="test", name=hall, address=hall, made_ms=1, software="1", devices=devices, terminals=()
    )


def test_every_kind_of_device_and_every_gap_has_a_name_in_both_languages() -> None:
    assert set(KIND_NAMES) == {*get_args(DeviceKind), *WIRED}
    assert set(GAP_NAMES) == set(Gap)


def test_one_gap_of_one_device_keeps_the_whole_report_from_being_complete() -> None:
    assert report(LED).complete
    for gap in Gap:
        assert not report(LED, LED.model_copy(update={"gaps": (gap,)})).complete


def test_a_report_of_nothing_is_not_complete() -> None:
    assert not report().complete
