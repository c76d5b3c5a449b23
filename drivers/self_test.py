"""The guided self-test of every driver, as a table: what is done to the device, and what counts as good. Pure.

The rules it keeps, and why:
- What moves or shows something says so before (`before`): nothing of a cabinet opens unless a person has said yes.
- What only a person can see is asked of the person (`look`); what the device says itself is not.
- Nothing of a card or code that was read is told: a test proves that it was read, and not whose it is.
A driver of somebody else has the steps that all have. Whoever adds a driver adds its steps to `STEPS`.
"""

import io
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, NamedTuple

from PIL import Image, ImageDraw

from drivers.a4_printer import PdfFailed, PdfPrinted, PrintPdf
from drivers.conversation import Fact, Fault
from drivers.escpos import Printed, PrintFailed, PrintJob
from drivers.escpos_paper import Paper
from drivers.guide_set import SetScanned
from drivers.host import HostFailed, HostLooked, LookAtHost
from drivers.id_card import CardRead, ReadCard, ReadFailed
from drivers.keypad import AwaitKey, KeyCame, NoKeyCame, PadNotShown, PadShown, ShowOnPad
from drivers.lock_faults import NO_CONTACT
from drivers.locks import CellNotOpened, CellOpened, CellsSeen, CellUnseen, LookAt, OpenCell
from drivers.pager import CallTag, TagCalled, TagNotCalled
from drivers.power import ScreenNotSet, ScreenSet, SwitchScreen
from drivers.rack_talk import LookAtRack, LookFailed, RackLooked
from drivers.scanner import CodeScanned, Scan, ScanFailed
from drivers.signal_light import (
    AwaitPress,
    LampsNotSet,
    LampsSet,
    LightOptions,
    NoPressCame,
    PressCame,
    SetLamps,
    read_lamps,
)
from drivers.signs import ShowFailed, Shown, ShowText
from drivers.sound import CallNotSaid, CallSaid, SayCall
from drivers.standing import SPEAK, Standing
from drivers.watchdog import FeedWatchdog, WatchdogFailed, WatchdogObeyed


class Both(NamedTuple):
    """A sentence in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a step; `fault` is None if it is good."""

    said: Both | None = None
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the job of a step is made from."""

    id: str
    options: Any
    today: date
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class CheckStep:
    """One step. Without a job only the device's standing is looked at."""

    name: str
    what: Both
    wait_s: float
    job: Callable[[Asked], Any] | None = None
    judge: Callable[[Fact], Verdict | None] | None = None
    """Of a fact that may end the job; None: it is about something else."""
    good: Callable[[Standing], Verdict | None] | None = None
    """Of the standing, where there is no job; None: not yet."""
    before: Both | None = None
    """Asked before it is done."""
    look: Both | None = None
    """Asked after it was done well: whether the person sees it."""
    cell: bool = False
    """It needs the number of a cell."""


NO_WORD: Final = Fault(
    "no_word", "设备在规定时间内没有给出结果", "请检查设备电源和连线后重试。",
    "the device gave no result in time", "Check its power and its cable, and try again.",
)  # fmt: skip
NO_ANSWER: Final = Fault(
    "no_status", "线路已接通，但设备没有应答", "请检查设备电源、地址、波特率和配置。",
    "the line is open, but the device does not answer", "Check its power, address, baud rate and options.",
)  # fmt: skip
NOT_SEEN: Final = Fault(
    "not_seen", "现场人员没有看到应有的结果", "请检查设备后重试。",
    "the person did not see what should be there", "Look at the device and try again.",
)  # fmt: skip
TRIAL_TEXT: Final = "测试 A001"


def steps_of(driver: str, options: Any) -> tuple[CheckStep, ...]:
    """The steps for a device of this driver that is set up like this."""
    heard = HEARS.get(driver, lambda options: driver in SPEAK)(options)
    return (LINE, *((STATUS,) if heard else ()), *STEPS.get(driver, lambda options: ())(options))


def _line(standing: Standing) -> Verdict | None:
    if not standing.known:
        return None
    return Verdict(fault=standing.line) if standing.line else Verdict(Both("线路已接通", "the line is open"))


def _status(standing: Standing) -> Verdict | None:
    level, fault = standing.level, standing.fault
    if level in ("UNKNOWN", "DOWN") and fault is None:
        return None
    if level == "DOWN" or level == "UNKNOWN":
        return Verdict(fault=fault)
    return Verdict(Both(fault.why, fault.why_en) if fault else Both("正常", "well"))


LINE: Final = CheckStep("line", Both("连接设备", "Reach the device"), 6.0, good=_line)
STATUS: Final = CheckStep("status", Both("读取设备状态", "Ask the device how it is"), 12.0, good=_status)


def trial_slip(asked: Asked) -> PrintJob:
    """A slip of a few lines with a code, cut."""
    options = asked.options
    paper = Paper(options.width_mm, band_lines=options.band_lines, automatic_status=options.automatic_status)
    paper.line("打印测试", size=2, bold=True, align="center")
    paper.line("这张纸说明打印机、汉字和切刀正常。")
    paper.line("Test slip: printer, Chinese and cutter.")
    paper.line("0123456789 ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    paper.qr("TEST")
    paper.feed(options.feed_lines)
    paper.cut(options.cut)
    return PrintJob(asked.id, paper.data())


def trial_page(asked: Asked) -> PrintPdf:
    """One A4 page with a frame at its edges and a grey wedge."""
    page = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(page)
    draw.rectangle((60, 60, 1180, 1694), outline=0, width=4)
    draw.text((140, 160), "TEST PAGE  0123456789", fill=0, font_size=72)
    for step in range(10):
        draw.rectangle((140 + step * 96, 400, 140 + (step + 1) * 96, 560), fill=step * 28)
    pdf = io.BytesIO()
    page.save(pdf, "PDF", resolution=150)
    return PrintPdf(asked.id, pdf.getvalue())


def _end(good: type[Fact], bad: tuple[type[Fact], ...], said: Callable[[Any], Both | None]) -> Callable[
    [Fact], Verdict | None
]:
    def judge(fact: Fact) -> Verdict | None:
        if isinstance(fact, good):
            return Verdict(said(fact))
        return Verdict(fault=getattr(fact, "fault", NO_WORD)) if isinstance(fact, bad) else None

    return judge


def _shown(fact: Shown) -> Both | None:
    lacks = "".join(fact.replaced)
    return Both(f"缺字：{lacks}", f"it lacks {lacks}") if lacks else Both(fact.text, fact.text)


def _doors(fact: CellsSeen) -> Both:
    counts = [fact.doors.count(door) for door in ("closed", "open", "unknown")]
    zh = f"关 {counts[0]}，开 {counts[1]}，未知 {counts[2]}"
    return Both(zh, f"{counts[0]} closed, {counts[1]} open, {counts[2]} unknown")


def _seen(fact: Fact) -> Verdict | None:
    if not isinstance(fact, CellsSeen):
        return None
    unknown = "unknown" in fact.doors
    return Verdict(_doors(fact), (fact.fault or NO_ANSWER) if unknown else None)


def _opened(fact: CellOpened) -> Both:
    if fact.was_open:
        return Both(f"{fact.cell}号格口本来就开着", f"cell {fact.cell} stood open already")
    return Both(f"{fact.cell}号格口已打开", f"cell {fact.cell} opened")


def _unlocked(fact: Fact) -> Verdict | None:
    """Of doors without contacts: that nobody can say is all that can be said, and the person looks."""
    if isinstance(fact, CellUnseen) and fact.fault.code == NO_CONTACT.code:
        return Verdict(Both("已发出开锁指令", "the lock was told to open"))
    return Verdict(fault=fact.fault) if isinstance(fact, CellNotOpened | CellUnseen) else None


def _key(fact: KeyCame) -> Both:
    zh = f"{fact.address} 号按键器的 {fact.number} 键：{fact.key or '配置中没有'}"
    return Both(zh, f"pad {fact.address}, key {fact.number}: {fact.key or 'not in the table'}")


def _light(options: LightOptions) -> tuple[CheckStep, ...]:
    has_button = options.button if options.by == "modbus" else options.pressed
    return (*((LAMPS_ON, LAMPS_OFF) if options.lamps else ()), *((BUTTON,) if has_button else ()))


def _machine(fact: Fact) -> Verdict | None:
    if isinstance(fact, HostFailed):
        return Verdict(fault=fact.fault)
    if not isinstance(fact, HostLooked):
        return None
    figures = fact.host.readings
    warm = "?" if figures.temperature_c is None else f"{figures.temperature_c:.0f}"
    room = ", ".join(f"{disk.path} {disk.free_percent:.0f}%" for disk in figures.disks)
    return Verdict(Both(f"磁盘剩余 {room}，温度 {warm} ℃", f"left on disks {room}; {warm} degrees"), fact.host.fault)


def _rack(fact: Fact) -> Verdict | None:
    if isinstance(fact, LookFailed):
        return Verdict(fault=fact.fault)
    if not isinstance(fact, RackLooked):
        return None
    rack = fact.rack
    zh = f"{len(rack.slots)} 个槽位：空 {rack.free}，用 {rack.busy}，故障 {len(rack.faulty)}"
    en = f"{len(rack.slots)} slots: {rack.free} free, {rack.busy} busy, {len(rack.faulty)} faulty"
    return Verdict(Both(zh, en), rack.fault)


PRINT: Final = CheckStep(
    "print_slip", Both("打印测试票", "Print a test slip"), 30.0, trial_slip,
    _end(Printed, (PrintFailed,), lambda fact: Both("已打印", "printed")),
    look=Both("票面完整、清晰，并已切断吗？", "Is the slip whole, readable and cut?"),
)  # fmt: skip
PAGE: Final = CheckStep(
    "print_page", Both("打印测试页", "Print a test page"), 120.0, trial_page,
    _end(PdfPrinted, (PdfFailed,), lambda fact: Both("已打印", "printed")),
    look=Both("页面四边的线框完整吗？", "Is the frame whole on all four sides?"),
)  # fmt: skip
READ: Final = CheckStep(
    "read_card", Both("读取身份证：请把证件放在感应区", "Read an identity card: lay one on the reader"), 40.0,
    lambda asked: ReadCard(asked.id, asked.today, secrets.token_bytes(32)),
    _end(CardRead, (ReadFailed,), lambda fact: Both("证件已读出", "a card was read")),
)  # fmt: skip
SCAN: Final = CheckStep(
    "scan_code", Both("扫码：请把二维码对准扫码口", "Scan a code: hold one before the scanner"), 25.0,
    lambda asked: Scan(asked.id, 20.0),
    _end(CodeScanned, (ScanFailed,), lambda fact: Both(f"已读出 {len(fact.text)} 个字符",
                                                       f"{len(fact.text)} characters were read")),
)  # fmt: skip
SCAN_SET: Final = CheckStep(
    "scan_set", Both("扫描讲解器背面的条码", "Scan the code on a guide set"), 25.0, lambda asked: Scan(asked.id, 20.0),
    _end(SetScanned, (ScanFailed,), lambda fact: Both(f"讲解器 {fact.number}", f"set {fact.number}")),
)  # fmt: skip
SHOW: Final = CheckStep(
    "show_text", Both(f"显示文字：{TRIAL_TEXT}", f"Show a text: {TRIAL_TEXT}"), 15.0,
    lambda asked: ShowText(asked.id, TRIAL_TEXT), _end(Shown, (ShowFailed,), _shown),
    look=Both(f"条屏上显示“{TRIAL_TEXT}”吗？", f"Does the bar show “{TRIAL_TEXT}”?"),
)  # fmt: skip
DOORS: Final = CheckStep(
    "look_at_doors", Both("查看所有柜门", "Look at all doors"), 20.0, lambda asked: LookAt(asked.id), _seen
)
OPEN: Final = CheckStep(
    "open_cell", Both("打开一个格口", "Open one cell"), 20.0, lambda asked: OpenCell(asked.id, asked.cell or 1),
    _end(CellOpened, (CellNotOpened, CellUnseen), _opened),
    before=Both("将打开这个格口，确认里面没有他人物品并继续吗？", "This opens the cell. Is nothing of others in it?"),
    look=Both("柜门打开了吗？", "Is the door open?"), cell=True,
)  # fmt: skip
OPEN_UNSEEN: Final = replace(OPEN, judge=_unlocked)
RACK: Final = CheckStep(
    "look_at_slots", Both("查看所有槽位", "Look at all slots"), 20.0, lambda asked: LookAtRack(asked.id), _rack
)

KEY: Final = CheckStep(
    "press_key", Both("按键：请按一下按键器上的任意键", "Press any key of the pad"), 25.0,
    lambda asked: AwaitKey(asked.id), _end(KeyCame, (NoKeyCame,), _key),
    look=Both("显示的含义与按下的键一致吗？", "Is that what the key says that you pressed?"),
)  # fmt: skip
SHOW_PAD: Final = CheckStep(
    "show_text", Both(f"显示文字：{TRIAL_TEXT}", f"Show a text: {TRIAL_TEXT}"), 15.0,
    lambda asked: ShowOnPad(asked.id, asked.options.address, TRIAL_TEXT),
    _end(PadShown, (PadNotShown,), lambda fact: Both("已发送", "handed over")),
    look=Both(f"按键器上显示“{TRIAL_TEXT}”吗？", f"Does the pad show “{TRIAL_TEXT}”?"),
)  # fmt: skip
SHAKE: Final = CheckStep(
    "call_tag", Both("呼叫 1 号叫号牌", "Call tag 1"), 15.0, lambda asked: CallTag(asked.id, 1),
    _end(TagCalled, (TagNotCalled,), lambda fact: Both("主机已接受呼叫", "the base station has the call")
         if fact.confirmed else Both("已发出呼叫", "the call was sent")),
    look=Both("1 号叫号牌震动了吗？", "Did tag 1 shake?"),
)  # fmt: skip
LAMPS_ON: Final = CheckStep(
    "lamps_on", Both("点亮所有灯", "Light all lamps"), 15.0,
    lambda asked: SetLamps(asked.id, tuple(read_lamps(asked.options.lamps))),
    _end(LampsSet, (LampsNotSet,), lambda fact: Both("已点亮", "lit")),
    look=Both("所有灯都亮了吗？", "Do all lamps shine?"),
)  # fmt: skip
LAMPS_OFF: Final = CheckStep(
    "lamps_off", Both("熄灭所有灯", "Put all lamps out"), 15.0, lambda asked: SetLamps(asked.id),
    _end(LampsSet, (LampsNotSet,), lambda fact: Both("已熄灭", "out")),
    look=Both("所有灯都熄灭了吗？", "Are all lamps out?"),
)  # fmt: skip
BUTTON: Final = CheckStep(
    "press_button", Both("请按下紧急按钮，然后松开", "Press the emergency button and let it go"), 25.0,
    lambda asked: AwaitPress(asked.id),
    _end(PressCame, (NoPressCame,), lambda fact: Both("已收到按钮信号", "the press came")),
)  # fmt: skip
DARK: Final = CheckStep(
    "screen_off", Both("关闭屏幕", "Switch the screen off"), 15.0, lambda asked: SwitchScreen(asked.id, False),
    _end(ScreenSet, (ScreenNotSet,), lambda fact: Both("已关闭", "switched off")),
    look=Both("屏幕黑了吗？", "Is the screen dark?"),
)  # fmt: skip
BRIGHT: Final = CheckStep(
    "screen_on", Both("打开屏幕", "Switch the screen on"), 15.0, lambda asked: SwitchScreen(asked.id, True),
    _end(ScreenSet, (ScreenNotSet,), lambda fact: Both("已打开", "switched on")),
    look=Both("屏幕亮了吗？", "Is the screen bright?"),
)  # fmt: skip
FEED: Final = CheckStep(
    "feed_watchdog", Both("喂一次看门狗", "Feed the watchdog once"), 15.0, lambda asked: FeedWatchdog(asked.id),
    _end(WatchdogObeyed, (WatchdogFailed,), lambda fact: Both("已喂", "fed")),
)  # fmt: skip
MACHINE: Final = CheckStep(
    "look_at_host", Both("检查这台机器", "Look at this machine"), 30.0, lambda asked: LookAtHost(asked.id),
    _machine,
)  # fmt: skip
SPEAK_CALL: Final = CheckStep(
    "say_call", Both("语音叫号：请 A007 到 3 号窗口", "Say: A007 to window 3"), 40.0,
    lambda asked: SayCall(asked.id, "A007", "3"),
    _end(CallSaid, (CallNotSaid,), lambda fact: Both("已播放", "played")),
    look=Both("听清楚了吗？", "Was it heard clearly?"),
)  # fmt: skip

LOCKS: Final = ("lock_8a", "lock_cu12", "lock_ku16")
STEPS: Final[Mapping[str, Callable[[Any], tuple[CheckStep, ...]]]] = {
    "a4_printer": lambda options: (PAGE,),
    "escpos": lambda options: (PRINT,),
    "host": lambda options: (MACHINE,),
    "id_card": lambda options: (READ,),
    "keypad": lambda options: (KEY, SHOW_PAD) if options.show else (KEY,),
    "pager": lambda options: (SHAKE,),
    "power": lambda options: (DARK, BRIGHT),
    "scanner": lambda options: (SCAN,),
    "signal_light": _light,
    "led_line": lambda options: (SHOW,),
    "led_onbon": lambda options: (SHOW,),
    "charger": lambda options: (RACK,),
    "sound": lambda options: (SPEAK_CALL,) if options.enabled else (),
    "watchdog": lambda options: (FEED,),
    "guide_set": lambda options: (RACK,) if options.by == "rack" else (SCAN_SET,),
    **{lock: lambda options: (DOORS, OPEN) if options.contacts else (OPEN_UNSEEN,) for lock in LOCKS},
}
"""By driver, what comes after the line and the status."""
HEARS: Final[Mapping[str, Callable[[Any], bool]]] = {
    "escpos": lambda options: options.status,
    "led_line": lambda options: bool(options.ack),
    "led_onbon": lambda options: options.answers,
    "guide_set": lambda options: options.by == "rack",
    "signal_light": lambda options: options.by == "modbus" or bool(options.ack),
    **{lock: lambda options: options.contacts for lock in LOCKS},
}
"""Whether a device that is set up like this can say how it is."""


def table() -> str:
    """The steps of our drivers, as they are set up by default, in Markdown."""
    from drivers.registry import DRIVERS

    rows = [
        f"| `{name}` | {'; '.join(step.what.en + (' (asked before)' if step.before else '') for step in steps)} |"
        for name, spec in DRIVERS.items()
        for steps in [steps_of(name, spec.options())]
    ]
    return "\n".join(["| driver | steps |", "|---|---|", *rows])


if __name__ == "__main__":
    print(table())
