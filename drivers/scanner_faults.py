"""What can be wrong with a scanner or a code before it, in words for the person who stands there."""

from drivers.conversation import Fault

NO_CODE = Fault(
    "no_code", "没有扫到二维码", "请把二维码对准扫码口，距离约一掌。", "no code was scanned", "Hold it a hand away."
)
GARBLED = Fault(
    "garbled",
    "扫到的内容无法识别",
    "请再扫一次；一直如此请核对扫码器的波特率和字符编码。",
    "what was scanned is no text",
    "Scan it again; if it never works, check baud rate and character set of the scanner.",
)
TOO_LONG = Fault(
    "too_long",
    "二维码内容过长",
    "请换用大厅发出的二维码。",
    "the code holds too much",
    "Use a code that the hall has issued.",
)
REFUSED_TO_SCAN = Fault(
    "trigger_refused",
    "扫码器没有接受扫码指令",
    "请稍候再试；一直如此请重新插拔扫码器。",
    "the scanner refuses to scan",
    "Try again; if that does not help, unplug and plug it.",
)
SCANNER_SILENT = Fault(
    "silent",
    "扫码器没有回应",
    "请检查扫码器的数据线和指令类型（trigger）。",
    "the scanner does not answer",
    "Check its cable, and `trigger` in its options.",
)
STOPPED = Fault("cancelled", "已停止扫码", "需要时请重新开始。", "scanning was stopped", "Start again if you want to.")
