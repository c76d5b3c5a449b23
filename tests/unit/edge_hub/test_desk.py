"""`hall desk` in words."""

from fakes.small_hall import at

from edge_hub.contract.device import Desk, Health, PartHealth, SlipFault
from edge_hub.desk import describe


def test_nothing_to_do_is_one_line() -> None:
    up = PartHealth(device="tm-1", part="printer", health=Health.UP, why="", hint="", since_ms=at("09:00"))
    assert describe(Desk(epoch=1, seq=1, parts=(up,), slips=())) == "一切正常 All is well."


def test_what_needs_a_hand_is_listed_with_its_time() -> None:
    out = PartHealth(
        device="tm-1", part="printer", health=Health.DOWN, why="缺纸", hint="装入80毫米纸", since_ms=at("09:12:30")
    )
    slip = SlipFault(ticket="t", number="A007", device="tm-1", why="缺纸", at_ms=at("09:13"))
    assert describe(Desk(epoch=1, seq=1, parts=(out,), slips=(slip,), offline=("board-1",))).splitlines() == [
        "09:12:30  tm-1 printer: DOWN  缺纸  装入80毫米纸",
        "09:13:00  tm-1: A007 未打印  缺纸",
        "--:--:--  board-1: 离线 offline",
    ]
