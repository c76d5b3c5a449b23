"""What can be wrong with a printer, in words for the person who stands before it."""

from drivers.conversation import Fault

PAPER_OUT = Fault(
    "paper_out", "打印机缺纸", "请更换纸卷并合好盖子。", "the printer is out of paper", "Put in a new roll."
)
PAPER_LOW = Fault(
    "paper_low", "打印纸即将用完", "请准备更换纸卷。", "the paper is nearly used up", "Have a new roll ready."
)
COVER_OPEN = Fault(
    "cover_open", "打印机盖子没有合好", "请合好打印机盖子。", "the printer's cover is open", "Close the cover."
)
CUTTER_STUCK = Fault(
    "cutter_stuck",
    "打印机切刀卡住",
    "请打开盖子，取出卡住的纸，再合好盖子。",
    "the printer's cutter is stuck",
    "Open the cover, take out the jammed paper and close it.",
)
PRINTER_BROKEN = Fault(
    "printer_broken",
    "打印机发生故障",
    "请关闭打印机电源，稍候再开；仍不正常请报修。",
    "the printer has failed",
    "Switch it off and on; if that does not help, have it repaired.",
)
RECOVERING = Fault(
    "recovering",
    "打印机暂停，正在自行恢复",
    "请稍候；如一直如此，请检查打印头是否过热。",
    "the printer has paused and is recovering",
    "Wait a moment; if it lasts, the print head may be too hot.",
)
OFFLINE = Fault(
    "offline", "打印机脱机", "请检查打印机面板上的指示灯和按键。", "the printer is offline", "Look at its panel."
)
CUT_OFF = Fault(
    "cut_off",
    "打印中途断开，号票可能不完整",
    "请查看出票口，需要时补打号票。",
    "the connection broke while printing",
    "Look at the slip and print it again if need be.",
)
UNCONFIRMED = Fault(
    "unconfirmed",
    "打印机没有回应，不能确认号票已经打出",
    "请查看出票口，需要时补打号票。",
    "the printer does not say whether the slip came out",
    "Look at the slip and print it again if need be.",
)
SILENT = Fault(
    "silent",
    "打印机不再回应",
    "请检查打印机电源和数据线。",
    "the printer has stopped answering",
    "Check its power and its cable.",
)
