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


def test_a_long_list_says_how_much_it_leaves_out() -> None:
    desk = Desk(epoch=1, seq=1, parts=(), parts_more=3, slips=(), slips_more=270)
    assert describe(desk).splitlines() == [
        "--:--:--  另有 3 个部件 and 3 more parts",
        "--:--:--  另有 270 张未打印 and 270 more slips",
    ]
