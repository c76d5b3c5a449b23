"""What can be wrong with a line, in words for the person who stands before the device."""

import errno
import os

from drivers.conversation import Fault


class LineFault(Exception):
    """The line could not be had, or is gone."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.why_en)
        self.fault = fault


REFUSED = Fault(
    "refused",
    "设备拒绝连接",
    "请确认设备已开机，并核对地址和端口。",
    "the device refuses the connection",
    "Check that it is switched on, and its address and port.",
)
NO_ANSWER = Fault(
    "no_answer",
    "连接设备超时",
    "请检查设备电源和网线。",
    "the device does not answer",
    "Check its power and its network cable.",
)
UNREACHABLE = Fault(
    "unreachable",
    "到设备的网络不通",
    "请检查网线、交换机和设备地址。",
    "the network to the device is down",
    "Check cable, switch and the address of the device.",
)
NAME_UNKNOWN = Fault(
    "name_unknown",
    "找不到设备的网络名称",
    "请核对配置中的设备地址。",
    "the device's network name is not known",
    "Check the address in the configuration.",
)
MISSING = Fault(
    "missing",
    "没有找到设备",
    "请检查数据线是否插好、设备是否开机。",
    "the device is not there",
    "Check that its cable is plugged in and that it is switched on.",
)
SEVERAL = Fault(
    "several",
    "有多个设备符合，无法确定是哪一个",
    "请在配置的连接中写明序列号或 USB 位置。",
    "several devices fit, and nobody can say which one it is",
    "Name its serial number or its USB path in the connection.",
)
NO_LIBUSB = Fault(
    "no_libusb",
    "本机缺少 USB 程序库",
    "请安装软件包 libusb-1.0-0。",
    "the library for USB is missing on this machine",
    "Install the package libusb-1.0-0.",
)
NO_PIPE = Fault(
    "no_pipe",
    "该 USB 设备没有可收发数据的接口",
    "请核对配置中的设备编号和 interface。",
    "the USB device has no endpoint for bytes there",
    "Check vendor, product and interface in the configuration.",
)
NO_RIGHT = Fault(
    "no_right",
    "没有使用该设备的权限",
    "请让管理员把运行账号加入 lp、dialout、input 和 plugdev 组。",
    "no right to use the device",
    "Ask the administrator to add the account to the groups lp, dialout, input and plugdev.",
)
IN_USE = Fault(
    "in_use",
    "设备正被另一个程序占用",
    "请关闭占用该设备的程序。",
    "another program is using the device",
    "Close the other program.",
)
GONE = Fault(
    "gone",
    "与设备的连接断开了",
    "请检查数据线和设备电源。",
    "the connection to the device is lost",
    "Check its cable and its power.",
)
STALLED = Fault(
    "stalled",
    "设备不接收数据",
    "请检查是否缺纸、盖子是否合好、设备是否报警，必要时重启设备。",
    "the device takes no data",
    "Check its paper, cover and alarm lamp; switch it off and on if need be.",
)
BROKEN = Fault(
    "broken",
    "设备连接出错",
    "请重新插拔数据线，仍不正常请联系管理员。",
    "the connection to the device fails",
    "Unplug and plug the cable; if that does not help, call the administrator.",
)
STOPPING = Fault(
    "stopping",
    "程序正在退出",
    "请在程序重新启动后再试。",
    "the program is stopping",
    "Try again when it has started.",
)
_BY_ERRNO = {
    errno.ECONNREFUSED: REFUSED,
    errno.ETIMEDOUT: NO_ANSWER,
    errno.ENETUNREACH: UNREACHABLE,
    errno.EHOSTUNREACH: UNREACHABLE,
    errno.ENETDOWN: UNREACHABLE,
    errno.ENOENT: MISSING,
    errno.ENXIO: MISSING,
    errno.ENODEV: MISSING,
    errno.EACCES: NO_RIGHT,
    errno.EPERM: NO_RIGHT,
    errno.EBUSY: IN_USE,
    errno.EAGAIN: IN_USE,
    errno.EIO: GONE,
    errno.EPIPE: GONE,
    errno.ECONNRESET: GONE,
}


def fault_of(error: OSError) -> Fault:
    """The fault in words; an error that is not in the table is named as the system names it."""
    known = _BY_ERRNO.get(error.errno or 0)
    if known is not None:
        return known
    name = os.strerror(error.errno) if error.errno else str(error)
    return Fault(BROKEN.code, f"{BROKEN.why}：{name}", BROKEN.hint, f"{BROKEN.why_en}: {name}", BROKEN.hint_en)
