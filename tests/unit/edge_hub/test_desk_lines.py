"""`hall desk` in words."""

from fakes.small_hall import at

from edge_hub.contract.announcement import Announcement
from edge_hub.contract.base import Words
from edge_hub.contract.device import Desk, Health, LongWait, PartHealth, SeatTaken, SlipFault
from edge_hub.contract.item import CLOSING_NAMES, ClosedItem, ClosingReason
from edge_hub.contract.queue import WaitLevel
from edge_hub.contract.rule import RuleNow
from edge_hub.desk_lines import describe


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


def test_who_waits_too_long_is_told_with_the_time_since_when() -> None:
    card = Words(zh="社保卡补换", en="New card")
    wait = LongWait(item="card", name=card, waiting=4, since_ms=at("09:12"), level=WaitLevel.RED, windows=2)
    assert describe(Desk(epoch=1, seq=1, parts=(), slips=(), waits=(wait,), waits_more=1)).splitlines() == [
        "09:12:00  社保卡补换: 4 人等候，2 个窗口开放 等候过久 OVERLONG WAIT",
        "--:--:--  另有 1 个事项等候过久 and 1 more long waits",
    ]


def test_a_long_list_says_how_much_it_leaves_out() -> None:
    desk = Desk(epoch=1, seq=1, parts=(), parts_more=3, slips=(), slips_more=270)
    assert describe(desk).splitlines() == [
        "--:--:--  另有 3 个部件 and 3 more parts",
        "--:--:--  另有 270 张未打印 and 270 more slips",
    ]


def test_who_sits_at_the_desk_and_what_is_announced_is_told() -> None:
    seat = SeatTaken(device="guide-1", clerk="1045", name="蒋彩云", since_ms=at("09:00"), session_mark="0f")
    one = Announcement(
        announcement="n1", words=Words(zh="今天停电", en=""), since_ms=at("09:05"), until_ms=at("16:30")
    )
    assert describe(Desk(epoch=1, seq=1, parts=(), slips=(), seats=(seat,), announcements=(one,))).splitlines() == [
        "09:00:00  guide-1: 蒋彩云 (1045) 在导服台 at the desk",
        "09:05:00  公告 announced until 11-24 16:30: 今天停电  [n1]",
    ]


def test_a_closed_item_is_told_with_who_closed_it_and_what_happens_with_those_who_wait() -> None:
    closed = ClosedItem(
        item="card", name=Words(zh="社保卡补换", en="New card"), reason=ClosingReason.SYSTEM,
        why=CLOSING_NAMES[ClosingReason.SYSTEM], since_ms=at("09:12"), device="guide-1", by="1045", waiting=3,
        windows=("A01",), words=Words(zh="3 人已取号等候，仍按次序在 A01 窗口办理。", en="…"),
    )  # fmt: skip
    assert describe(Desk(epoch=1, seq=1, parts=(), slips=(), closed=(closed,), closed_more=2)).splitlines() == [
        "09:12:00  社保卡补换: 暂停取号 closed (业务系统故障 business system down) 1045"
        "  3 人已取号等候，仍按次序在 A01 窗口办理。",
        "--:--:--  另有 2 个事项暂停取号 and 2 more closed items",
    ]


def test_a_rule_that_is_on_is_told_with_what_it_does() -> None:
    name = Words(zh="社保分流", en="Help for cards")
    helps = RuleNow(rule="help", name=name, windows=("B01", "B02"), stops=False, since_ms=at("09:12"))
    stops = RuleNow(rule="stop", name=name, windows=(), stops=True, since_ms=at("09:10"))
    assert describe(Desk(epoch=1, seq=1, parts=(), slips=(), rules=(helps, stops))).splitlines() == [
        "09:12:00  规则 rule “社保分流 Help for cards”，B01、B02 协助办理 help out",
        "09:10:00  规则 rule “社保分流 Help for cards”，暂停取号 no tickets",
    ]
