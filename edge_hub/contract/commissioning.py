"""The commissioning report of a hall (安装调试报告): what was delivered, when it arrived on site, how it was tested.

`hall device report` makes it from the configuration and the self-tests, as a file of JSON; the paper is drawn from that
file alone and bears its SHA-256, so that a paper and its file can be held together years later. Auditors faulted
payments made without such papers: what is missing is said on the first page and nothing is passed over in silence.
"""

from enum import StrEnum

from .base import Id, Lenient, Ms, Words
from .self_test import DeviceTest


class Gap(StrEnum):
    """What keeps one device from being complete, in the order in which it is told."""

    NOT_TESTED = "NOT_TESTED"
    NOT_PASSED = "NOT_PASSED"
    SET_UP_ANEW = "SET_UP_ANEW"
    NO_SERIAL_NUMBER = "NO_SERIAL_NUMBER"
    NO_ARRIVAL = "NO_ARRIVAL"
    BEFORE_ARRIVAL = "BEFORE_ARRIVAL"


GAP_NAMES: dict[Gap, Words] = {
    Gap.NOT_TESTED: Words(zh="未检测", en="not tested"),
    Gap.NOT_PASSED: Words(zh="检测未通过", en="test not passed"),
    Gap.SET_UP_ANEW: Words(zh="检测后驱动或连接有改动", en="driver or connection changed since the test"),
    Gap.NO_SERIAL_NUMBER: Words(zh="缺序列号", en="no serial number"),
    Gap.NO_ARRIVAL: Words(zh="缺到货进场日期", en="no day of arrival"),
    Gap.BEFORE_ARRIVAL: Words(zh="检测早于到货进场", en="tested before it arrived"),
}

KIND_NAMES: dict[str, Words] = {
    "ticket_machine": Words(zh="排队取号机", en="ticket machine"),
    "call_board": Words(zh="叫号显示屏", en="call board"),
    "call_pad": Words(zh="叫号平板", en="call pad"),
    "rating_pad": Words(zh="评价平板", en="rating pad"),
    "window_screen": Words(zh="窗口显示屏", en="window screen"),
    "console": Words(zh="管理台", en="console"),
    "device_host": Words(zh="设备主机", en="device host"),
    "printer": Words(zh="票据打印机", en="printer"),
    "id_card": Words(zh="身份证阅读器", en="ID card reader"),
    "scanner": Words(zh="扫码器", en="scanner"),
    "lock": Words(zh="柜锁控制板", en="lock board"),
    "led": Words(zh="LED 条屏", en="LED bar"),
    "keypad": Words(zh="按键盒", en="keypad"),
    "camera": Words(zh="高拍仪", en="camera"),
    "charger": Words(zh="手机充电站", en="charging station"),
    "guide_set": Words(zh="无线讲解设备", en="guide set"),
    "sound": Words(zh="音响", en="sound"),
    "a4_printer": Words(zh="A4 打印机", en="A4 printer"),
    "signal_light": Words(zh="信号灯", en="signal light"),
    "pager": Words(zh="震动叫号牌", en="pager"),
    "power": Words(zh="电源控制", en="power"),
    "host": Words(zh="本机状态", en="machine"),
}
"""By the kind in devices.yaml."""


class Delivered(Lenient):
    """A terminal or a host of wires: listed, and looked at by those who sign."""

    id: Id
    kind: str
    place: Words
    serial_number: str | None = None
    arrived: str | None = None
    """Day, 2026-10-01."""


class Commissioned(Delivered):
    """A device on a wire with its latest self-test."""

    driver: str
    connection: str
    owner: Id
    """The host or terminal that it hangs on."""
    firmware: str | None = None
    test: DeviceTest | None = None
    tests: int = 0
    """How many self-tests are on file, the latest included."""
    gaps: tuple[Gap, ...] = ()


class Commissioning(Lenient):
    """The whole report of one hall."""

    number: Id
    hall: Id
    name: Words
    address: Words
    made_ms: Ms
    software: str
    devices: tuple[Commissioned, ...]
    terminals: tuple[Delivered, ...]

    @property
    def complete(self) -> bool:
        """Whether every device is there, tested, passed and on record."""
        return bool(self.devices) and not any(one.gaps for one in self.devices)
