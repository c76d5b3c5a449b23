"""What can be wrong with a machine, in words for the administrator."""

from typing import Final

from drivers.conversation import Fault

HOST_SILENT: Final = Fault(
    "host_silent",
    "读取本机状态的程序没有应答",
    "会自动重试；一直如此请重启这台机器。",
    "the program that reads this machine does not answer",
    "It is started anew by itself; if that does not help, restart the machine.",
)
CLOCK_UNSET: Final = Fault(
    "clock_unset",
    "本机时钟没有自动校时",
    "请启用 chrony 或 systemd-timesyncd，并填写校时服务器。",
    "nothing sets the clock of this machine",
    "Switch on chrony or systemd-timesyncd and name its server.",
)


def disk_full(path: str, percent: float) -> Fault:
    return Fault(
        "disk_full",
        f"磁盘 {path} 只剩 {percent:.0f}% 空间",
        "请清理或更换磁盘；写满后无法继续取号。",
        f"the disk of {path} has only {percent:.0f} % left",
        "Make room or replace it: when it is full no ticket can be taken.",
    )


def disk_missing(path: str) -> Fault:
    return Fault(
        "disk_missing",
        f"没有找到 {path}",
        "请检查磁盘是否挂载，并核对配置中的 paths。",
        f"there is no {path}",
        "Check that its disk is mounted, and `paths` in the options.",
    )


def host_hot(degrees: float) -> Fault:
    return Fault(
        "host_hot",
        f"本机温度 {degrees:.0f} ℃，过高",
        "请检查风扇和通风口。",
        f"this machine has {degrees:.0f} degrees, which is too hot",
        "Look at its fan and its air inlets.",
    )


def clock_off(offset_s: float) -> Fault:
    far, far_en = ("快", "fast") if offset_s > 0 else ("慢", "slow")
    return Fault(
        "clock_off",
        f"本机时钟{far}了 {abs(offset_s):.1f} 秒",
        "请检查校时服务器是否可用。",
        f"the clock of this machine is {abs(offset_s):.1f} s {far_en}",
        "Check that its time server can be reached.",
    )


def memory_low(percent: float) -> Fault:
    return Fault(
        "memory_low",
        f"本机内存只剩 {percent:.0f}%",
        "请重启这台机器；反复如此请联系管理员。",
        f"this machine has only {percent:.0f} % of its memory left",
        "Restart it; if it happens again and again, call the administrator.",
    )
