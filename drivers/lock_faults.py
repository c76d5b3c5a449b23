"""What can be wrong with a cabinet, in words for the person who stands before it."""

from typing import Final

from drivers.conversation import Fault

LOCK_SILENT: Final = Fault(
    "lock_silent",
    "柜子的锁控板没有回应",
    "请检查柜子的电源和数据线，并核对锁控板地址和波特率。",
    "the lock board of the cabinet does not answer",
    "Check its power and its cable, the address of the board and the baud rate.",
)
LOCK_STUCK: Final = Fault(
    "lock_stuck",
    "已发出开锁指令，但柜门仍然关着",
    "请轻按柜门后再开一次；仍打不开请用应急钥匙并报修。",
    "the lock was told to open, but the door is still closed",
    "Push the door in a little and open it again; if that does not help, use the emergency key.",
)
LOCK_REFUSED: Final = Fault(
    "lock_refused",
    "锁控板回答开锁没有成功",
    "请轻按柜门后再开一次；仍打不开请用应急钥匙并报修。",
    "the lock board says that it could not open the lock",
    "Push the door in a little and open it again; if that does not help, use the emergency key.",
)
UNSEEN: Final = Fault(
    "lock_unseen",
    "已发出开锁指令，但不能确认柜门是否打开",
    "请到柜前查看柜门，再决定是否重开。",
    "the lock was told to open, but nobody can say whether the door is open",
    "Look at the door before it is opened again.",
)
NO_CONTACT: Final = Fault(
    "lock_no_contact",
    "柜门没有状态触点，不能确认是否打开",
    "请到柜前查看柜门。",
    "the doors have no contacts: nobody can say whether one is open",
    "Look at the door.",
)
NO_SUCH_CELL: Final = Fault(
    "no_such_cell",
    "柜子没有这个格口",
    "请核对格口号和配置中的格口数。",
    "the cabinet has no such cell",
    "Check the number of the cell and how many cells the configuration gives the cabinet.",
)
