"""What can be wrong with an A4 printer, in words for the person who stands before it."""

from typing import Final

from drivers.conversation import Fault

A4_PAPER_OUT: Final = Fault(
    "paper_out",
    "打印机缺纸",
    "请在纸盒中放入 A4 纸，并把纸盒推到底。",
    "the printer is out of paper",
    "Put A4 paper into the tray and push it in.",
)
A4_JAM: Final = Fault(
    "paper_jam",
    "打印机卡纸",
    "请打开盖板，顺着走纸方向慢慢取出卡住的纸。",
    "paper is jammed in the printer",
    "Open it and pull the paper out slowly, the way it runs.",
)
A4_COVER: Final = Fault(
    "cover_open",
    "打印机盖板没有合好",
    "请合好打印机的盖板和纸盒。",
    "a cover or the tray of the printer is open",
    "Close its covers and push the tray in.",
)
A4_TONER_OUT: Final = Fault(
    "toner_out", "打印机碳粉用尽", "请更换碳粉盒。", "the printer is out of toner", "Put in a new cartridge."
)
A4_PAUSED: Final = Fault(
    "paused",
    "打印机已被暂停",
    "请在打印机面板或打印队列中恢复打印。",
    "the printer is paused",
    "Resume it at its panel or in its queue.",
)
A4_STOPPED: Final = Fault(
    "stopped",
    "打印机停止工作",
    "请查看打印机面板上的提示。",
    "the printer has stopped",
    "Look at the message on its panel.",
)
A4_OFFLINE: Final = Fault(
    "offline",
    "打印队列连不上打印机",
    "请检查打印机电源和数据线。",
    "the queue does not reach the printer",
    "Check the printer's power and cable.",
)
A4_SILENT: Final = Fault(
    "silent",
    "打印机没有应答",
    "请检查打印机电源、网线和地址。",
    "the printer does not answer",
    "Check its power, its cable and its address.",
)
A4_GARBLED: Final = Fault(
    "garbled",
    "打印机的应答无法识别",
    "请核对地址和端口，端口一般是 631。",
    "the printer's answer makes no sense",
    "Check its address and port, which is 631 as a rule.",
)
A4_WRONG_PATH: Final = Fault(
    "wrong_path",
    "打印机上没有这个打印队列",
    "请核对配置中的 path。",
    "there is no such queue on the printer",
    "Check `path` in its options.",
)
A4_NO_RIGHT: Final = Fault(
    "no_right",
    "打印机不允许打印",
    "请在打印机或 CUPS 中允许本机打印，不要求密码和加密。",
    "the printer does not let us print",
    "Allow this machine to print there, without password and encryption.",
)
A4_NOT_PDF: Final = Fault(
    "not_pdf",
    "打印机不能直接打印 PDF",
    "请通过 CUPS 打印队列连接这台打印机。",
    "the printer cannot print PDF by itself",
    "Connect it through a CUPS queue.",
)
A4_CANCELLED: Final = Fault(
    "cancelled",
    "打印任务被取消",
    "需要时请重新打印。",
    "the print was cancelled",
    "Print it again if it is still wanted.",
)
A4_ABORTED: Final = Fault(
    "aborted",
    "打印机放弃了这个任务",
    "请重新打印；仍不成功请换一台打印机。",
    "the printer gave the print up",
    "Print it again; if that does not help, use another printer.",
)
A4_TOO_SLOW: Final = Fault(
    "too_slow",
    "打印机太久没有打印出来",
    "任务已取消。请查看打印机，再重新打印。",
    "the print did not come out in time",
    "It was cancelled. Look at the printer, then print it again.",
)
A4_CUT_OFF: Final = Fault(
    "cut_off",
    "打印中途与打印机失去联系",
    "请到打印机前看是否已打印出来，没有再重新打印。",
    "contact was lost while it was printing",
    "See at the printer whether it came out before printing it again.",
)


def a4_refuses(code: str) -> Fault:
    """The printer said no, in a code that has no sentence of its own."""
    return Fault(
        "refused",
        f"打印机拒绝了任务（{code}）",
        "请查看打印机面板上的提示，或请管理员查看。",
        f"the printer refuses the print ({code})",
        "Look at its panel, or ask the administrator.",
    )
