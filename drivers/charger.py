"""Charging stations for phones (手机充电站): how many slots are free, busy, faulty, and how warm it is.

The wire: Modbus RTU or TCP, read only; the map of its registers is in the options, since every maker has its own
(`racks.py` shows it with an example). The default map, one state word a slot from word 0 on, is inferred, not from a
source.

The rules it keeps stand in `racks.py` (what is said of a slot) and `rack_talk.py` (what is asked when).
"""

from drivers.rack_talk import RackConversation
from drivers.racks import RackOptions


class ChargerOptions(RackOptions):
    """Which of the station's registers means what."""


class ChargerConversation(RackConversation):
    """One charging station."""

    def __init__(self, options: ChargerOptions) -> None:
        super().__init__(options)
