"""What can be wrong with a signal light, in words for the person who stands before it."""

from typing import Final

from drivers.conversation import Fault
from drivers.modbus import REFUSALS

LIGHT_SILENT: Final = Fault(
    "light_silent",
    "信号灯没有应答",
    "请检查信号灯电源和数据线，并核对站号、波特率；紧急按钮此时无效。",
    "the signal light does not answer",
    "Check its power and cable, its number and its baud rate; meanwhile its emergency button does nothing.",
)
NO_SUCH_LAMP: Final = Fault(
    "no_such_lamp",
    "信号灯没有这种颜色的灯",
    "请核对配置中的 lamps。",
    "the light has no such lamp",
    "Check `lamps` in its options.",
)
LIGHT_REFUSED: Final = Fault(
    "light_refused",
    "信号灯拒绝了指令",
    "请按厂家说明书核对配置。",
    "the light refuses the order",
    "Compare its options with the maker's paper.",
)
NOT_PRESSED: Final = Fault(
    "not_pressed",
    "没有收到紧急按钮信号",
    "请检查按钮接线和配置中的 button、pressed。",
    "no press of the button came",
    "Check the wires of the button, and `button` or `pressed` in the options.",
)
REPLACED: Final = Fault(
    "cancelled",
    "已停止等待按钮",
    "需要时请重新开始。",
    "waiting for the button was stopped",
    "Start again if you want to.",
)


def light_refuses(code: int) -> Fault:
    """The light answered with an exception of Modbus."""
    why, why_en = REFUSALS.get(code, (f"代码 {code}", f"code {code}"))
    return LIGHT_REFUSED.because(Fault("code", why, "", why_en, ""))
