"""What can be wrong with a charging rack, in words for the person who stands before it."""

from typing import Final

from drivers.conversation import Fault
from drivers.modbus import REFUSALS

RACK_SILENT: Final = Fault(
    "rack_silent",
    "充电架没有应答",
    "请检查充电架电源和数据线，并核对站号（unit）、波特率和帧格式（framing）。",
    "the rack does not answer",
    "Check its power and cable, and `unit`, baud rate and `framing` in its options.",
)
RACK_HOT: Final = Fault(
    "rack_hot",
    "充电架温度过高",
    "请立即断开充电架电源，取出设备，并通知大厅管理员。",
    "the rack is too hot",
    "Cut its power now, take the devices out and tell the manager of the hall.",
)
SLOT_BROKEN: Final = Fault(
    "slot_fault",
    "充电架有故障仓位",
    "请取出故障仓位中的设备，重新插入；仍有故障请停用该仓位。",
    "a slot of the rack is faulty",
    "Take the device out of that slot and put it back; if that does not help, close the slot.",
)
NOT_A_SET: Final = Fault(
    "not_a_set",
    "扫到的不是讲解设备的条码",
    "请扫讲解设备背面的条码。",
    "the code is not that of a guide set",
    "Scan the code on the back of the guide set.",
)


def rack_refuses(code: int) -> Fault:
    """The rack answered with an exception: it says which map in its options is wrong."""
    why, why_en = REFUSALS.get(code, (f"代码 {code}", f"code {code}"))
    return Fault(
        "rack_refused",
        f"充电架拒绝查询：{why}",
        "请按厂家说明书核对配置中的寄存器地址。",
        f"the rack refuses the question: {why_en}",
        "Compare the registers in its options with the maker's paper.",
    )
