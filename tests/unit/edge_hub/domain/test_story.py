"""The story of a ticket tells everything that happened to it, in order, and nothing of how it was rated."""

from fakes.desk import Desk
from fakes.small_hall import at

from edge_hub.contract import queue as q
from edge_hub.contract import rating as r
from edge_hub.contract import window as w
from edge_hub.contract.base import Words
from edge_hub.contract.rating import Level
from edge_hub.domain.fold import fold
from edge_hub.domain.story import SHOWN_MAX


def told(desk: Desk, number: str) -> q.TicketStory:
    verdict = desk.verdict("desk", q.ShowTicket(ticket=number))
    assert verdict.result is not None
    story = verdict.result()
    assert isinstance(story, q.TicketStory)
    return story


def test_the_story_tells_every_turn_of_a_ticket() -> None:
    desk = Desk()
    desk.open("w1"), desk.open("w2"), desk.open("w3")
    ticket = desk.take("card", "invoice")
    window = {"window": "w1"}

    def at_w1(body: object, seconds: float = 60) -> None:
        desk.wait(seconds)
        desk.at_window("w1", body)  # type: ignore[arg-type]

    at_w1(q.CallNext(**window))
    at_w1(q.Recall(**window))
    at_w1(q.NoShow(**window))
    at_w1(q.UndoNoShow(**window, ticket=ticket.id), 1)
    at_w1(q.NoShow(**window))
    at_w1(q.Requeue(ticket=ticket.id))
    at_w1(q.CallNext(**window))
    at_w1(q.Return(**window))
    at_w1(q.CallNext(**window))
    at_w1(q.Start(**window))
    at_w1(q.Hold(**window, why="张三去复印"))
    at_w1(q.Resume(**window, ticket=ticket.id))
    at_w1(q.Finish(**window))
    at_w1(q.UndoFinish(**window, ticket=ticket.id), 5)
    at_w1(q.Transfer(**window, to_item="pension", to_window="w2"))
    desk.wait(60)
    desk.at_window("w2", w.CloseWindow(window="w2"))
    desk.do("desk", q.Cancel(ticket=ticket.id, why="李四回家"))

    lines = told(desk, "A001").lines
    again = "A01 窗口叫号（等候最久者先；普通；过号重排）"
    assert [line.words.zh for line in lines] == [
        "取号：事项card、事项invoice", "A01 窗口叫号（等候最久者先；普通）", "A01 窗口重呼", "A01 窗口过号",
        "A01 窗口撤销“过号”", "A01 窗口过号", "过号重排", again, "A01 窗口退回原位", again,
        "A01 窗口开始办理“事项card”", "A01 窗口挂起", "A01 窗口恢复办理", "A01 窗口“事项card”服务结束",
        "A01 窗口撤销“服务结束”",
        "A01 窗口转出“事项pension”，到 A02 窗口", "A02 窗口停办，回到队列", "取消",
    ]  # fmt: skip
    assert [line.words.en for line in lines][-3:] == [
        "sent on by A01 for Item pension, to A02", "A02 closed: back in the line", "cancelled",
    ]  # fmt: skip
    assert [line.at_ms for line in lines[:4]] == [at("09:30"), at("09:31"), at("09:32"), at("09:33")]
    said = "".join(line.words.zh for line in lines)
    assert "张三" not in said and "李四" not in said


def test_the_story_never_says_how_the_service_was_rated() -> None:
    desk = Desk()
    desk.open("w1")
    desk.take("card")
    desk.at_window("w1", q.CallNext(window="w1"))
    desk.at_window("w1", q.Finish(window="w1"))
    before = told(desk, "A001").lines
    desk.do("rate-w1", r.Rate(service=desk.window("w1").to_rate or "", level=Level.BAD))
    assert told(desk, "A001").lines == before
    assert [line.what for line in before] == ["TicketTaken", "TicketCalled", "ServiceStarted", "ServiceFinished"]


def test_a_very_long_story_keeps_its_beginning_and_its_newest_lines() -> None:
    desk = Desk()
    desk.open("w1")
    ticket = desk.take("card")
    desk.at_window("w1", q.CallNext(window="w1"))
    desk.at_window("w1", q.Start(window="w1"))
    for _ in range(SHOWN_MAX):
        desk.at_window("w1", q.Hold(window="w1"))
        desk.at_window("w1", q.Resume(window="w1", ticket=ticket.id))
    lines = told(desk, ticket.id).lines
    assert len(lines) == SHOWN_MAX and lines[0].what == "TicketTaken" and lines[-1].what == "TicketResumed"


def test_the_story_says_why_a_ticket_was_called() -> None:
    desk = Desk()
    desk.open("w1")
    first = desk.take("card")
    desk.take("card", cls="priority")
    for _ in range(2):
        desk.serve("w1")
        desk.at_window("w1", q.Finish(window="w1"))
    assert told(desk, "A002").lines[1].words == Words(
        zh="A01 窗口叫号（等候最久者先；优先；先于较早的 A001：1 张因类别）",
        en="called to A01 (the longest wait first; 优先; before the older A001: 1 for their class)",
    )
    assert told(desk, first.number).lines[1].words.zh == "A01 窗口叫号（等候最久者先；普通；曾被越过 1 次）"


def test_a_ticket_called_before_reasons_were_kept_has_its_story_too() -> None:
    desk = Desk()
    taken = desk.take("card")
    old = {"ticket": taken.id, "window": "w1", "item": "card", "policy": "first_come_by_class", "passed_over": 2}
    fold(desk.hall, q.TicketCalled.model_validate(old | {"at_ms": desk.now_ms}))
    assert told(desk, "A001").lines[1].words.zh == "A01 窗口叫号"
